# SPDX-License-Identifier: Apache-2.0
"""Posts: the closed list, and what is kept in different hands."""

from itertools import product

import pytest

from sidan.people.posts import (
    AREA_ROLES,
    CITY_ROLES,
    CONTACT_ROLES,
    GIVEN_ROLES,
    POST_ROLES,
    UNIT_ROLES,
    may_be_held_together,
)


def test_every_post_is_named_in_both_languages() -> None:
    """No post is shown as a code."""
    assert all(role.words.zh and role.words.en for role in POST_ROLES.values())


def test_every_post_is_held_over_exactly_one_kind_of_thing() -> None:
    """Areas, units and the city share out among them what can be given; a tie is given to nobody."""
    assert sorted((*AREA_ROLES, *UNIT_ROLES, *CITY_ROLES)) == sorted(GIVEN_ROLES)


def test_an_auditor_holds_nothing_else() -> None:
    """Whoever audits is audited by nobody, and so does nothing that is audited."""
    assert not any(may_be_held_together("auditor", other) for other in POST_ROLES if other != "auditor")


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor", "leader"])
def test_administrators_auditors_and_leaders_need_no_contacts(role: str) -> None:
    """The read gate is closed to those whose work needs nobody's telephone number."""
    assert role not in CONTACT_ROLES


def test_the_three_administrators_are_three_persons() -> None:
    """GB/T 22239 level 3: system, security and audit are in three hands."""
    three = ("system_admin", "security_admin", "auditor")

    together = [
        (one, other) for one, other in product(three, three) if one != other and may_be_held_together(one, other)
    ]

    assert together == []


def test_whether_two_posts_go_together_does_not_depend_on_their_order() -> None:
    """Separation is symmetric."""
    pairs = product(POST_ROLES, POST_ROLES)

    assert all(may_be_held_together(one, other) == may_be_held_together(other, one) for one, other in pairs)
