# SPDX-License-Identifier: Apache-2.0
"""Messages of a spreadsheet become orders: once each, whole, and through the same engine as any other."""

from datetime import datetime
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.dispatch import importing
from sidan.dispatch.importing import Taken, Wishes, import_messages
from sidan.dispatch.message_sheets import Message, read_messages
from sidan.orders.models import Order, Step
from sidan.orders.verify import fault_in
from sidan.people import contacts
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry, Contact
from tests.world import CHINA, NORTH, SOUTH, World

pytestmark = pytest.mark.django_db


def message(words: str = "路灯不亮，晚上看不见路。", **more: object) -> Message:
    """Return a message as a sheet would give it."""
    return Message(where="A2", words=words, **more)


def take(*messages: Message, **wishes: object) -> Taken:
    """Import messages as the operator does."""
    return import_messages(messages, by=Actor.importer(), wishes=Wishes(**wishes))


def test_a_message_becomes_an_order_of_now(world: World):
    """Its own time and number stand under its words, and the matter says that nobody chose it."""
    taken = take(message(id="A-7", at=datetime(2019, 5, 1, 8, 30, tzinfo=CHINA), place="南街3号", area=SOUTH))

    order = Order.objects.get()
    assert (taken.opened, taken.heard, taken.filled_in) == (1, 1, 1)
    assert (order.via, order.stage, order.area_code, order.place_text) == ("import", "registered", SOUTH, "南街3号")
    assert order.created_at == now()
    assert order.text == (
        "路灯不亮，晚上看不见路。\n\n"
        "（导入的来信 · 原编号 A-7 · 来信时间 2019-05-01 08:30 · 事项由系统按文字推荐，不是来信人所选）"
    )
    assert order.matter is not None
    assert order.matter.code == "city.lamp.dark"


def test_no_matter_is_filled_in_when_none_is_wanted_or_clear(world: World):
    """The words are kept without one; a desk still sees its suggestion."""
    assert take(message(), suggest=False).heard == 1
    assert take(message("你们好。")).heard == 0

    assert not Order.objects.filter(matter__isnull=False).exists()


def test_the_same_messages_again_add_nothing(world: World):
    """Neither in one file nor in the next; only what is new is opened."""
    first, second = message(id="1"), message(id="2")

    assert (take(first, second, first).opened, Order.objects.count()) == (2, 2)
    again = take(second, message(id="3"), first)

    assert (again.opened, again.known, Order.objects.count()) == (1, 2, 3)


def test_an_import_broken_off_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch):
    """What was committed stays, the batch in hand is taken back whole, and the next run opens just the rest."""
    monkeypatch.setattr(importing, "BATCH", 2)
    messages = [message(id=str(number)) for number in range(5)]

    def broken_off(done: int, taken: Taken) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_messages(messages, by=Actor.importer(), wishes=Wishes(), progress=broken_off)
    assert Order.objects.count() == 4

    assert (take(*messages).opened, Order.objects.count()) == (1, 5)


def test_one_faulty_row_does_not_lose_its_batch(world: World):
    """It is refused with its cell; nothing of it is kept, its contact included."""
    taken = take(message(id="1"), message(id="2", area="9999", phone="13800000000"), message(id="3"))

    assert taken.opened == 2
    assert [str(fault) for fault in taken.refused] == ["A2: There is no area 9999."]
    assert not Contact.objects.exists()


def test_a_long_text_is_kept_whole(world: World):
    """What does not fit the form follows as further facts, each part marked, none cut inside a sentence."""
    text = "".join(f"第{number}句说了很多话很多话很多话很多话。" for number in range(1, 600))

    taken = take(message(text))

    order = Order.objects.get()
    facts = list(Step.objects.filter(order=order, move="add_facts").values_list("answers__facts", flat=True))
    assert taken.pieces == len(facts) == 4
    assert facts[0].startswith("（接上文，第 2 段，共 5 段）\n第")
    parts = [order.text.partition("\n\n（导入")[0], *(fact.partition("\n")[2] for fact in facts)]
    assert "".join(parts) == text
    assert all(part.endswith("。") for part in parts)
    assert fault_in(order) is None


