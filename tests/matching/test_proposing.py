# SPDX-License-Identifier: Apache-2.0
"""Experts are proposed for a need, the company chooses one, and what was not chosen is forgotten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.matching.models import Adviser, AdviserAbsence, Company, Conflict, Proposal, Skill
from sidan.matching.proposing import choose, proposals_for, propose
from sidan.orders.models import Order
from tests.beginning import begin
from tests.matching.society import Society
from tests.world import World

NEED = {"subject": "technology", "text": "陶瓷热处理后开裂，成品率低。"}


def asked(world: World, *, by: str = "boss", **answers: str) -> Order:
    """Return a need that a company has stated."""
    return begin(world, "expert", by, **(NEED | answers))


def fresh(order: Order) -> Order:
    """Return the order as it is now."""
    order.refresh_from_db()
    return order


def codes(world: World, order: Order) -> list[str]:
    """Return the experts proposed for a need."""
    return [each.adviser.code for each in proposals_for(order, by=world.actor("organiser")).first]


def test_a_need_finds_its_experts_and_the_company_chooses(world: World, society: Society) -> None:
    """Three turns of the story: proposed with reasons, chosen, the unit leads and the person is told."""
    order = asked(world)
    offers = proposals_for(order, by=world.actor("organiser"))
    assert offers.first[0].adviser.code == "E1"
    assert str(offers.first[0].reasons[0]) == "Can do what the need names: Technology."
    assert "words of the need" in str(offers.first[0].reasons[1])

    propose(order, ["E1", "E2", "E3"], by=world.actor("organiser"), why="都有经验")
    assert not Order.objects.visible_to(world.actor("professor")).filter(pk=order.pk).exists()
    assert fresh(order).facts["proposed"] == ["college", "lawyers"]
    choose(order, "E2", by=world.actor("boss"))

    order.refresh_from_db()
    assert (order.stage, order.unit) == ("agreeing", world.units["college"])
    assert list(Proposal.objects.filter(order=order, is_chosen=True).values_list("adviser__code", flat=True)) == ["E2"]
    assert Order.objects.visible_to(world.actor("professor")).filter(pk=order.pk).exists()


def test_a_language_of_the_need_or_of_the_company_counts(world: World, society: Society) -> None:
    """Named in the text, stated by the company, or all that is asked for."""
    Skill.objects.create(code="japanese", kind="language", name="日语", name_en="Japanese", words=["日文"])
    Adviser.objects.filter(code="E2").update(languages=["english", "japanese"])
    Company.objects.filter(unit__code="firm-1").update(languages=["english"])
    organiser = world.actor("organiser")

    offers = proposals_for(asked(world, text="技术攻关，设备说明书是日文的。"), by=organiser)
    alone = proposals_for(asked(world, by="second_boss", subject="other", text="找人谈日文合作。"), by=organiser)

    assert [each.en for each in offers.skills] == ["Technology", "Japanese", "English"]
    assert offers.first[0].adviser.code == "E2"
    assert str(offers.first[0].reasons[1]) == "Speaks what is asked for: Japanese, English."
    assert [each.adviser.code for each in alone.first] == ["E2"]
    assert str(alone.first[0].reasons[0]) == "Can do what the need names: Japanese."


def test_what_was_not_chosen_is_forgotten_when_the_order_ends(world: World, society: Society) -> None:
    """Neither refusals nor those passed over leave a row; another need is answered as if nothing had been."""
    order = asked(world)
    before = codes(world, order)
    propose(order, ["E1", "E4"], by=world.actor("organiser"))
    world.move(order, "decline_expert", "boss", none_fits="想要懂设备的。")
    propose(order, ["E2", "E3"], by=world.actor("organiser"))
    choose(order, "E2", by=world.actor("boss"))
    world.move(order, "sign", "professor", agreement="三个月。", until=(now() + timedelta(days=60)).date().isoformat())

    world.move(order, "withdraw", "boss")

    assert list(Proposal.objects.filter(order=order).values_list("adviser__code", flat=True)) == ["E2"]
    other = asked(world)
    assert set(codes(world, other)) == set(before)


def test_whoever_was_refused_is_not_proposed_again_for_this_need_alone(world: World, society: Society) -> None:
    """All of a turn that was refused; of one in which somebody was chosen, the chosen who could not take it."""
    order = asked(world)
    propose(order, ["E1"], by=world.actor("organiser"))
    world.move(order, "decline_expert", "boss", none_fits="不对口。")
    assert "E1" not in codes(world, order)
    with pytest.raises(Refused, match="was proposed for this need before"):
        propose(order, ["E1"], by=world.actor("organiser"))
    propose(order, ["E2", "E3"], by=world.actor("organiser"))
    choose(order, "E2", by=world.actor("boss"))
    world.move(order, "decline_task", "professor", reason="这学期排满了。")

    fresh(order)
    propose(order, ["E3"], by=world.actor("organiser"))

    with pytest.raises(Refused, match="one of those that were proposed"):
        choose(order, "E2", by=world.actor("boss"))
    assert "E1" in codes(world, asked(world, by="second_boss"))


def test_nobody_kept_apart_away_or_full_is_proposed_or_chosen(world: World, society: Society) -> None:
    """What stands between them is refused when proposed, and again when it came up before the choice."""
    order, organiser = asked(world), world.actor("organiser")
    society.keep_apart("firm-1", "E1")
    today = now().date()
    AdviserAbsence.objects.create(adviser=society.advisers["E3"], from_on=today, until_on=today)
    society.advisers["E4"].capacity = 0
    society.advisers["E4"].save()
    assert codes(world, order) == ["E2"]
    for code, sentence in (("E1", "kept apart"), ("E3", "is away"), ("E4", "no room"), ("L1", "no expert")):
        with pytest.raises(Refused, match=sentence):
            propose(order, [code], by=organiser)
    with pytest.raises(Refused, match="one to 3"):
        propose(order, [], by=organiser)
    propose(order, ["E2"], by=organiser)
    Conflict.objects.create(company=society.companies["firm-1"], unit=world.units["college"], kind="shares")

    with pytest.raises(Refused, match="kept apart"):
        choose(order, "E2", by=world.actor("boss"))

    assert fresh(order).stage == "proposed"
    assert not Proposal.objects.filter(is_chosen=True).exists()


def test_open_orders_held_fill_an_expert(world: World, society: Society) -> None:
    """As many as the capacity; a closed one makes room again."""
    society.advisers["E1"].capacity = 1
    society.advisers["E1"].save()
    first, second = asked(world), asked(world, by="second_boss")
    propose(first, ["E1"], by=world.actor("organiser"))
    propose(second, ["E1"], by=world.actor("organiser"))
    choose(first, "E1", by=world.actor("boss"))
    with pytest.raises(Refused, match="no room"):
        choose(second, "E1", by=world.actor("second_boss"))

    world.move(first, "withdraw", "boss")

    choose(second, "E1", by=world.actor("second_boss"))
    assert fresh(second).stage == "agreeing"


def test_units_may_be_named_by_hand_and_conflicts_hold_there_too(world: World, society: Society) -> None:
    """The programme's own form needs no register; the register's conflicts and the guard hold all the same."""
    order = asked(world)
    Conflict.objects.create(company=society.companies["firm-1"], unit=world.units["lawyers"], kind="supervising")
    for units, sentence in ((["lawyers"], "kept apart"), (["firm-1"], "proposed to itself")):
        with pytest.raises(Refused, match=sentence):
            world.move(order, "propose", "organiser", proposed=units)
    world.move(order, "propose", "organiser", proposed=["college", "lamps"])

    with pytest.raises(Refused, match="one of those that were proposed"):
        world.move(order, "choose", "boss", unit="water")
    world.move(order, "choose", "boss", unit="lamps")

    assert (order.stage, order.unit) == ("agreeing", world.units["lamps"])


def test_a_unit_named_alone_is_its_first_expert(world: World, society: Society) -> None:
    """Whoever chooses by the programme's own form chooses the first of that unit that was proposed."""
    order = asked(world)
    propose(order, ["E4", "E2"], by=world.actor("organiser"))

    world.move(order, "choose", "boss", unit="college")

    assert Proposal.objects.get(order=order, is_chosen=True).adviser.code == "E4"


def test_who_may_not_propose_and_choose(world: World, society: Society) -> None:
    """Other companies, other areas' organisers, liaisons, the expert's unit and strangers do neither."""
    order = asked(world)
    for name in ("south_organiser", "second_boss", "boss", "liaison", "professor", "stranger"):
        with pytest.raises(Refused, match="not yours"):
            proposals_for(order, by=world.actor(name))
        with pytest.raises(Refused, match="not yours"):
            propose(order, ["E1"], by=world.actor(name))
    propose(order, ["E1"], by=world.actor("organiser"))

    for name in ("organiser", "second_boss", "liaison", "professor", "stranger"):
        with pytest.raises(Refused, match="not yours"):
            choose(fresh(order), "E1", by=world.actor(name))


def test_the_cost_does_not_grow_with_the_register(world: World, society: Society) -> None:
    """Seven queries, however many experts there are."""
    order, organiser = asked(world), world.actor("organiser")
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        proposals_for(order, by=organiser)
    assert len(asked_for) <= 7
