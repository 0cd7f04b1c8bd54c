# SPDX-License-Identifier: Apache-2.0
"""Everyday words suggest the matter they are about, and nothing is suggested where none speaks."""

import pytest

from sidan.dispatch.words import Entry, WordSuggester
from sidan.programmes.catalogue_reader import read_catalogue

PLAIN = {
    "门口的路灯坏了好几天，晚上一片漆黑": "city.facility.streetlight",
    "小区门口那条路坑坑洼洼，电动车都不敢骑": "city.road.pothole",
    "井盖没了，怕有人掉下去": "city.facility.manhole",
    "垃圾桶满了没人收，苍蝇到处飞": "city.clean.rubbish",
    "楼下广场舞音响太大，吵死了睡不着": "city.street.noise",
    "工地半夜施工，通宵打桩": "city.works.noise",
    "三楼停水两天了，一直没水用": "life.water.outage",
    "自来水发黄，有味道，还能喝吗": "life.water.quality",
    "电梯坏了，老人只能爬楼梯": "life.property.lift",
    "老板拖欠工资半年不给": "life.labour.wages",
    "请问医保异地就医怎么报销": "life.security.medical",
    "孩子今年上一年级，学区怎么划片": "life.education.enrolment",
    "饭店油烟直接往楼上排": "city.clean.fumes",
    "楼道里有人给电瓶车飞线充电": "peace.hazard.ebike",
    "村里的低保名额给了关系户": "life.aid.dibao",
    "养猪场的粪水流到田里，臭死了": "life.environment.livestock",
    "打车司机不打表还绕路": "life.transport.taxi",
    "健身房跑路了，办的卡不给退款": "life.market.consumer",
}


@pytest.fixture(scope="module")
def suggester() -> WordSuggester:
    """The suggester of the catalogue as shipped."""
    return WordSuggester.from_catalogue(read_catalogue())


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_report_finds_its_matter(suggester: WordSuggester, text: str) -> None:
    """What residents write every day is understood, with the words that spoke for it."""
    best = suggester.suggest(text)[0]

    assert best.matter == PLAIN[text]
    assert best.score > 0.5
    assert best.because
    assert best.because[0] in text


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("The street lights on our road are out", "city.facility.streetlight"),
        ("There is a huge POTHOLE in front of the school", "city.road.pothole"),
        ("the neighbour's dogs keep barking all night", "city.clean.animals"),
        ("no water since yesterday", "life.water.outage"),
        ("小區的電梯壞了", "life.property.lift"),
        ("路燈不亮，垃圾沒人收", "city.facility.streetlight"),
        ("ＫＴＶ太吵", "life.tourism.venue"),
    ],
)
def test_english_traditional_and_wide_letters_are_read(suggester: WordSuggester, text: str, matter: str) -> None:
    """English, traditional characters and full-width letters are understood as well."""
    assert matter in [suggestion.matter for suggestion in suggester.suggest(text)]


@pytest.mark.parametrize(
    "text", ["", "   \n", "🙂🙂🙂", "asdf qwer zxcv", "你好", "啊啊啊啊", "dogma", "\x00", "1234567890"]
)
def test_nothing_is_suggested_where_no_word_speaks(suggester: WordSuggester, text: str) -> None:
    """Empty texts, emoji, greetings and nonsense bring no suggestion rather than a wrong one."""
    assert suggester.suggest(text) == []


def test_a_very_long_text_is_read_from_its_beginning(suggester: WordSuggester) -> None:
    """Ten thousand characters cost no more than the first fifteen hundred, and the beginning decides."""
    found = suggester.suggest("路灯不亮。" + "今天天气不错，" * 1500 + "电梯坏了")

    assert [suggestion.matter for suggestion in found] == ["city.facility.streetlight"]


def test_a_word_inside_a_longer_one_does_not_speak() -> None:
    """Of two words one inside the other only the longer counts."""
    suggester = WordSuggester([Entry("power", ("电",)), Entry("lift", ("电梯",))])

    assert [suggestion.matter for suggestion in suggester.suggest("电梯停了")] == ["lift"]


def test_a_silent_phrase_swallows_the_words_inside_it() -> None:
    """人民政府 is not about 民政."""
    suggester = WordSuggester([Entry("aid", ("民政",))], silent=["人民政府"])

    assert suggester.suggest("请人民政府答复") == []
    assert suggester.suggest("请民政答复") != []


def test_faint_words_and_places_speak_softly() -> None:
    """A word said in passing, or one that only tells where, yields to a plain one."""
    suggester = WordSuggester(
        [Entry("park", ("公园",)), Entry("light", ("路灯",)), Entry("school", ("学校",))], faint=["公园"]
    )

    assert [suggestion.matter for suggestion in suggester.suggest("公园路灯不亮")] == ["light", "park"]
    assert suggester.suggest("学校附近路灯不亮")[0].matter == "light"


def test_suggestions_come_best_first_with_falling_scores(suggester: WordSuggester) -> None:
    """No more than asked for, best first, each score between 0 and 1 and none above the one before."""
    found = suggester.suggest("路灯不亮，井盖松动，垃圾成堆，下水道堵了，电梯也坏了", at_most=4)

    scores = [suggestion.score for suggestion in found]
    assert len(found) == 4
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_blank_words_of_a_row_are_left_out() -> None:
    """A county's row with a blank word does no harm."""
    suggester = WordSuggester([Entry("light", ("路灯", "", "  "))])

    assert [suggestion.matter for suggestion in suggester.suggest("路灯")] == ["light"]
