# SPDX-License-Identifier: Apache-2.0
"""The backend that joins the embedded server and looks at what it is given."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import NotSupportedError, connection
from django.db.backends.postgresql.base import DatabaseWrapper as Original

from sidan.config.postgres.base import DatabaseClient


@pytest.fixture
def bytes_only(transactional_db):
    """Give a connection to a database that holds bytes without an encoding."""
    name = f"{connection.settings_dict['NAME']}_ascii"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(
            f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
        )
    other = connection.copy(alias="bytes_only")
    other.settings_dict["NAME"] = name
    yield other
    if other.connection:
        other.connection.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


def test_a_database_that_cannot_hold_chinese_is_refused(bytes_only):
    """The sentence names the encoding and how to make the database right."""
    with pytest.raises(ImproperlyConfigured) as refused:
        bytes_only.connect()

    assert str(refused.value).endswith("is encoded in SQL_ASCII; create it with ENCODING 'UTF8'.")


def test_an_older_server_is_refused(db, monkeypatch):
    """PostgreSQL 14 is told apart from what is needed."""
    monkeypatch.setattr(Original, "get_database_version", lambda self: (14, 9))

    with pytest.raises(NotSupportedError, match=r"PostgreSQL 15 or later is required \(found 14\.9\)"):
        connection.check_database_version_supported()


def test_the_embedded_server_brings_its_psql(db):
    """`manage.py dbshell` works on a machine without PostgreSQL's own client."""
    if "embedded" not in connection.settings_dict["OPTIONS"]:
        pytest.skip("DATABASE_URL names a server of its own")

    command, _ = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, ["-c", "select 1"])

    assert Path(command[0]).is_file()
    assert command[command.index("-h") + 1] == connection.get_connection_params()["host"]
    assert command[-3:] == ["-c", "select 1", connection.settings_dict["NAME"]]


def test_libpq_never_sees_our_own_option(db):
    """The folder of the embedded server turns into the socket's place."""
    params = connection.get_connection_params()

    assert "embedded" not in params
