# SPDX-License-Identifier: Apache-2.0
"""What evaluation measures of matching, counted by hand: a spring of visits, of areas and of liaisons' units."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sidan.base.errors import Refused
from sidan.evaluation import shelf
from sidan.evaluation.collect import collect, measured
from sidan.evaluation.measures import SPECIAL
from sidan.evaluation.specials import _HANDED, _SPECIALS, special_values
from sidan.evaluation.subjects import Subject, subjects_of
from sidan.matching.measures import MEASURES
from sidan.matching.models import Company
from sidan.matching.public_numbers import PublicNumbers, public_numbers
from sidan.matching.standing import Standing, companies_standing, standing
from sidan.matching.visiting import due_visits
from sidan.orders.models import Order
from sidan.orders.registry import served
from sidan.places.days import city_today
from sidan.places.holidays import set_holiday
from sidan.programmes.visit_moves import held_moves, visiting
from tests.beginning import begin, spawned_by, withdraw
from tests.matching.society import Society
from tests.world import CHINA, CITY, COUNTY, MORNING, NORTH, SOUTH, Clock, World

BEGAN = MORNING.date()
SINCE, MAY, UNTIL = date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 8)
AFTER = datetime(2026, 6, 9, 9, 0, tzinfo=CHINA)


@dataclass
class Visits:
    """Who plans and holds visits in the tests, at what day."""

    world: World
    clock: Clock

    def asked(self, company: str, by: str, on: date) -> Order:
        """Return a visit asked for, the day before it."""
        self.clock.to(datetime(on.year, on.month, on.day, 9, tzinfo=CHINA) - timedelta(days=1))
        street = NORTH if company in ("firm-1", "firm-2", "firm-3") else SOUTH
        return begin(
            self.world, "visit", by, area=f"{street}001001", company=company, planned_on=on.isoformat(), text="走访。"
        )

    def declined(self, company: str, by: str, on: date) -> None:
        """Let a company decline."""
        self.world.move(self.asked(company, by, on), "decline", f"{company} contact")

    def held(self, company: str, by: str, on: date, *, problems: str = "") -> Order:
        """Return a visit that was held on its day."""
        order = self.asked(company, by, on)
        self.world.move(order, "accept", f"{company} contact")
        self.clock.forward(days=1)
        if problems:
            self.world.move(order, "held", by, findings="有问题。", problems=problems)
        else:
            self.world.move(order, "held_clear", by, findings="没有问题。")
        return order


@pytest.fixture
def visits(world: World, society: Society, clock: Clock) -> Visits:
    """Return the county with pairs since March: a month's rhythm for two firms, the usual one for a team of two."""
    for code in ("firm-1", "firm-2", "firm-3", "firm-4"):
        world.hold(f"{code} contact", role="company", unit=code)
    Company.objects.filter(unit__code__in=("firm-1", "firm-4")).update(rhythm_days=30)
    Company.objects.filter(unit__code="firm-6").update(is_in_scope=False)
    society.pair("firm-1", "L1", since=BEGAN)
    society.pair("firm-2", "L2", since=BEGAN)
    society.pair("firm-2", "L3", seat=1, since=BEGAN)
    society.pair("firm-4", "L2", since=BEGAN)
    return Visits(world, clock)


def spring(visits: Visits) -> Order:
    """Play the spring and return the visit that found problems; by June all days are over.

    firm-1 has spans to 9 April, 9 May and 8 June: two visits in the first, none in the second, one in the third.
    firm-4 has the same spans: it declines in the first, is visited by the organiser in the second, by nobody in the
    third. firm-2 is visited by nobody in its ninety days.
    """
    visits.held("firm-1", "liaison", date(2026, 3, 17))
    visits.held("firm-1", "liaison", date(2026, 3, 27))
    visits.declined("firm-4", "second_liaison", date(2026, 4, 7))
    visits.held("firm-4", "organiser", date(2026, 4, 20))
    found = visits.held("firm-1", "liaison", date(2026, 5, 20), problems="门前路灯不亮\n货车进不来\n重复的一条")
    visits.clock.to(AFTER)
    return found


def areas(*codes: str) -> list[Subject]:
    """Return areas as subjects."""
    return [Subject(code, code, "", "area", code) for code in codes]


def units(world: World, *codes: str) -> list[Subject]:
    """Return units as subjects."""
    found = [world.units[code] for code in codes]
    return [
        Subject(each.code, each.name, "", each.kind, each.area.code if each.area else "", each.pk) for each in found
    ]


def counted(measure: str, subjects: list[Subject], *, until: date = UNTIL) -> list[tuple[float, float]]:
    """Return (count, of) of each subject, as evaluation asks for it."""
    programmes = [programme.code for programme in visiting()]
    count, of = special_values([measure], subjects, SINCE, until, programmes=programmes)[measure]
    return [(float(one), float(other)) for one, other in zip(count, of, strict=True)]


