# SPDX-License-Identifier: Apache-2.0
"""Uploaded sheets between the trial and the second press: kept by person, for a day at most."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from sidan.base.clock import now
from sidan.base.errors import NotFound

KEPT_FOR = timedelta(days=1)
MOST_KEPT = 5


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """An uploaded file with what the form said about it."""

    token: str
    kind: str
    name: str
    system: str
    content: bytes


def keep(user_id: int, *, kind: str, name: str, system: str, content: bytes) -> KeptSheet:
    """Keep a file for its uploader alone and return it with its token; the uploader's older ones go."""
    _tidy(user_id)
    token = secrets.token_hex(16)
    about = json.dumps({"kind": kind, "name": name, "system": system})
    default_storage.save(_path(user_id, token, "json"), ContentFile(about.encode()))
    default_storage.save(_path(user_id, token, "bin"), ContentFile(content))
    return KeptSheet(token, kind, name, system, content)


def find_kept(user_id: int, token: str, *, kind: str) -> KeptSheet:
    """Return a file the person has uploaded for that kind; NotFound when it is gone or somebody else's."""
    gone = NotFound("The uploaded sheet is no longer here. Please choose the file again.")
    if len(token) != 32 or not token.isalnum() or not default_storage.exists(_path(user_id, token, "bin")):
        raise gone
    with default_storage.open(_path(user_id, token, "json")) as file:
        about = json.loads(file.read())
    if about["kind"] != kind:
        raise gone
    with default_storage.open(_path(user_id, token, "bin")) as file:
        return KeptSheet(token, about["kind"], about["name"], about["system"], file.read())


def drop(user_id: int, token: str) -> None:
    """Throw a kept file away; one that is not there is no matter."""
    for ending in ("bin", "json"):
        default_storage.delete(_path(user_id, token, ending))


def _tidy(user_id: int) -> None:
    """Throw away the person's files older than KEPT_FOR, and all but the newest."""
    folder = _folder(user_id)
    if not default_storage.exists(folder):
        return
    names = [name for name in default_storage.listdir(folder)[1] if name.endswith(".bin")]
    aged = sorted(((default_storage.get_modified_time(f"{folder}/{name}"), name) for name in names), reverse=True)
    for place, (modified, name) in enumerate(aged):
        if place >= MOST_KEPT - 1 or modified < now() - KEPT_FOR:
            drop(user_id, name.removesuffix(".bin"))


def _folder(user_id: int) -> str:
    """Return the person's own folder."""
    return f"sheets/{user_id}"


def _path(user_id: int, token: str, ending: str) -> str:
    """Return where a part of a kept file lies."""
    return f"{_folder(user_id)}/{token}.{ending}"
