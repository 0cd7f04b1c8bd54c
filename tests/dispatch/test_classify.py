# SPDX-License-Identifier: Apache-2.0
"""What is learned from decided messages: the label, an honest chance, and the words that spoke."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.dispatch.classify import Classifier, out_of_fold
from sidan.dispatch.grams import plain

STREETS = ("建设路", "人民路", "河滨巷", "东门口", "学府街", "站前路", "南城里", "老车站", "文昌桥", "金山口")
TROUBLES = {
    "lamp": ("路灯不亮，晚上走路很黑", "路灯坏了好几天没人修", "整条街的路灯都灭了"),
    "waste": ("垃圾堆成山，臭得很", "垃圾没有人清运，苍蝇很多", "有人乱倒建筑垃圾"),
    "noise": ("工地半夜施工，吵得睡不着", "广场舞音响太吵，影响休息", "夜里施工噪音扰民"),
}
MESSAGES = [
    (f"{street}{said}", label) for label, all_said in TROUBLES.items() for said in all_said for street in STREETS
]
TEXTS, LABELS = [text for text, _ in MESSAGES], [label for _, label in MESSAGES]


@pytest.fixture(scope="module")
def learned() -> Classifier:
    """What ninety messages from ten streets have taught."""
    return Classifier.learn(TEXTS, LABELS)


def best(learned: Classifier, text: str) -> str:
    """Return the likeliest label of a text."""
    return learned.labels[int(learned.chances([text])[0].argmax())]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("解放路的路灯又不亮了", "lamp"),
        ("解放路的路燈壞了", "lamp"),
        ("小区门口垃圾没人清运", "waste"),
        ("半夜还在施工，太吵", "noise"),
        ("路灯 坏 了 没 人 修", "lamp"),
    ],
)
def test_a_new_message_is_known_by_what_others_said(learned: Classifier, text: str, label: str) -> None:
    """A street nobody wrote of before, traditional characters and words cut apart do not hide the trouble."""
    assert best(learned, text) == label


def test_the_words_that_spoke_stand_in_the_text(learned: Classifier) -> None:
    """The reason given is a word of the message itself, and tells the trouble rather than the street."""
    words = learned.because("站前路的路灯不亮了", "lamp")

    assert words
    assert all(word in plain("站前路的路灯不亮了") for word in words)
    assert any("灯" in word for word in words)


@pytest.mark.parametrize("text", ["", " \n ", "😀😀😀", "The quick brown fox", "ⱷⱷⱷ ✿", "0" * 10_000])
def test_what_it_never_learned_gets_no_favourite(learned: Classifier, text: str) -> None:
    """Nothing, emoji, another language and nonsense are answered with equal chances: it does not know."""
    assert np.ptp(learned.chances([text])[0]) == 0
    assert learned.because(text, "lamp") == ()


def test_a_very_long_message_is_read_at_both_ends(learned: Classifier) -> None:
    """Ten thousand characters with the trouble at the end are still understood."""
    assert best(learned, "我们是这里的住户。" * 1200 + "请修好路灯，路灯不亮。") == "lamp"


def test_what_was_learned_is_kept_as_arrays_without_pickle(learned: Classifier) -> None:
    """Written and read again, it says the same, and no object that could run code is among its parts."""
    file = io.BytesIO()
    np.savez(file, **learned.parts())
    file.seek(0)

    again = Classifier.from_parts(dict(np.load(file, allow_pickle=False)))

    assert np.allclose(again.chances(TEXTS[:20]), learned.chances(TEXTS[:20]), atol=0.01)


def test_the_order_of_the_messages_teaches_nothing(learned: Classifier) -> None:
    """Read backwards, the same messages teach exactly the same."""
    backwards = Classifier.learn(TEXTS[::-1], LABELS[::-1])

    assert np.array_equal(backwards.weights, learned.weights)
    assert backwards.slope == learned.slope


def test_a_text_that_is_gone_leaves_no_trace() -> None:
    """What only a deleted message said is not among the runs that are learned next."""
    secret = ["我叫欧阳青山住在落霞岭路灯不亮", "我叫欧阳青山住在落霞岭垃圾很多"]
    before = Classifier.learn([*TEXTS, *secret], [*LABELS, "lamp", "waste"])

    after = Classifier.learn(TEXTS, LABELS)

    assert before.because(secret[0], "lamp")
    run = np.uint64((ord("落") << 32) | (ord("霞") << 16) | ord("岭"))
    assert run in before.keys[-1]
    assert run not in after.keys[-1]


def test_what_one_message_alone_said_is_not_kept() -> None:
    """A run of characters that a single message holds teaches nothing and stays with its writer."""
    learned = Classifier.learn([*TEXTS, "凤凰岭八号路灯不亮"], [*LABELS, "lamp"])

    run = np.uint64((ord("凤") << 32) | (ord("凰") << 16) | ord("岭"))
    assert run not in learned.keys[-1]


def test_chances_of_unseen_messages_come_back_in_the_order_given() -> None:
    """The check behind the administrator's curve names the right label for most messages it had not seen."""
    chances = out_of_fold(TEXTS, LABELS)

    names = sorted(TROUBLES)
    named = [names[each] for each in chances.argmax(axis=1)]
    assert np.mean([name == label for name, label in zip(named, LABELS, strict=True)]) > 0.8


def test_one_label_alone_cannot_be_told_apart() -> None:
    """Messages of a single label are refused with a reason."""
    with pytest.raises(ValueError, match="At least two labels"):
        Classifier.learn(TEXTS[:5], ["lamp"] * 5)


@given(text=st.text(max_size=80))
def test_chances_are_chances(learned: Classifier, text: str) -> None:
    """Whatever is written, the chances add up to one, and blanks around it change nothing."""
    (chances,) = learned.chances([text])

    assert chances.min() >= 0
    assert abs(chances.sum() - 1) < 1e-6
    assert np.array_equal(learned.chances([f"  {text} "])[0], chances)
