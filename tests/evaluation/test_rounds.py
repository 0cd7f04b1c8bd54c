# SPDX-License-Identifier: Apache-2.0
"""A whole round: opened, computed, checked, published, objected to, corrected, settled, sealed and never changed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from sidan.base.errors import NotFound, Refused
from sidan.evaluation.behind import orders_behind
from sidan.evaluation.objecting import object_to
from sidan.evaluation.round_rows import Round, RoundObjection, Score
from sidan.evaluation.rounds import cancel, compute, let_check, open_round, publish, recheck, recompute, settle
from sidan.evaluation.sealing import verified
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry
from tests.evaluation.rounding import AFTER, SINCE, UNTIL, opened, published, score_of
from tests.world import CHINA, COUNTY, NORTH, Clock, World

pytestmark = pytest.mark.usefixtures("counts")


def heard(world: World, order: Order, *, is_right: bool) -> None:
    """Hear an objection to its end."""
    order.refresh_from_db()
    world.move(order, "acknowledge_other", "supervisor", remark="轮次由考评员甲计算。")
    if not is_right:
        world.move(order, "uphold", "supervisor", findings="经核对，计算无误。")
        return
    world.move(order, "correct", "supervisor", findings="有三张单统计有误。", to_correct="重新计算。")


def test_a_whole_round(world: World, clock: Clock, counts: dict[str, tuple[int, int, int]]) -> None:
    """One objection is upheld as right and corrected, one rejected; the difference is there, and the seal holds."""
    evaluator = world.actor("evaluator")
    found = published(world)
    assert found.objections_until == datetime(2026, 3, 17, 9, 0, tzinfo=CHINA)

    right = object_to(found, "north", {"text": "有三张单按时答复了。"}, world.actor("dispatcher"))
    world.hold("clerk", role="handler", unit="north")
    right_of_unit = object_to(found, "north", {"text": "我们有三张单按时答复了。"}, world.actor("clerk"))
    wrong = object_to(found, "water", {"text": "我们不该是这个分。"}, world.actor("plumber"))
    world.move(right, "acknowledge_other", "supervisor", remark="同上。")
    world.move(right, "uphold", "supervisor", findings="与单位自己的异议一并处理。")
    heard(world, wrong, is_right=False)
    heard(world, right_of_unit, is_right=True)

    counts["north"] = (6, 1, 0)
    before = score_of(found, "north")
    found = recompute(found, reason="北门街道办的异议成立。", by=world.actor("second_evaluator"))
    world.move(right_of_unit, "put_right", "leader", correction="已重新计算。")
    after = score_of(found, "north")
    assert (found.run, before.run, after.run) == (2, 1, 2)
    assert before.total is not None
    assert after.total is not None
    assert after.total > before.total
    assert score_of(found, "north", run=1).total == before.total
    assert dict(RoundObjection.objects.values_list("order__opener_unit__code", "result")) == {
        None: "upheld",
        "north": "corrected",
        "water": "upheld",
    }

    with pytest.raises(Refused, match="Objections are taken until 2026-03-17 09:00"):
        settle(found, by=evaluator)
    clock.to(AFTER)
    found = settle(found, by=evaluator)

    assert verified(found).digest == found.digest
    assert [event.verb for event in found.events.all()] == [
        *("open", "compute", "let_check", "publish", "object", "object", "object", "recompute", "settle"),
    ]
    assert AuditEntry.objects.filter(subject=found.subject).count() == 6


def test_figures_lead_to_their_orders(world: World) -> None:
    """Every order behind a figure is there with what it counts, but what is excluded; the rate of that is kept."""
    found = compute(opened(world), by=world.actor("evaluator"))
    score = score_of(found, "lamps")

    behind = orders_behind(score, "answered")

    assert (len(behind), sum(count for _, count, _ in behind)) == (10, 8)
    assert (score.parts["answered"]["of"], score.parts["answered"]["count"]) == (10, 8)
    assert behind[0] == ("lamps-0", 1, 1)
    assert found.frozen["excluded"] == {"count": 1, "of": 35}
    assert score_of(found, "housing").why == "few"
    with pytest.raises(NotFound):
        orders_behind(score, "nothing")


def test_objections_come_in_time_and_once(world: World, clock: Clock) -> None:
    """Before the publicity, after it and again each is refused with a sentence; nothing is opened then."""
    plumber, evaluator = world.actor("plumber"), world.actor("evaluator")
    found = let_check(compute(opened(world), by=evaluator), by=evaluator)
    with pytest.raises(Refused, match="not published yet"):
        object_to(found, "water", {"text": "不对。"}, plumber)
    found = publish(found, by=evaluator)
    with pytest.raises(NotFound):
        object_to(found, "nobody", {"text": "不对。"}, plumber)

    first = object_to(found, "water", {"text": "不对。"}, plumber)
    with pytest.raises(Refused, match=f"{first.number} to this score is being heard already"):
        object_to(found, "water", {"text": "还是不对。"}, plumber)
    resident = object_to(found, "water", {"text": "我家停水三天。"}, Actor.anyone())
    with pytest.raises(Refused, match="same words"):
        object_to(found, "water", {"text": "我家停水三天。"}, Actor.anyone())
    heard(world, first, is_right=False)
    with pytest.raises(Refused, match=f"{first.number} to this score was heard already"):
        object_to(found, "water", {"text": "还是不对。"}, plumber)

    clock.to(AFTER)
    with pytest.raises(Refused, match="Objections were taken until 2026-03-17 09:00"):
        object_to(found, "lamps", {"text": "不对。"}, world.actor("handler"))
    with pytest.raises(Refused, match=f"Objection {resident.number} is still open"):
        settle(found, by=evaluator)
    assert set(Order.objects.values_list("opener_unit__code", flat=True)) == {"water", None}


def test_the_complained_of_see_no_complainant(world: World) -> None:
    """A resident's objection is nothing the unit sees, and no event names who objected."""
    found = published(world)
    order = object_to(found, "water", {"text": "我家停水三天。"}, world.actor("intake"))

    assert not Order.objects.visible_to(world.actor("plumber")).filter(pk=order.pk).exists()
    assert (order.opener_id, found.events.get(verb="object").by_id) == (None, None)


