# SPDX-License-Identifier: Apache-2.0
"""Outside figures: entered by one, checked by another, corrected without losing the old one, by form and by sheet."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sidan.base.errors import Refused
from sidan.base.imports import Faulty
from sidan.base.sheet_writing import write_table
from sidan.evaluation import outside as verbs
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.outside import OutsideFacts, check, correct, enter, figures_of, known_indicators
from sidan.evaluation.outside_sheets import COLUMNS, TITLE, export_outside, import_outside
from sidan.evaluation.specials import outside_values
from sidan.evaluation.subjects import Subject
from tests.world import NORTH, SOUTH, World

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def two_indicators(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rankings ask for two figures, whatever is shipped."""
    monkeypatch.setattr(verbs, "known_indicators", lambda: {"income": ("villages",), "petitions": ("counties",)})


def facts(world: World, **more: Any) -> OutsideFacts:
    """Return the income of the lamp office, or what is said instead."""
    usual = {
        "subject": world.units["lamps"].code, "indicator": "income", "since": YEAR[0], "until": YEAR[1],
        "value": Decimal("12.5"), "evidence": "县财政局年报第3页",
    }  # fmt: skip
    return OutsideFacts(**{**usual, **more})


def counted(world: World) -> float:
    """Return what counts as the lamp office's income of the year; NaN is nothing."""
    unit = world.units["lamps"]
    subject = Subject(unit.code, unit.name, "", unit.kind, "", unit.pk)
    return float(outside_values({"income"}, [subject], *YEAR)["income"][0])


def test_a_figure_counts_when_a_second_person_has_checked_it(world: World) -> None:
    """Nobody checks their own; quarters of a year are added up."""
    first, second = world.actor("evaluator"), world.actor("second_evaluator")
    quarter = enter(facts(world, until=date(2026, 3, 31)), by=first)
    rest = enter(facts(world, since=date(2026, 4, 1), value=Decimal(30)), by=first)
    assert counted(world) != counted(world), "NaN: not checked yet"

    with pytest.raises(Refused, match="Nobody checks a figure of their own"):
        check(quarter, by=first)
    check(quarter, by=second)
    check(rest, by=second)

    assert counted(world) == 42.5
    with pytest.raises(Refused, match="checked already"):
        check(quarter, by=second)