def test_coverage_is_of_the_companies_in_scope(world: World, society: Society, visits: Visits, clock: Clock) -> None:
    """Of five in scope three are covered; a team counts while it is whole, an expert is no liaison."""
    society.pair("firm-3", "E1", since=BEGAN)

    assert counted("paired", areas(COUNTY, NORTH, SOUTH)) == [(3, 5), (2, 3), (1, 2)]
    assert counted("paired", units(world, "north", "lamps")) == [(2, 3), (3, 5)]
    company = Company.objects.get(unit=world.units["firm-4"])
    company.pairings.update(until_on=BEGAN)
    assert counted("paired", areas(SOUTH)) == [(1, 2)]
    Company.objects.get(unit=world.units["firm-2"]).pairings.filter(seat=1).update(until_on=BEGAN)
    clock.forward(days=1)
    assert counted("paired", areas(SOUTH, NORTH)) == [(0, 2), (1, 3)]
    now = companies_standing([COUNTY], city_today())
    assert (standing(now), public_numbers(COUNTY).covered) == (Standing(1, 1, 5), 1)


def test_visits_are_due_by_the_rhythm_of_each_pairing(world: World, visits: Visits) -> None:
    """Seven spans end in spring but for the one declined; three visits were in their span, one was too many."""
    spring(visits)

    assert counted("rhythm", areas(COUNTY, NORTH, SOUTH)) == [(3, 7), (2, 5), (1, 2)]
    assert counted("rhythm", units(world, "north", "lamps", "housing", "water")) == [(2, 3), (1, 3), (0, 1), (0, 0)]


def test_a_visit_is_due_when_its_span_is_over(world: World, visits: Visits, clock: Clock) -> None:
    """On the last day there is still time; what ends earlier with its pairing was never due."""
    clock.to(datetime(2026, 4, 9, 18, 0, tzinfo=CHINA))
    assert counted("rhythm", areas(COUNTY)) == [(0, 0)]

    clock.to(datetime(2026, 4, 10, 0, 5, tzinfo=CHINA))
    assert counted("rhythm", areas(COUNTY)) == [(0, 2)]

    Company.objects.get(unit__code="firm-1").pairings.update(until_on=date(2026, 4, 8))
    assert counted("rhythm", areas(COUNTY)) == [(0, 1)]


def test_nobody_misses_a_visit_who_was_never_overdue(world: World, visits: Visits, clock: Clock) -> None:
    """On the last day the list allows, after a week off: no span is held against anybody; a day later one is."""
    Company.objects.filter(unit__code="firm-1").update(rhythm_days=7)
    for day in range(6, 15):
        set_holiday(date(2026, 4, day), "台风停工")
    visits.held("firm-1", "liaison", date(2026, 3, 24))
    visits.held("firm-1", "liaison", date(2026, 3, 31))
    clock.to(datetime(2026, 4, 15, 9, 0, tzinfo=CHINA))

    (listed,) = due_visits(world.people["liaison"], city_today())
    assert (listed.last_on, listed.due.on, listed.due.state) == (date(2026, 3, 31), city_today(), "soon")
    # Of five weeks two had their visit; the first was missed, and nothing was due in the two until after the days off.
    assert counted("rhythm", areas(NORTH)) == [(2, 3)]
    clock.to(datetime(2026, 4, 22, 9, 0, tzinfo=CHINA))
    assert [each.due.state for each in due_visits(world.people["liaison"], city_today())] == ["overdue"]
    assert counted("rhythm", areas(NORTH)) == [(2, 4)]


def test_a_day_recorded_late_is_the_day_agreed(world: World, visits: Visits, clock: Clock) -> None:
    """A visit on the last day of its span, recorded two days later, was in time."""
    order = visits.asked("firm-1", "liaison", date(2026, 4, 9))
    world.move(order, "accept", "firm-1 contact")
    clock.to(datetime(2026, 4, 11, 9, 0, tzinfo=CHINA))
    world.sweep()

    world.move(order, "held_clear", "liaison", findings="没有问题。")

    assert counted("rhythm", areas(NORTH)) == [(1, 1)]


def test_one_held_visit_more_never_lowers_the_share(world: World, visits: Visits, clock: Clock) -> None:
    """Whichever days visits fall on, in whatever order they are held: the share of visits made in time never falls."""
    rng, share = Random(7), 0.0
    days = sorted(rng.sample(range(2, 86), 9))
    visits.declined("firm-1", "liaison", BEGAN + timedelta(days=1))
    for day in days:
        company, by = rng.choice((("firm-1", "liaison"), ("firm-2", "third_liaison"), ("firm-4", "second_liaison")))
        # The cap on visits may refuse one; then nothing has changed.
        with suppress(Refused):
            visits.held(company, by, BEGAN + timedelta(days=day))
        clock.to(AFTER)
        ((count, of),) = counted("rhythm", areas(COUNTY))
        assert count / of >= share
        share = count / of
    assert share > 0.4


