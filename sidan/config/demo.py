# SPDX-License-Identifier: Apache-2.0
"""Build the demo city once, and begin again where building was broken off."""

from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from sidan.config.embedded import server, sharing
from sidan.orders.models import Order


def is_unfinished() -> bool:
    """Answer whether a demo city was begun in the embedded database, empty till then, and never finished.

    Nobody else's database is ever judged so: what stands in it is not ours to clear.
    """
    return _embedded() is not None and _note().exists()


def clear() -> None:
    """Empty the embedded database; only for one that holds nothing but half a demo city."""
    connections.close_all()
    folder = _embedded()
    assert folder is not None  # else nothing is unfinished
    host = str(sharing.join(folder))
    with psycopg.connect(host=host, user=server.ROLE, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{server.DATABASE}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{server.DATABASE}"')
    _note().unlink()


def build() -> None:
    """Build the demo city unless there are orders already; until it is whole a note in var/ says that it is not."""
    if Order.objects.exists():
        return
    _note().touch()
    call_command("demo")
    _note().unlink()


def _embedded() -> Path | None:
    """Return the folder of the embedded database, or None when DATABASE_URL names another."""
    folder = settings.DATABASES["default"]["OPTIONS"].get("embedded")
    return Path(folder) if folder else None


def _note() -> Path:
    """Return the file that stands while the demo city is being built."""
    return Path(settings.VAR_DIR) / "demo-city-unfinished"
