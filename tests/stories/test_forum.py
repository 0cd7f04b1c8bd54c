# SPDX-License-Identifier: Apache-2.0
"""Stories of a community that decides together, from the topic to the published result."""

import pytest

from sidan.base.errors import Refused
from sidan.orders import opinions, registry
from sidan.orders.ballots import cast, issue_vouchers
from sidan.orders.models import Order
from sidan.orders.relying import Relies, certainties
from sidan.orders.ties import Link
from sidan.programmes.vocabulary import RELIES
from tests.opinions import a_body, a_topic, attend, noticed, owners, vote, voting, with_conveners
from tests.world import Clock, World


@pytest.fixture
def town(world: World) -> World:
    """Return the county with a convener in each community."""
    return with_conveners(world)


def count(world: World, order: Order) -> dict[str, object]:
    """Close the ballot and return the result."""
    world.move(order, "count_ballot", "convener")
    return dict(order.facts["tally"])


def test_a_topic_goes_all_the_way(town: World, clock: Clock) -> None:
    """Raised by a resident, voted by the owners, published, carried out as orders, published again, evaluated."""
    order, meeting = voting(town, owners(town, 3))
    vote(town, meeting, ["agree", "agree", "against"])
    count(town, order)
    town.move(order, "adopt", "convener", minutes="会议记录", resolution="同意加装电梯。", dissent="低层担心采光。")
    town.move(order, "publish_resolution", "convener", answer="决议：同意加装电梯。")
    assert order.published_at is not None

    town.move(order, "give_tasks", "convener", tasks="联系设计单位\n公示方案")
    spawned = [link.target for link in Link.objects.filter(source=order, kind="spawned")]
    assert [task.programme for task in spawned] == ["service", "service"]
    with pytest.raises(Refused, match="Still open"):
        town.move(order, "publish_result", "convener", result="已完成。")

    for task in spawned:
        town.move(task, "withdraw", "reporter")
    town.move(order, "publish_result", "convener", result="电梯已装好。")
    town.move(order, "evaluate", "reporter", satisfaction="5")
    assert (order.kind, order.outcome) == ("closed", "done")


def test_two_thirds_of_heads_and_area_reach_the_quorum(town: World) -> None:
    """Of 90 flats, 60 that vote are exactly two thirds by heads and by area: they can decide."""
    order, meeting = voting(town, owners(town, 90))
    vote(town, meeting, ["agree"] * 60)

    assert count(town, order)["is_quorate"]


def test_one_owner_less_than_two_thirds_does_not(town: World) -> None:
    """Of 90 flats, 59 that vote are too few, though every one of them agrees."""
    order, meeting = voting(town, owners(town, 90))
    vote(town, meeting, ["agree"] * 59)

    assert not count(town, order)["is_quorate"]
    with pytest.raises(Refused, match="The quorum was missed"):
        town.move(order, "adopt", "convener", minutes="记录", resolution="同意。")


def test_one_square_decimetre_less_than_two_thirds_does_not(town: World) -> None:
    """Two of three heads are enough; their area is short by a hundredth of a square metre, so they cannot decide."""
    order, meeting = voting(town, a_body(town, [(1, 9_000), (1, 8_999), (1, 9_001)]))
    vote(town, meeting, ["agree", "agree"])

    quorum = {each["by"]: each["reached"] for each in count(town, order)["quorum"]}
    assert quorum == {"area": False, "heads": True}


def test_exactly_half_is_no_majority(town: World) -> None:
    """Thirty for and thirty against of sixty that vote: a half is not more than a half."""
    order, meeting = voting(town, owners(town, 90))
    vote(town, meeting, ["agree"] * 30 + ["against"] * 30)

    assert not count(town, order)["is_carried"]
    with pytest.raises(Refused, match="The majority was missed"):
        town.move(order, "adopt", "convener", minutes="记录", resolution="同意。")
    town.move(order, "reject", "convener", minutes="记录")
    assert order.stage == "answer_due"


