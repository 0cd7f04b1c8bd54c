# SPDX-License-Identifier: Apache-2.0
"""The colours of the house can be read: WCAG 2.2 contrast of every pair that meets on a page."""

import re
from pathlib import Path

import pytest

STATIC = Path("sidan/web/static")
TOKENS = dict(re.findall(r"--sd-([\w-]+):\s*(#[0-9a-f]{6});", (STATIC / "tokens.css").read_text()))
ELDER = dict(re.findall(r"--sd-([\w-]+):\s*(#[0-9a-f]{6});", (STATIC / "elder.css").read_text()))
KINDS = ("draft", "waiting", "working", "checking", "closed", "late")
GROUNDS = ("paper", "ground", "sunk")

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-quiet", "primary", "accent", "late") for ground in GROUNDS),
    *((kind, f"{kind}-soft") for kind in KINDS),
    *((kind, "paper") for kind in KINDS),
    *(("ink", f"{kind}-soft") for kind in KINDS),
    *((ink, "primary-soft") for ink in ("ink", "ink-quiet", "primary", "primary-deep")),
    *((ink, "accent-soft") for ink in ("ink", "accent-deep")),
    *(("ink", f"plan-{number}") for number in range(1, 7)),
    ("on-primary", "primary"),
    ("on-primary", "primary-deep"),
    ("on-primary-quiet", "primary-deep"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "late"),
]
# Borders of controls, focus rings, points on the map: WCAG 1.4.11 asks for 3:1.
SHAPE_PAIRS = [
    ("line-strong", "paper"),
    ("line-strong", "ground"),
    ("focus", "paper"),
    ("focus", "ground"),
    *((kind, "primary-soft") for kind in KINDS),
]
# Lines between things that are told apart by space as well.
DECORATION = {"line", "waiting-line", *(f"{kind}-line" for kind in KINDS)}


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    """Black on white is 21:1, and the grey everybody quotes as the limit is 4.5:1."""
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
@pytest.mark.parametrize("tokens", [TOKENS, TOKENS | ELDER], ids=["standard", "elder"])
def test_every_text_stands_out_from_its_ground(ink: str, ground: str, tokens: dict[str, str]) -> None:
    """Text has a contrast of at least 4.5:1 in both modes."""
    assert contrast(tokens[ink], tokens[ground]) >= 4.5, f"{ink} on {ground}"


@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_every_shape_with_a_meaning_stands_out(shape: str, ground: str) -> None:
    """Borders of controls, focus rings and points have a contrast of at least 3:1."""
    assert contrast(TOKENS[shape], TOKENS[ground]) >= 3, f"{shape} on {ground}"


def test_no_colour_escapes_the_measuring() -> None:
    """Every token that is a colour stands in a measured pair or is named as decoration."""
    measured = {name for pair in [*TEXT_PAIRS, *SHAPE_PAIRS] for name in pair}

    assert set(TOKENS) - measured - DECORATION == set()


@pytest.mark.parametrize("sheet", ["app", "parts", "tools", "desk", "elder"])
def test_only_the_tokens_name_colours(sheet: str) -> None:
    """No other sheet writes a colour of its own, except the dark veil behind a photo's button."""
    text = (STATIC / f"{sheet}.css").read_text()
    own = {"--sd-ink-quiet"} if sheet == "elder" else set()

    found = [line for line in text.splitlines() if re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl", line)]

    assert [line for line in found if not any(name in line for name in own) and "rgb(23 39 47 / 80%)" not in line] == []
