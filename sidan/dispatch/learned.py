# SPDX-License-Identifier: Apache-2.0
"""What was learned, as a signed file for each county: written whole or not at all, read once and again when it changed.

A file that this installation did not sign, or that was changed since, is never read: the everyday words speak instead.
"""

import io
import logging
import os
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings

from sidan.base import spans
from sidan.base.crypto import is_signed, signature
from sidan.dispatch.classify import Classifier

logger = logging.getLogger(__name__)
PURPOSE = "sidan learned model"
SIGNATURE_BYTES = 32
# A new model speaks in every process after a minute at the latest.
LOOK_SECONDS = 60
_COUNTY = re.compile(r"\d{0,6}\Z", re.ASCII)


@dataclass(frozen=True)
class Learned:
    """A classifier whose labels are codes of matters, and the chance below which it abstains."""

    classifier: Classifier
    threshold: float


def keep_learned(county: str, learned: Learned) -> None:
    """Write what was learned, signed; who reads meanwhile reads the one before."""
    content = io.BytesIO()
    parts = {**learned.classifier.parts(), "threshold": np.array([learned.threshold])}
    np.savez_compressed(content, allow_pickle=False, **parts)
    body = content.getvalue()
    path = _path(county)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(signature(settings.SECRET_KEY, body, purpose=PURPOSE) + body)
    draft.replace(path)
    forget_read()


def drop_learned(county: str) -> None:
    """Let go of what was learned, as when too little is left to learn from."""
    _path(county).unlink(missing_ok=True)
    forget_read()


def learned_of(county: str) -> Learned | None:
    """Return what the county has taught, else the whole city, else None. No query; a look at the disk once a minute."""
    minute = spans.current(LOOK_SECONDS)
    return _looked(county, minute) or _looked("", minute)


def is_learned(county: str) -> bool:
    """Say whether the county has a file of its own that may be read."""
    return _looked(county, spans.current(LOOK_SECONDS)) is not None


def forget_read() -> None:
    """Look at the disk again at the next call."""
    _looked.cache_clear()


@lru_cache(maxsize=256)
def _looked(county: str, minute: int) -> Learned | None:
    """Return what the file holds now, read anew only when it was written since."""
    path = _path(county)
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _read(path: Path, written: int, size: int) -> Learned | None:
    """Return what a file holds; None, with a line in the log, for one that is not our own."""
    content = path.read_bytes()
    signed, body = content[:SIGNATURE_BYTES], content[SIGNATURE_BYTES:]
    if not is_signed(settings.SECRET_KEY, body, signed, purpose=PURPOSE):
        logger.error("Refused the model %s: it is not signed by this installation. Train again.", path.name)
        return None
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as parts:
            return Learned(Classifier.from_parts(parts), float(parts["threshold"][0]))
    except (KeyError, ValueError, zipfile.BadZipFile):
        logger.exception("Refused the model %s: it was written by another edition. Train again.", path.name)
        return None


def _path(county: str) -> Path:
    """Return where a county's file stands."""
    if not _COUNTY.match(county):
        raise ValueError("A county's code is digits alone.")
    return Path(settings.MODELS_DIR) / f"matters-{county or 'city'}.npz.signed"
