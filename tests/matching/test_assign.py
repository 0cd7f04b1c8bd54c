# SPDX-License-Identifier: Apache-2.0
"""The laws of the assignment: as good as the best of all, never against a rule, and said why where it cannot be."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from sidan.base.errors import Refused
from sidan.base.geometry import Point
from sidan.matching.assign import assign
from sidan.matching.problem import Demand, Problem, Supply, Weights
from sidan.matching.whatif import choices, swaps, total
from tests.matching.instances import best, is_lawful, problems, score


@settings(max_examples=40, deadline=None)
@given(problems())
def test_no_assignment_is_better(problem: Problem) -> None:
    """What is found is lawful, proved, and scores as the best of all assignments tried one by one."""
    found = assign(problem)

    assert is_lawful(problem, found.pairs)
    assert found.proof.is_optimal
    assert score(problem, found.pairs) == pytest.approx(best(problem), abs=2e-3)


@settings(max_examples=8, deadline=None)
@given(problems(most_companies=8, with_keys=False).filter(lambda each: sum(d.team for d in each.demands) <= 9))
def test_eight_by_four_agrees_with_all_there_is(problem: Problem) -> None:
    """Up to eight companies and four liaisons, nothing that may be tried is better."""
    found = assign(problem)

    assert score(problem, found.pairs) == pytest.approx(best(problem), abs=2e-3)


@settings(max_examples=15, deadline=None)
@given(problems())
def test_without_time_nothing_is_claimed_that_is_not_so(problem: Problem) -> None:
    """With no time to search, what is found is lawful, and what is called proved is as good as the best of all."""
    found = assign(problem, seconds=0)

    assert is_lawful(problem, found.pairs)
    empty, *_costs = best(problem)
    assert not found.proof.is_fullest or score(problem, found.pairs)[0] == empty
    assert not found.proof.is_optimal or score(problem, found.pairs) == pytest.approx(best(problem), abs=2e-3)


def test_where_seats_are_short_key_companies_take_whom_the_others_miss_least() -> None:
    """With just enough seats the key companies have those with one each, though others are nearer; proved."""
    near, far = Point(116.0, 28.0), Point(116.3, 28.0)
    demands = (
        *(Demand(f"key{number}", point=near, is_key=True) for number in range(4)),
        *(Demand(f"c{number}", point=near) for number in range(56)),
    )
    supplies = (
        *(Supply(f"large{number}", point=near, capacity=10) for number in range(5)),
        *(Supply(f"single{number}", point=far, capacity=1) for number in range(4)),
        *(Supply(f"small{number}", point=near, capacity=3) for number in range(2)),
    )

    found = assign(Problem(demands, supplies))

    own = {pair.liaison for pair in found.pairs if pair.company.startswith("key")}
    assert own == {f"single{number}" for number in range(4)}
    assert found.proof.is_optimal
    assert not found.uncovered


@settings(max_examples=25, deadline=None)
@given(problems(most_companies=6))
def test_one_more_liaison_never_makes_it_worse(problem: Problem) -> None:
    """Somebody more leaves no more seats empty, and with as many filled the whole costs no more."""
    with_all = assign(problem)
    if not problem.supplies:
        return
    without = assign(replace(problem, supplies=problem.supplies[1:], kept=_kept_without(problem)))

    fewer = replace(problem, kept=_kept_without(problem))
    assert score(problem, with_all.pairs)[0] <= score(fewer, without.pairs)[0]
    again = assign(fewer)
    assert score(fewer, again.pairs) <= tuple(each + 2e-3 for each in score(fewer, without.pairs))


@settings(max_examples=25, deadline=None)
@given(problems(most_companies=6))
def test_pairs_set_by_hand_stay(problem: Problem) -> None:
    """What was found, set by hand, is found again; nothing of it moves."""
    first = assign(problem)
    fixed = frozenset((pair.company, pair.liaison) for pair in first.pairs)

    again = assign(replace(problem, fixed=fixed))

    assert {(pair.company, pair.liaison) for pair in again.pairs} == fixed
    assert all(pair.is_fixed for pair in again.pairs)


@settings(max_examples=25, deadline=None)
@given(problems(most_companies=6, with_keys=False))
def test_raised_capacities_cover_what_they_say(problem: Problem) -> None:
    """After the capacities are raised as the way out says, so many more seats are filled."""
    found = assign(problem)
    way = next((each for each in found.ways_out if each.kind == "raise"), None)
    if way is None:
        return
    more = dict(way.liaisons)
    raised = tuple(replace(each, capacity=each.capacity + more.get(each.code, 0)) for each in problem.supplies)

    then = assign(replace(problem, supplies=raised))

    assert len(then.pairs) == len(found.pairs) + way.covers
    assert way.covers <= sum(1 for each in found.uncovered if each.is_full)


@settings(max_examples=20, deadline=None)
@given(problems(most_companies=4, with_keys=False))
def test_what_a_move_costs_is_what_it_comes_to(problem: Problem) -> None:
    """The cost change told before a move is the difference of the whole plan's cost after it."""
    found = assign(problem)
    if not found.pairs:
        return
    seat = found.pairs[0]

    for each in choices(problem, found.pairs, seat.company, seat.seat):
        then = tuple(replace(pair, liaison=each.liaison) if pair is seat else pair for pair in found.pairs)
        assert total(problem, then) - total(problem, found.pairs) == pytest.approx(each.cost_change, abs=1e-9)
        assert is_lawful(problem, then) or not each.is_open


