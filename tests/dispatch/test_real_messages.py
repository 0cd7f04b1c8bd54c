# SPDX-License-Identifier: Apache-2.0
"""Real messages to a city government go through the whole loop; read where they are, never copied.

Their folder is `messages/` in SIDAN_SHARED's `data/`, else in `../shared/data` beside the repository.
"""

import csv
import gzip
import os
from itertools import islice
from pathlib import Path

import pytest

from sidan.dispatch.importing import Taken, Wishes, import_messages
from sidan.dispatch.message_sheets import Message, read_messages
from sidan.dispatch.suggest import suggest
from sidan.orders.models import Order
from sidan.orders.verify import fault_in
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.programmes.catalogue_reader import read_catalogue
from sidan.programmes.stocking import stock
from tests.world import World

SHARED = Path(os.environ.get("SIDAN_SHARED") or Path(__file__).resolve().parents[3] / "shared")
FOLDER = SHARED / "data" / "messages"
SAMPLE = 150
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the real messages are not here: {FOLDER}"),
]


def sample(name: str, folder: Path) -> list[Message]:
    """Return messages from all over a file, the longest among them."""
    csv.field_size_limit(4 * 1024 * 1024)
    with gzip.open(FOLDER / name, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    longest = max(rows, key=lambda row: len(row["detail"]))
    chosen = [longest, *islice(rows, 0, None, max(len(rows) // SAMPLE, 1))]
    with gzip.open(folder / name, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(chosen)
    sheet = read_messages(folder / name)
    assert not sheet.faults
    return list(sheet.messages)


def take(messages: list[Message]) -> Taken:
    """Import messages as the operator does."""
    return import_messages(messages, by=Actor.importer(), wishes=Wishes())


@pytest.mark.parametrize("name", ["labelled.csv.gz", "stream.csv.gz"])
def test_real_messages_become_orders_that_can_be_handled(world: World, tmp_path: Path, name: str):
    """Every one is opened whole; nearly all get a matter suggested; one is dispatched, answered and judged."""
    stock(read_catalogue())
    messages = sample(name, tmp_path)

    taken = take(messages)

    assert (taken.opened, taken.refused) == (len({message.key for message in messages}), [])
    assert taken.heard >= 0.95 * taken.opened
    assert take(messages).opened == 0
    order = Order.objects.filter(matter__photos="none").order_by("id")[0]
    _go_through_the_loop(world, order)


def _go_through_the_loop(world: World, order: Order) -> None:
    """Dispatch an order by its own matter, let the unit answer, and record the writer's verdict."""
    assert order.matter is not None
    assert suggest(order).matters[0] == order.matter
    Unit.objects.filter(code="lamps").update(kind=order.matter.unit_kind)
    assert "lamps" in [unit.code for unit in suggest(order).units]

    world.dispatch(order, matter=order.matter.code)
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="已到现场办理完毕，感谢您的来信。")
    world.move(order, "solved", "revisitor", satisfaction="4")

    assert (order.outcome, order.satisfaction) == ("solved", 4)
    assert fault_in(order) is None
