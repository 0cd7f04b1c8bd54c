# SPDX-License-Identifier: Apache-2.0
"""An order keeps the edition it was opened under; a new one binds new orders only."""

from collections.abc import Iterator

import pytest

from sidan.base.errors import NotFound, Refused
from sidan.orders import registry
from sidan.orders.models import Edition
from sidan.programmes.shelf import OFFICIAL, proved
from tests.world import World

SOURCE = (OFFICIAL / "service.toml").read_text(encoding="utf-8")


def serve(source: str) -> None:
    """Serve a text as the present edition of its programme."""
    registry.serve(proved(source, name="service.toml"), source)


@pytest.fixture
def shelf() -> Iterator[None]:
    """Put the official edition back, and forget what this process believes is recorded."""
    registry.forget_recorded()
    yield
    registry.forget_recorded()
    serve(SOURCE)


def second_edition() -> str:
    """Return a second edition in which signing for an order takes a different name and a longer time."""
    changed = SOURCE.replace("edition      = 2", "edition      = 3")
    changed = changed.replace('clock = "sign", limit = "2 working_hours"', 'clock = "sign", limit = "6 working_hours"')
    return changed.replace('code    = "sign"', 'code    = "receive"')


def test_an_old_order_goes_on_under_its_own_edition(world: World, shelf: None) -> None:
    """The second edition renames a move and lengthens a limit; an order of the first knows neither."""
    old = world.submit()
    world.dispatch(old)
    serve(second_edition())
    new = world.submit()
    world.dispatch(new)

    world.move(old, "sign", "handler")
    world.move(new, "receive", "handler")

    assert (old.edition, new.edition) == (2, 3)
    assert (old.stage, new.stage) == ("working", "working")
    with pytest.raises(NotFound):
        world.move(old, "receive", "handler")
    assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [2, 3]


def test_a_promise_made_is_not_changed_by_a_new_edition(world: World, shelf: None) -> None:
    """The due time of an order in a stage stands, whatever the next edition says of that stage."""
    old = world.submit()
    world.dispatch(old)
    due = old.due_at

    serve(second_edition())
    world.move(old, "remark", "dispatcher", remark="新版已启用。")

    assert old.due_at == due


def test_a_text_changed_without_a_new_number_is_refused(world: World, shelf: None) -> None:
    """What orders were opened under cannot be changed behind them."""
    world.submit()
    serve(SOURCE.replace("2 working_hours", "9 working_hours"))
    registry.forget_recorded()

    with pytest.raises(Refused, match="raise its edition"):
        world.submit()
