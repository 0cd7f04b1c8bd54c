# SPDX-License-Identifier: Apache-2.0
"""Compile the translations that stand beside each package, with Babel, so that gettext's own tools are not needed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SIDAN = Path(__file__).resolve().parents[1]


def catalogues() -> list[Path]:
    """Return the translation files of all packages."""
    return sorted(SIDAN.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_changed() -> list[Path]:
    """Compile the catalogues that changed since they were last compiled, and return them."""
    changed = [source for source in catalogues() if _is_stale(source)]
    for source in changed:
        with source.open("rb") as text:
            catalogue = read_po(text)
        target = source.with_suffix(".mo")
        # Two commands may compile at once, and a third may be reading.
        draft = target.with_name(f"django.{os.getpid()}.tmp")
        with draft.open("wb") as compiled:
            write_mo(compiled, catalogue)
        draft.replace(target)
    return changed


def _is_stale(source: Path) -> bool:
    """Answer whether the compiled file is missing or older than its source."""
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime <= source.stat().st_mtime


if __name__ == "__main__":
    compile_changed()
