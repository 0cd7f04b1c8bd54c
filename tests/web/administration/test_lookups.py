# SPDX-License-Identifier: Apache-2.0
"""Lists of the admin pages are cut by the filters beside them, and by no other column an address may name."""

import pytest
from django.test import Client


@pytest.mark.parametrize("lookup", ["password__startswith=md5", "password=x", "last_login__year=2026"])
def test_no_address_asks_for_a_column_that_is_no_filter(security: Client, lookup: str) -> None:
    """The digest of a password could otherwise be guessed letter by letter."""
    assert security.get(f"/admin/people/user/?{lookup}").status_code == 400


def test_filters_beside_the_list_still_cut_it(security: Client) -> None:
    """What is offered as a filter works."""
    assert security.get("/admin/people/post/?role=crew").status_code == 200
