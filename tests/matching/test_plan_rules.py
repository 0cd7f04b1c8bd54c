# SPDX-License-Identifier: Apache-2.0
"""Who may do what to a plan of pairs, what is refused and how it is said."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sidan.base.errors import Refused
from sidan.base.sheets import read_table
from sidan.matching import adjusting, adopting, drafting, leaving, remarks
from sidan.matching.computing import compute
from sidan.matching.hindrances import Hindered
from sidan.matching.instances import problem_of
from sidan.matching.models import AdviserAbsence, Company, Pairing, PairingPlan
from sidan.matching.plan_sheets import plan_workbook
from sidan.matching.plans import find_plan, pairs_of, plans_of
from sidan.matching.problem import Weights
from sidan.matching.stored import digest_of, packed, refusal_restored, unpacked
from sidan.notify.queries import latest
from sidan.people.days import city_today
from sidan.people.models import AuditEntry
from tests.matching.society import Society
from tests.world import COUNTY, NORTH, World

OUTSIDERS = ("stranger", "south_organiser", "liaison", "boss", "handler")


def drafted(world: World) -> PairingPlan:
    """Return a plan of the whole county drafted by its organiser."""
    return drafting.draft(COUNTY, "结对", weights=Weights(), by=world.actor("organiser"))


def pair_of(plan: PairingPlan, company: str) -> str:
    """Return who has the first seat of a company."""
    return next(pair.liaison for pair in pairs_of(plan) if (pair.company, pair.seat) == (company, 0))


VERBS: dict[str, Callable[..., object]] = {
    "draft": lambda plan, by: drafting.draft(COUNTY, "x", weights=Weights(), by=by),
    "recompute": lambda plan, by: drafting.recompute(plan, by=by, version=plan.version),
    "discard": lambda plan, by: drafting.discard(plan, by=by),
    "move": lambda plan, by: adjusting.move(plan, "firm-3", 0, "L3", by=by, version=plan.version),
    "swap": lambda plan, by: adjusting.swap(plan, ("firm-3", 0), ("firm-4", 0), by=by, version=plan.version),
    "free": lambda plan, by: adjusting.free(plan, "firm-3", 0, by=by, version=plan.version),
    "fix": lambda plan, by: adjusting.fix(plan, "firm-3", 0, by=by, version=plan.version),
    "release": lambda plan, by: adjusting.release(plan, "firm-3", 0, by=by, version=plan.version),
    "undo": lambda plan, by: adjusting.undo(plan, by=by, version=plan.version),
    "open": lambda plan, by: remarks.open_to_comments(plan, city_today(), by=by),
    "schedule": lambda plan, by: adopting.schedule(plan, city_today() + timedelta(1), by=by, version=plan.version),
    "unschedule": lambda plan, by: adopting.unschedule(plan, by=by),
    "adopt": lambda plan, by: adopting.adopt(plan, by=by, version=plan.version),
    "export": lambda plan, by: plan_workbook(plan, by=by, language="en"),
    "choices": lambda plan, by: adjusting.choices(plan, "firm-3", 0, by=by),
    "find": lambda plan, by: find_plan(plan.pk, by=by),
}


def test_nobody_else_touches_a_plan(world: World, society: Society) -> None:
    """No stranger, organiser of a part, liaison, company or handler does anything to a plan of the county."""
    plan = drafted(world)

    for name in OUTSIDERS:
        by = world.actor(name)
        for deed in VERBS.values():
            with pytest.raises(Refused, match=r"organisers|no such plan"):
                deed(plan, by)
        assert not plans_of(by).exists()
    assert PairingPlan.objects.get().version == plan.version


def test_a_leader_adopts_and_changes_nothing(world: World, society: Society) -> None:
    """A leader reads a plan and lets it become true, but moves nobody."""
    plan, leader = drafted(world), world.actor("leader")

    for verb in ("draft", "recompute", "discard", "move", "free", "undo", "open"):
        with pytest.raises(Refused, match="organisers"):
            VERBS[verb](plan, leader)
    adopting.adopt(find_plan(plan.pk, by=leader), by=leader, version=plan.version)

    assert Pairing.objects.count() == 7


def test_what_came_up_since_keeps_a_plan_from_becoming_true(world: World, society: Society) -> None:
    """A conflict, an absence, a closed company, a pairing of somebody else: each is said, nothing half adopted."""
    plan, leader = drafted(world), world.actor("leader")
    society.keep_apart("firm-4", pair_of(plan, "firm-4"))
    absent = pair_of(plan, "firm-3")
    AdviserAbsence.objects.create(
        adviser=society.advisers[absent], from_on=city_today(), until_on=city_today() + timedelta(days=5)
    )
    world.units["firm-6"].is_active = False
    world.units["firm-6"].save()
    society.pair("firm-5", "L1")

    with pytest.raises(Hindered) as refused:
        adopting.adopt(plan, by=leader, version=plan.version)

    said = {str(each) for each in refused.value.reasons}
    assert any("kept apart." in each for each in said)  # to a leader not why
    assert any("absent." in each for each in said)
    assert any("is closed" in each for each in said)
    assert any("served by somebody else than when" in each for each in said)
    assert Pairing.objects.count() == 1
    assert PairingPlan.objects.get(pk=plan.pk).state == "draft"


def test_a_plan_that_cannot_become_true_on_its_day_says_why(world: World, society: Society, clock: object) -> None:
    """The clock leaves such a plan as it is, notes the reason, and the day can be taken back."""
    plan, leader = drafted(world), world.actor("leader")
    plan = adopting.schedule(plan, city_today() + timedelta(days=1), by=leader, version=plan.version)
    world.units["firm-6"].is_active = False
    world.units["firm-6"].save()

    assert adopting.adopt_due(city_today() + timedelta(days=1)) == 0

    plan.refresh_from_db()
    fault = refusal_restored(plan.fault or {})
    assert "Nanmen Print is closed" in str(fault)
    assert "南门印务" in fault.said(str, language="zh-hans")
    assert adopting.unschedule(plan, by=leader).state == "draft"


def test_a_short_absence_moves_nobody_and_a_long_one_everybody(world: World, society: Society) -> None:
    """Whoever is away for some days keeps today's companies and gets nobody new."""
    society.pair("firm-3", "L3")
    today = city_today()
    absence = AdviserAbsence.objects.create(
        adviser=society.advisers["L3"], from_on=today, until_on=today + timedelta(days=7)
    )

    short = problem_of(COUNTY, weights=Weights(), fewest_changes=False)
    absence.until_on = today + timedelta(days=90)
    absence.save()
    long = problem_of(COUNTY, weights=Weights(), fewest_changes=False)

    assert {company for company, liaison in short.forbidden if liaison == "L3"} == {
        "firm-1", "firm-2", "firm-4", "firm-5", "firm-6",
    }  # fmt: skip
    assert [each.is_absent for each in long.supplies] == [False, False, True]


