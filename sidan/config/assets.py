# SPDX-License-Identifier: Apache-2.0
"""The browser files of others: which of node_modules' thousands are served, under which names."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage, Storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

NODE_MODULES = Path(__file__).resolve().parents[2] / "node_modules"
# Pages hold their icons as SVG, so these are read and not served.
ICONS: Path = NODE_MODULES / "@tabler" / "icons" / "icons" / "outline"

# Name in `{% static %}` -> file in node_modules. MapLibre finds its worker beside itself, so its names are kept.
SERVED = {
    "vendor/tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/htmx.js": "htmx.org/dist/htmx.min.js",
    "vendor/maplibre/maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "vendor/maplibre/maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "vendor/maplibre/maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "vendor/echarts.js": "echarts/dist/echarts.min.js",
}


def collect() -> None:
    """Collect all static files, unless they are those collected last."""
    now = _fingerprint()
    note = Path(settings.STATIC_ROOT) / "collected.txt"
    if note.exists() and note.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    note.write_text(now)


def _fingerprint() -> str:
    """Return what changes when a static file does, is added or taken away."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            seen.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def storage_backend(*, debug: bool) -> str:
    """Return the storage of collected files with hashed names, or the plain one, which needs no collecting."""
    if debug:
        return "django.contrib.staticfiles.storage.StaticFilesStorage"
    return "sidan.config.assets.HashedFiles"


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Collected files under names that change with their content, compressed once.

    Source maps are neither collected nor looked for: only a person with the browser's tools open asks for them.
    """

    patterns = (
        (
            "*.css",
            (
                r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
                ("""(?P<matched>@import\\s*["']\\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
            ),
        ),
        # Our modules import one another by relative names, which must become the hashed ones too; the modules of
        # others import what is not here.
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )


class ServedFinder(BaseFinder):
    """Find the files of SERVED, and nothing else of node_modules."""

    def __init__(self) -> None:
        """Read from node_modules where it stands."""
        self.storage = FileSystemStorage(location=NODE_MODULES)

    def find(  # type: ignore[override]  # one function where the stubs have two
        self, path: str, find_all: bool = False
    ) -> str | list[str]:
        """Return the file served as `path`, or an empty list when there is none."""
        source = SERVED.get(path)
        if source is None or not (NODE_MODULES / source).exists():
            return []
        found = str(NODE_MODULES / source)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield each served name with a storage that opens it."""
        for name, source in SERVED.items():
            if not matches_patterns(name, list(ignore_patterns or ())):
                yield name, OneFile(NODE_MODULES / source)


class OneFile(FileSystemStorage):
    """A storage that holds one file, under whichever name it is asked for."""

    def __init__(self, source: Path) -> None:
        """Remember the file."""
        super().__init__(location=source.parent)
        self.source = source

    def path(self, name: str) -> str:
        """Return the one file's path."""
        return str(self.source)
