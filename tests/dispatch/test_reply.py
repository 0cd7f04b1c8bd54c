# SPDX-License-Identifier: Apache-2.0
"""A reply is looked over before it is sent: what it lacks is said, and a good one is left alone."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidan.dispatch.reply import MOST_HINTS, Look, look_over
from sidan.dispatch.reply_private import as_a_start
from sidan.dispatch.reply_texts import Rarity, is_chinese, sentences

RARITY = Rarity()
ASKED = (
    "临江路中段三盏路灯坏了一个多星期，晚上漆黑一片，老人摔过一跤。请问什么时候能修好？"
    "另外人行道的地砖也松动了，希望一并修补。我的电话是13912345678。"
)
GOOD = (
    "您好！3月10日，市政维护中心到临江路中段查看，三盏路灯是电缆被挖断，已于3月11日换好电缆，恢复照明。"
    "松动的人行道地砖列入本周修补，3月15日前完成。按《城市道路管理条例》，施工单位承担修复费用。"
    "还有疑问请找市政维护中心值班室，电话0794-8223344。"
)
EMPTY = "您好！您反映的问题已收悉，我局高度重视，已转相关部门处理，感谢您对我们工作的关心和支持！"
OFF_TOPIC = (
    "您好！关于幼儿园入园报名，2026年5月10日起在教育局网站登记，请带户口簿和预防接种证，详情请咨询区教育局，"
    "电话0794-8220000。根据招生简章，年满三周岁可以报名。"
)
PROMISE = "您好！市政维护中心已到临江路查看路灯和人行道地砖，因电缆被挖断，我中心将尽快修复。电话0794-8223344。"
ASKED_EN = (
    "Three street lamps on Linjiang Road have been dark for a week and my mother fell there. "
    "When will they be repaired?"
)
GOOD_EN = (
    "On 10 March the lighting office looked at the lamps on Linjiang Road: a cable had been cut, because of roadworks. "
    "All three street lamps were repaired on 11 March. To ask further, call the lighting office on 0794-8223344."
)
PROMISE_EN = (
    "The lighting office looked at the street lamps on Linjiang Road. The cable was cut and we will repair the "
    "lamps as soon as possible."
)


def codes(look: Look) -> list[str]:
    """Return the kinds of the hints, in order."""
    return [hint.code for hint in look.hints]


def look(asked: str, reply: str) -> Look:
    """Look a reply over as on the first day, when nothing has been read yet."""
    return look_over(asked, reply, rarity=RARITY)


@pytest.mark.parametrize(("asked", "reply"), [(ASKED, GOOD), (ASKED_EN, GOOD_EN)])
def test_a_good_reply_is_left_alone(asked, reply):
    """A reply that says who, what, when and why gets all four ticks and no hint."""
    found = look(asked, reply)

    assert codes(found) == []
    assert (found.says_who, found.says_what, found.says_when, found.gives_basis) == (True, True, True, True)


def test_empty_phrases_are_called_out():
    """A reply of courtesies is told that nothing is said, and to whom it was passed on is asked."""
    found = look(ASKED, EMPTY)

    assert codes(found)[:2] == ["handed_on", "nothing_said"]
    assert EMPTY[found.hints[0].start : found.hints[0].end] == "已转相关部门处理"
    assert not found.says_what
    assert "相关部门" in found.hints[0].words.zh


def test_a_reply_about_something_else_is_noticed():
    """A reply that shares neither place nor trouble with the message is off the point, however complete it is."""
    assert codes(look(ASKED, OFF_TOPIC))[0] == "off_topic"
    assert "off_topic" not in codes(look(ASKED, GOOD))


@pytest.mark.parametrize(
    ("asked", "reply", "words"), [(ASKED, PROMISE, "尽快"), (ASKED_EN, PROMISE_EN, "as soon as possible")]
)
def test_a_promise_without_a_day_is_asked_for_one(asked, reply, words):
    """A promise with a vague word is shown at its sentence, and asked for a day."""
    hint = next(hint for hint in look(asked, reply).hints if hint.code == "no_day")

    assert words in reply[hint.start : hint.end]
    assert "哪天" in hint.words.zh


def test_a_short_answer_says_what_was_done():
    """`已修好` is an answer, if a bare one; a promise behind a courtesy is still a promise."""
    assert look(ASKED, "已修好。").says_what
    assert "no_day" in codes(look(ASKED, "您反映的问题已收悉，我中心将尽快组织维修。"))


def test_a_point_never_mentioned_is_named_in_the_writers_own_words():
    """What the reply leaves out is quoted from the message."""
    reply = "您好！3月10日，市政维护中心到临江路中段查看，路灯因电缆被挖断不亮，3月11日已修好。电话0794-8223344。"

    untouched = [hint for hint in look(ASKED, reply).hints if hint.code == "untouched"]

    assert len(untouched) == 1
    assert "人行道的地砖" in untouched[0].words.zh


def test_the_writers_telephone_does_not_come_back_in_the_reply():
    """A number from the message that the reply repeats is the first thing said."""
    reply = GOOD + "已拨打13912345678告知您。"

    first = look(ASKED, reply).hints[0]

    assert (first.code, reply[first.start : first.end]) == ("private", "13912345678")


def test_a_reply_speaks_the_language_of_the_message():
    """An English message answered in Chinese is noticed, and not also called off the point."""
    assert codes(look(ASKED_EN, GOOD))[0] == "language"
    assert "off_topic" not in codes(look(ASKED_EN, GOOD))


def test_a_refusal_is_asked_for_its_ground():
    """What cannot be done needs a rule or a reason."""
    bare = "您好！市政维护中心3月10日到临江路查看，路灯无法修复，人行道地砖无法修补。电话0794-8223344。"

    assert "no_basis" in codes(look(ASKED, bare))
    assert "no_basis" not in codes(look(ASKED, bare + "因路灯属于小区业主共有，由业委会负责维修。"))


def test_reading_is_made_easier():
    """A long block, a long sentence, an official word and a sermon are each pointed out where they stand."""
    long = (
        "市政维护中心会同临江路社区"
        + "到现场查看路灯和人行道地砖，" * 32
        + "3月10日修好。希望您理解支持。电话0794-8223344。"
    )

    found = {hint.code: hint for hint in look(ASKED, long).hints}

    assert {"preaching", "order", "long", "officialese"} <= set(found)
    assert long[found["officialese"].start : found["officialese"].end] == "会同"
    assert "和……一起" in found["officialese"].words.zh


@pytest.mark.parametrize("text", ["", "   \n ", "好", "😀" * 50, "a" * 10_000, "？" * 5_000, "（" * 3_000])
def test_odd_texts_are_taken_as_they_are(text):
    """Nothing, one character, emoji and long nonsense give an answer on either side, and never an error."""
    assert len(look(text, GOOD).hints) <= MOST_HINTS
    assert len(look(ASKED, text).hints) <= MOST_HINTS
    assert look(ASKED, " ").hints == ()


@settings(max_examples=60, deadline=None)
@given(
    reply=st.lists(st.sampled_from([*GOOD.split("。"), EMPTY, PROMISE, OFF_TOPIC, "近期处理", "无法办理"]), max_size=6),
    day=st.dates(),
)
def test_a_date_never_adds_a_call_for_one(reply, day):
    """Adding a sentence with a day never brings a hint about a missing day, and silences the one about none."""
    text = "。".join(reply)
    before, after = look(ASKED, text), look(ASKED, f"{text}。已于{day.year}年{day.month}月{day.day}日上午完成巡查。")

    assert "no_date" not in codes(after)
    assert after.says_when
    assert "no_day" in codes(before) or "no_day" not in codes(after) or len(before.hints) == MOST_HINTS


@settings(max_examples=60, deadline=None)
@given(reply=st.text(max_size=300), asked=st.text(max_size=200))
def test_every_hint_stands_inside_the_reply(reply, asked):
    """Places lie inside the text, and there are never more hints than a person reads."""
    found = look(asked, reply)

    assert len(found.hints) <= MOST_HINTS
    assert all(0 <= hint.start <= hint.end <= len(reply) for hint in found.hints)
    assert all("%(" not in hint.words.zh + hint.words.en for hint in found.hints if "%(" not in reply + asked)


def test_rare_words_weigh_more_than_usual_ones():
    """What every message says weighs little, before the first message is read and after."""
    read = Rarity.of(["路灯坏了", "路灯不亮", "井盖丢失"])

    assert RARITY.weight("问题") < RARITY.weight("路灯")
    assert read.weight("路灯") < read.weight("井盖") < read.weight("未曾")


def test_an_older_answer_is_covered():
    """What leads to a person is covered before another order's answer is offered."""
    assert as_a_start("已联系13912345678，请拨0794-8223344。") == "已联系〔电话〕，请拨0794-8223344。"
    assert as_a_start("We called 13912345678 about the lamp.") == "We called [phone] about the lamp."


def test_sentences_know_their_place():
    """Each sentence is cut from the very place it names, in either language."""
    text = " 一。二！\n Three is here. Four"

    assert [text[each.start : each.end] for each in sentences(text)] == ["一。", "二！", "Three is here.", "Four"]
    assert (is_chinese("临江路路灯"), is_chinese("the lamps are dark"), is_chinese("12")) == (True, False, None)


def test_the_labels_of_the_bench_hold_no_text():
    """Replies of others may not be copied: the file has their numbers and four marks, and nothing else."""
    lines = Path("bench/replies_labels.csv").read_text().splitlines()

    assert lines[0] == "uid,who,what,when,basis"
    assert len(lines) == 121
    assert all(re.fullmatch(r"A4-\d+(,[01]){4}", line) for line in lines[1:])
