# SPDX-License-Identifier: Apache-2.0
"""Refusals keep their sentence translatable and compare as values."""

import copy
import pickle

from sidan.base.errors import Invalid, NotFound, Refused, Stale, Words

CHINESE = {
    "You are %(metres)d m away from %(place)s.": "您离%(place)s还有%(metres)d米。",
    "The row is wrong: %(fault)s": "该行有误：%(fault)s",
}
STREET = Words(zh="青云街道", en="Qingyun Street")


def in_chinese(refused: Refused) -> str:
    """Return the refusal as a face would show it in Chinese."""
    return refused.said(lambda sentence: CHINESE.get(sentence, sentence), language="zh-hans")


def test_a_refusal_reads_in_english_by_itself():
    """The English sentence is filled with its values, words in English."""
    refused = Refused("You are %(metres)d m away from %(place)s.", metres=350, place=STREET)

    assert str(refused) == "You are 350 m away from Qingyun Street."
    assert refused.text == "You are %(metres)d m away from %(place)s."
    assert refused.values == {"metres": 350, "place": STREET}


def test_a_refusal_reads_in_the_language_of_the_page():
    """The translated sentence is filled with the words of that language."""
    refused = Refused("You are %(metres)d m away from %(place)s.", metres=350, place=STREET)

    assert in_chinese(refused) == "您离青云街道还有350米。"


def test_a_refusal_can_stand_inside_another():
    """A fault named by a sentence around it is translated with it."""
    inner = Refused("You are %(metres)d m away from %(place)s.", metres=5, place=STREET)
    outer = Refused("The row is wrong: %(fault)s", fault=inner)

    assert str(outer) == "The row is wrong: You are 5 m away from Qingyun Street."
    assert in_chinese(outer) == "该行有误：您离青云街道还有5米。"


def test_a_sentence_without_values_may_hold_a_percent_sign():
    """A sentence that names no value is shown as it is."""
    assert str(Refused("At most 5 % of it.")) == "At most 5 % of it."


def test_refusals_compare_by_kind_sentence_and_values():
    """Two refusals for the same reason are equal; another kind or value is not."""
    refused = Refused("Row %(row)s.", row=[1])

    assert refused == Refused("Row %(row)s.", row=[1])
    assert hash(refused) == hash(Refused("Row %(row)s.", row=[1]))
    assert refused != Refused("Row %(row)s.", row=[2])
    assert refused != NotFound("Row %(row)s.", row=[1])
    assert refused != "Row [1]."


def test_every_kind_of_refusal_is_a_refusal():
    """One handler catches them all."""
    for kind in (NotFound, Stale, Invalid):
        assert issubclass(kind, Refused)


def test_invalid_answers_name_each_field():
    """The faults are kept by field and read out with it."""
    invalid = Invalid({"text": [Refused("Too long.")], "": [Refused("Nothing given.")]})

    assert invalid.faults == {"text": [Refused("Too long.")], "": [Refused("Nothing given.")]}
    assert str(invalid) == "Please correct the marked fields. text: Too long. all: Nothing given."
    assert invalid == Invalid({"text": [Refused("Too long.")], "": [Refused("Nothing given.")]})
    assert invalid != Invalid({})


def test_refusals_survive_a_copy_between_processes():
    """A refusal that crosses a process is still the same refusal."""
    for refused in (Stale("Older than the order %(number)s.", number="A"), Invalid({"a": [Refused("No.")]})):
        assert pickle.loads(pickle.dumps(refused)) == refused
        assert copy.copy(refused) == refused


def test_words_fall_back_on_the_language_they_have():
    """Words print in Chinese, answer in either language, and show what they have when one is empty."""
    assert str(STREET) == "青云街道"
    assert STREET.in_language("zh-hans") == "青云街道"
    assert STREET.in_language("en-gb") == "Qingyun Street"
    assert Words(zh="", en="Lamp").in_language("zh") == "Lamp"
    assert Words(zh="路灯", en="").in_language("en") == "路灯"
