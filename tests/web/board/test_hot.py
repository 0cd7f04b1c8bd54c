# SPDX-License-Identifier: Apache-2.0
"""The pages of hot issues: what they show, to whom not, and what can be opened from one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from sidan.base.clock import now
from sidan.base.sheets import read_table
from sidan.dispatch.hot_rows import HotIssue, HotOpened
from sidan.dispatch.hot_runs import look
from sidan.orders.models import Order
from sidan.orders.ties import Link
from sidan.people.models import AuditEntry
from tests.dispatch.test_hot import LAMPS, NOISE
from tests.world import NORTH, World

pytestmark = pytest.mark.usefixtures("kept_for_long")

Budget = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def issue(world: World) -> HotIssue:
    """Return an issue of four voices in the northern street."""
    for text in NOISE:
        world.submit(text)
    look(now())
    return HotIssue.objects.get()


def test_a_leader_sees_the_list_with_its_working(
    world: World, issue: HotIssue, django_assert_max_num_queries: Budget
) -> None:
    """Name, voices, count against what is expected, and the way to its page."""
    client = world.client("leader", headers={"accept-language": "en"})
    client.get("/board/hot/")
    with django_assert_max_num_queries(9):
        page = client.get("/board/hot/").content.decode()

    assert issue.name in page
    assert "4 voices" in page
    assert "4 in 7 days" in page
    assert f"/board/hot/{issue.pk}" in page


def test_an_issue_shows_those_of_its_orders_that_one_may_open(
    world: World, issue: HotIssue, django_assert_max_num_queries: Budget
) -> None:
    """The dispatcher of the street reads all four, each by a link, and no contact."""
    client = world.client("dispatcher")
    client.get(f"/board/hot/{issue.pk}")
    with django_assert_max_num_queries(13):
        page = client.get(f"/board/hot/{issue.pk}").content.decode()

    assert all(order.number in page for order in Order.objects.all())


@pytest.mark.parametrize("name", ["south_dispatcher", "handler", "crew", "stranger", "intake"])
def test_others_do_not_see_it(world: World, issue: HotIssue, name: str) -> None:
    """Another street's dispatcher finds nothing, and who has no such post is not let in; nor may they change it."""
    client = world.client(name)

    assert issue.name not in client.get("/board/hot/").content.decode()
    assert client.get(f"/board/hot/{issue.pk}").status_code == 404
    for verb in ("name", "hush"):
        assert client.post(f"/board/hot/{issue.pk}/{verb}", {"name": "x"}).status_code == 404
    assert client.get("/board/before/?area=" + NORTH).status_code == 403
    assert client.get("/board/before.xlsx?area=" + NORTH).status_code == 403


def test_who_may_not_ask_for_a_look(world: World) -> None:
    """A handler may not; nobody may by mere reading."""
    assert world.client("handler").post("/board/hot/look").status_code == 403
    assert world.client("leader").get("/board/hot/look").status_code == 405
    assert world.client("leader").post("/board/hot/look").status_code == 302


def test_the_complained_of_never_see_the_issue(world: World, issue: HotIssue) -> None:
    """Who works at a unit that one of its orders complains of does not see the issue, whatever post they hold."""
    Order.objects.filter(text=NOISE[0]).update(about_unit=world.units["lamps"])
    look(now())
    world.hold("leader", role="handler", unit="lamps")

    assert world.client("leader").get(f"/board/hot/{issue.pk}").status_code == 404
    assert issue.name not in world.client("leader").get("/board/hot/").content.decode()
    assert world.client("supervisor").get(f"/board/hot/{issue.pk}").status_code == 200


def test_a_dispatcher_names_and_hushes_it(world: World, issue: HotIssue) -> None:
    """Both are audited; hushed, it leaves the list until it is asked for. A leader reads alone."""
    client = world.client("dispatcher")
    client.post(f"/board/hot/{issue.pk}/name", {"name": "中海三期工地夜间施工"})
    client.post(f"/board/hot/{issue.pk}/hush")
    world.client("leader").post(f"/board/hot/{issue.pk}/hush", {"show": "1"})

    issue.refresh_from_db()
    assert issue.title == "中海三期工地夜间施工"
    assert issue.quiet_until is not None
    assert "中海三期" not in client.get("/board/hot/").content.decode()
    assert "中海三期" in client.get("/board/hot/?quiet=1").content.decode()
    assert set(AuditEntry.objects.filter(subject=issue.subject).values_list("action", flat=True)) == {
        "hot.named",
        "hot.hushed",
    }


def test_supervision_is_opened_with_one_click(world: World, issue: HotIssue) -> None:
    """The form stands filled in with kind, orders and text; the order opened is tied to them and shown at the issue."""
    client = world.client("supervisor", headers={"accept-language": "en"})
    form = client.get(f"/desk/new/supervise?issue={issue.pk}").content.decode()
    numbers = sorted(Order.objects.values_list("number", flat=True))
    assert all(number in form for number in numbers)
    assert issue.name in form
    assert "4 residents" in form

    sent = client.post(
        "/desk/new/supervise",
        {
            "issue": issue.pk, "area": NORTH, "report-kind": "pattern", "report-orders": "\n".join(numbers),
            "report-unit": "lamps", "report-text": "请立即整治夜间施工。", "report-until": "2026-03-20",
        },
    )  # fmt: skip

    assert sent.status_code == 302, sent.content.decode()
    opened = HotOpened.objects.get()
    assert opened.order.programme == "supervise"
    assert Link.objects.filter(source=opened.order, kind="supervised").count() == 4
    assert opened.order.number in client.get(f"/board/hot/{issue.pk}").content.decode()


def test_a_forum_is_opened_without_numbers(world: World, issue: HotIssue) -> None:
    """What everybody will read names no order and no person; another's issue cannot be used."""
    form = world.client("dispatcher").get(f"/desk/new/forum?issue={issue.pk}").content.decode()

    assert issue.name in form
    assert not any(number in form for number in Order.objects.values_list("number", flat=True))
    assert world.client("south_dispatcher").get(f"/desk/new/forum?issue={issue.pk}").status_code == 404


def test_an_issue_that_was_joined_leads_on(world: World, issue: HotIssue) -> None:
    """The old address shows the issue that took it over."""
    old = HotIssue.objects.get()
    old.pk = None
    old.is_live, old.joined_to = False, issue
    old.save()

    page = world.client("leader").get(f"/board/hot/{old.pk}").content.decode()

    assert f"/board/hot/{issue.pk}/" not in page  # a leader keeps nothing
    assert issue.name in page


def test_the_coming_week_is_shown_and_taken_out(world: World, django_assert_max_num_queries: Budget) -> None:
    """Without a year of history the page says so; the sheet has its head alone, and who took it is written down."""
    for text in LAMPS:
        world.submit(text)
    client = world.client("leader", headers={"accept-language": "en"})
    client.get("/board/before/")
    with django_assert_max_num_queries(9):
        page = client.get("/board/before/").content.decode()

    assert "Not enough history" in page
    assert read_table(client.get("/board/before.xlsx").content, "before.xlsx").rows == ()
    assert AuditEntry.objects.filter(action="figures.exported").exists()
