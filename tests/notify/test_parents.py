# SPDX-License-Identifier: Apache-2.0
"""Whoever waits for an order that came out of theirs hears that it has ended, once."""

from sidan.notify import parents
from sidan.notify.models import Message
from tests.beginning import begin, spawned_by, with_companies, withdraw
from tests.world import World


def test_the_liaison_hears_of_each_problem_struck_off(world: World) -> None:
    """Told once for each order that ended, however often the job runs; not of steps that end nothing."""
    with_companies(world)
    visit = begin(world, "visit", "liaison", company="factory", planned_on="2026-03-11", text="用电。")
    world.move(visit, "accept", "owner")
    world.move(visit, "held", "liaison", findings="两件事。", problems="路灯不亮\n货车进不来")
    lamp, road = spawned_by(visit)
    assert parents.tell_parents(lamp.pk, lamp.version) == 0

    for ended in (lamp, road, lamp):
        if not ended.is_closed:
            withdraw(world, ended)
        parents.tell_parents(ended.pk, ended.version)

    told = Message.objects.filter(order=visit).order_by("pk")
    assert [(row.user.username, row.zh) for row in told] == [
        ("liaison", f"{visit.number} 转出的 {ended.number} 已办结") for ended in (lamp, road)
    ]


def test_a_parent_that_has_ended_waits_for_nothing(world: World) -> None:
    """Nobody is told of what nobody waits for."""
    order = world.submit()
    withdraw(world, order)

    assert parents.tell_parents(order.pk, order.version) == 0
    assert not Message.objects.exists()