def test_whoever_ran_the_round_does_not_hear(world: World) -> None:
    """An evaluator who supervises as well is refused; a supervisor who did nothing to the round hears it."""
    world.hold("evaluator", role="supervisor", area=COUNTY)
    order = object_to(published(world), "water", {"text": "不对。"}, world.actor("plumber"))
    world.move(order, "acknowledge_other", "supervisor", remark="轮次由考评员计算。")

    with pytest.raises(Refused, match="You ran the round"):
        world.move(order, "uphold", "evaluator", findings="没有错。")
    world.move(order, "uphold", "supervisor", findings="没有错。")


def test_what_was_found_right_is_computed_before_it_is_settled(world: World, clock: Clock) -> None:
    """A round with a correction that nobody computed cannot be settled."""
    found = published(world)
    order = object_to(found, "water", {"text": "不对。"}, world.actor("plumber"))
    heard(world, order, is_right=True)
    world.move(order, "put_right", "leader", correction="已更正。")
    clock.to(AFTER)

    with pytest.raises(Refused, match="compute the round again"):
        settle(found, by=world.actor("evaluator"))
    found = recompute(found, reason="异议成立。", by=world.actor("evaluator"))

    assert settle(found, by=world.actor("evaluator")).state == "settled"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"since": UNTIL, "until": SINCE}, "ends before it begins"),
        ({"since": date(2026, 3, 1), "until": date(2026, 3, 31)}, "not over yet"),
        ({"code": "nothing"}, "no ranking"),
        ({"area_code": NORTH}, "no county or city"),
    ],
)
def test_rounds_that_cannot_be_opened(world: World, change: dict[str, Any], sentence: str) -> None:
    """Each is refused with a sentence, and a second living round of the same period too."""
    asked = {"code": "trial", "area_code": COUNTY, "since": SINCE, "until": UNTIL, **change}
    code, area_code = asked.pop("code"), asked.pop("area_code")

    with pytest.raises(Refused, match=sentence):
        open_round(code, area_code, **asked, by=world.actor("evaluator"))


def test_one_living_round(world: World) -> None:
    """The second is refused until the first is cancelled, with a reason; nobody is compared with nobody."""
    found, evaluator = opened(world), world.actor("evaluator")
    with pytest.raises(Refused, match="already"):
        opened(world)
    with pytest.raises(Refused, match="say why"):
        cancel(found, reason=" ", by=evaluator)

    cancel(found, reason="期间选错了。", by=evaluator)

    assert opened(world).pk != found.pk
    for unit in world.units.values():
        unit.is_active = False
        unit.save()
    with pytest.raises(Refused, match="nobody to compare"):
        open_round("trial", COUNTY, since=date(2026, 1, 1), until=date(2026, 1, 31), by=evaluator)


