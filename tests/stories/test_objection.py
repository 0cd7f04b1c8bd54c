# SPDX-License-Identifier: Apache-2.0
"""Somebody objects to what was published and is heard by people who did not decide it (公示异议)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.people.models import Unit
from tests.beginning import begin
from tests.stories.test_declare import due, publicised
from tests.world import COUNTY, NORTH, Clock, World


@pytest.fixture
def county(world: World) -> World:
    """Return the county with a second supervisor, and a village branch that wants to be named."""
    world.hold("second", role="supervisor", area=COUNTY)
    world.units["branch"] = Unit.objects.create(
        code="branch", name="清溪村党支部", name_en="Qingxi branch", kind="party_branch", area=world.areas[NORTH]
    )
    world.hold("secretary", role="unit_head", unit="branch")
    world.hold("organiser", role="organiser", area=COUNTY)
    return world


def decided(world: World) -> Order:
    """Return a supervision of the lamp office, which the supervisor has decided."""
    return begin(
        world,
        "supervise",
        "supervisor",
        kind="press",
        orders=[world.submit().number],
        unit="lamps",
        text="路灯久拖不修。",
        until="2026-03-20",
    )


def objected(world: World, to: Order) -> Order:
    """Return a resident's objection to an order, being heard."""
    objection = begin(world, "objection", target="decision", which=to.number, text="责任单位弄错了。")
    world.move(objection, "acknowledge", "second", orders=[to.number])
    return objection


def test_a_resident_is_heard_and_told_why_it_stands(county: World) -> None:
    """Acknowledged, heard and answered with reasons that the reporter reads."""
    objection = objected(county, decided(county))

    county.move(objection, "hear", "second", heard="问了照明所和住户。")
    county.move(objection, "uphold", "second", findings="路灯属照明所管护，清单第八条。")

    assert (objection.stage, objection.outcome) == ("upheld", "explained")


def test_whoever_decided_does_not_hear(county: World) -> None:
    """The supervisor who decided is refused; a colleague corrects it, and it ends when it is put right."""
    objection = objected(county, decided(county))
    with pytest.raises(Refused, match="somebody else must hear it"):
        county.move(objection, "uphold", "supervisor", findings="没有错。")
    with pytest.raises(Refused, match="not yours"):
        county.move(objection, "uphold", "handler", findings="没有错。")

    county.move(objection, "correct", "second", findings="该路段属物业。", to_correct="改由物业负责。")
    county.move(objection, "put_right", "leader", correction="督办单已改由物业负责。")

    assert objection.outcome == "solved"


def test_the_complained_of_never_see_the_words(county: World) -> None:
    """The unit sees no objection to the order it leads; named as complained of, not even a supervisor of it does."""
    order = decided(county)
    objection = objected(county, order)
    assert Order.objects.visible_to(county.actor("handler")).filter(pk=order.pk).exists()
    assert not Order.objects.visible_to(county.actor("handler")).filter(pk=objection.pk).exists()
    county.hold("handler", role="supervisor", area=COUNTY)
    assert Order.objects.visible_to(county.actor("handler")).filter(pk=objection.pk).exists()

    county.move(objection, "recuse", "second", about="lamps")

    assert not Order.objects.visible_to(county.actor("handler")).filter(pk=objection.pk).exists()


def test_an_open_objection_holds_the_naming(county: World, clock: Clock) -> None:
    """While somebody's objection is open nobody names; once the score is put right, it goes on."""
    order = publicised(county)
    objection = begin(county, "objection", target="score", which=order.number, text="得分算错了。")
    county.move(objection, "acknowledge", "supervisor", orders=[order.number])
    county.move(objection, "correct", "supervisor", findings="第三项多算。", to_correct="减三分。")
    due(county, order, clock)
    with pytest.raises(Refused, match=f"Still open: {objection.number}"):
        county.move(order, "name_it", "leader", remark="命名。")

    county.move(order, "rescore", "organiser", reviewed_score=106, reason="异议成立。")
    county.move(objection, "put_right", "leader", correction="已减三分。")
    county.move(order, "name_it", "leader", remark="命名。")

    assert (order.stage, objection.outcome) == ("named", "solved")


def test_late_means_the_leader(county: World, clock: Clock) -> None:
    """Not acknowledged within a working day it goes to the leader, who acknowledges; a late decision does too."""
    order = decided(county)
    objection = begin(county, "objection", target="decision", which=order.number, text="责任单位弄错了。")
    clock.to_due(objection)
    county.sweep()
    objection.refresh_from_db()
    assert (objection.stage, objection.holder) == ("acknowledge_overdue", "leader")

    county.move(objection, "acknowledge", "leader", orders=[order.number])
    clock.to_due(objection)
    county.sweep()
    objection.refresh_from_db()

    assert (objection.stage, objection.holder) == ("hearing_overdue", "leader")


def test_a_refusal_to_hear_can_be_questioned_once(county: World) -> None:
    """The reporter insists, the leader hears it; the second time there is no way left here."""
    objection = begin(county, "objection", target="list", which="2025年名单", text="名单里少了我们村。")
    county.move(objection, "decline", "second", ground="not_published", explanation="尚未公示。")
    county.move(objection, "insist", "reporter", facts="公告栏上贴了，见照片。")
    assert (objection.stage, objection.holder) == ("hearing_overdue", "leader")

    county.move(objection, "uphold", "leader", findings="那是征求意见稿。")

    with pytest.raises(Refused, match="has moved on"):
        county.move(objection, "insist", "reporter", facts="再听一次。")


def test_a_unit_objects_in_its_own_name_and_withdraws(county: World) -> None:
    """A unit that signs in is known as such, adds facts when asked, and takes its objection back."""
    order = decided(county)
    objection = begin(county, "objection", "handler", target="decision", which=order.number, text="不归我们管。")
    assert objection.opener_unit == county.units["lamps"]
    county.move(objection, "acknowledge", "second", orders=[order.number])
    county.move(objection, "ask_facts", "second", question="有交接文件吗？")
    county.move(objection, "reply_facts", "handler", facts="没有。")

    county.move(objection, "withdraw", "handler")

    assert (objection.stage, objection.outcome) == ("withdrawn", "withdrawn")
