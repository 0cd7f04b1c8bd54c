# SPDX-License-Identifier: Apache-2.0
"""A catalogue file is taken whole or refused with sentences that name line and key."""

import pytest

from sidan.base.errors import NotFound, Words
from sidan.base.limits import Limit
from sidan.programmes.catalogue import Condition
from sidan.programmes.catalogue_faults import FaultyCatalogue
from sidan.programmes.catalogue_reader import read_catalogue

SOUND = """\
code = "small"
edition = 1
basis = "Made for tests."
silent = ["人民政府"]
faint = ["公园"]

[unit_kinds]
city = { zh = "城管", en = "City management" }

[[groups]]
code = "city"
name = { zh = "城管", en = "City management" }

[[groups]]
code = "city.road"
name = { zh = "道路", en = "Roads" }

[[matters]]
code = "city.road.pothole"
name = { zh = "道路破损", en = "Damaged road" }
unit_kind = "city"
words = ["坑洼", "路烂"]
words_en = ["pothole"]
photos = "before_after"
urgent = true
[[matters.conditions]]
code = "broken"
name = { zh = "破损", en = "Broken" }
limit = "5 working_days"
[[matters.conditions]]
code = "collapse"
name = { zh = "塌陷", en = "Collapsed" }
limit = "2 urgent_hours"

[[dangers]]
code = "fire"
name = { zh = "着火", en = "Fire" }
number = "119"
advice = { zh = "先离开。", en = "Get out first." }
words = ["着火"]
"""


def faults_of(text: str) -> list[str]:
    """Return the sentences with which a catalogue is refused."""
    with pytest.raises(FaultyCatalogue) as refused:
        read_catalogue(text)
    return [str(fault) for fault in refused.value.faults]


def test_a_sound_catalogue_is_read_whole() -> None:
    """The tree, the matter with its limits, and the danger come back as frozen values."""
    catalogue = read_catalogue(SOUND)

    matter = catalogue.matter("city.road.pothole")
    assert (matter.group, matter.unit_kind, matter.photos, matter.urgent) == ("city.road", "city", "before_after", True)
    assert matter.condition("broken") == Condition("broken", Words("破损", "Broken"), Limit.parse("5 working_days"))
    assert str(catalogue.limit("city.road.pothole", "collapse")) == "2 urgent_hours"
    assert [group.code for group in catalogue.groups_in("city")] == ["city.road"]
    assert catalogue.matters_in("city.road") == (matter,)
    assert [str(name) for name in catalogue.path(matter.code)] == ["城管", "道路", "道路破损"]
    assert [danger.number for danger in catalogue.dangers] == ["119"]


def test_an_unknown_matter_or_condition_is_not_found() -> None:
    """Asking for what is not there is NotFound with the code asked for."""
    catalogue = read_catalogue(SOUND)

    with pytest.raises(NotFound, match=r"no matter “city\.road\.bridge”"):
        catalogue.matter("city.road.bridge")
    with pytest.raises(NotFound, match="no condition “wet”"):
        catalogue.limit("city.road.pothole", "wet")


# What is planted (old text, new text) and the one sentence it must bring.
PLANTED = {
    "unknown key": (
        "urgent = true",
        "urgent = true\ncolour = 3",
        "Line 18, matters[city.road.pothole]: The key “colour”",
    ),
    "unknown key at the top": ("edition = 1", "edition = 1\nauthor = 3", "The key “author” is not known here."),
    "unknown key in a name": ('en = "Broken"', 'en = "Broken", fr = "Brisé"', "Line 28, matters[city.road.pothole]."),
    "missing key": ('photos = "before_after"\n', "", "The key “photos” is missing."),
    "missing language": ('{ zh = "道路", en = "Roads" }', '{ zh = "道路" }', "groups[city.road].name: The key “en”"),
    "empty language": ('en = "Damaged road"', 'en = " "', "Line 20, matters[city.road.pothole].name: A text is empty"),
    "wrong type": ("edition = 1", 'edition = "1"', "Line 2, edition: “int” is wanted here, not “str”."),
    "edition below one": ("edition = 1", "edition = 0", "Line 2, edition: Editions count from 1."),
    "unknown photos": (
        '"before_after"',
        '"video"',
        "Line 24, matters[city.road.pothole].photos: “video” is not one of",
    ),
    "unknown unit kind": ('unit_kind = "city"', 'unit_kind = "navy"', "Line 21, matters[city.road.pothole].unit_kind:"),
    "no words": ('["坑洼", "路烂"]', "[]", "Line 22, matters[city.road.pothole].words: At least one word is needed."),
    "empty word": ('["坑洼", "路烂"]', '["坑洼", ""]', "A word is empty or has spaces around it."),
    "word twice": ('["坑洼", "路烂"]', '["坑洼", "坑洼"]', "The word “坑洼” is there twice."),
    "faulty limit": ('"5 working_days"', '"5 moons"', "conditions[broken].limit: “5 moons” is not a time limit"),
    "condition twice": (
        'code = "collapse"',
        'code = "broken"',
        "Line 31, matters[city.road.pothole].conditions[broken]",
    ),
    "matter off the tree": ('"city.road.pothole"', '"city.pot.hole"', "A matter hangs on a branch and is none itself."),
    "malformed code": ('"city.road.pothole"', '"city.road.Pot hole"', "A code is made of small letters"),
    "branch without parent": ('code = "city.road"', 'code = "life.road"', "No branch “life” stands above it."),
    "empty branch": (
        "[[matters]]",
        '[[groups]]\ncode = "life"\nname = { zh = "民", en = "L" }\n[[matters]]',
        "Nothing hangs",
    ),
    "no emergency number": (
        'number = "119"',
        'number = "911"',
        "dangers[fire].number: “911” is not an emergency number.",
    ),
    "empty basis": ('basis = "Made for tests."', 'basis = ""', "Line 3, basis: A text is empty"),
    "no TOML": ("edition = 1", "edition == 1", "The file is not valid TOML:"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_refused_with_its_place(fault: str) -> None:
    """Each kind of fault is refused, and the sentence names the line, the table and the key."""
    old, new, sentence = PLANTED[fault]
    assert old in SOUND

    told = faults_of(SOUND.replace(old, new, 1))

    assert any(sentence in line for line in told), told


def test_a_matter_without_a_condition_is_refused() -> None:
    """A matter that brings no limit would leave a unit without a deadline."""
    first, _, rest = SOUND.partition("[[matters.conditions]]")
    bare = first + "[[dangers]]" + rest.partition("[[dangers]]")[2]

    assert faults_of(bare) == [
        "Line 18, matters[city.road.pothole]: A matter needs at least one condition with a limit."
    ]


def test_a_code_may_stand_only_once() -> None:
    """A second matter with the code of another is refused at its own line."""
    matter = SOUND[SOUND.index("[[matters]]") : SOUND.index("[[dangers]]")]

    told = faults_of(SOUND + matter)

    assert told == ["Line 42, matters[city.road.pothole].code: The code “city.road.pothole” is there already."]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    """A clerk mends a file in one go, not fault by fault."""
    broken = (
        SOUND.replace('"5 working_days"', '"soon"')
        .replace('number = "119"', 'number = "12"')
        .replace("edition = 1", "edition = 0")
    )

    told = faults_of(broken)

    assert [line.split(":")[0] for line in told] == [
        "Line 2, edition",
        "Line 29, matters[city.road.pothole].conditions[broken].limit",
        "Line 38, dangers[fire].number",
    ]