def test_a_problem_is_settled_by_its_order_or_by_the_company(world: World, visits: Visits, clock: Clock) -> None:
    """One is solved at once, one by the company's word on the visit, one was withdrawn; before, nothing is said."""
    visit = spring(visits)
    lamp, road, twice = spawned_by(visit)
    withdraw(world, twice)
    for order in (lamp, road):
        world.dispatch(order)
        world.move(order, "sign", "handler")
        world.move(order, "answer", "handler", answer="办好了，今后每月看一次。")
    world.move(lamp, "solved", "reporter", satisfaction=5)
    today = city_today()
    assert counted("problems_solved", areas(COUNTY, SOUTH), until=today) == [(1, 1), (0, 0)]

    clock.to_due(road)
    world.sweep()
    road.refresh_from_db()
    assert road.outcome == "unrated"
    assert counted("problems_solved", areas(COUNTY), until=city_today()) == [(1, 1)]

    world.move(visit, "strike_off", "liaison", summary="都办好了。")
    world.move(visit, "confirm", "firm-1 contact", satisfaction="5")
    assert counted("problems_solved", areas(COUNTY), until=city_today()) == [(2, 2)]
    assert counted("problems_solved", units(world, "north", "lamps"), until=city_today()) == [(2, 2), (0, 0)]


def test_what_the_company_finds_unsolved_is_not_solved(world: World, visits: Visits, clock: Clock) -> None:
    """A problem whose order ended without a word is unsolved when the company says so at the end."""
    visit = spring(visits)
    for order in spawned_by(visit):
        Order.objects.filter(pk=order.pk).update(kind="closed", outcome="unrated", closed_at=AFTER)
    Order.objects.filter(pk=visit.pk).update(kind="closed", outcome="explained", closed_at=AFTER)

    assert counted("problems_solved", areas(COUNTY), until=AFTER.date()) == [(0, 3)]
    assert counted("problems_solved", areas(COUNTY)) == [(0, 0)]


def test_contacts_are_those_of_all_units(world: World, visits: Visits) -> None:
    """Six companies in three months had four contacts; declined is none. Of a unit it is the firms it serves."""
    spring(visits)

    assert counted("contacts", areas(COUNTY, NORTH), until=MAY) == [(4, pytest.approx(18)), (3, pytest.approx(9))]
    north, lamps, water = counted("contacts", units(world, "north", "lamps", "water"), until=MAY)
    assert (north, lamps) == ((3, pytest.approx(3)), (1, pytest.approx(6)))
    assert water == (0, 0)


def test_the_shipped_ranking_weighs_them(world: World, visits: Visits) -> None:
    """Counties are compared by all five, four of which are counted here, in one query each."""
    spring(visits)
    ranking = shelf.ranking("liaisons")
    subjects = subjects_of(ranking, CITY)

    figures = measured(ranking, collect(ranking, subjects, SINCE, UNTIL))

    values = {each.code: float(figure.value[0]) for each, figure in zip(ranking.indicators, figures, strict=True)}
    assert [values["paired"], values["rhythm"]] == [pytest.approx(3 / 5), pytest.approx(3 / 7)]
    with CaptureQueriesContext(connection) as asked:
        special_values(MEASURES, subjects, SINCE, UNTIL, programmes=["visit"])
    assert len(asked) == 4


def test_work_of_an_expert_is_no_visit(world: World, society: Society, visits: Visits, clock: Clock) -> None:
    """Whatever a ranking counts, a need that an expert works on until a day is no visit, done or due."""
    spring(visits)
    need = begin(world, "expert", "firm-1 contact", subject="law", text="合同怎么签。")
    world.move(need, "propose", "organiser", proposed=["water"])
    world.move(need, "choose", "firm-1 contact", unit="water")
    world.move(need, "sign", "plumber", agreement="审合同。", until="2026-06-20")
    world.move(need, "deliver", "plumber", result="审完了。")
    clock.to(datetime(2026, 6, 21, 9, 0, tzinfo=CHINA))

    every = [programme.code for programme in served()]
    found = special_values(["visits", "coverage"], areas(COUNTY), SINCE, city_today(), programmes=every)

    assert [(int(count[0]), int(of[0])) for count, of in (found["visits"], found["coverage"])] == [(4, 4), (2, 6)]


def test_every_special_measure_is_counted_by_somebody() -> None:
    """What a ranking may weigh is counted here or handed in, and nothing twice."""
    assert {*_SPECIALS, *_HANDED} == set(SPECIAL)
    assert not _SPECIALS.keys() & _HANDED.keys()
    assert {programme.code: held_moves(programme) for programme in visiting()} == {"visit": ["held_clear", "held"]}


def test_the_public_reads_numbers_alone(world: World, society: Society, visits: Visits) -> None:
    """A county in numbers; with three liaisons their loads are a range, with two they would tell of each."""
    spring(visits)

    with CaptureQueriesContext(connection) as asked:
        found = public_numbers(COUNTY)

    assert found == PublicNumbers(3, 5, 3, 7, 0, 0, pytest.approx(4 / 72, rel=0.02), 3, 1, 2, pytest.approx(4 / 3))
    assert len(asked) == 5
    Company.objects.get(unit__code="firm-1").pairings.update(until_on=BEGAN)
    assert (public_numbers(COUNTY).liaisons, public_numbers(COUNTY).load_most) == (2, None)
    assert public_numbers("369902") == PublicNumbers(0, 0, 0, 0, 0, 0, None, 0, None, None, None)
