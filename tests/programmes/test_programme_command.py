# SPDX-License-Identifier: Apache-2.0
"""`manage.py programme`: what it prints and what it refuses."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sidan.orders import registry
from sidan.programmes.shelf import OFFICIAL, Unserved, proved, serve_all
from sidan.programmes.starting import starting_file
from tests.programmes.running import refused, run, write
from tests.programmes.samples import SAMPLE, changed

SERVICE = (OFFICIAL / "service.toml").read_text(encoding="utf-8")


def test_a_new_file_is_sound_and_says_what_each_part_is_for(own: Path) -> None:
    """What `new` writes passes `check` at once, and its comments are in both languages."""
    path = own / "wish.toml"

    assert run("new", "wish", "-o", path) == f"{path} was written.\n"

    assert run("check", path, "--no-database") == f"{path}: sound: 5 stages, 9 moves\n"
    comments = [line for line in path.read_text().splitlines() if line.startswith("#")]
    assert re.search(r"[一-龥]", "".join(comments))
    assert "Edit from top to bottom" in "".join(comments)


def test_a_new_file_takes_the_place_of_none(own: Path) -> None:
    """A code that is taken, an impossible code and a file that is there are refused with a sentence."""
    path = write(own, "wish.toml", starting_file("wish"))

    assert refused("new", "other", "-o", path) == f"{path} is there already; choose another name."
    assert refused("new", "wish") == "There is a programme “wish” already."
    assert refused("new", "Wish").startswith("Write the code in small letters")


def test_two_new_files_get_two_prefixes(own: Path) -> None:
    """Codes that begin alike do not number their orders alike."""
    write(own, "manhole.toml", starting_file("manhole"))

    other = proved(starting_file("manholes", own_folder=str(own)), name="manholes.toml")

    assert (proved(starting_file("manhole"), name="").prefix, other.prefix) == ("MN", "MH")


def test_a_fault_comes_with_file_and_line(own: Path) -> None:
    """Faults are sentences behind file and line, and the command fails."""
    spoiled = changed(SAMPLE, ("4 working_hours", "4 moons"), ('outcome = "explained"\n', ""))
    path = write(own, "sample.toml", spoiled)
    line = spoiled[: spoiled.index("4 moons")].count("\n") + 1

    said = refused("check", path, "--no-database")

    assert said.startswith(f"{path}:{line}: stages “registered” deadline limit: “4 moons” is not a time limit")
    assert said.endswith("1 fault.")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"code = ", b""])
def test_a_file_that_cannot_be_read_is_a_fault(own: Path, content: bytes) -> None:
    """No text, no TOML, nothing at all: each is told with file and line."""
    path = own / "broken.toml"
    path.write_bytes(content)

    assert refused("check", path, "--no-database").startswith(f"{path}:1: ")
    path.unlink()
    assert refused("check", path, "--no-database").startswith(f"{path}:1: The file cannot be read: No such file")


def test_all_that_would_be_served_is_checked(own: Path) -> None:
    """Without a file, the official ones and the city's own are checked."""
    path = write(own, "sample.toml", SAMPLE)

    said = run("check", "--no-database")

    assert f"{path}: sound: 5 stages, 9 moves" in said
    assert "service.toml: sound:" in said


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("b.toml", SAMPLE, "code: a.toml declares “sample” too."),
        ("b.toml", changed(SAMPLE, ('"sample"', '"other"')), "prefix: a.toml numbers its orders with"),
        (
            "b.toml",
            changed(SERVICE, ('name         = { zh = "居民点单"', 'name         = { zh = "点单"')),
            "edition: the official service.toml is edition",
        ),
        (
            "a.toml",
            changed(SAMPLE, ("[fields.found]\n", '[fields.found]\nopens = "nothing"\n')),
            "fields “found” opens: no programme “nothing” is served.",
        ),
        (
            "a.toml",
            changed(SAMPLE, ("[fields.found]\n", '[fields.found]\nopens = "sample"\n')),
            "fields “found” opens: the opening of “sample” asks for “grade”, which a line has not.",
        ),
    ],
)
def test_files_that_cannot_be_served_together(own: Path, name: str, text: str, sentence: str) -> None:
    """Each fault between files is told by `check`, and stops the server's start with the same sentence."""
    write(own, "a.toml", SAMPLE)
    path = write(own, name, text)

    said = refused("check", "--no-database")

    assert f"{path}:" in said
    assert sentence in said
    before = registry.served()
    with pytest.raises(Unserved, match=re.escape(sentence)):
        serve_all(str(own))
    assert registry.served() == before


