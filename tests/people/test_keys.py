# SPDX-License-Identifier: Apache-2.0
"""API keys: shown once, kept as a digest, ended for good."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sidan.people.actors import Actor
from sidan.people.keys import issue_key, living_keys, user_of_key
from sidan.people.models import ApiKey, AuditEntry
from tests.world import Clock, World


def test_a_key_is_issued_used_listed_and_ended(world: World, clock: Clock) -> None:
    """The command prints it once; the table holds a digest; when it has ended it opens nothing."""
    out, again = StringIO(), StringIO()
    call_command("api_key", "issue", "leader", "ERP", stdout=out, stderr=StringIO())
    secret = out.getvalue().strip()
    key = ApiKey.objects.get()

    assert secret.encode() not in bytes(key.digest)
    assert user_of_key(secret) == world.people["leader"]
    clock.forward(hours=2)
    user_of_key(secret)
    call_command("api_key", "list", stdout=again)
    assert again.getvalue().split("\t")[:3] == [str(key.pk), "leader", "ERP"]
    call_command("api_key", "end", str(key.pk), stdout=StringIO())

    assert user_of_key(secret) is None
    key.refresh_from_db()
    assert key.last_used_at == key.made_at + timedelta(hours=2)
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"key.issued", "key.ended"}


def test_a_key_is_for_somebody_who_works_here(world: World) -> None:
    """Nobody, a name twice, a key that is not there: a sentence each."""
    call_command("api_key", "issue", "leader", "ERP", stdout=StringIO(), stderr=StringIO())

    for arguments in (("issue", "nobody", "x"), ("issue", "leader", "ERP"), ("issue", "leader"), ("end", "x"),
                      ("end", "99999")):  # fmt: skip
        with pytest.raises(CommandError):
            call_command("api_key", *arguments, stdout=StringIO(), stderr=StringIO())

    assert ApiKey.objects.count() == 1


def test_a_key_that_nobody_uses_for_a_year_has_ended(world: World, clock: Clock) -> None:
    """A forgotten key opens nothing; one that is used goes on, and a year counts from the last use."""
    used, forgotten = (issue_key(world.people["leader"], name, by=Actor.importer()) for name in ("ERP", "old"))

    clock.forward(days=300)
    assert user_of_key(used) == world.people["leader"]
    clock.forward(days=67)

    assert user_of_key(used) == world.people["leader"]
    assert user_of_key(forgotten) is None
    assert [key.name for key in living_keys()] == ["ERP"]
    assert issue_key(world.people["leader"], "old", by=Actor.importer())
