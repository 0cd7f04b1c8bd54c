# SPDX-License-Identifier: Apache-2.0
"""Numbers and codes survive being read aloud, copied by hand and typed."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.base.numbers import (
    ALPHABET,
    check_digit,
    grouped,
    order_number,
    parse_number,
    parse_query_code,
    parse_site_code,
    query_code,
    site_code,
)

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  given a zone
DIGITS = st.text("0123456789", min_size=2, max_size=14)


def test_an_order_number_carries_day_sequence_and_check_digit():
    """The number names the local day and the last six digits of the sequence, closed by the check digit."""
    assert order_number("SD", NOON, 123) == f"SD-260301-000123-{check_digit('260301000123')}"
    assert order_number("SD", NOON, 7_000_123) == order_number("SD", NOON, 123)
    assert order_number("SD", datetime(2026, 2, 28, 16, tzinfo=UTC), 1).startswith("SD-260301-")


def test_the_check_digit_is_damms():
    """The published example holds: 572 has the check digit 4."""
    assert check_digit("572") == 4


@pytest.mark.parametrize("prefix", ["", "sd", "四单", "S-D", "TOOLONGG"])
def test_a_prefix_is_one_to_six_capital_letters(prefix):
    """Anything else could not be read back and is the caller's mistake."""
    with pytest.raises(ValueError, match="prefix"):
        order_number(prefix, NOON, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "SD-260301-000123-{}",
        "sd260301000123{}",
        "  SD 260301 000123 {} ",
        "ＳＤ－２６０３０１－０００１２３－{}",
        "SD—260301—000123—{}",
        "sd.260301_000123/{}",
    ],
)
def test_an_order_number_is_read_however_it_is_typed(typed):
    """Spaces, missing or other hyphens, small and full-width characters do not matter."""
    number = order_number("SD", NOON, 123)

    assert parse_number(typed.format(number[-1])) == number


@given(at=MOMENTS, sequence=st.integers(0, 10**9))
def test_what_is_numbered_is_read_back(at, sequence):
    """Every number that is given out is accepted."""
    number = order_number("QY", at, sequence)

    assert parse_number(number) == number


@given(digits=DIGITS, data=st.data())
def test_every_single_wrong_digit_is_found(digits, data):
    """One digit read wrongly changes the check digit."""
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))

    assert check_digit(digits[:place] + other + digits[place + 1 :]) != check_digit(digits)


@given(digits=DIGITS)
def test_every_swap_of_neighbours_is_found(digits):
    """Two neighbouring digits swapped change the check digit, the last one swapped with the check digit too."""
    whole = digits + str(check_digit(digits))
    swaps = [whole[:n] + b + a + whole[n + 2 :] for n, (a, b) in enumerate(pairwise(whole)) if a != b]

    assert [swap for swap in swaps if check_digit(swap[:-1]) == int(swap[-1])] == []


def test_a_wrong_digit_is_told_apart_from_nonsense():
    """A mistyped digit is named as one; a text that is no number is shown what a number looks like."""
    number = order_number("SD", NOON, 123)

    with pytest.raises(Refused, match="A digit of the order number “SD-260302-000123"):
        parse_number(number.replace("260301", "260302"))
    for nonsense in ("", "hello", "SD-261399-000123-4", "SD-260301-00012-3", "12", "\0", "SD" * 500, number + "1"):
        with pytest.raises(Refused, match="It looks like SD-260301-000123-9"):
            parse_number(nonsense)


def test_the_example_in_the_refusal_is_a_number():
    """The example shown to people would be accepted."""
    assert parse_number("SD-260301-000123-9") == order_number("SD", NOON, 123)


def test_codes_are_random_and_easy_to_read():
    """Codes have their length and hold no letter that looks like a digit."""
    codes = {query_code() for _ in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {10}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)
    assert len(site_code()) == 8


def test_a_query_code_is_shown_in_groups_and_read_back():
    """The groups are for the eye; typing them, or letters for digits, gives the code."""
    assert grouped("K7QF2MXP9A") == "K7QF-2MXP-9A"
    assert parse_query_code("k7qf 2mxp-9a") == "K7QF2MXP9A"
    assert parse_query_code("ＯＩl0-1122-Uv") == "0110" + "1122" + "VV"
    assert parse_site_code("ab12-CD34") == "AB12CD34"


@pytest.mark.parametrize(
    "typed", ["", "K7QF-2MXP-9", "K7QF-2MXP-9AB", "K7QF-2MXP-9é", "密码", "K7QF\x002MXP9A", "x" * 9999]
)
def test_what_is_no_query_code_is_refused(typed):
    """A code of another length or with other characters is refused."""
    with pytest.raises(Refused, match="has 10 letters and digits"):
        parse_query_code(typed)
