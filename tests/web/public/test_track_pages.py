# SPDX-License-Identifier: Apache-2.0
"""Stories of following an order: who gets in, who does not, what may be done there, and what a stale page loses."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from sidan.base.numbers import grouped
from sidan.orders.models import Attachment, Order, Step
from sidan.orders.tracking import follow, new_code
from tests.web.public.conftest import LAMP, Photo, Reported, text_of, value_of
from tests.world import World


def kept(world: World, order: Order) -> Reported:
    """Return an order with a code that opens it as a follower's does."""
    return Reported(order, follow(order))


def answered(world: World) -> Reported:
    """Return an order that awaits its reporter's verdict."""
    code, digest = new_code()
    return Reported(world.answered(code_digest=digest), code)


def test_number_and_code_lead_to_the_page(reported: Reported, resident: Client) -> None:
    """Typed with spaces, in small or full-width letters, they lead to the order."""
    number = reported.order.number.lower().replace("-", " ")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in reported.code)

    page = resident.post("/t/", {"number": number, "code": wide}, follow=True)

    assert page.redirect_chain == [(reported.url, 302)]
    assert LAMP in text_of(page)
    assert "片区调度员正在看您的单子" in text_of(page)


@pytest.mark.parametrize(
    ("number", "code", "status"),
    [
        ("", "", 422),
        ("SD-260310-000001-9", "K7QF-2MXP-9A", 422),
        ("nonsense", "short", 422),
        ("x" * 10_000, "y" * 10_000, 422),
        ("SD-260310-000001-2", "K7QF-2MXP-9A", 404),
    ],
    ids=["empty", "wrong digit", "nonsense", "huge", "not together"],
)
def test_what_does_not_open_is_a_sentence(world: World, resident: Client, number: str, code: str, status: int) -> None:
    """Each mistake is told on the form, which keeps the number."""
    page = resident.post("/t/", {"number": number, "code": code})

    assert page.status_code == status
    assert "sd-fault" in page.content.decode() or "sd-note-danger" in page.content.decode()


def test_a_wrong_number_and_a_wrong_code_look_the_same(reported: Reported, resident: Client) -> None:
    """Whoever guesses learns nothing: both answers are the same page."""
    other_code = grouped(new_code()[0])

    wrong_code = resident.get(f"/t/{reported.order.number}/{other_code}")
    no_order = resident.get(f"/t/SD-260310-654321-2/{other_code}")

    assert wrong_code.status_code == no_order.status_code == 404
    assert text_of(wrong_code) == text_of(no_order)


def test_wrong_codes_are_limited_and_the_right_one_still_opens(
    reported: Reported, resident: Client, settings: Settings
) -> None:
    """After ten wrong codes within a minute the next ones wait; whoever knows the right one is not held up."""
    settings.RATE_LIMITS = True
    for _ in range(10):
        assert resident.get(f"/t/{reported.order.number}/{new_code()[0]}").status_code == 404

    assert resident.get(f"/t/{reported.order.number}/{new_code()[0]}").status_code == 429
    assert resident.get(reported.url).status_code == 200


def test_the_page_is_nobody_else_s(reported: Reported, resident: Client, world: World) -> None:
    """It is not cached on the way, not found by search engines, and being signed in opens it for nobody."""
    page = resident.get(reported.url)

    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    for name in ("stranger", "dispatcher"):
        assert world.client(name).get(f"/t/{reported.order.number}/{new_code()[0]}").status_code == 404


def test_the_page_tells_whose_turn_it_is_and_why(world: World, reported: Reported, resident: Client) -> None:
    """Unit, due time with its reason, and what happens if they are late; no staff names and no notes."""
    world.dispatch(reported.order, note="内部看法")

    words = text_of(resident.get(reported.url))

    assert "已派给城管局照明所，等待签收。" in words
    assert "现在由谁办 城管局照明所" in words
    assert "为什么是这个时间？ 自3月10日（周二）09:00起2个工作时" in words
    assert "超时未签收，自动升级给督办员。" in words
    assert "陈派单" not in words
    assert "内部看法" not in words


