# SPDX-License-Identifier: Apache-2.0
"""Looks at what came in: which issue is which from hour to hour, and what is written down."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sidan.base.clock import now
from sidan.dispatch.hot_rows import HotIssue, HotMember, HotRun
from sidan.dispatch.hot_runs import look
from sidan.dispatch.jobs import ask_for_a_look, look_at_hot_issues
from sidan.orders.models import Order
from sidan.orders.retention import blank_words
from sidan.people.actors import Actor
from tests.dispatch.test_hot import ELSEWHERE, LAMPS, NOISE, OTHERS
from tests.world import SOUTH, Clock, World


def tell(world: World, *texts: str, area: str | None = None) -> list[Order]:
    """Open an order for each text."""
    return [world.submit(text, area=area) for text in texts]


def test_an_issue_keeps_its_row_while_it_grows(world: World, clock: Clock) -> None:
    """The next look finds the same row with more orders, its name given by a dispatcher untouched."""
    tell(world, *NOISE[:2], *OTHERS)
    look(now())
    issue = HotIssue.objects.get()
    HotIssue.objects.update(given_name="中海工地")

    clock.forward(hours=1)
    tell(world, *NOISE[2:])
    run = look(now())

    again = HotIssue.objects.get()
    assert (again.pk, again.title, again.voices, again.state) == (issue.pk, "中海工地", 4, "new")
    assert again.heat > issue.heat
    assert (run.messages, run.issues) == (8, 1)


def test_looking_again_changes_nothing(world: World) -> None:
    """Two looks at one moment leave the same rows, members and figures."""
    tell(world, *NOISE, *LAMPS, *OTHERS)
    look(now())
    before = list(HotIssue.objects.order_by("pk").values())
    members = set(HotMember.objects.values_list("issue_id", "order_id"))

    look(now())

    assert list(HotIssue.objects.order_by("pk").values()) == before
    assert set(HotMember.objects.values_list("issue_id", "order_id")) == members


def test_what_is_found_no_more_rests_and_wakes(world: World, clock: Clock) -> None:
    """After a year of silence an issue rests with its orders; two new messages are another issue."""
    tell(world, *LAMPS)
    look(now())
    clock.forward(days=400)
    look(now())

    issue = HotIssue.objects.get()

    assert not issue.is_live
    assert issue.members.count() == 2


def test_two_issues_that_become_one_are_joined(world: World) -> None:
    """The smaller row points to the one that took its orders."""
    orders = tell(world, *NOISE)
    look(now())
    large = HotIssue.objects.get()
    small = HotIssue.objects.get()
    small.pk = None
    small.save()
    HotMember.objects.filter(order=orders[0]).update(issue=small)

    look(now())

    small.refresh_from_db()
    assert (small.is_live, small.joined_to_id) == (False, large.pk)
    assert large.members.count() == 4


def test_place_follows_the_orders(world: World) -> None:
    """Two places with the same trouble are two issues, each in its own grid."""
    tell(world, *NOISE)
    tell(world, *ELSEWHERE, area=f"{SOUTH}001002")

    look(now())

    assert set(HotIssue.objects.values_list("area_code", "voices")) == {(world.grid, 4), (f"{SOUTH}001002", 2)}


def test_blanked_words_leave_the_name(world: World) -> None:
    """Words that somebody had blanked are in no name after the next look."""
    orders = tell(world, *LAMPS)
    look(now())
    for order in orders:
        blank_words(order, by=Actor.importer(), reason="当事人要求删除")

    look(now())

    assert not HotIssue.objects.filter(is_live=True).exists()


def test_old_issues_forget_their_words(world: World, clock: Clock) -> None:
    """An issue that rested two years keeps its figures and no words."""
    tell(world, *LAMPS)
    look(now())
    clock.forward(days=800)

    look(now())

    issue = HotIssue.objects.get()
    assert (issue.name, issue.voices) == ("", 2)


@pytest.mark.django_db
def test_a_look_is_asked_for_once() -> None:
    """Asked for twice, one look waits; the job itself takes it."""
    ask_for_a_look()
    ask_for_a_look()

    assert ProcrastinateJob.objects.filter(task_name="hot_issues", status="todo").count() == 1

    look_at_hot_issues.func()

    assert now() - HotRun.objects.get().until < timedelta(minutes=5)
