# SPDX-License-Identifier: Apache-2.0
"""Stories of what follows while one writes: dangers, matters, and what neighbours have reported."""

import pytest
from django.core import signing
from django.test import Client

from sidan.orders.models import Order
from tests.web.public.conftest import LAMP, text_of, value_of
from tests.world import World

KEY = "a-key-that-nobody-can-guess"


def form(world: World, **more: object) -> dict[str, object]:
    """Return a form as the poster's page sends it."""
    return {"key": KEY, "site": world.site.code, "report-text": LAMP, **more}


def test_hints_follow_the_text(world: World, resident: Client) -> None:
    """While one writes, danger, matters and neighbours appear; nothing of the neighbour's words does."""
    world.submit("张三家楼道灯不亮", answers={"matter": "city.lamp.dark"})

    page = text_of(resident.post("/report/hints", form(world, **{"report-text": "路灯不亮，还着火了"})))

    assert "119" in page
    assert "路灯不亮" in page
    assert "附近有人报过" in page
    assert "张三" not in page


def test_without_a_script_neighbours_are_shown_on_request(world: World, resident: Client) -> None:
    """A plain button shows what others reported nearby, keeps the text, and opens nothing."""
    world.submit("张三家楼道灯不亮", answers={"matter": "city.lamp.dark"})

    page = resident.post("/report", form(world, look="nearby", **{"report-text": "路灯不亮"}))

    assert page.status_code == 200
    assert "附近有人报过" in text_of(page)
    assert value_of(page, "follow")
    assert Order.objects.count() == 1


def test_danger_is_told_after_sending_too(world: World, resident: Client) -> None:
    """Whoever had no script while writing sees the number to call right after sending."""
    kept = resident.post("/report", form(world, **{"report-text": "楼上着火了"}), follow=True)

    assert "119" in text_of(kept)


def test_a_neighbour_s_order_is_followed_with_a_code_of_one_s_own(world: World, resident: Client) -> None:
    """The offer leads to number and code; the order's page shows its stage and not its words."""
    order = world.submit("张三家楼道灯不亮", answers={"matter": "city.lamp.dark"})
    token = value_of(resident.post("/report/hints", form(world, **{"report-text": "路灯不亮"})), "follow")

    kept = resident.post("/report", form(world, follow=token), follow=True)

    assert "您已跟进这张单" in text_of(kept)
    page = resident.get(kept.redirect_chain[0][0].removesuffix("/kept"))
    assert order.number in text_of(page)
    assert "张三" not in text_of(page)
    assert 'name="move"' not in page.content.decode()
    assert Order.objects.count() == 1


@pytest.mark.parametrize("salt", ["other", "sidan.public.follow"])
def test_only_what_was_offered_can_be_followed(world: World, resident: Client, salt: str) -> None:
    """A token signed for something else, or for no order, opens nothing."""
    order = world.submit()
    token = signing.dumps(order.pk if salt == "other" else 999_999, salt=salt)

    assert resident.post("/report", form(world, follow=token)).status_code == 404
    assert resident.post("/report", form(world, follow="garbage")).status_code == 404


def test_private_words_are_hinted_at_while_one_writes(world: World, resident: Client) -> None:
    """A number or a name in the text is told of by its kind, never repeated; without one there is no hint."""
    path = "/report/hints"
    page = resident.post(path, form(world, **{"report-text": "我叫张建国，灯坏了，打13800138000"})).content.decode()
    plain = resident.post(path, form(world, **{"report-text": "路灯坏了三天"})).content.decode()

    assert "sd-private-hint" in page
    assert "13800138000" not in page
    assert "sd-private-hint" not in plain
