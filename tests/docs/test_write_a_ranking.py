# SPDX-License-Identifier: Apache-2.0
"""The page “Write a ranking”, followed word by word: what it prints is what happens."""

import re
from pathlib import Path

from sidan.evaluation.shelf import faults_with_programmes, filed, proved

PAGE = (Path(__file__).resolve().parents[2] / "docs/how-to/write-a-ranking.md").read_text(encoding="utf-8")
(WHOLE,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
PLACE = "/srv/sidan/programmes/rankings/town_answers.toml"


def test_the_file_is_as_sound_as_the_page_says() -> None:
    """It is read, proved, and names programmes that are there; its counts are those that `check` prints."""
    ranking = proved(WHOLE, name="town_answers.toml")

    assert list(faults_with_programmes(ranking)) == []
    assert f"{PLACE}: sound: {len(ranking.indicators)} indicators, {len(ranking.tiers)} tiers" in PAGE


def test_the_fault_on_the_page_is_the_fault_one_gets(tmp_path: Path) -> None:
    """A weight too much is refused with the line and the sentence of the page."""
    path = tmp_path / "town_answers.toml"
    path.write_text(
        WHOLE.replace('measure = "solved"\nweight  = 25', 'measure = "solved"\nweight  = 35'), encoding="utf-8"
    )

    _, faults = filed([path])

    assert [fault.replace(str(path), PLACE) for fault in faults] == [
        line for line in PAGE.splitlines() if line.startswith(f"{PLACE}:1")
    ]