def test_a_line_may_open_what_asks_for_a_text_alone(own: Path) -> None:
    """An order of the service loop can come from a line of another programme."""
    path = write(own, "a.toml", changed(SAMPLE, ("[fields.found]\n", '[fields.found]\nopens = "service"\n')))

    assert "sound" in run("check", path, "--no-database")


def test_a_higher_edition_of_ones_own_takes_the_place_of_an_official_one(own: Path, shelf: None) -> None:
    """The city's second edition is served instead of the official first, and `check` says so."""
    number = proved(SERVICE, name="service.toml").edition
    mine = re.sub(r"^edition( +)= \d+", rf"edition\1= {number + 1}", SERVICE, count=1, flags=re.MULTILINE)
    path = write(own, "service.toml", mine)

    said = run("check", "--no-database")
    serve_all(str(own))

    assert f"{path} takes the place of the official service.toml: edition {number + 1} instead of {number}." in said
    assert registry.current("service").edition == number + 1


def test_a_faulty_file_stops_the_start_with_its_line(own: Path) -> None:
    """Nothing is served when one file of the folder is faulty; a folder that is not there is a fault too."""
    path = write(own, "sample.toml", changed(SAMPLE, ("4 working_hours", "4 moons")))

    with pytest.raises(Unserved, match=rf"{re.escape(str(path))}:\d+: stages “registered” deadline limit"):
        serve_all(str(own))
    with pytest.raises(Unserved, match="There is no such folder"):
        serve_all(str(own / "nowhere"))


def test_a_draft_stands_for_the_file_it_will_replace(own: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A second edition that is written elsewhere is no second file of one code."""
    write(own, "sample.toml", SAMPLE)
    draft = write(tmp_path_factory.mktemp("drafts"), "draft.toml", changed(SAMPLE, ("edition = 1", "edition = 2")))

    assert run("check", draft, "--no-database") == f"{draft}: sound: 5 stages, 9 moves\n"


def test_a_programme_is_told_in_both_languages(own: Path) -> None:
    """`show` names every stage with whose turn it is, and every move; no place of a text stays open."""
    path = write(own, "sample.toml", SAMPLE)
    programme = proved(SAMPLE, name="sample.toml")

    for language in ("zh", "en"):
        said = run("show", path, "--language", language)

        assert "%(" not in said
        for part in (*programme.stages, *programme.moves):
            assert part.name.in_language(language) in said
    assert "Time limit: “Red” 2 urgent hours, otherwise 5 working days" in said
    assert "通常的过程：待派单 → 办理中 → 待评价 → 已办结" in run("show", path)


def test_a_served_programme_is_found_by_its_code(own: Path) -> None:
    """A code stands for the file that is served; a code nobody has is refused."""
    assert run("show", "service").startswith("居民点单 (service, 第")
    assert refused("show", "nothing") == "There is no file and no programme “nothing”."


def test_the_drawing_is_svg_or_mermaid(own: Path) -> None:
    """`draw` writes SVG that can be parsed; the Mermaid text has an arrow for each move between two stages."""
    path = write(own, "sample.toml", changed(SAMPLE, ('en = "At work"', 'en = "At #1 \\"work\\" <b>"')))

    run("draw", path, "-o", own / "sample.svg", "--language", "en")
    text = run("draw", path, "--mermaid", "--language", "en")

    assert ElementTree.parse(own / "sample.svg").getroot().tag.endswith("svg")
    first, *lines = text.strip().splitlines()
    assert first == "flowchart TD"
    box, arrow = r'  n\d+\["[^"`<]*(<br/>[^"`<]*)*"\]', r'  n\d+ (-->|-\.->)(\|"[^"`<]+"\|)? n\d+'
    assert [line for line in lines if not re.fullmatch(f"{box}|{arrow}", line)] == []
    programme = proved(SAMPLE, name="sample.toml")
    assert sum(" n" in line for line in lines) >= 1 + sum(len(move.sources) for move in programme.moves if move.to)
    assert "At #35;1 #quot;work#quot; #lt;b>" in text