def test_a_special_matter_needs_three_quarters(town: World) -> None:
    """Use of the repair fund: 45 of 60 that vote carry it, exactly three quarters; 44 would not."""
    for agreed, carried in ((45, True), (44, False)):
        order, meeting = voting(town, town_owners(town, agreed), decision="special")
        vote(town, meeting, ["agree"] * agreed + ["abstain"] * (60 - agreed))

        assert count(town, order)["is_carried"] is carried


def town_owners(world: World, number: int) -> object:
    """Return an owners' assembly of ninety flats under a name of its own."""
    body = owners(world, 90)
    body.name = f"第{number}期业主大会"
    body.save()
    return body


def test_too_few_come_twice_and_the_topic_lapses(town: World) -> None:
    """A forum whose quorum is missed is adjourned, twice at most; the third time it lapses, and that is published."""
    body = a_body(town, [(1, 0)] * 10, kind="community_forum", roll="representatives")
    order = a_topic(town)
    for _ in range(2):
        _, meeting = voting(town, body, order=order, days=5, ballot="open")
        attend(town, meeting, 5)
        assert not count(town, order)["is_quorate"]
        town.move(order, "adjourn", "convener", minutes="到会一半，不足过半数。")
    _, meeting = voting(town, body, order=order, days=5, ballot="open")
    count(town, order)

    with pytest.raises(Refused, match="2 times already"):
        town.move(order, "adjourn", "convener", minutes="记录")
    town.move(order, "lapse", "convener", minutes="仍不足。")
    assert order.stage == "answer_due"


def test_notice_must_be_in_time(town: World) -> None:
    """Owners are told fifteen days ahead; fourteen are refused, with the first day that is possible."""
    body = owners(town, 3)

    with pytest.raises(Refused, match="15 days ahead: choose 2026-03-25 or later"):
        noticed(town, body, days=14)
    assert noticed(town, body, days=15).stage == "noticed"


def test_nobody_votes_before_the_day(town: World) -> None:
    """The ballot opens on the day that was told, not before."""
    order = noticed(town, owners(town, 3))

    with pytest.raises(Refused, match="The meeting was called for"):
        town.move(order, "begin_voting", "convener", closes_on="2026-05-01")


@pytest.mark.parametrize("last", ["2026-03-29", "2026-06-29"])
def test_a_ballot_ends_on_a_day_ahead(town: World, clock: Clock, last: str) -> None:
    """A last day that has passed, or one beyond ninety days, is refused."""
    order = noticed(town, owners(town, 3))
    clock.forward(days=20)

    with pytest.raises(Refused, match="at most 90 days ahead"):
        town.move(order, "begin_voting", "convener", closes_on=last)


def test_a_meeting_may_begin_at_any_hour_of_its_day(town: World, clock: Clock) -> None:
    """In the evening of the day it is still in time; by the next morning it was not held, and may be begun late."""
    order = noticed(town, owners(town, 3))
    clock.forward(days=20, hours=11)
    town.sweep()
    order.refresh_from_db()
    assert order.stage == "noticed"

    clock.forward(hours=14)
    town.sweep()
    order.refresh_from_db()
    assert (order.stage, order.late_at is not None) == ("not_held", True)
    town.move(order, "begin_voting", "convener", closes_on="2026-04-02")


def test_a_ballot_is_open_to_the_end_of_its_last_day(town: World, clock: Clock) -> None:
    """Late in the evening a ballot counts; after midnight none does, though the clock has not made its move yet."""
    _, meeting = voting(town, owners(town, 3))
    slips = issue_vouchers(meeting, by=town.actor("convener"))
    clock.forward(days=3, hours=14.5)
    cast(slips[0][1], "agree")

    clock.forward(hours=1)
    with pytest.raises(Refused, match="No ballot is open now"):
        cast(slips[1][1], "agree")


def test_the_ballot_ends_by_itself_and_is_counted_later(town: World, clock: Clock) -> None:
    """After the last day no ballot is taken; the convener counts what there is."""
    order, meeting = voting(town, owners(town, 3))
    vote(town, meeting, ["agree", "agree"])

    clock.to_due(order)
    town.sweep()
    order.refresh_from_db()
    assert order.stage == "counting"
    with pytest.raises(Refused, match="The ballot is over"):
        vote(town, meeting, ["agree"])
    assert count(town, order)["is_quorate"]


