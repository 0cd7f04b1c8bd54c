# SPDX-License-Identifier: Apache-2.0
"""Where the database is read from."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sidan.config import database


def settings_with(monkeypatch: pytest.MonkeyPatch, **environment: str) -> database.DjangoSettings:
    """Return the settings under an environment that holds these variables and none of their kin."""
    for name in ("DATABASE_URL", "SIDAN_POOL_SIZE", "SIDAN_PREPARE_AFTER", "SIDAN_TEST_NAME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return database.connection_settings(Path("/srv/sidan/var"))


def test_without_an_address_the_embedded_server_under_var_is_used(monkeypatch):
    """Nothing set means the embedded server, pooled, with nothing kept by Django itself."""
    found = settings_with(monkeypatch)

    assert found == {
        "ENGINE": "sidan.config.postgres",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": "test_sidan"},
        "NAME": "sidan",
        "USER": "sidan",
        "OPTIONS": {
            "embedded": "/srv/sidan/var/postgres",
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            "prepare_threshold": 2,
        },
    }


def test_reading_the_settings_starts_no_server(monkeypatch, tmp_path):
    """Help, type checks and documentation read the settings and leave no trace of a database."""
    settings_with(monkeypatch)

    database.connection_settings(tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (
            "postgresql://clerk:p%40ss%2Fword@db.example:5433/city",
            {"NAME": "city", "USER": "clerk", "PASSWORD": "p@ss/word", "HOST": "db.example", "PORT": "5433"},
        ),
        (
            "postgres:///city?host=/var/run/postgresql",
            {"NAME": "city", "USER": "", "PASSWORD": "", "HOST": "/var/run/postgresql", "PORT": ""},
        ),
        (
            "postgresql://clerk@%2Frun%2Fpg/%E5%9B%9B%E5%8D%95",
            {"NAME": "四单", "USER": "clerk", "PASSWORD": "", "HOST": "/run/pg", "PORT": ""},
        ),
        (
            "postgresql://clerk@[::1]/city",
            {"NAME": "city", "USER": "clerk", "PASSWORD": "", "HOST": "::1", "PORT": ""},
        ),
    ],
)
def test_an_address_is_read_as_libpq_reads_it(monkeypatch, url, place):
    """Percent-encoded passwords, socket folders, Chinese names and IPv6 all come out right."""
    found = settings_with(monkeypatch, DATABASE_URL=url, SIDAN_POOL_SIZE="0")

    assert {name: found[name] for name in place} == place
    assert found["OPTIONS"] == {"prepare_threshold": 2}


def test_what_django_has_no_word_for_goes_to_libpq(monkeypatch):
    """The query's sslmode and connect_timeout reach the driver, beside the pool."""
    found = settings_with(
        monkeypatch,
        DATABASE_URL="postgresql://clerk@db/city?sslmode=verify-full&connect_timeout=3",
        SIDAN_POOL_SIZE="4",
    )

    assert found["OPTIONS"] == {
        "sslmode": "verify-full",
        "connect_timeout": "3",
        "pool": {"min_size": 1, "max_size": 4, "timeout": 10},
        "prepare_threshold": 2,
    }


def test_a_service_may_name_the_database(monkeypatch):
    """An address with a service of pg_service.conf needs no name."""
    found = settings_with(monkeypatch, DATABASE_URL="postgresql:///?service=city", SIDAN_POOL_SIZE="0")

    assert found["NAME"] == ""
    assert found["OPTIONS"] == {"service": "city", "prepare_threshold": 2}


def test_a_pooler_in_between_needs_no_prepared_statements(monkeypatch):
    """-1 keeps every statement whole, for poolers that give each transaction another connection."""
    found = settings_with(monkeypatch, SIDAN_PREPARE_AFTER="-1")

    assert found["OPTIONS"]["prepare_threshold"] is None


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://clerk:secret@db/city", "DATABASE_URL must begin with postgresql://"),
        ("postgresql://clerk:secret%zz@db/city", "DATABASE_URL cannot be read; it looks like"),
        ("postgresql://clerk:secret@db", "DATABASE_URL names no database; end it with /name."),
        ("postgresql://clerk:secret@[::1/city", "DATABASE_URL cannot be read; it looks like"),
        ("postgresql://clerk:secret@db/city?colour=blue", "DATABASE_URL cannot be read; it looks like"),
    ],
)
def test_a_faulty_address_is_refused_without_showing_its_password(monkeypatch, url, sentence):
    """Each fault has a sentence, and none repeats the secret."""
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with(monkeypatch, DATABASE_URL=url)

    assert str(refused.value).startswith(sentence)
    assert "secret" not in str(refused.value)


def test_tests_may_name_their_database(monkeypatch):
    """Two people testing on one server keep apart by SIDAN_TEST_NAME."""
    assert settings_with(monkeypatch, SIDAN_TEST_NAME="test_anna")["TEST"] == {"NAME": "test_anna"}