def test_a_contact_is_kept_encrypted(world: World):
    """A number that is none is not lost: it goes into the same record as it is written, and the row is remarked on."""
    taken = take(message(name="张三", phone="138 0000 0000"), message("路灯又坏了", phone="138****0000"))

    whole, masked = (order.contact for order in Order.objects.order_by("id"))
    assert b"138" not in bytes(whole.sealed)
    assert _details(world, whole) == {"name": "张三", "phone": "13800000000", "email": "", "wish": ""}
    assert _details(world, masked)["wish"] == "138****0000"
    assert str(taken.remarks[0]).startswith("A2: Taken; the contact was kept as it is written: ")


def _details(world: World, contact: Contact) -> dict[str, str]:
    """Return what a contact holds."""
    return contacts._opened(contact).to_json()


def test_orders_may_be_opened_under_their_own_time(world: World):
    """The earliest first; the clock is back afterwards, and a row without a time is opened now."""
    today = now()
    take(
        message(id="3"),
        message(id="2", at=datetime(2019, 5, 2, 9, 0, tzinfo=CHINA)),
        message(id="1", at=datetime(2018, 5, 2, 9, 0, tzinfo=CHINA)),
        in_their_time=True,
    )

    assert [f"{moment:%Y}" for moment in Order.objects.order_by("id").values_list("created_at", flat=True)] == [
        "2018",
        "2019",
        "2026",
    ]
    assert now() == today


def test_a_time_that_is_none_or_to_come_is_refused_only_where_it_counts(world: World):
    """Opened now, such a time is merely noted."""
    strange, coming = message(time_words="上周"), message(at=datetime(2030, 1, 1, tzinfo=CHINA))

    taken = take(strange, coming, in_their_time=True)
    assert [str(fault) for fault in taken.refused] == [
        "A2: the time 2030-01-01 00:00 has not come yet.",
        "A2: 上周 is not a time such as 2026-10-01 08:30.",
    ]

    assert take(strange, coming).opened == 2


def test_places_come_by_code_or_name_or_else_from_the_choice(world: World):
    """Without a choice the first town takes what names no area."""
    take(message(id="1", area="南门街道"), message(id="2", area=f"{SOUTH}000"), message(id="3"))
    take(message(id="4"), area="南门社区")

    areas = list(Order.objects.order_by("id").values_list("area_code", flat=True))
    assert areas == [SOUTH, SOUTH, NORTH, f"{SOUTH}001"]


def test_a_choice_of_area_that_is_none_is_refused_before_anything_is_opened(world: World):
    """So is a city without areas."""
    with pytest.raises(NotFound, match="There is no area 火星"):
        take(message(), area="火星")

    assert not Order.objects.exists()


def test_a_city_without_areas_is_told_so(db: None):
    """There is nowhere to put an order."""
    with pytest.raises(Refused, match="There are no areas yet"):
        take(message())


def test_no_more_orders_are_opened_than_wanted(world: World):
    """The next run goes on behind them."""
    messages = [message(id=str(number)) for number in range(5)]

    assert [take(*messages, most=3).opened, take(*messages, most=3).opened] == [3, 2]


def test_what_people_do_meanwhile_is_told_first(world: World):
    """The jobs of imported orders wait behind those of others, and of their own further moves."""
    take(message(area="北门街道"))
    world.dispatch(Order.objects.get())
    world.submit()

    jobs = ProcrastinateJob.objects.filter(task_name="step_made").order_by("id")
    assert list(jobs.values_list("priority", flat=True)) == [-10, 0, 0]


def test_an_import_stands_in_the_audit_log_without_a_word_of_it(world: World):
    """How many orders, and by whom."""
    take(message())

    entry = AuditEntry.objects.get(action="orders.imported")
    assert (entry.actor, entry.details) == ("importer", {"count": 1})


def test_an_imported_order_goes_through_the_loop(world: World, tmp_path: Path):
    """Dispatched, signed for, answered, and judged by a revisit, as its writer holds no query code."""
    file = tmp_path / "m.csv"
    file.write_text("text,area\n路灯不亮,北门街道\n", encoding="utf-8")
    take(*read_messages(file).messages)
    order = Order.objects.get()

    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="灯泡已更换。")
    world.move(order, "solved", "revisitor", satisfaction="5")

    assert (order.stage, order.outcome, order.satisfaction) == ("closed", "solved", 5)
