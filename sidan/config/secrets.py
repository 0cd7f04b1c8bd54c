# SPDX-License-Identifier: Apache-2.0
"""Secrets from the environment, or made once and kept under var/ with owner-only rights."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe


def read(name: str, folder: Path) -> str:
    """Return the secret `name` from the environment, else from `folder`/secrets/, making it there on first use."""
    if value := os.environ.get(name):
        return value
    path = folder / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(token_urlsafe(48))
        # A link appears whole or not at all, so of two commands starting at once one makes it and both read it.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
