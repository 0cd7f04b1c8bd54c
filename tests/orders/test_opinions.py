# SPDX-License-Identifier: Apache-2.0
"""Bodies, meetings and ballots: one member, one ballot, whoever is faster; the list of a meeting is fixed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sidan.base import clock as time_of_day
from sidan.base.errors import Refused
from sidan.orders import opinions
from sidan.orders.ballots import cast, count_papers, find_voucher, issue_vouchers, receive_papers, record_paper
from sidan.orders.bodies import PLACE_FORUM, Body, BodyMember, Meeting, Seat
from sidan.programmes.body_rules import body_kind
from tests.kept_world import put_back
from tests.opinions import COMMUNITY, FLAT_DM2, a_body, a_topic, owners, vote, voting, with_conveners
from tests.orders.test_at_once import together
from tests.world import LONG_AGO, MORNING, World


@pytest.fixture
def town(world: World) -> World:
    """Return the county with a convener in each community."""
    return with_conveners(world)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[World]:
    """Build the county for real, so that other connections see it."""
    with time_of_day.travel(MORNING):
        yield with_conveners(put_back())


def counts(meeting: Meeting) -> dict[str, int]:
    """Return the heads of each choice that has any."""
    return {choice: count["heads"] for choice, count in opinions.counts_of(meeting).items() if count["heads"]}


@pytest.mark.parametrize("ballot", ["secret", "open"])
def test_a_code_casts_one_ballot(town: World, ballot: str) -> None:
    """The second try with a code is told that it was used, and nothing is counted twice."""
    _, meeting = voting(town, owners(town, 3), ballot=ballot)
    (_, code), *_ = issue_vouchers(meeting, by=town.actor("convener"))

    cast(code.lower(), "agree")

    assert find_voucher(code).state == "used"
    with pytest.raises(Refused, match="was cast already"):
        cast(code, "against")
    assert counts(meeting) == {"agree": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ballot", ["secret", "open"])
def test_two_ballots_of_one_code_at_once_are_one(committed: World, ballot: str) -> None:
    """Cast from two phones in the same moment, one counts and the other is told."""
    _, meeting = voting(committed, owners(committed, 3), ballot=ballot)
    (_, code), *_ = issue_vouchers(meeting, by=committed.actor("convener"))

    results = together(*(lambda choice=choice: cast(code, choice) for choice in ("agree", "against", "agree")))

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refused", "Refused"]
    assert sum(counts(meeting).values()) == 1


@pytest.mark.django_db(transaction=True)
def test_paper_and_code_at_once_are_one(committed: World) -> None:
    """A paper received while its member votes by code counts once, whichever was faster."""
    _, meeting = voting(committed, owners(committed, 3))
    (seat, code), *_ = issue_vouchers(meeting, by=committed.actor("convener"))
    convener = committed.actor("convener")

    results = together(lambda: cast(code, "agree"), lambda: receive_papers(meeting, [seat.pk], by=convener))

    assert sum(isinstance(result, Refused) for result in results) == 1
    seat.refresh_from_db()
    assert seat.has_voted
    assert counts(meeting) == ({} if seat.is_on_paper else {"agree": 1})


@pytest.mark.django_db(transaction=True)
def test_nobody_votes_while_the_result_is_stated(committed: World) -> None:
    """A ballot either is in the result or is refused; the result stated never differs from what was counted."""
    order, meeting = voting(committed, owners(committed, 3))
    slips = issue_vouchers(meeting, by=committed.actor("convener"))
    cast(slips[0][1], "agree")

    late, _ = together(lambda: cast(slips[1][1], "agree"), lambda: committed.move(order, "count_ballot", "convener"))

    stated = Meeting.objects.get(pk=meeting.pk).result["choices"]["agree"]["heads"]
    assert stated == counts(meeting)["agree"] == (1 if isinstance(late, Refused) else 2)


@settings(max_examples=15)
@given(
    votes=st.lists(
        st.tuples(
            st.sampled_from(["code", "paper", "twice", "none"]),
            st.sampled_from(["agree", "against", "abstain"]),
            st.integers(1, 3),
            st.integers(0, 20_000),
        ),
        min_size=1,
        max_size=8,
    ),
    is_secret=st.booleans(),
)
def test_heads_and_area_counted_are_those_of_the_members_who_voted(
    django_db_setup: None, django_db_blocker: object, votes: list[tuple[str, str, int, int]], is_secret: bool
) -> None:
    """However members vote, also twice, the tallies add up to the weights of those marked as having voted."""
    with django_db_blocker.unblock(), time_of_day.travel(MORNING), transaction.atomic():
        world = with_conveners(put_back())
        body = a_body(world, [(heads, area) for _, _, heads, area in votes])
        _, meeting = voting(world, body, ballot="secret" if is_secret else "open")
        convener = world.actor("convener")
        papers: dict[str, tuple[int, int]] = {}
        for (seat, code), (how, choice, heads, area) in zip(issue_vouchers(meeting, by=convener), votes, strict=True):
            if how in ("code", "twice"):
                cast(code, choice)
            if how == "twice":
                with pytest.raises(Refused, match="cast already"), transaction.atomic():
                    cast(code, choice)
            if how == "paper" and is_secret:
                receive_papers(meeting, [seat.pk], by=convener)
                before = papers.get(choice, (0, 0))
                papers[choice] = (before[0] + heads, before[1] + area)
            if how == "paper" and not is_secret:
                record_paper(meeting, {seat.pk: choice}, by=convener)
        if is_secret:
            count_papers(meeting, papers, by=convener)

        result = opinions.close_ballot(meeting, at=time_of_day.now())

        for choice in ("agree", "against", "abstain"):
            chosen = [vote for vote in votes if vote[0] != "none" and vote[1] == choice]
            expected = {"heads": sum(vote[2] for vote in chosen), "area": sum(vote[3] for vote in chosen)}
            assert result["choices"][choice] == expected
        voted = Seat.objects.filter(meeting=meeting, has_voted=True)
        assert result["taking_part"]["heads"] == sum(voted.values_list("heads", flat=True))
        transaction.set_rollback(True)


def test_codes_open_nothing_before_the_ballot_and_after_it(town: World) -> None:
    """A slip says when; outside its time it casts nothing."""
    order, meeting = voting(town, owners(town, 2))
    slips = issue_vouchers(meeting, by=town.actor("convener"))
    Meeting.objects.filter(pk=meeting.pk).update(opened_at=None)
    assert find_voucher(slips[0][1]).state == "early"
    with pytest.raises(Refused, match="No ballot is open now"):
        cast(slips[0][1], "agree")
    Meeting.objects.filter(pk=meeting.pk).update(opened_at=time_of_day.now())
    town.move(order, "count_ballot", "convener")

    assert find_voucher(slips[1][1]).state == "over"
    with pytest.raises(Refused, match="No ballot is open now"):
        cast(slips[1][1], "agree")


@pytest.mark.parametrize("name", ["other_convener", "dispatcher", "handler", "stranger"])
def test_only_the_convener_of_the_place_gives_out_and_records_ballots(town: World, name: str) -> None:
    """Nobody else gets slips, notes who came or records papers."""
    _, meeting = voting(town, owners(town, 2), ballot="open")
    seat = Seat.objects.filter(meeting=meeting).first()
    assert seat is not None
    by = town.actor(name)

    for attempt in (
        lambda: issue_vouchers(meeting, by=by),
        lambda: record_paper(meeting, {seat.pk: "agree"}, by=by),
        lambda: opinions.record_attendance(meeting, [seat.pk], by=by),
    ):
        with pytest.raises(Refused, match="Only the convener of this area"):
            attempt()
    assert not Seat.objects.filter(meeting=meeting, code_digest__isnull=False).exists()


def test_members_who_come_later_do_not_change_a_meeting(town: World) -> None:
    """The list is fixed when the meeting is called."""
    body = owners(town, 3)
    order, meeting = voting(town, body)
    BodyMember.objects.create(body=body, name="新业主", area_dm2=10**6, from_on=LONG_AGO)
    vote(town, meeting, ["agree", "agree"])
    town.move(order, "count_ballot", "convener")

    assert order.facts["tally"]["everybody"] == {"heads": 3, "households": 3, "area": 3 * FLAT_DM2}


def test_one_place_has_one_forum(town: World) -> None:
    """A second living forum of a community is refused, by the command and by the database; other bodies are not."""
    call_command("add_body", COMMUNITY, PLACE_FORUM, "业主说事厅", "--roll", "households")
    with pytest.raises(CommandError, match="one place, one forum"):
        call_command("add_body", COMMUNITY, PLACE_FORUM, "居民之家")
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.create(
            area=town.areas[COMMUNITY], kind=PLACE_FORUM, name="邻里会商", roll="adults", from_on=LONG_AGO
        )
    call_command("add_body", COMMUNITY, "owners", "幸福小区业主大会")

    assert Counter(Body.objects.values_list("kind", flat=True)) == {PLACE_FORUM: 1, "owners": 1}
    assert body_kind(PLACE_FORUM).code == PLACE_FORUM


def test_a_list_comes_in_from_a_sheet_once(town: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run writes nothing; the same sheet twice adds nothing; areas are exact to the hundredth."""
    body = a_body(town, [])
    sheet = tmp_path / "owners.csv"
    sheet.write_text("姓名或房号,户,面积\n张三,3-101,89.57\n李四,3-102,120\n", encoding="utf-8")

    call_command("import_body_members", str(body.pk), str(sheet), "--dry-run")
    assert not BodyMember.objects.exists()
    call_command("import_body_members", str(body.pk), str(sheet))
    call_command("import_body_members", str(body.pk), str(sheet))

    assert [*BodyMember.objects.order_by("name").values_list("name", "heads", "area_dm2")] == [
        ("张三", 1, 8957), ("李四", 1, 12000)
    ]  # fmt: skip
    assert capsys.readouterr().out.count("2") >= 2