def test_four_steps_and_two_publications(town: World) -> None:
    """四议两公开: two thirds of the members and of the representatives come, more than half agree, both publish."""
    order = a_topic(town)
    when = {"item": "修村道", "met_at": "2026-03-10T09:00", "content": "同意修路。"}
    town.move(order, "propose", "convener", motive="people", expected="5", present="5", **when)
    town.move(order, "confer", "convener", expected="7", present="6", **when)
    with pytest.raises(Refused, match="heads 19 of 30; at least 2/3, so 20, is needed: not reached"):
        town.move(order, "deliberate", "convener", expected="30", present="19", agreed="19", **when)
    with pytest.raises(Refused, match="heads 10 of 20; more than 1/2, so 11, is needed: not reached"):
        town.move(order, "deliberate", "convener", expected="30", present="20", agreed="10", **when)
    town.move(order, "deliberate", "convener", expected="30", present="20", agreed="11", **when)
    figures = {"village_meeting": "representatives", "expected": "30", "present": "21", "agreed": "11"}
    step = town.move(order, "resolve", "convener", resolution="修路。", **figures, **when)
    assert step.answers["register"]["quorum"][0]["words"]["zh"].startswith("人数 21 / 30")

    town.move(order, "publish_resolution", "convener", answer="决议公开。", supervision="无异议。")
    town.move(order, "no_tasks", "convener", reason="村委会自办。")
    town.move(order, "publish_result", "convener", result="路已修好。", supervision="属实。")
    assert order.facts["motive"] == "people"
    assert order.stage == "result_published"


def test_a_topic_that_is_not_taken_up_is_answered_in_public(town: World, clock: Clock) -> None:
    """Even a refusal ends only once its reasons are published."""
    order = a_topic(town)
    meeting = opinions.meeting_of(order)
    other = a_topic(town)
    town.move(other, "propose", "convener", motive="cadres", item="x", met_at="2026-03-10T09:00", expected="3",
              present="3", content="x")  # fmt: skip
    town.move(other, "drop_motion", "convener", reason="不再提。")
    assert meeting is None

    with pytest.raises(Refused, match="not possible now"):
        town.move(other, "settle_answer", "convener")
    town.move(other, "publish_answer", "convener", answer="经商议不再提。")
    town.move(other, "settle_answer", "convener")
    assert (other.kind, other.outcome) == ("closed", "refused")


def test_nothing_closes_that_was_not_published() -> None:
    """The graph proves it: in every stage from which a move closes, publication is certain."""
    programme = registry.current("forum")
    relies = {**RELIES, "publish": Relies(gives=frozenset({"published_at"}))}
    certain = certainties(programme, relies)
    closed = {stage.code for stage in programme.stages if stage.kind == "closed"}

    closing = {source for move in programme.moves if move.to in closed for source in move.sources}

    assert closing == {"result_published", "answer_published"}
    assert all("published_at" in certain[stage] for stage in closing)
    assert all("publish" in move.does for move in programme.moves if move.to in closing)


def test_an_order_that_keeps_coming_back_becomes_a_topic(town: World) -> None:
    """The convener cites the order that led to the topic, and both pages name the tie."""
    broken = town.submit()
    order = a_topic(town)

    town.move(order, "cite_orders", "convener", orders=broken.number)

    assert Link.objects.get(kind="caused").target == order


def test_only_the_convener_of_the_place_runs_it(town: World) -> None:
    """Another community's convener, a handler and a stranger take up no topic here."""
    order = a_topic(town)
    body = owners(town, 3)

    for name in ("other_convener", "handler", "stranger"):
        with pytest.raises(Refused, match="not yours to do"):
            town.move(order, "give_notice", name, body=str(body.pk), decision="general", ballot="open",
                      held_on="2026-05-01", question="？", notice="x")  # fmt: skip
