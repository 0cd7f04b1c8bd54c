# SPDX-License-Identifier: Apache-2.0
"""Stories of what the public reads of an order, and of what it never reads."""

import io
from typing import Any

from PIL import Image
from pytest_django import DjangoAssertNumQueries

from sidan.base.reasons import explain
from sidan.orders.attachments import keep_draft
from sidan.orders.models import Attachment, Order
from sidan.orders.progress import Progress, is_photo_of, progress_of
from sidan.orders.retention import blank_words
from sidan.people.actors import Actor
from tests.world import Clock, World

SECRET = "机密内容"


def photo() -> str:
    """Return the token of a fresh draft."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return keep_draft(io.BytesIO(file.getvalue()), size=len(file.getvalue())).token


def fresh(order: Order) -> Order:
    """Return the order as a page reads it."""
    return Order.objects.select_related("unit", "matter").get(pk=order.pk)


def words_of(progress: Progress) -> str:
    """Return everything a page could show of the progress."""
    values: list[Any] = [progress.now, progress.turn, progress.late]
    for event in progress.events:
        values += [event.told, event.by, *(answer.value for answer in event.answers)]
    return "\n".join(str(value) for value in values)


def test_the_reporter_reads_who_has_it_until_when_and_what_if_late(world: World, clock: Clock) -> None:
    """The unit, the due time with its reason, and what happens if the unit is late, all in words."""
    order = world.at_work()

    progress = progress_of(fresh(order), is_reporter=True)

    assert str(progress.now) == "城管局照明所已签收，正在办理。"
    assert str(progress.turn) == "城管局照明所"
    assert str(progress.late) == "超时未答复，自动升级给督办员。"
    assert progress.due_at == order.due_at
    assert explain(progress.reason, "zh").startswith("自3月10日（周二）09:00起2个工作日")  # type: ignore[arg-type]


def test_the_timeline_tells_steps_newest_first_with_their_own_units(world: World, clock: Clock) -> None:
    """After an order was sent elsewhere, older lines still name the unit they were about."""
    order = world.submit()
    world.dispatch(order, unit="water")
    clock.forward(minutes=5)
    world.move(order, "contest", "plumber", reason=SECRET)
    world.move(order, "redirect", "dispatcher", unit="lamps", matter_decided="city.lamp.dark")

    progress = progress_of(fresh(order), is_reporter=True)

    assert [str(event.told) for event in progress.events] == [
        "改派给城管局照明所。",
        "已派给水务公司。",
        "您的单子已登记。",
    ]
    assert [str(event.by) for event in progress.events] == ["片区调度员", "片区调度员", "您"]


def test_names_notes_and_reasons_of_contests_are_never_told(world: World) -> None:
    """Staff names, notes to colleagues, remarks and the reasons of a contest stay inside."""
    order = world.submit()
    world.dispatch(order, note=SECRET, unit="water")
    world.move(order, "contest", "plumber", reason=SECRET)
    world.move(order, "uphold", "dispatcher", reason=SECRET)
    world.move(order, "remark", "plumber", remark=SECRET)

    told = words_of(progress_of(fresh(order), is_reporter=True))

    assert SECRET not in told
    assert not any(user.display_name in told for user in world.people.values())


def test_the_answer_and_the_question_stand_out(world: World) -> None:
    """What the unit asked is at hand while the reporter has to answer, and its answer when it is to be judged."""
    order = world.at_work()
    world.move(order, "ask_reporter", "handler", question="几楼？")
    asked = progress_of(fresh(order), is_reporter=True)

    world.move(order, "reply_unit", "reporter", facts="三楼。")
    world.move(order, "answer", "handler", answer="修好了。")
    answered = progress_of(fresh(order), is_reporter=True)

    assert asked.question is not None
    assert [answer.value for answer in asked.question.answers] == ["几楼？"]
    assert answered.question is None
    assert answered.answer is not None
    assert [answer.value for answer in answered.answer.answers] == ["修好了。"]


def test_a_follower_reads_the_staff_and_not_the_reporter(world: World) -> None:
    """A follower sees stages and answers, and no word or photo of the reporter, whoever took it down."""
    order = world.submit(SECRET, answers={"photos": [photo()]})
    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "ask_reporter", "handler", question=f"您是{SECRET}吗？")
    world.move(order, "reply_unit", "intake", facts=SECRET)
    world.move(order, "answer", "handler", answer="修好了。", after=[photo()])
    world.move(order, "not_solved", "reporter", unsolved=SECRET, satisfaction="1")

    progress = progress_of(fresh(order), is_reporter=False)

    assert SECRET not in words_of(progress)
    assert "修好了。" in words_of(progress)
    assert [str(shown.label) for event in progress.events for shown in event.photos] == ["处置后照片"]
    assert "您" not in {str(event.by) for event in progress.events}


def test_a_merged_order_shows_the_progress_of_the_other(world: World) -> None:
    """The reporter of a merged order follows the other one, reading nothing of what its reporter wrote."""
    other = world.submit(SECRET)
    order = world.submit("我这里也黑。")
    world.move(order, "merge", "dispatcher", duplicate=other.number)
    world.dispatch(other)

    progress = progress_of(fresh(order), is_reporter=True)

    assert progress.is_merged
    assert progress.order.pk == other.pk
    assert str(progress.now) == "已派给城管局照明所，等待签收。"
    assert "我这里也黑。" in words_of(progress)
    assert SECRET not in words_of(progress)


def test_a_ground_is_told_in_its_own_words(world: World) -> None:
    """A refusal is told as the file words it for the reporter, with the explanation."""
    order = world.submit()
    world.move(order, "decline", "dispatcher", ground="legal_channel", explanation="请到县法院。")

    event = progress_of(fresh(order), is_reporter=True).events[0]

    assert str(event.answers[0].value).startswith("这件事依法要通过诉讼")
    assert event.answers[1].value == "请到县法院。"


def test_late_steps_are_marked(world: World, clock: Clock) -> None:
    """The clock's move that says somebody was late bears its own kind, and is the system's."""
    order = world.submit()
    clock.to_due(order)
    world.sweep()

    event = progress_of(fresh(order), is_reporter=True).events[0]

    assert (event.kind, str(event.by), str(event.told)) == ("late", "系统", "派单超时，已升级给督办员。")


def test_blanked_words_are_gone_and_the_timeline_holds(world: World) -> None:
    """After words were blanked on request, their line stays without them."""
    order = world.submit(SECRET)
    blank_words(order, by=Actor.importer(), reason="按本人要求")

    progress = progress_of(fresh(order), is_reporter=True)

    assert [str(event.told) for event in progress.events] == ["您的单子已登记。"]
    assert SECRET not in words_of(progress)


def test_photos_go_with_the_words(world: World) -> None:
    """The reporter sees every public photo, a follower those of the staff, and a stranger's order none."""
    order = world.submit(answers={"photos": [photo()]})
    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="好了。", after=[photo()])
    own, after = Attachment.objects.filter(order=order).order_by("pk")
    elsewhere = world.submit()

    assert [is_photo_of(each, order, is_reporter=True) for each in (own, after)] == [True, True]
    assert [is_photo_of(each, order, is_reporter=False) for each in (own, after)] == [False, True]
    assert [is_photo_of(each, elsewhere, is_reporter=True) for each in (own, after)] == [False, False]


def test_a_long_story_takes_no_more_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Three queries for any length, and three more when the order was merged and its matter changed."""
    other = world.at_work()
    order = world.submit(answers={"matter": "live.property"})
    world.dispatch(order)
    for number in range(5):
        world.move(order, "add_facts", "reporter", facts=f"第{number}次补充。")
    brought = fresh(order)
    with django_assert_max_num_queries(4):
        progress_of(brought, is_reporter=True)

    world.move(order, "merge", "dispatcher", duplicate=other.number)
    brought = fresh(order)

    with django_assert_max_num_queries(5):
        assert progress_of(brought, is_reporter=True).is_merged
