# SPDX-License-Identifier: Apache-2.0
"""Entries of the audit log taken out as a sheet, by auditors alone."""

import pytest
from django.test import Client

from sidan.base.sheets import read_table
from sidan.people.audit import record
from tests.web.administration.test_doors import page
from tests.web.administration.test_keeping import last_entry
from tests.world import World


def test_chosen_entries_are_taken_out_as_a_sheet(offices: World, auditor: Client) -> None:
    """The sheet holds the chosen entries alone, in words, and taking it out is an entry of its own."""
    chosen = record(offices.actor("dispatcher"), "sign_out", "user:dispatcher")
    record(offices.actor("dispatcher"), "sign_out", "user:another")

    answer = auditor.post(page("auditentry"), {"action": "export", "_selected_action": [chosen.pk]})

    table = read_table(answer.content, "audit.xlsx")
    assert [row.cells[5:7] for row in table.rows] == [("退出登录", "user:dispatcher")]
    assert last_entry("audit.exported") == ("auditor", "", {"count": 1})


@pytest.mark.parametrize("person", ["system", "security", "dispatcher", "stranger"])
def test_nobody_but_an_auditor_takes_entries_out(offices: World, person: str) -> None:
    """The action is closed like the list it stands on."""
    chosen = record(offices.actor("dispatcher"), "sign_out", "user:dispatcher")

    answer = offices.client(person).post(page("auditentry"), {"action": "export", "_selected_action": [chosen.pk]})

    assert answer.status_code == 403
