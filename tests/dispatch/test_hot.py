# SPDX-License-Identifier: Apache-2.0
"""Hot issues as values: which messages belong together, how hot they are, and what an issue is called."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.dispatch.hot import Found, hot_issues, window_of
from sidan.dispatch.hot_clusters import Text, cluster
from sidan.dispatch.hot_heat import Baseline, Message, heat_of, place_of, season_of, surprise_of
from sidan.dispatch.hot_names import name_of_issue
from tests.world import MORNING

NOISE = (
    "中海国际社区三期工地凌晨还在打桩施工，噪音很大，睡不着觉",
    "凌晨两点中海国际社区旁边工地夜间施工噪音扰民",
    "投诉中海国际社区对面工地夜间施工，噪音太大孩子没法睡",
    "中海国际小区附近工地半夜打桩，夜间施工噪音严重扰民",
)
ELSEWHERE = ("翠湖花园小区旁边工地夜间施工噪音扰民，凌晨打桩", "翠湖花园小区工地凌晨打桩夜间施工，噪音太大")
LAMPS = ("幸福路的路灯坏了半个月，晚上漆黑一片", "幸福路路灯半个月不亮了，漆黑一片老人摔倒")
OTHERS = (
    "公交826路首班车能不能早一点发车",
    "幼儿园报名需要哪些材料",
    "自来水这两天发黄有铁锈味",
    "请问社保卡丢了去哪里补办",
)


def groups(words: list[str]) -> set[frozenset[str]]:
    """Return the texts that fell together, clusters of one left out."""
    found: dict[int, set[str]] = {}
    for label, text in zip(cluster([Text(each) for each in words]).tolist(), words, strict=True):
        found.setdefault(label, set()).add(text)
    return {frozenset(texts) for texts in found.values() if len(texts) > 1}


def told(words: str, *, days_ago: float = 0.0, key: int = 0, area: str = "369901001001001") -> Message:
    """Return a message of some days ago."""
    return Message(key or hash(words) % 10**9, words, MORNING - timedelta(days=days_ago), area, "city.works.noise")


def test_the_same_trouble_at_one_place_is_one_issue() -> None:
    """Other words for the same noise at the same place meet; the same noise elsewhere and other trouble do not."""
    found = groups([*NOISE, *ELSEWHERE, *LAMPS, *OTHERS])

    assert found == {frozenset(NOISE), frozenset(ELSEWHERE), frozenset(LAMPS)}


@pytest.mark.parametrize("words", [[], [""], ["。。。", "……"], ["😀😀"], ["ok", "ok"], ["路" * 10_000]])
def test_nothing_and_nonsense_are_no_fault(words: list[str]) -> None:
    """Empty texts, signs, emoji and endless ones are read without a fault."""
    assert len(cluster([Text(each) for each in words])) == len(words)


@given(st.randoms(use_true_random=False))
def test_the_sequence_of_messages_changes_nothing(chance: random.Random) -> None:
    """The same messages in any sequence fall into the same clusters."""
    words = [*NOISE, *ELSEWHERE, *LAMPS, *OTHERS]
    shuffled = chance.sample(words, len(words))

    assert groups(shuffled) == groups(words)


@given(st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=40))
def test_an_unrelated_message_leaves_the_others_alone(stray: str) -> None:
    """A message that shares no pair of characters with any other joins none and parts none."""
    words = [*NOISE, *ELSEWHERE, *LAMPS, *OTHERS]

    assert groups([*words, stray]) == groups(words)


@given(st.lists(st.floats(0, 60), min_size=1, max_size=30), st.floats(0.05, 40))
def test_one_more_message_today_is_hotter(ages: list[float], expected: float) -> None:
    """Whatever came before, a further voice now makes an issue hotter."""
    messages = [told(f"噪音{number}", days_ago=age, key=number + 1) for number, age in enumerate(ages)]
    baseline = Baseline(8, {("369901001001", "city.works.noise"): round(8 * expected)})
    more = [*messages, told("又吵了", key=999)]

    was, now = (heat_of(each, at=MORNING, baseline=baseline, matter="city.works.noise") for each in (messages, more))

    assert now.heat > was.heat


def test_a_text_sent_again_is_one_voice() -> None:
    """The same words sent twenty times count once, by the last; a follower is a voice too."""
    again = [told(NOISE[0], days_ago=number / 24, key=number + 1) for number in range(20)]
    followed = [Message(50, NOISE[1], MORNING, followers=3)]

    assert heat_of(again, at=MORNING, baseline=Baseline()).voices == 1
    assert heat_of([*again, *followed], at=MORNING, baseline=Baseline()).voices == 5


def test_states_follow_their_rules() -> None:
    """New, growing, steady and fading are told from two weeks' counts."""

    def state(*days: float) -> str:
        messages = [told(f"噪音{number}", days_ago=age, key=number + 1) for number, age in enumerate(days)]
        return heat_of(messages, at=MORNING, baseline=Baseline()).state

    assert state(0, 1) == "new"
    assert state(0, 1, 2, 9, 10) == "growing"
    assert state(0, 1, 9, 10) == "steady"
    assert state(0, 9, 10) == "fading"
    assert state(20, 25) == "fading"