def test_a_liaison_leaves_and_two_pairs_change() -> None:
    """With the fewest changes only the companies of whoever left get somebody else."""
    skills = frozenset({"finance"})
    demands = tuple(Demand(f"c{number}", needs=("finance",)) for number in range(6))
    supplies = tuple(Supply(f"l{number}", skills=skills, capacity=4) for number in range(2))
    kept = frozenset((f"c{number}", f"l{number % 3}") for number in range(6))

    found = assign(Problem(demands, supplies, kept=kept, weights=Weights(balance=5), fewest_changes=True))

    assert {(each.company, each.before) for each in found.changes} == {("c2", "l2"), ("c5", "l2")}


def test_a_key_company_shares_with_nobody() -> None:
    """The liaison of a key company serves it alone, even with room for more."""
    demands = (Demand("key", is_key=True), Demand("c1"), Demand("c2"))
    found = assign(Problem(demands, (Supply("l1", capacity=9), Supply("l2", capacity=2))))

    own = next(pair.liaison for pair in found.pairs if pair.company == "key")
    assert [pair.company for pair in found.pairs if pair.liaison == own] == ["key"]
    assert not found.uncovered


def test_who_may_serve_nobody_is_told_with_the_way_out() -> None:
    """A company that everybody must keep away from, and two too many for the capacity, each with what would help."""
    demands = tuple(Demand(f"c{number}", needs=("finance",)) for number in range(5))
    supplies = (Supply("l1", capacity=1), Supply("l2", capacity=1))
    forbidden = {("c0", "l1"): "kin", ("c0", "l2"): "supervising"}

    found = assign(Problem(demands, supplies, forbidden=forbidden))

    barred = next(each for each in found.uncovered if each.company == "c0")
    assert dict(barred.barriers) == {"kin": 1, "supervising": 1}
    assert {(way.kind, way.covers, way.more, way.skill) for way in found.ways_out} == {
        ("raise", 2, 2, ""),
        ("hire", 2, 2, "finance"),
        ("lift", 1, 0, ""),
    }


def test_a_full_liaison_offers_an_exchange() -> None:
    """Where the liaison wished for is full, the companies that could go the other way are named."""
    demands = (Demand("c0"), Demand("c1"))
    problem = Problem(demands, (Supply("l1", capacity=1), Supply("l2", capacity=1)))
    found = assign(problem)
    here, other = found.pairs

    assert [
        each.company for each in swaps(problem, found.pairs, company=here.company, seat=0, liaison=other.liaison)
    ] == [other.company]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Problem((Demand("c"), Demand("c")), ()), "The company c stands twice in what is to be matched."),
        (lambda: Problem((), (Supply("l"), Supply("l"))), "The liaison l stands twice in what is to be matched."),
        (lambda: Problem((), (Supply("l", capacity=-1),)), "A capacity is 0 or more."),
        (lambda: Problem((Demand("c", team=2),), ()), "A team of 2 needs as many skills named."),
        (lambda: Problem((), (), weights=Weights(fit=-1)), "A weight is 0 or more."),
    ],
)
def test_what_cannot_be_computed_is_said(make: object, sentence: str) -> None:
    """Each fault of the input has a sentence."""
    with pytest.raises(Refused, match=sentence.replace(".", r"\.")):
        assign(make())  # type: ignore[operator]


def _kept_without(problem: Problem) -> frozenset[tuple[str, str]]:
    """Return today's pairs without those of the first liaison."""
    first = problem.supplies[0].code
    return frozenset(pair for pair in problem.kept if pair[1] != first)