def test_what_a_liaison_does_elsewhere_counts(world: World, society: Society) -> None:
    """A plan of one street has what the other street leaves of a liaison's capacity, and conflicts of units."""
    society.pair("firm-4", "L2")
    society.pair("firm-5", "L2")

    problem = problem_of(NORTH, weights=Weights(), fewest_changes=True)

    assert {each.code: each.capacity for each in problem.supplies} == {"L1": 3, "L2": 1, "L3": 3}
    assert {each.code for each in problem.demands} == {"firm-1", "firm-2", "firm-3"}
    assert problem.forbidden == {("firm-1", "L2"): "elsewhere"}  # a key company shares with nobody
    data = packed(problem)
    assert unpacked(data) == problem
    assert digest_of(data) == digest_of(packed(unpacked(data)))


def test_a_large_plan_is_left_to_the_worker(world: World, society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many pairs to wait for: the plan is being computed until the worker has done it; doing it twice is safe."""
    monkeypatch.setattr("sidan.matching.computing.MOST_AT_ONCE", 5)

    plan = drafted(world)

    assert plan.state == "computing"
    compute(plan.pk)
    compute(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.version, plan.pairs.count()) == ("draft", 1, 7)


def test_those_concerned_are_told_of_their_own(world: World, society: Society) -> None:
    """Liaisons and companies are told when they may comment and when their pairs change; nobody else is."""
    plan = drafted(world)
    remarks.open_to_comments(plan, city_today(), by=world.actor("organiser"))
    plan.refresh_from_db()
    PairingPlan.objects.update(comment_until=city_today() - timedelta(days=1))

    adopting.adopt(plan, by=world.actor("leader"), version=plan.version)

    told = {name: [each.en for each in latest(user.pk)] for name, user in world.people.items()}
    assert {name: len(lines) for name, lines in told.items() if lines} == {
        "liaison": 2, "second_liaison": 2, "third_liaison": 2, "boss": 2, "second_boss": 2,
    }  # fmt: skip
    assert told["liaison"][0] == "Your companies change from today on: 1 more, 0 fewer."


def test_a_workbook_is_in_the_audit_log(world: World, society: Society) -> None:
    """The plan as Excel: who may read it gets it, and that it was taken out is kept."""
    plan = drafted(world)

    book = plan_workbook(plan, by=world.actor("leader"), language="en")

    assert "firm-1" in str(read_table(book, "plan.xlsx"))
    assert AuditEntry.objects.filter(action="pairing_plan.exported", subject=plan.subject).count() == 1


def test_seats_of_a_team_are_given_anew_on_the_same_day(world: World, society: Society) -> None:
    """Two plans adopted on one day: the second's pairs are true, and no pairing that never was is left."""
    plan, by = drafted(world), world.actor("organiser")
    adopting.adopt(plan, by=by, version=plan.version)

    then = drafted(world)
    then = adjusting.free(then, "firm-6", 0, by=by, version=then.version)
    adopting.adopt(then, by=by, version=then.version)

    assert Pairing.objects.count() == 6
    assert set(Pairing.objects.values_list("plan", flat=True)) == {plan.pk}


def test_a_company_that_came_finds_its_place(world: World, society: Society) -> None:
    """With a newcomer the others stay as they are."""
    late = society.companies["firm-6"]
    Company.objects.filter(pk=late.pk).update(is_in_scope=False)
    plan, by = drafted(world), world.actor("organiser")
    adopting.adopt(plan, by=by, version=plan.version)
    Company.objects.filter(pk=late.pk).update(is_in_scope=True)

    then = leaving.draft_for_newcomers(COUNTY, by=by)

    assert [(each.company, each.before) for each in leaving.replacements_in(then)] == [("firm-6", None)]