def test_a_corrected_figure_replaces_the_old_one_which_stays(world: World) -> None:
    """With the reason; and the new one is checked anew."""
    first, second = world.actor("evaluator"), world.actor("second_evaluator")
    old = enter(facts(world), by=first)
    check(old, by=second)

    with pytest.raises(Refused, match="Say why"):
        correct(old, facts(world, value=Decimal(9)), reason=" ", by=second)
    new = correct(old, facts(world, value=Decimal(9)), reason="年报有误", by=second)

    old.refresh_from_db()
    assert (old.replaced_why, new.checked_at) == ("年报有误", None)
    check(new, by=first)
    assert counted(world) == 9


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"subject": "nobody"}, "There is no unit and no area nobody"),
        ({"indicator": "incom"}, "did you mean “income”"),
        ({"indicator": "zzz"}, "No ranking asks for “zzz”"),
        ({"until": date(2025, 1, 1)}, "ends before it begins"),
        ({"value": Decimal("NaN")}, "must be a number"),
        ({"value": Decimal(10) ** 15}, "must be a number below"),
        ({"evidence": "  "}, "Name the evidence"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(world: World, wrong: dict[str, Any], says: str) -> None:
    """And nothing is written."""
    with pytest.raises(Refused, match=says):
        enter(facts(world, **wrong), by=world.actor("evaluator"))
    assert not OutsideFigure.objects.exists()


def test_twice_is_refused_and_others_may_not(world: World) -> None:
    """A living figure is corrected, not entered again; dispatchers, units and strangers enter nothing."""
    enter(facts(world), by=world.actor("evaluator"))
    with pytest.raises(Refused, match="already; correct it"):
        enter(facts(world), by=world.actor("second_evaluator"))
    for name in ("dispatcher", "handler", "leader", "stranger"):
        with pytest.raises(Refused, match="entered by the evaluators"):
            enter(facts(world, indicator="petitions"), by=world.actor(name))


def test_no_two_figures_overlap(world: World) -> None:
    """Parts of a year are added up, so a year beside one of its quarters would count that quarter twice."""
    by, quarter = world.actor("evaluator"), {"until": date(2026, 3, 31)}
    enter(facts(world, **quarter), by=by)

    with pytest.raises(Refused, match="from 2026-01-01 to 2026-03-31 overlaps it"):
        enter(facts(world), by=by)
    rows = [
        {"subject": NORTH, "indicator": "income", "since": since, "until": until, "value": 5, "evidence": "年报"}
        for since, until in (YEAR, (date(2026, 6, 1), date(2026, 6, 30)))
    ]
    with pytest.raises(Faulty) as refused:
        import_outside(write_table(COLUMNS, rows, title=TITLE, language="en"), "figures.xlsx", by=by)
    assert [str(fault)[:2] for fault in refused.value.faults] == ["C4"]
    enter(facts(world, since=date(2026, 4, 1)), by=by)


def test_what_counts_pieces_is_not_below_nought(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many awards; growth may well be negative."""
    monkeypatch.setattr(verbs, "pieces", lambda: frozenset({"petitions"}))
    by = world.actor("evaluator")

    with pytest.raises(Refused, match="fewer than none"):
        enter(facts(world, indicator="petitions", value=Decimal(-1)), by=by)
    assert enter(facts(world, value=Decimal("-1.5")), by=by).value == Decimal("-1.5")


def test_what_waits_for_a_second_person_stands_first(world: World) -> None:
    """And only the figures of one's own areas are listed."""
    first, second = world.actor("evaluator"), world.actor("second_evaluator")
    waiting = enter(facts(world, subject=NORTH), by=first)
    check(enter(facts(world), by=first), by=second)
    world.hold("south_evaluator", role="evaluator", area=SOUTH)

    assert figures_of(second)[0] == waiting
    assert not figures_of(world.actor("south_evaluator")).exists()
    with pytest.raises(Refused, match="run by the evaluators"):
        check(waiting, by=world.actor("south_evaluator"))


def test_a_sheet_is_taken_whole_or_not_at_all(world: World) -> None:
    """A unit twice, a value out of range and a unit that is not there: all told with their cells, nothing written."""
    good = {"subject": NORTH, "indicator": "income", "since": YEAR[0], "until": YEAR[1], "value": 5, "evidence": "年报"}
    by = world.actor("evaluator")

    twice = write_table(COLUMNS, [good, {**good, "value": 6}], title=TITLE, language="en")
    with pytest.raises(Faulty) as refused:
        import_outside(twice, "figures.xlsx", by=by)
    assert len(refused.value.faults) == 1
    bad = write_table(
        COLUMNS, [good, {**good, "subject": "nobody"}, {**good, "indicator": "incomes"}], title=TITLE, language="en"
    )
    with pytest.raises(Faulty) as refused:
        import_outside(bad, "figures.xlsx", by=by)
    assert [str(fault) for fault in refused.value.faults] == [
        "A4: There is no unit and no area nobody.",
        "B5: No ranking asks for “incomes”; did you mean “income”?",
    ]
    far = write_table(COLUMNS, [{**good, "value": 10**15}], title=TITLE, language="en")
    with pytest.raises(Faulty):
        import_outside(far, "figures.xlsx", by=by)
    assert not OutsideFigure.objects.exists()

    import_outside(write_table(COLUMNS, [good], title=TITLE, language="zh-hans"), "figures.xlsx", by=by)
    plan = import_outside(export_outside(by=by), "figures.xlsx", by=by)
    assert (len(plan.created), len(plan.changed), len(plan.unchanged)) == (0, 0, 1)
    import_outside(write_table(COLUMNS, [{**good, "value": 7}], title=TITLE, language="en"), "figures.xlsx", by=by)
    assert list(OutsideFigure.objects.filter(replaced_at=None).values_list("value", "via")) == [(Decimal(7), "sheet")]
    assert OutsideFigure.objects.count() == 2


def test_the_shipped_rankings_ask_for_figures() -> None:
    """Those named by the files are the ones that may be entered."""
    assert known_indicators()