def test_a_settled_round_never_changes(world: World, clock: Clock) -> None:
    """No verb, no row and no deletion; the re-check is a round of its own by the same frozen file."""
    evaluator = world.actor("evaluator")
    found = published(world)
    clock.to(AFTER)
    found = settle(found, by=evaluator)
    score = score_of(found, "lamps")

    for forbidden in (
        lambda: Round.objects.filter(pk=found.pk).update(state="published"),
        lambda: Round.objects.filter(pk=found.pk)._raw_delete("default"),  # type: ignore[attr-defined]  # in SQL
        lambda: Score.objects.filter(pk=score.pk).update(total=100),
        lambda: Score.objects.filter(pk=score.pk)._raw_delete("default"),  # type: ignore[attr-defined]  # in SQL
        lambda: Score.objects.create(round=found, run=2, subject="new", name="new", is_ranked=False, why="few"),
        lambda: found.events.update(note="anders"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            forbidden()
    with pytest.raises(Refused, match="settled now"):
        recompute(found, reason="还想改。", by=evaluator)
    with pytest.raises(Refused, match="later period"):
        recheck(found, since=SINCE, until=UNTIL, by=evaluator)

    clock.to(AFTER + timedelta(days=365))
    again = recheck(found, since=date(2027, 2, 1), until=date(2027, 2, 28), by=evaluator)

    assert (again.recheck_of_id, again.source, again.edition, again.state) == (found.pk, found.source, 2, "open")
    with pytest.raises(Refused, match="already"):
        recheck(found, since=date(2027, 2, 1), until=date(2027, 2, 28), by=evaluator)


VERBS: dict[str, Callable[[Round, Actor], object]] = {
    "open": lambda found, by: open_round("trial", COUNTY, since=SINCE, until=UNTIL, by=by),
    "compute": lambda found, by: compute(found, by=by),
    "recompute": lambda found, by: recompute(found, reason="因为。", by=by),
    "let_check": lambda found, by: let_check(found, by=by),
    "publish": lambda found, by: publish(found, by=by),
    "settle": lambda found, by: settle(found, by=by),
    "cancel": lambda found, by: cancel(found, reason="因为。", by=by),
    "recheck": lambda found, by: recheck(found, since=SINCE, until=UNTIL, by=by),
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_evaluators_of_the_area_run_rounds(world: World, verb: str) -> None:
    """Everybody else is refused each verb, and nothing is noted."""
    found = opened(world)
    world.hold("town_evaluator", role="evaluator", area=NORTH)
    world.hold("auditor", role="auditor", area=COUNTY)

    for name in ("leader", "supervisor", "handler", "stranger", "town_evaluator", "auditor"):
        with pytest.raises(Refused, match="run by the evaluators"):
            VERBS[verb](found, world.actor(name))
    with pytest.raises(Refused, match="run by the evaluators"):
        VERBS[verb](found, Actor.anyone())

    assert found.events.count() == 1


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"open", "compute", "cancel"}))
def test_verbs_have_their_turn(world: World, verb: str) -> None:
    """An open round is neither published nor settled nor corrected."""
    with pytest.raises(Refused, match="is open now"):
        VERBS[verb](opened(world), world.actor("evaluator"))


def test_a_round_is_exported_and_verified(
    world: World, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a round exports comes to the digest it was sealed with; scores changed before the seal are found."""
    evaluator = world.actor("evaluator")
    found = published(world)
    clock.to(AFTER)
    with transaction.atomic():
        Score.objects.filter(round=found, subject="water").update(total=99)
        with pytest.raises(Refused, match="water total: 99"):
            settle(found, by=evaluator)
        transaction.set_rollback(True)
    found = settle(found, by=evaluator)
    file = tmp_path / "round.zip"

    call_command("round", "export", str(found.pk), "--to", str(file))
    call_command("round", "recompute", str(file))
    call_command("round", "verify", str(found.pk))
    call_command("round", "list")

    lines = capsys.readouterr().out.split("\n")
    assert lines[1:3] == [found.digest, found.digest]
    assert lines[3].endswith(f"settled\t{found.digest}")
    with pytest.raises(CommandError, match="no round 0"):
        call_command("round", "verify", "0")
