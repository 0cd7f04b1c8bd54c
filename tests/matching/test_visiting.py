# SPDX-License-Identifier: Apache-2.0
"""Which visits are due, what is said before one is planned, and planning them: all or none."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sidan.base.errors import NotFound, Refused
from sidan.matching.burden import contacts_in_month
from sidan.matching.cautions import cautions_for
from sidan.matching.models import AdviserAbsence
from sidan.matching.visiting import Wish, due_visits, plan_visits
from sidan.orders.models import Order
from tests.beginning import begin, spawned_by, withdraw
from tests.matching.society import Society
from tests.world import NORTH, World

TODAY = date(2026, 3, 10)
DAY = date(2026, 3, 17)
PLANNED = "2026-03-19"


@pytest.fixture
def paired(world: World, society: Society) -> Society:
    """Return the companies with two of them served by the first liaison, one of whom begins only now."""
    society.pair("firm-1", "L1")
    society.pair("firm-2", "L1", since=date(2026, 3, 2))
    society.pair("firm-3", "L2")
    return society


def kinds(world: World, chosen: list[str], on: date = DAY) -> tuple[list[str], dict[str, list[str]]]:
    """Return the kinds of what is said of a day and of companies to the first liaison."""
    user = world.people["liaison"]
    found = cautions_for(due_visits(user, TODAY), chosen, on, user=user, today=TODAY)
    return (
        [each.kind for each in found.day],
        {code: [each.kind for each in several] for code, several in found.companies.items()},
    )


def held(world: World, company: str, boss: str, *, on: str = PLANNED, problems: str = "") -> Order:
    """Return a visit that was accepted and held."""
    order = begin(world, "visit", "liaison", company=company, planned_on=on, text="了解情况。")
    world.move(order, "accept", boss)
    if problems:
        world.move(order, "held", "liaison", findings="谈了用工。", problems=problems)
    else:
        world.move(order, "held_clear", "liaison", findings="一切都好。")
    return order


def test_a_visit_from_due_to_confirmed(world: World, paired: Society) -> None:
    """Overdue, over the cap refused with the sentence, planned, held with two problems, each struck off, confirmed."""
    user, by = world.people["liaison"], world.actor("liaison")
    others = [begin(world, "visit", "organiser", company="firm-1", planned_on=PLANNED, text="走访") for _ in range(2)]
    assert [(each.code, each.standing) for each in due_visits(user, TODAY)] == [
        ("firm-1", "overdue"),
        ("firm-2", "early"),
    ]
    sentence = "东山纺织 has 2 visits in that month already, over all units; choose another month."
    with pytest.raises(Refused, match=sentence):
        plan_visits([Wish("firm-2", "用工"), Wish("firm-1", "融资")], DAY, by=by)
    assert Order.objects.count() == 2

    world.move(others[0], "decline", "boss")
    order, second = plan_visits([Wish("firm-1", "融资"), Wish("firm-2", "用工")], DAY, by=by, key="form")
    assert plan_visits([Wish("firm-1", "融资"), Wish("firm-2", "用工")], DAY, by=by, key="form") == [order, second]
    assert (order.area_code, order.lon, order.place_text) == (f"{NORTH}001001", 116.002, "东山纺织")
    assert [each.standing for each in due_visits(user, TODAY)] == ["planned", "planned"]
    world.move(order, "accept", "boss")
    world.move(order, "held", "liaison", findings="谈了融资。", problems="贷款到期\n门前路灯不亮")
    loan, lamp = spawned_by(order)
    assert {each.area_code for each in (loan, lamp)} == {order.area_code}
    assert [each.standing for each in due_visits(user, TODAY)] == ["planned", "follow"]
    withdraw(world, loan)
    withdraw(world, lamp)
    world.move(order, "strike_off", "liaison", summary="都办好了。")
    world.move(order, "confirm", "boss", satisfaction="5")

    after = {each.code: each for each in due_visits(user, TODAY)}["firm-1"]
    assert (order.outcome, after.last_on, after.due.on, after.standing) == ("solved", TODAY, date(2026, 6, 8), "early")


def test_what_is_said_before_a_visit_is_planned(world: World, paired: Society) -> None:
    """The cap near and reached, who else comes that week, a company that declined, absence, a day off, the past."""
    assert kinds(world, ["firm-1"]) == ([], {})
    asked = begin(world, "visit", "organiser", company="firm-1", planned_on=PLANNED, text="走访")
    assert kinds(world, ["firm-1", "firm-2"]) == ([], {"firm-1": ["last", "joint"]})
    assert kinds(world, ["firm-1"], date(2026, 3, 24)) == ([], {"firm-1": ["last"]})
    begin(world, "visit", "second_liaison", company="firm-1", planned_on="2026-03-31", text="走访")
    assert kinds(world, ["firm-1"], date(2026, 3, 24))[1] == {"firm-1": ["cap"]}
    assert kinds(world, ["firm-1"], date(2026, 4, 7)) == ([], {})
    world.move(asked, "decline", "boss")
    refused = begin(world, "visit", "liaison", company="firm-2", planned_on=PLANNED, text="走访")
    assert kinds(world, ["firm-2"])[1] == {"firm-2": ["last", "asked"]}
    world.move(refused, "decline", "second_boss")
    assert kinds(world, ["firm-2"])[1] == {"firm-2": ["declined"]}
    AdviserAbsence.objects.create(adviser=paired.advisers["L1"], from_on=DAY, until_on=DAY)
    assert kinds(world, [], DAY)[0] == ["away"]
    assert kinds(world, [], date(2026, 3, 21))[0] == ["off"]
    assert kinds(world, [], date(2026, 3, 9))[0] == ["past"]


def test_contacts_say_who_comes_over_all_units(world: World, paired: Society) -> None:
    """A liaison's unit is named though the post is one over an area; other months and companies are left out."""
    begin(world, "visit", "second_liaison", company="firm-1", planned_on=PLANNED, text="走访")
    begin(world, "visit", "liaison", company="firm-1", planned_on="2026-04-02", text="走访")

    found = contacts_in_month(["firm-1", "firm-2"], TODAY)

    assert [(each.on, each.unit.en) for each in found["firm-1"]] == [(date(2026, 3, 19), "Lamp office")]
    assert found["firm-2"] == []


def test_only_own_companies_are_planned_for(world: World, paired: Society) -> None:
    """Another's company, a stranger and a company's contact plan nothing; twice the same is a mistake."""
    for name, company in (("liaison", "firm-3"), ("stranger", "firm-1"), ("boss", "firm-1"), ("organiser", "firm-1")):
        with pytest.raises(NotFound, match="only to companies that you serve"):
            plan_visits([Wish(company, "走访")], DAY, by=world.actor(name))
    with pytest.raises(Refused, match="chosen twice"):
        plan_visits([Wish("firm-1", "a"), Wish("firm-1", "b")], DAY, by=world.actor("liaison"))
    with pytest.raises(Refused, match="at least one"):
        plan_visits([], DAY, by=world.actor("liaison"))

    assert not Order.objects.exists()


def test_the_list_costs_the_same_for_many_companies(world: World, paired: Society) -> None:
    """Five queries for two companies with visits as for one without."""
    held(world, "firm-1", "boss")
    held(world, "firm-2", "second_boss", problems="招工难")
    user = world.people["liaison"]
    due_visits(user, TODAY)

    with CaptureQueriesContext(connection) as queries:
        due_visits(user, TODAY)

    assert len(queries) == 5
