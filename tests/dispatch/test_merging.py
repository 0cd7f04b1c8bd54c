# SPDX-License-Identifier: Apache-2.0
"""Stories of the same trouble once: a desk merges, everybody stays informed and judges, and a merger is taken back."""

import pytest
from django.test import Client

from sidan.base.errors import NotFound, Refused
from sidan.dispatch.duplicates import twins_of
from sidan.dispatch.duplicates_index import is_kept, rebuild
from sidan.dispatch.duplicates_rows import Fingerprint
from sidan.notify import reporters
from sidan.orders.merging import leading_order, merged_orders, verdicts_on
from sidan.orders.models import Order
from sidan.orders.progress import progress_of
from sidan.orders.retention import blank_words
from sidan.orders.tracking import new_code
from sidan.people.actors import Actor
from tests.world import Clock, World

DARK = "幸福小区三期楼道灯坏了三天，晚上看不见路，老人摔了一跤。"
DARK_TOO = "幸福小区3期的楼道灯坏了好几天，晚上看不见路。"
SMOKE = "楼下烧烤店油烟太大，窗户都不敢开。"


def merged(world: World, order: Order, into: Order) -> None:
    """Merge an order as the dispatcher does."""
    world.move(order, "merge", "dispatcher", duplicate=into.number)


def test_an_order_shows_what_is_about_the_same_and_why(world: World) -> None:
    """Another spelling of the place is the same place; what only happens there is not offered."""
    first = world.submit(DARK)
    world.submit(SMOKE)
    second = world.submit(DARK_TOO)

    (twin,) = twins_of(second, seen_by=world.actor("dispatcher"))

    assert twin.order == first
    assert twin.score > 0.9
    assert any("幸福小区" in place for place in twin.places)
    assert any("灯坏" in word for word in twin.words)


def test_confidential_orders_are_shown_to_those_who_may_see_them_alone(world: World) -> None:
    """A dispatcher sees a confidential twin; the one of the other street, and the unit it is about, do not."""
    world.submit(DARK, answers={"confidential": True})
    second = world.submit(DARK_TOO)

    assert len(twins_of(second, seen_by=world.actor("dispatcher"))) == 1
    assert twins_of(second, seen_by=world.actor("south_dispatcher")) == []
    assert twins_of(second, seen_by=world.actor("stranger")) == []


@pytest.mark.parametrize("who", ["south_dispatcher", "stranger", "handler", "crew"])
def test_the_twins_of_an_order_are_for_its_dispatchers(world: World, who: str) -> None:
    """Nobody else opens them, nor merges by their address."""
    first, second = world.submit(DARK), world.submit(DARK_TOO)
    browser = world.client(who)

    assert browser.get(f"/desk/o/{second.number}/twins").status_code in (403, 404)
    assert browser.post(f"/desk/o/{second.number}/twins/merge", {"o": first.number}).status_code in (403, 404)
    assert Client().get(f"/desk/o/{second.number}/twins").status_code == 302
    second.refresh_from_db()
    assert second.stage == "registered"


def test_several_are_merged_into_the_oldest_in_one_press(world: World, clock: Clock) -> None:
    """The newest order's page merges three into the first that came; a stale row says so and stays."""
    first = world.submit(DARK)
    clock.forward(minutes=5)
    others = [world.submit(DARK_TOO) for _ in range(3)]
    browser = world.client("dispatcher")
    page = browser.get(f"/desk/o/{others[2].number}/twins").content.decode()
    sent = {f"expect-{order.number}": 1 for order in (first, *others)} | {f"expect-{others[1].number}": 7}

    browser.post(f"/desk/o/{others[2].number}/twins/merge", {"o": [each.number for each in (first, *others)], **sent})

    assert all(each.number in page for each in (first, *others))
    assert [Order.objects.get(pk=each.pk).outcome for each in others] == ["merged", "", "merged"]
    assert {each.pk for each in merged_orders(first)} == {others[0].pk, others[2].pk}


def test_the_merge_form_is_filled_in_with_the_other_number(world: World) -> None:
    """One press on a twin opens the form of the move with its number."""
    first, second = world.submit(DARK), world.submit(DARK_TOO)

    page = world.client("dispatcher").get(f"/desk/o/{second.number}?move=merge&into={first.number}").content.decode()

    assert f'value="{first.number}"' in page


