# SPDX-License-Identifier: Apache-2.0
"""A resident's long letter is folded on the desk, so that what happened and what to do stay in reach."""

from tests.web.desk.conftest import words
from tests.world import World


def test_a_long_letter_shows_its_beginning_and_opens_whole(world: World) -> None:
    """Without JavaScript; the whole text stands in the page once."""
    letter = "".join(f"第{number}句话。" for number in range(1, 300))
    order = world.submit(letter)

    page = world.client("dispatcher").get(f"/desk/o/{order.number}").content.decode()

    assert f"显示全文（{len(letter)} 字）" in page
    assert page.count(letter) == 1
    assert page.count("第1句话。") == 2


def test_a_short_message_is_shown_as_it_is(world: World) -> None:
    """Nothing to open."""
    order = world.submit("楼道灯坏了。")

    assert "显示全文" not in words(world.client("dispatcher").get(f"/desk/o/{order.number}"))
