# SPDX-License-Identifier: Apache-2.0
"""The most specific route wins, whatever the order of the rows and whatever wider rows there are."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Refused, Words
from sidan.dispatch.hours import ALWAYS, OUTSIDE, WORKING, Moment, hours_words, is_within, may_meet, parse_hours
from sidan.dispatch.routing import Case, Way, conflicts, rank, resolve

CHINA = ZoneInfo("Asia/Shanghai")
NIGHT = parse_hours("每天 22:00-06:00")
SATURDAY = parse_hours("周六 24小时")
CASE = Case("369901001001001", "city.lamp.dark", Moment(datetime(2026, 3, 10, 9, 0, tzinfo=CHINA), is_working=True))

ways = st.builds(
    Way,
    number=st.integers(1, 10_000),
    area=st.sampled_from(["3699", "369901", "369901001", "369901002", "369901001001"]),
    unit=st.integers(1, 4),
    matter=st.sampled_from(["", "city", "city.lamp", "city.lamp.dark", "live"]),
    condition=st.sampled_from(["", "danger"]),
    hours=st.sampled_from([ALWAYS, WORKING, OUTSIDE, NIGHT, SATURDAY]),
    from_on=st.sampled_from([date(2020, 1, 1), date(2026, 4, 1)]),
    until_on=st.sampled_from([None, date(2026, 3, 10), date(2026, 3, 9)]),
).map(lambda way: way if way.matter else replace(way, condition=""))
rows = st.lists(ways, max_size=6, unique_by=lambda way: way.number)
moments = st.integers(0, 60 * 24).map(lambda hours: datetime(2026, 3, 1, tzinfo=CHINA) + timedelta(hours=hours))
cases = st.builds(
    Case,
    area=st.sampled_from(["369901001001001", "369901002001001", "369901001"]),
    matter=st.sampled_from(["city.lamp.dark", "city.lamp.pole", "live.water"]),
    moment=st.builds(Moment, at=moments, is_working=st.booleans()),
    condition=st.sampled_from(["", "danger", "usual"]),
)


@given(rows, cases, st.randoms())
def test_the_order_of_the_rows_changes_nothing(found, case, random):
    """However a clerk sorts the sheet, an order goes the same way."""
    shuffled = list(found)
    random.shuffle(shuffled)

    assert resolve(shuffled, case) == resolve(found, case)


@given(rows, ways, cases)
def test_a_less_specific_row_never_changes_who_gets_it(found, added, case):
    """A row for a wider area, matter or span takes nothing from a narrower one."""
    before = resolve(found, case)

    after = resolve([*found, added], case)

    if before.best and rank(added) < rank(before.best[0]):
        assert after.best == before.best


@given(rows, cases)
def test_the_best_fit_and_nothing_that_fits_is_more_specific(found, case):
    """What wins fits by itself, and each that fits by itself stands behind it or beside it."""
    result = resolve(found, case)

    alone = [way for way in found if resolve([way], case).best]
    assert set(result.best) | set(result.wider) == set(alone)
    assert all(rank(best) >= rank(way) for best in result.best for way in alone)
    assert result.way is None or not result.is_conflict


@given(rows, cases)
def test_a_tie_between_units_is_among_the_conflicts_told(found, case):
    """A case that two routes tie for never comes as a surprise: the list of conflicts had the pair."""
    result = resolve(found, case)

    if result.is_conflict:
        told = {frozenset((one.number, other.number)) for one, other in conflicts(found)}
        assert any(pair <= {way.number for way in result.best} for pair in told)


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        (Way(1, "369901", 1, matter="city.lamp.dark", condition="danger", hours=NIGHT), Way(2, "369901001", 2)),
        (Way(1, "369901", 1, matter="city.lamp", hours=NIGHT), Way(2, "369901", 2, matter="city.lamp.dark")),
        (Way(1, "369901", 1, matter="city", hours=NIGHT), Way(2, "369901", 2, matter="city", condition="danger")),
        (Way(1, "369901", 1), Way(2, "369901", 2, hours=WORKING)),
        (Way(1, "369901", 1, hours=OUTSIDE), Way(2, "369901", 2, hours=NIGHT)),
        (Way(1, "369901", 1, hours=NIGHT), Way(2, "369901", 2, hours=SATURDAY)),
    ],
    ids=["area first", "then matter", "then condition", "then hours", "own hours before named", "fewer hours"],
)
def test_area_goes_before_matter_before_condition_before_hours(wider, narrower):
    """The documented order: the smaller area wins over everything else the other says."""
    assert rank(wider) < rank(narrower)


def test_a_route_that_waits_for_a_condition_is_told():
    """While nobody has decided the condition, a narrower route for one of them is named and not taken."""
    usual = Way(1, "369901", 1, matter="city.lamp.dark")
    danger = Way(2, "369901", 2, matter="city.lamp.dark", condition="danger")

    unknown, known = resolve([usual, danger], CASE), resolve([usual, danger], replace(CASE, condition="danger"))

    assert (unknown.way, unknown.undecided) == (usual, (danger,))
    assert (known.way, known.wider, known.undecided) == (danger, (usual,), ())


def test_two_spans_of_one_length_that_overlap_are_a_conflict_unless_the_units_agree():
    """Of 22:00-06:00 and 23:00-07:00 neither is narrower: at midnight somebody must decide."""
    one = Way(1, "369901", 1, hours=NIGHT)
    other = Way(2, "369901", 2, hours=parse_hours("每天 23:00-07:00"))
    midnight = replace(CASE, moment=Moment(datetime(2026, 3, 10, 0, 0, tzinfo=CHINA), is_working=False))

    for pair in permutations([one, other]):
        assert resolve(pair, midnight).is_conflict
        assert resolve(pair, midnight).way is None
    assert conflicts([one, other]) == [(one, other)]
    assert conflicts([one, replace(other, unit=1)]) == []
    assert conflicts([one, replace(other, hours=parse_hours("每天 08:00-16:00"))]) == []


def test_hours_are_read_kept_and_said():
    """Each way of writing hours has one form, and a night belongs to the day it begins on."""
    friday_night = Moment(datetime(2026, 3, 14, 2, 0, tzinfo=CHINA), is_working=False)

    assert [parse_hours(text) for text in ("", "工作时间", "Outside working hours", "每天 24小时")] == [
        ALWAYS, WORKING, OUTSIDE, ALWAYS,
    ]  # fmt: skip
    assert parse_hours("周五 22:00-06:00") == "周五 22:00-06:00"
    assert is_within("周五 22:00-06:00", friday_night)
    assert not is_within("周六 22:00-06:00", friday_night)
    assert hours_words(NIGHT) == Words("每天 22:00-06:00", "daily 22:00-06:00")
    assert not may_meet(WORKING, OUTSIDE)
    with pytest.raises(Refused, match="without an hour"):
        parse_hours("每天 休息")
