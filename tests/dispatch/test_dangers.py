# SPDX-License-Identifier: Apache-2.0
"""Danger in a text is heard, and harmless, denied and supposed dangers are not."""

import pytest

from sidan.dispatch.dangers import DangerFinder
from sidan.programmes.catalogue_reader import read_catalogue


@pytest.fixture(scope="module")
def finder() -> DangerFinder:
    """The finder of the catalogue as shipped."""
    return DangerFinder(read_catalogue().dangers)


def heard(finder: DangerFinder, text: str) -> list[tuple[str, str]]:
    """Return the code and the number of each danger found."""
    return [(danger.code, danger.number) for danger in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("楼下车棚着火了", ("fire", "119")),
        ("楼下没人管着火了", ("fire", "119")),
        ("厨房有很重的煤气味", ("gas_leak", "119")),
        ("是不是漏气了？味道很大", ("gas_leak", "119")),
        ("老房子的墙快要塌了", ("collapse", "119")),
        ("有没有人被埋还不知道", ("collapse", "119")),
        ("广告牌快要掉下来砸到人了", ("falling", "110")),
        ("电线断了掉在路上冒火花", ("electric", "119")),
        ("三号楼電梯困人", ("lift", "119")),
        ("小孩锁在车里", ("child", "110")),
        ("我不想活了", ("self_harm", "110")),
        ("有人晕倒在路边", ("medical", "120")),
        ("路口车祸有人受伤", ("crash", "122")),
        ("隔壁男人持刀", ("violence", "110")),
        ("There is a fire in the stairwell", ("fire", "119")),
        ("I can smell gas in the kitchen", ("gas_leak", "119")),
        ("My mother is stuck in the lift", ("lift", "119")),
        ("I want to kill myself", ("self_harm", "110")),
    ],
)
def test_danger_is_heard(finder: DangerFinder, text: str, danger: tuple[str, str]) -> None:
    """A danger brings its emergency number, in Chinese, traditional characters and English."""
    assert danger in heard(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "消防通道被车堵住了",
        "煤气费怎么又涨了",
        "没有着火，只是烟大",
        "目前未发生火灾",
        "楼道堆杂物有火灾隐患",
        "一旦发生火灾后果不堪设想",
        "如果电线漏电怎么办",
        "村口贴了防溺水的牌子",
        "昨天着火，已经扑灭",
        "吃火锅的油烟太大",
        "电动车轮胎漏气",
        "路灯坏了",
        "The fire lane is blocked",
        "There is no smell of gas",
        "He was fired from his job",
        "fire hydrant broken",
    ],
)
def test_what_means_no_danger_stays_silent(finder: DangerFinder, text: str) -> None:
    """Harmless phrases, denials, suppositions and dangers that are over bring no number."""
    assert heard(finder, text) == []


def test_several_dangers_come_in_the_order_of_the_catalogue(finder: DangerFinder) -> None:
    """A fire with an injured person brings both numbers, fire first."""
    assert heard(finder, "有人晕倒了，屋里着火") == [("fire", "119"), ("medical", "120")]


def test_a_denied_danger_does_not_hide_another_mention(finder: DangerFinder) -> None:
    """One denial clears its own word only."""
    assert heard(finder, "昨天没有着火。今天着火了") == [("fire", "119")]
