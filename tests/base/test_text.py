# SPDX-License-Identifier: Apache-2.0
"""Typed text is cleaned without losing meaning, and found again by its terms."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.base.text import bigrams, clean, excerpt, mask_phone, search_query

ANYTHING = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  路灯不亮了 \n", "路灯不亮了"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("一\r\n二\r三\n\n\n\n四   \n五", "一\n二\n三\n\n四\n五"),
        ("ＡＢ１２　栋，电话１３８－００：好！", "AB12 栋，电话138-00：好！"),
        ("cafe\u0301", "café"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("\ufeff零\u200b宽", "零宽"),
        ("bad\ud800surrogate", "badsurrogate"),
        ("👨‍👩‍👧 家", "👨‍👩‍👧 家"),
        ("\x00\x01", ""),
        ("tab\tbed", "tab bed"),
    ],
)
def test_clean_keeps_the_meaning_and_nothing_that_harms(typed, kept):
    """Control and hiding characters go, widths and line ends become plain, Chinese punctuation and emoji stay."""
    assert clean(typed, 100) == kept


def test_a_text_that_is_too_long_is_refused_not_cut():
    """Only what remains after cleaning counts."""
    assert clean(" " * 50 + "好" * 10, 10) == "好" * 10
    with pytest.raises(Refused, match="at most 10 characters; these are 11"):
        clean("好" * 11, 10)


@given(typed=ANYTHING)
def test_clean_text_is_clean(typed):
    """Cleaning again changes nothing, and what is kept can be stored."""
    kept = clean(typed, 1000)

    assert clean(kept, 1000) == kept
    assert "\x00" not in kept
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode()


def test_terms_are_pairs_of_characters_and_whole_words():
    """Chinese is cut into overlapping pairs with the last character alone; other words stay whole, in small letters."""
    assert bigrams("道路破损，A栋 3号 Road！道路") == ["道路", "路破", "破损", "损", "a", "栋", "3", "号", "road", "路"]
    assert bigrams("") == bigrams("，。！ __ 👍") == []
    assert bigrams("ＬＥＤ灯") == ["led", "灯"]


def test_a_query_asks_for_all_its_terms():
    """Pairs and numbers are asked for as they are, words by their beginning, a character only when it stands alone."""
    assert search_query("路灯坏了") == "'路灯' & '灯坏' & '坏了'"
    assert search_query("灯") == "'灯':*"
    assert search_query("灯 Road") == "'road':*"
    assert search_query("幸福7栋") == "'幸福' & '7'"
    assert search_query("' | & ! :* \\") == ""


@given(text=st.text("路灯坏了修", min_size=1, max_size=20), start=st.integers(0, 19), length=st.integers(1, 6))
def test_every_piece_of_a_text_finds_it(text, start, length):
    """A query made of any run of Chinese out of a text asks only for what the text's terms hold."""
    terms = bigrams(f"a {text}，1")

    asked = search_query(text[start : start + length]).split(" & ")

    assert all(
        any(term.startswith(wanted[1:-3]) for term in terms) if wanted.endswith(":*") else wanted[1:-1] in terms
        for wanted in filter(None, asked)
    )


def test_a_giant_word_stays_a_term_that_can_be_stored():
    """PostgreSQL refuses giant terms, so words are cut; index and query agree."""
    assert bigrams("x" * 5000) == ["x" * 40]
    assert search_query("x" * 5000) == f"'{'x' * 40}':*"


def test_an_excerpt_is_one_line_of_the_asked_length():
    """Short texts stay whole; longer ones end with the mark of what was left out."""
    assert excerpt("路灯\n坏了", 10) == "路灯 坏了"
    assert excerpt("路灯坏了三天没有人来修", 6) == "路灯坏了三…"
    assert len(excerpt("好" * 100, 20)) == 20
    assert excerpt("家👨\u200d👩", 4) == "家👨\u200d👩"
    assert excerpt("家👨\u200d👩家家", 4) == "家👨…"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("0794-8221234", "079****1234"),
        ("8221234", "82****34"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_masked_phone_number_cannot_be_called(phone, masked):
    """At most seven digits stay, and none of a short number."""
    assert mask_phone(phone) == masked


def test_a_long_row_of_blanks_is_cleaned_at_once() -> None:
    """The time to clean a text grows with its length, not with the square of it: two megabytes of blanks are quick."""
    began = time.process_time()

    assert clean("一" + " " * 1_000_000 + "二", 1_100_000).endswith("二")

    assert time.process_time() - began < 5
