# SPDX-License-Identifier: Apache-2.0
"""Browser files from node_modules: only those named here are served."""

from pathlib import Path


def directories(base: Path) -> list[tuple[str, Path]]:
    """Return nothing yet: a finder takes over."""
    return []


def storage_backend(*, debug: bool) -> str:
    """Return the storage that hashes and compresses static files, or the plain one while debugging."""
    if debug:
        return "django.contrib.staticfiles.storage.StaticFilesStorage"
    return "whitenoise.storage.CompressedManifestStaticFilesStorage"
