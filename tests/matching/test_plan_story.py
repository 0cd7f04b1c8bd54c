# SPDX-License-Identifier: Apache-2.0
"""A plan of pairs from the draft to the day it is true, and what happens when a liaison leaves."""

from datetime import date, timedelta

import pytest

from sidan.base.errors import NotFound, Refused, Stale
from sidan.matching import adjusting, adopting, drafting, leaving, pairings, remarks
from sidan.matching.history import events_of
from sidan.matching.models import Adviser, Pairing, PairingPlan, PlanRemark
from sidan.matching.plans import pairs_of, rows_of
from sidan.matching.problem import Weights
from sidan.people.days import city_today
from sidan.people.models import AuditEntry
from tests.matching.society import Society
from tests.world import COUNTY, Clock, World


def drafted(world: World, **more: object) -> PairingPlan:
    """Return a plan of the whole county drafted by its organiser."""
    return drafting.draft(COUNTY, "2026 年结对", weights=Weights(), by=world.actor("organiser"), **more)  # type: ignore[arg-type]


def held(day: date) -> set[tuple[str, int, str]]:
    """Return who serves whom on a day."""
    found = pairings.current(COUNTY, day)
    return {(each.company.unit.code, each.seat, each.adviser.code) for each in found}


def seats(plan: PairingPlan) -> dict[tuple[str, int], str]:
    """Return who has each seat of a plan."""
    return {(pair.company, pair.seat): pair.liaison for pair in pairs_of(plan)}


def test_from_the_draft_to_the_day(world: World, society: Society, clock: Clock) -> None:
    """Drafted, changed by hand, remarked on by those concerned, and true from the day that the leader sets."""
    organiser, leader = world.actor("organiser"), world.actor("leader")
    _fourth_liaison(world, society)
    plan = drafted(world)
    assert plan.state == "draft"
    assert len(seats(plan)) == 7  # six companies, one of them with a team of two

    plan = _moved(plan, world)
    plan = remarks.open_to_comments(plan, city_today() + timedelta(days=3), by=organiser, version=plan.version)
    _remarked(plan, world)

    # The leader sets the day after the last of comments; the clock brings it.
    last_day = plan.comment_until
    assert last_day is not None
    with pytest.raises(Refused, match="Comments are taken until"):
        adopting.schedule(plan, last_day, by=leader, version=plan.version)
    plan = adopting.schedule(plan, last_day + timedelta(days=1), by=leader, version=plan.version)
    with pytest.raises(Refused, match="so this cannot be done"):
        adjusting.free(plan, "firm-6", 0, by=organiser, version=plan.version)
    assert adopting.adopt_due(city_today()) == 0
    clock.forward(days=4)
    assert adopting.adopt_due(city_today()) == 1
    today = city_today()
    assert held(today) == {(code, seat, who) for (code, seat), who in seats(plan).items()}
    assert held(today - timedelta(days=1)) == set()
    assert [each.verb for each in events_of(plan)][::-1] == [
        "drafted", "computed", "moved", "recomputed", "computed", "opened", "scheduled", "adopted",
    ]  # fmt: skip
    told = set(AuditEntry.objects.filter(subject=plan.subject).values_list("action", flat=True))
    assert "pairing_plan.adopted" in told


def test_somebody_leaves_and_only_their_companies_change(world: World, society: Society, clock: Clock) -> None:
    """As few pairs change as can be, the rows of all others are not touched, and what was is still known."""
    organiser, leader = world.actor("organiser"), world.actor("leader")
    _fourth_liaison(world, society)
    plan = drafted(world)
    adopting.adopt(plan, by=organiser, version=plan.version)
    clock.forward(days=30)
    today, gone = city_today(), society.advisers["L2"]
    theirs = {each.company.unit.code for each in pairings.pairings_of_adviser(gone, today)}
    kept_rows = set(Pairing.objects.exclude(adviser=gone).values_list("pk", flat=True))

    then = leaving.draft_without(gone, by=organiser)
    changed = leaving.replacements_in(then)
    adopting.adopt(then, by=leader, version=then.version)

    assert {each.company for each in changed} == theirs
    assert {each.before for each in changed} == {gone.name}
    untouched = Pairing.objects.filter(pk__in=kept_rows, until_on=None)
    assert set(untouched.values_list("pk", flat=True)) == kept_rows
    assert pairings.pairings_of_adviser(gone, today).count() == 0
    assert pairings.pairings_of_adviser(gone, today - timedelta(days=1)).count() == len(theirs)
    somebody = society.companies[sorted(theirs)[0]]
    assert gone.code in {each.adviser.code for each in pairings.history_of(somebody)}


def _moved(plan: PairingPlan, world: World) -> PairingPlan:
    """Return the plan after one company went to somebody else by hand, who stays there when it is computed again."""
    organiser, before = world.actor("organiser"), seats(plan)
    company, other = _a_move(plan, by_whom=world)
    plan = adjusting.move(plan, company, 0, other, by=organiser, version=plan.version)
    assert seats(plan) == {**before, (company, 0): other}
    with pytest.raises(Stale):
        adjusting.free(plan, company, 0, by=organiser, version=plan.version - 1)
    plan = drafting.recompute(plan, by=organiser, version=plan.version)
    assert seats(plan)[company, 0] == other
    return plan


def _remarked(plan: PairingPlan, world: World) -> None:
    """Let the liaison and the company of a pair say what they think of it, of their own companies alone."""
    liaison, boss = world.actor("liaison"), world.actor("boss")
    own = remarks.own_pairs(plan, by=liaison)[0].company.unit.code
    remarks.remark(plan, "路远，建议换人。", company=own, by=liaison)
    remarks.remark(plan, "我们想留下原来的特派员。", company="firm-1", by=boss)
    with pytest.raises(NotFound):
        remarks.remark(plan, "不是我们的事。", company="firm-3", by=boss)
    with pytest.raises(NotFound):
        remarks.remark(plan, "我也想说。", by=world.actor("stranger"))
    PlanRemark.objects.bulk_create(
        PlanRemark(plan=plan, by_id=boss.user_id, text="再说一遍。") for _ in range(remarks.MOST_REMARKS - 1)
    )
    with pytest.raises(Refused, match="as many as one person may"):
        remarks.remark(plan, "还没说完。", by=boss)
    PlanRemark.objects.filter(text="再说一遍。").delete()
    assert remarks.find_open_plan(plan.pk, by=boss) == plan
    assert remarks.remarks_on(plan, by=world.actor("leader")).count() == 2
    assert remarks.remarks_on(plan, by=boss).count() == 1


def _fourth_liaison(world: World, society: Society) -> None:
    """Let somebody else with the rarest skill help, so that there is room to move."""
    society.advisers["L4"] = Adviser.objects.create(
        code="L4", kind="liaison", name="助企四号", user=world.hold("fourth_liaison", role="liaison", area=COUNTY),
        unit=world.units["water"], area_code=COUNTY, county=COUNTY, skills=["technology", "workers"], capacity=6,
    )  # fmt: skip


def _a_move(plan: PairingPlan, *, by_whom: World) -> tuple[str, str]:
    """Return a company of one seat and a liaison whom nothing keeps from it."""
    for row in rows_of(plan):
        if row.company.team == 1 and not row.company.is_key:
            code = row.company.unit.code
            for choice in adjusting.choices(plan, code, 0, by=by_whom.actor("organiser")):
                if choice.is_open:
                    return code, choice.liaison
    raise AssertionError("nobody may be moved")