def test_the_reporter_answers_a_question_with_a_photo(
    world: World, reported: Reported, resident: Client, photo: Photo
) -> None:
    """The question stands above its form; the answer with its photo is a step of the order."""
    world.move(reported.order, "ask_facts", "dispatcher", question="几楼？")
    page = resident.get(reported.url)
    assert text_of(page).count("几楼？") == 2

    sent = {"move": "reply_facts", "expect": value_of(page, "expect"), "reply_facts-facts": "三楼。"}
    answer = resident.post(reported.url, {**sent, "reply_facts-photos-new": photo()})

    assert answer.status_code == 302
    step = Step.objects.get(order=reported.order, move="reply_facts")
    assert (step.answers["facts"], step.role) == ("三楼。", "reporter")
    assert reported.order.attachments.count() == 1


def test_the_three_verdicts_are_one_question(world: World, resident: Client) -> None:
    """Solved, partly and no are choices of one form, each with its own fields."""
    reported = answered(world)

    page = resident.get(reported.url).content.decode()

    assert [f'value="{move}"' in page for move in ("solved", "partly", "not_solved")] == [True] * 3
    assert page.count('type="radio" name="move"') == 3
    assert page.count('name="solved-satisfaction"') == 5


def test_a_verdict_without_stars_loses_nothing(world: World, resident: Client) -> None:
    """A verdict with a fault comes back chosen, with its words, and the fault beside the stars."""
    reported = answered(world)
    sent = {"move": "solved", "expect": str(reported.order.version), "solved-comment": "谢谢你们"}

    page = resident.post(reported.url, sent)

    html = page.content.decode()
    assert page.status_code == 422
    assert "谢谢你们" in html
    assert "checked" in html.partition('value="solved"')[2][:40]
    reported.order.refresh_from_db()
    assert not reported.order.is_closed


def test_a_stale_page_is_told_and_loses_nothing(
    world: World, reported: Reported, resident: Client, photo: Photo
) -> None:
    """Words sent from a page that is older than the order come back on the page as it is now, to be sent again."""
    world.dispatch(reported.order)
    sent = {"move": "add_facts", "expect": "1", "add_facts-facts": "三楼也黑了", "add_facts-photos-new": photo()}

    page = resident.post(reported.url, sent)

    assert page.status_code == 422
    assert "三楼也黑了" in page.content.decode()
    assert value_of(page, "add_facts-photos") == Attachment.objects.get().token
    assert "已派给城管局照明所" in text_of(page)
    assert value_of(page, "expect") == "2"
    assert not Step.objects.filter(move="add_facts").exists()


def test_words_for_a_move_that_is_gone_can_be_copied(world: World, reported: Reported, resident: Client) -> None:
    """When the move itself is no longer open, its words stand in a box of their own."""
    world.move(reported.order, "withdraw", "reporter")

    page = resident.post(reported.url, {"move": "add_facts", "expect": "1", "add_facts-facts": "三楼也黑了"})

    assert page.status_code == 422
    assert "三楼也黑了" in page.content.decode()
    assert "您写的内容没有提交" in text_of(page)


def test_a_second_press_is_one_move(world: World, reported: Reported, resident: Client) -> None:
    """The same form pressed twice makes one step, and both presses lead to the page."""
    sent = {"move": "add_facts", "expect": "1", "add_facts-facts": "三楼也黑了"}

    assert [resident.post(reported.url, sent).status_code for _ in range(2)] == [302, 302]
    assert Step.objects.filter(move="add_facts").count() == 1


def test_withdrawing_asks_once_more(world: World, reported: Reported, resident: Client) -> None:
    """The move stands behind a fold whose button says what it does; a plain form makes it."""
    page = resident.get(reported.url).content.decode()
    assert "确定撤回" in page.partition("<summary>撤回</summary>")[2]

    resident.post(reported.url, {"move": "withdraw", "expect": "1"})

    reported.order.refresh_from_db()
    assert reported.order.outcome == "withdrawn"