def test_every_merged_reporter_judges_for_themselves(world: World) -> None:
    """Once the order that leads is answered each may judge; before that it is refused, and nothing is reopened."""
    leading = world.at_work(text=DARK)
    other = world.submit(DARK_TOO)
    merged(world, other, leading)
    verdict = {"verdict": "no", "satisfaction": "2"}
    with pytest.raises(Refused):
        world.move(other, "rate_merged", "reporter", **verdict)
    world.move(leading, "answer", "handler", answer="灯已换好。")

    world.move(other, "rate_merged", "reporter", **verdict)
    world.move(leading, "solved", "reporter", satisfaction="5")

    assert (other.stage, other.outcome, other.solved, other.satisfaction) == ("merged", "merged", "no", 2)
    assert (leading.outcome, leading.satisfaction) == ("solved", 5)
    said = verdicts_on(leading)
    assert said is not None
    assert (said.merged, said.judged, said.unsolved) == (1, 1, 1)


def test_a_stranger_judges_no_merged_order(world: World) -> None:
    """Neither the reporter of the other order nor staff who handled nothing may."""
    leading, other = world.answered(text=DARK), world.submit(DARK_TOO)
    second = world.submit(DARK_TOO)
    merged(world, other, leading)

    for actor in (Actor.reporter(second.pk), world.actor("handler"), world.actor("dispatcher")):
        with pytest.raises(Refused):
            world.move(other, "rate_merged", actor, verdict="yes", satisfaction="5")


def test_unmerging_loses_nothing(world: World) -> None:
    """In a chain of three the middle one comes back with what was merged into it; its steps and words stay."""
    leading, middle, last = world.submit(DARK), world.submit(DARK_TOO), world.submit(DARK_TOO)
    merged(world, last, middle)
    merged(world, middle, leading)
    assert leading_order(last) == leading
    moves = list(middle.steps.values_list("move", flat=True))

    world.move(middle, "unmerge", "dispatcher", reason="不是同一个小区。")

    assert (middle.stage, middle.outcome, middle.is_closed, middle.text) == ("registered", "", False, DARK_TOO)
    assert middle.due_at is not None
    assert list(middle.steps.values_list("move", flat=True)) == [*moves, "unmerge"]
    assert (leading_order(last), leading_order(middle)) == (middle, None)
    assert progress_of(middle, is_reporter=True).is_merged is False
    merged(world, middle, leading)
    assert leading_order(last) == leading


@pytest.mark.parametrize("who", ["south_dispatcher", "stranger", "handler", "reporter"])
def test_who_may_not_unmerge(world: World, who: str) -> None:
    """Only the dispatchers of the area take a merger back."""
    leading, other = world.submit(DARK), world.submit(DARK_TOO)
    merged(world, other, leading)

    with pytest.raises((Refused, NotFound)):
        world.move(other, "unmerge", who, reason="想拆开。")


def test_a_merged_order_s_page_lets_its_reporter_judge(world: World) -> None:
    """Behind number and code stands the progress of the order that leads, and the form to judge it."""
    code, digest = new_code()
    leading, other = world.answered(text=DARK), world.submit(DARK_TOO, code_digest=digest)
    merged(world, other, leading)

    page = Client().get(f"/t/{other.number}/{code}").content.decode()

    assert 'value="rate_merged"' in page
    assert DARK not in page


def test_merged_reporters_are_told_of_the_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each under their own number, and nobody twice."""
    leading, other = world.at_work(text=DARK), world.submit(DARK_TOO)
    merged(world, other, leading)
    step = world.move(leading, "answer", "handler", answer="灯已换好。")
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(reporters, "is_set_up", lambda: True)
    monkeypatch.setattr(reporters, "_tell", lambda order, said, seq: told.append((order.number, said.zh)) or 1)

    assert reporters.tell_reporter(leading.pk, step.seq) == 2

    assert [number for number, _ in told] == [leading.number, other.number]
    assert all(number in words for number, words in told)


def test_the_index_is_right_at_once_and_forgets_blanked_words(world: World) -> None:
    """An order is there with its first step, gone with its words, and a rebuilding changes nothing."""
    order, blanked = world.submit(DARK), world.submit(DARK_TOO)
    assert is_kept(order)

    blank_words(blanked, by=world.actor("supervisor"), reason="本人要求")
    kept = list(Fingerprint.objects.values_list("entry_id", "keys"))

    assert not is_kept(blanked)
    assert rebuild() == 1
    assert [entry for entry, _ in kept] == list(Fingerprint.objects.values_list("entry_id", flat=True)) == [order.pk]