def test_heat_is_as_documented() -> None:
    """Two voices now and one of a week ago, with surprise 2, are 2.5 voices times 5 thirds."""
    messages = [told("甲", key=1), told("乙", key=2), told("丙", days_ago=7, key=3)]

    found = heat_of(messages, at=MORNING, baseline=Baseline())

    assert found.recent == 2
    assert found.heat == pytest.approx(2.5 * (1 + found.surprise / 3))
    assert surprise_of(2, 0.1488) == pytest.approx(2.0, abs=0.01)


def test_what_is_usual_here_is_no_surprise() -> None:
    """Where a place brings ten of a matter each week, ten are expected; where it has none, the city's share is."""
    baseline = Baseline(8, {("369901001001", "city.works.noise"): 80, ("369901002001", "city.lamp.dark"): 80})

    assert baseline.expected("369901001001001", "city.works.noise") == pytest.approx(8.33, abs=0.01)
    assert baseline.expected("369901002", "city.works.noise") == pytest.approx(1.67, abs=0.01)
    assert surprise_of(10, 8.33) < 1


def test_a_season_is_drawn_towards_the_year() -> None:
    """Three times the even share of many is nearly three; of few it is little more than one."""
    assert season_of({"city.works": 300}, {"city.works": 1000}, share=0.1)["city.works"] == pytest.approx(
        2.89, abs=0.01
    )
    assert season_of({"city.works": 3}, {"city.works": 10}, share=0.1)["city.works"] == pytest.approx(1.29, abs=0.01)


def test_the_place_is_the_smallest_that_holds_most() -> None:
    """Four of five in a grid name the grid; two grids of a community name the community."""
    one, other = "369901001001001", "369901001001002"

    assert place_of([told(str(n), area=one) for n in range(4)] + [told("x", area=other)]) == one
    assert place_of([told("a", area=one), told("b", area=other)]) == "369901001001"


def test_a_name_is_of_its_own_words() -> None:
    """Where and what, both said by most of its messages; no numbers of telephones, no names of persons."""
    with_person = [f"{text}，联系张某某13812345678" for text in NOISE]

    name = name_of_issue(with_person)

    assert "中海国际" in name
    assert "138" not in name
    assert "张" not in name


def test_a_quiet_place_looks_further_back() -> None:
    """Fewer than a thousand messages in thirty days: the window reaches back, at most a year."""
    messages = [told(str(days), days_ago=days, key=days + 1) for days in range(0, 500, 20)]

    window = window_of(messages, at=MORNING)

    assert len(window) == 19
    assert window[0].at > MORNING - timedelta(days=365)


def test_issues_are_ranked_by_heat() -> None:
    """A sudden issue stands above an older one of as many voices; messages of tomorrow are not read."""
    sudden = [told(text, days_ago=number / 10) for number, text in enumerate(NOISE)]
    older = [told(text, days_ago=20 + number) for number, text in enumerate(LAMPS)]
    tomorrow = [told(text, days_ago=-1) for text in ELSEWHERE]

    found = hot_issues([*older, *tomorrow, *sudden], at=MORNING, baseline=Baseline())

    assert [len(each.messages) for each in found] == [4, 2]
    assert isinstance(found[0].messages[-1].at, datetime)


def test_a_name_leads_to_nobody() -> None:
    """A phone number and a name that several messages repeat stand in no issue's name."""
    words = "我叫张小明，电话13812345678，幸福小区三栋路灯不亮"
    messages = tuple(Message(key, f"{words}，请修{key}号灯", MORNING) for key in range(3))

    name = Found(messages, "", "", heat_of(messages, at=MORNING, baseline=Baseline())).name

    assert "路灯" in name
    assert not any(private in name for private in ("张小明", "138", "电话"))
