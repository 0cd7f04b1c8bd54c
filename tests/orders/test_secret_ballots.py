# SPDX-License-Identifier: Apache-2.0
"""A secret ballot leaves nothing that joins a person to a choice."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from sidan.base import clock as time_of_day
from sidan.base.errors import NotFound, Refused
from sidan.orders import ballots, opinions
from sidan.orders.ballots import cast, count_papers, issue_vouchers, receive_papers
from sidan.orders.bodies import Ballot, Meeting, Seat, Tally
from sidan.people.models import AuditEntry
from tests.opinions import FLAT_DM2, owners, vote, voting, with_conveners
from tests.world import World


@pytest.fixture
def town(world: World) -> World:
    """Return the county with a convener in each community."""
    return with_conveners(world)


def counts(meeting: Meeting) -> dict[str, int]:
    """Return the heads of each choice that has any."""
    return {choice: count["heads"] for choice, count in opinions.counts_of(meeting).items() if count["heads"]}


def test_no_table_joins_a_person_to_a_secret_choice(town: World) -> None:
    """A table that holds choices knows a seat only if it is that of open ballots, which is empty."""
    _, meeting = voting(town, owners(town, 3))
    vote(town, meeting, ["agree", "against", "abstain"])

    with_choice = {
        model: {field.related_model for field in model._meta.concrete_fields if field.related_model is not None}
        for model in apps.get_models()
        if any(field.name == "choice" for field in model._meta.concrete_fields)
    }

    assert with_choice.keys() == {Ballot, Tally}
    assert with_choice[Tally] == {Meeting}
    assert not Ballot.objects.exists()
    assert {field.name for field in Tally._meta.concrete_fields} == {
        "id", "meeting", "is_paper", "choice", "heads", "area_dm2"
    }  # fmt: skip
    assert not {field.name for field in Seat._meta.concrete_fields} & {"choice", "voted_at", "used_at", "at"}


def test_a_ballot_cast_changes_the_same_rows_whatever_was_chosen(town: World) -> None:
    """Not even the database's mark of who wrote a row last tells the choice: every tally by code bears the same."""
    _, meeting = voting(town, owners(town, 3))
    vote(town, meeting, ["agree", "against"])

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT choice, xmin::text, cmin::text FROM orders_tally WHERE meeting_id = %s AND NOT is_paper",
            [meeting.pk],
        )
        marks = {mark for _, *mark_of in cursor.fetchall() for mark in [tuple(mark_of)]}

    assert len(marks) == 1


def test_two_who_chose_differently_leave_equal_traces(town: World) -> None:
    """Everything the database holds but the tallies is the same whoever of two neighbours agreed."""

    def traces(choices: list[str]) -> list[object]:
        with transaction.atomic():
            _, meeting = voting(town, owners(town, 2))
            slips = issue_vouchers(meeting, by=town.actor("convener"))
            for (_, code), choice in zip(slips, choices, strict=True):
                cast(code, choice)
            seats = [*Seat.objects.order_by("name").values("name", "has_voted", "is_present", "is_on_paper")]
            audit = [*AuditEntry.objects.order_by("pk").values_list("action", "details__count")]
            tallies = [*Tally.objects.order_by("choice", "is_paper").values_list("choice", "heads", "area_dm2")]
            transaction.set_rollback(True)
        return [seats, audit, tallies]

    assert traces(["agree", "against"]) == traces(["against", "agree"])


def test_the_database_refuses_a_row_for_a_secret_ballot_and_a_second_vote(town: World) -> None:
    """Whatever code asks for it."""
    _, meeting = voting(town, owners(town, 2))
    vote(town, meeting, ["agree"])
    seat = Seat.objects.filter(meeting=meeting, has_voted=True).get()

    with pytest.raises(DatabaseError, match="only counted"), transaction.atomic():
        Ballot.objects.create(seat=seat, choice="agree", cast_at=time_of_day.now())
    with pytest.raises(DatabaseError, match="never taken back"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(has_voted=False)


def test_papers_of_a_secret_ballot_are_counted_together(town: World) -> None:
    """The count must be that of the papers received, in heads and area; afterwards a lone paper is not to be seen."""
    order, meeting = voting(town, owners(town, 3))
    convener = town.actor("convener")
    (_, code), (seat, _), *_ = issue_vouchers(meeting, by=convener)
    cast(code, "agree")
    receive_papers(meeting, [seat.pk], by=convener)

    with pytest.raises(Refused, match="1 heads and 9000 dm² differ"):
        town.move(order, "count_ballot", "convener")
    with pytest.raises(Refused, match="does not add up"):
        count_papers(meeting, {"against": (2, 2 * FLAT_DM2)}, by=convener)
    count_papers(meeting, {"against": (1, FLAT_DM2)}, by=convener)
    town.move(order, "count_ballot", "convener")

    assert counts(meeting) == {"agree": 1, "against": 1}
    assert not Tally.objects.filter(meeting=meeting, is_paper=True).exists()


def test_a_new_slip_voids_the_old_one(town: World) -> None:
    """Whoever lost a slip gets another; the lost one opens nothing, and codes are kept nowhere."""
    _, meeting = voting(town, owners(town, 2))
    (seat, old), *_ = issue_vouchers(meeting, by=town.actor("convener"))
    [(_, new)] = issue_vouchers(meeting, by=town.actor("convener"), seats=[seat.pk])

    with pytest.raises(NotFound):
        cast(old, "agree")
    cast(new, "agree")

    seat.refresh_from_db()
    assert new not in str(Seat.objects.filter(pk=seat.pk).values().get())
    assert seat.code_digest in ballots.fingerprints_of(new)
