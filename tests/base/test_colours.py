# SPDX-License-Identifier: Apache-2.0
"""A platform's colour can be read with white text on it, and so can everything mixed from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.colours import SUNK, TEXT_CONTRAST, WHITE, contrast, require_legible, shades_of
from sidan.base.errors import Refused
from tests.web.test_tokens import TOKENS

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_measured_as_wcag_does():
    """Black on white is 21:1, and the grey everybody quotes as the limit is 4.5:1."""
    assert round(contrast("#000000", WHITE), 2) == 21
    assert round(contrast("#767676", WHITE), 2) == 4.54


@pytest.mark.parametrize(
    ("colour", "told"),
    [
        ("red", "red is not a colour such as #0f5566"),
        ("#12345", "is not a colour"),
        ("#0f5566;}body{", "is not a colour"),
        ("#ffd700", r"White text on #ffd700 has a contrast of 1.40 to 1; it needs 4.5 to 1"),
        ("#777777", "has a contrast of 4.48 to 1"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(colour: str, told: str):
    """The sentence says what is wrong and what to choose."""
    with pytest.raises(Refused, match=told):
        require_legible(colour)


@given(COLOURS)
def test_every_shade_of_a_legible_colour_can_be_read(colour: str):
    """White and the quiet ink on the colour, the colour as text on each ground, all at 4.5 to 1."""
    try:
        lead, deep, soft, quiet = shades_of(require_legible(colour.upper()))
    except Refused:
        assert contrast(colour, WHITE) < TEXT_CONTRAST
        return

    pairs = [(WHITE, lead), (WHITE, deep), (quiet, deep), (lead, SUNK), (lead, soft), (deep, soft)]
    pairs += [(TOKENS[ink], soft) for ink in ("ink", "ink-quiet")]
    assert [pair for pair in pairs if contrast(*pair) < TEXT_CONTRAST] == []


def test_the_darkest_ground_is_that_of_the_tokens():
    """The number here and the one in tokens.css are one."""
    assert TOKENS["sunk"] == SUNK
