# SPDX-License-Identifier: Apache-2.0
"""What leads to a person is covered, and what only looks so stands."""

import pytest

from bench.masking import measure
from sidan.base.private_words import find_private, masked, told_in, without_private, words_covered


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("请打13800138000", "请打〔电话〕"),
        ("请打138 0013 8000或138-0013-8000", "请打〔电话〕或〔电话〕"),
        ("电话１３８００１３８０００", "电话〔电话〕"),
        ("号码一三八零零一三八零零零", "号码〔电话〕"),
        ("+8613800138000", "〔电话〕"),
        ("座机0794-8220000转12", "座机〔电话〕"),
        ("身份证362501199003071234", "身份证〔证件号〕"),
        ("证件 362501 19900307 123x", "证件 〔证件号〕"),
        ("老身份证362501630307123", "老身份证〔证件号〕"),
        ("护照E12345678", "护照〔证件号〕"),
        ("卡号6222020200112233445", "卡号〔银行卡号〕"),
        ("赣F12345和赣F·D12345", "〔车牌〕和〔车牌〕"),
        ("军A·12345，赣A1234学", "〔车牌〕，〔车牌〕"),
        ("发到zhang_san@qq.com", "发到〔邮箱〕"),
        ("微信号：happy_2020，QQ 12345678", "微信号：〔账号〕，QQ 〔账号〕"),
        ("查询码K7QF-2MXP-9A", "查询码〔查询密码〕"),
        ("我叫张建国，住在三楼", "我叫张某某，住在三楼"),
        ("联系人：欧阳文静", "联系人：欧阳某某"),
        ("村民王小明、李大海和赵四反映", "村民王某某、李某某和赵某反映"),
        ("投诉业主陈大文，陈大文天天放音乐", "投诉业主陈某某，陈某某天天放音乐"),
        ("王秀兰，女，68岁", "王某某，女，68岁"),
        ("我叫阿卜杜拉·买买提，想咨询", "我叫〔姓名〕，想咨询"),
    ],
)
def test_what_leads_to_a_person_is_covered(text: str, covered: str) -> None:
    """Numbers leave their kind, names their surname."""
    assert masked(text) == covered


@pytest.mark.parametrize(
    "text",
    [
        "",
        "打12345、110、95598和400-820-8820都没人接",
        "单号SD-260301-000123-9，2026-03-01提交",
        "押金13800138000元，面积138.50平方米",
        "订单编号：13800138000",
        "住3栋2单元1502室，灯杆A12345",
        "张师傅、李阿姨和王局长都来过",
        "王某某和李**的事",
        "高度重视居民安全，于是何时解决",
        "我是高中生，住张家湾村",
        "依据京政发〔2019〕12号、GB50016-2014",
        "网格361002001001001",
        "QQ群和微信群里都在说",
        "The fire lane is blocked. Contact us on Monday.",
    ],
)
def test_look_alikes_stand(text: str) -> None:
    """Hotlines, order numbers, prices, houses, titles and common words are nobody's."""
    assert masked(text) == text


def test_english_covers_speak_english() -> None:
    """The cover is in the language of the page."""
    text = "My name is John Smith, call 13800138000"
    assert masked(text, language="en") == "My name is [name], call [phone]"


def test_some_kinds_may_stay() -> None:
    """An office's landline stays where its own answer tells it."""
    assert masked("请拨打0794-8220000或13800138000", keep={"landline"}) == "请拨打0794-8220000或〔电话〕"


def test_the_search_keeps_nothing_private() -> None:
    """What the index reads has gaps where a person was."""
    assert without_private("我叫张建国，电话13800138000，灯坏了").split() == ["我叫", "，电话", "，灯坏了"]


def test_a_hint_names_each_kind_once() -> None:
    """Two phones and a name are two kinds."""
    told = told_in("我叫张建国，13800138000或13900139000")
    assert [kind.en for kind in told.kinds] == ["name", "phone"]


def test_a_text_without_finds_stays_one_text() -> None:
    """Only what is covered needs both languages."""
    assert words_covered("路灯坏了") == "路灯坏了"


@pytest.mark.parametrize("text", ["1" * 10_000, "王" * 10_000, "赣A" * 5_000, "1 " * 5_000, "a@" * 5_000, "🌧️1️⃣3️⃣" * 500])
def test_endless_nonsense_is_read_in_no_time(text: str) -> None:
    """No pattern walks a long text again and again, and every find lies within it."""
    assert all(0 <= find.start < find.end <= len(text) for find in find_private(text))


def test_the_bars_are_kept() -> None:
    """Recall and precision over made texts stay above 0.99 and 0.98; docs and bench print the larger runs."""
    figures = measure(count=480, half="test")["ours"]
    assert (figures["recall"] >= 0.99, figures["precision"] >= 0.98) == (True, True)