def test_an_objection_is_open_after_a_refusal(world: World, reported: Reported, resident: Client) -> None:
    """An order that was not accepted offers the objection, with its reason."""
    world.move(reported.order, "decline", "dispatcher", ground="outside", explanation="请找物业。")
    assert "提出异议" in text_of(resident.get(reported.url))

    sent = {"move": "object", "expect": str(reported.order.version), "object-objection": "物业也不管。"}
    assert resident.post(reported.url, sent).status_code == 302

    reported.order.refresh_from_db()
    assert reported.order.stage == "objected"


@pytest.mark.parametrize("move", ["dispatch", "sign", "answer_late", "no_such_move", "", "\u202e"])
def test_a_reporter_makes_no_move_of_others(world: World, reported: Reported, resident: Client, move: str) -> None:
    """Moves of staff and of the clock, and moves that do not exist, are refused and change nothing."""
    answer = resident.post(reported.url, {"move": move, "expect": "1"})

    assert answer.status_code in (404, 422)
    reported.order.refresh_from_db()
    assert reported.order.version == 1


def test_a_follower_makes_no_move(world: World, reported: Reported, resident: Client) -> None:
    """A follower's page has no form, and a form made by hand is refused."""
    followed = kept(world, reported.order)
    assert 'name="move"' not in resident.get(followed.url).content.decode()

    answer = resident.post(followed.url, {"move": "withdraw", "expect": "1"})

    assert answer.status_code == 422
    reported.order.refresh_from_db()
    assert not reported.order.is_closed


@pytest.mark.parametrize("expect", ["0", "-1", "abc", "9" * 5000, "１"])
def test_garbage_for_a_version_is_a_stale_page(world: World, reported: Reported, resident: Client, expect: str) -> None:
    """A version that cannot be is taken for an old page: nothing changes, the words stay."""
    page = resident.post(reported.url, {"move": "add_facts", "expect": expect, "add_facts-facts": "三楼"})

    assert page.status_code == 422
    assert "三楼" in page.content.decode()
    assert not Step.objects.filter(move="add_facts").exists()


def test_the_page_after_sending_shows_what_to_keep(reported: Reported, resident: Client) -> None:
    """Number, code, link and QR code, and what happens next until when."""
    words = text_of(resident.get(f"{reported.url}/kept"))

    assert reported.order.number in words
    assert grouped(reported.code) in words
    assert f"http://testserver{reported.url}" in words
    assert "今天 09:15 前" in words
    drawn = resident.get(f"{reported.url}/qr.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg")


@pytest.mark.parametrize("part", ["/kept", "/qr.svg", "/photo/x", "/photo/x/small"])
def test_every_part_is_behind_the_same_lock(reported: Reported, resident: Client, part: str) -> None:
    """A wrong code opens none of an order's addresses."""
    assert resident.get(f"/t/{reported.order.number}/{new_code()[0]}{part}").status_code == 404


def test_the_page_costs_at_most_six_queries(
    world: World, resident: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """However long the story, also for a follower; one more tells the reporter of a merged order if they may judge."""
    other = answered(world)
    code, digest = new_code()
    reported = Reported(world.submit(LAMP, code_digest=digest, answers={"matter": "live.property"}), code)
    world.dispatch(reported.order)
    for number in range(4):
        world.move(reported.order, "add_facts", "reporter", facts=f"第{number}次")
    with django_assert_max_num_queries(6):
        resident.get(reported.url)

    followed = kept(world, reported.order)
    world.move(reported.order, "merge", "dispatcher", duplicate=other.order.number)

    with django_assert_max_num_queries(7):
        resident.get(reported.url)
    with django_assert_max_num_queries(6):
        resident.get(followed.url)


def test_the_page_reads_in_english(world: World, reported: Reported, resident: Client) -> None:
    """Stages, moves and due times follow the language; the reporter's own words stay as written."""
    world.dispatch(reported.order)

    words = text_of(resident.get(f"{reported.url}?lang=en"))

    assert "Sent to Lamp office, which has to sign for it." in words
    assert "2 working hours from Tuesday 10 March 09:00" in words
    assert "Withdraw" in words
