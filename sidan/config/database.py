# SPDX-License-Identifier: Apache-2.0
"""Where the database is: the PostgreSQL that DATABASE_URL names, else the embedded one under var/."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from sidan.config.embedded import server

DjangoSettings = dict[str, Any]
# Each server process has a few threads, and one may wait for a connection while the rest hold theirs.
POOL_SIZE = 8
POOL_WAIT_SECONDS = 10
# A fixed statement is planned once for its connection when it has run as often as this.
PREPARE_AFTER = 2
# Django's name of a part of the address -> libpq's.
PARTS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def connection_settings(var: Path) -> DjangoSettings:
    """Return Django's settings of the one database; nothing is started or connected to yet.

    Reads DATABASE_URL, SIDAN_POOL_SIZE (connections per process, 0 for no pool), SIDAN_PREPARE_AFTER (-1 for never, as
    behind a pooler that gives each transaction another connection) and SIDAN_TEST_NAME.
    """
    if url := os.environ.get("DATABASE_URL"):
        place = from_url(url)
    else:
        place = from_folder(var / "postgres")
    size = int(os.environ.get("SIDAN_POOL_SIZE", POOL_SIZE))
    if size:
        place["OPTIONS"]["pool"] = {"min_size": 1, "max_size": size, "timeout": POOL_WAIT_SECONDS}
    prepare_after = int(os.environ.get("SIDAN_PREPARE_AFTER", PREPARE_AFTER))
    place["OPTIONS"]["prepare_threshold"] = prepare_after if prepare_after >= 0 else None
    return {
        "ENGINE": "sidan.config.postgres",
        # The pool keeps connections; Django must not.
        "CONN_MAX_AGE": 0,
        # A restart of the server costs no request its page; asking takes 25 µs.
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("SIDAN_TEST_NAME", "test_sidan")},
        **place,
    }


def from_folder(folder: Path) -> DjangoSettings:
    """Return the settings of the embedded server in `folder`; its socket is known once it is joined."""
    return {"NAME": server.DATABASE, "USER": server.ROLE, "OPTIONS": {"embedded": os.fspath(folder)}}


def from_url(url: str) -> DjangoSettings:
    """Return the settings a libpq address stands for, read by libpq itself.

    So everything it knows works: percent-encoded passwords, a socket's folder as `host` in the query, `sslmode`,
    `service`. The address is never shown, because it may hold a password.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// (Sidan runs on PostgreSQL alone).")
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read; it looks like postgresql://user:password@host:5432/name, "
            "with special characters in the password percent-encoded."
        ) from None
    place = {ours: str(parts.pop(theirs, "")) for ours, theirs in PARTS.items()}
    if not place["NAME"] and "service" not in parts:
        raise ImproperlyConfigured("DATABASE_URL names no database; end it with /name.")
    return {**place, "OPTIONS": dict(parts)}