@pytest.mark.parametrize(
    ("row", "told"), [("张三,1,89.571", "two decimals"), (",1,80", "名"), ("张三,1,x", "not a number")]
)
def test_a_wrong_row_keeps_the_whole_list_out(town: World, tmp_path: Path, row: str, told: str) -> None:
    """Nothing is written when one cell cannot be read."""
    body = a_body(town, [])
    sheet = tmp_path / "owners.csv"
    sheet.write_text(f"姓名或房号,户,面积\n李四,3-102,120\n{row}\n", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("import_body_members", str(body.pk), str(sheet))
    assert told
    assert not BodyMember.objects.exists()


def test_a_meeting_needs_members_and_one_at_a_time(town: World) -> None:
    """An empty list cannot meet, and a second meeting waits for the first."""
    order = a_topic(town)
    terms = body_kind("owners").terms(roll="owners", decision="general")
    details = {"terms": terms, "held_on": MORNING.date(), "question": "？", "is_secret": True, "at": MORNING}

    with pytest.raises(Refused, match="has no members"):
        opinions.call_meeting(order, a_body(town, []), **details)
    body = a_body(town, [(1, 1)], kind="community_council", roll="representatives")
    opinions.call_meeting(order, body, **details)
    with pytest.raises(Refused, match="is called already"):
        opinions.call_meeting(order, body, **details)
