# SPDX-License-Identifier: Apache-2.0
"""Every ranking file this project ships is sound, and the shelf serves what the city says."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sidan.base.errors import NotFound
from sidan.evaluation import shelf
from sidan.evaluation.in_words import in_words
from sidan.evaluation.measures import MEASURES
from sidan.evaluation.reader import read
from sidan.evaluation.scoring import score
from sidan.programmes.unit_kinds import unit_kind
from tests.evaluation.sample import SAMPLE, changed
from tests.evaluation.worked import plausible
from tests.world import World

SHIPPED = sorted(shelf.OFFICIAL.glob("*.toml"))
TOWNS = (shelf.OFFICIAL / "service_towns.toml").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path, settings: object) -> Path:
    """Make the city's own folder of rankings, empty, and the folder of programmes around it."""
    settings.PROGRAMMES_DIR = str(tmp_path)  # type: ignore[attr-defined]
    folder = tmp_path / "rankings"
    folder.mkdir()
    return folder


@pytest.fixture
def kept() -> Iterator[None]:
    """Put what is served back as it was."""
    before = dict(shelf._served)
    yield
    shelf._served.clear()
    shelf._served.update(before)


def run(*arguments: object) -> str:
    """Run `manage.py ranking` and return what it printed; a failure carries what it printed as faults."""
    out, faults = StringIO(), StringIO()
    try:
        call_command("ranking", *map(str, arguments), stdout=out, stderr=faults, no_color=True)
    except CommandError as error:
        raise CommandError(f"{faults.getvalue()}{error}") from None
    return out.getvalue()


def refused(*arguments: object) -> str:
    """Run the command, which must fail, and return what it said."""
    with pytest.raises(CommandError) as error:
        run(*arguments)
    return str(error.value)


def write(folder: Path, text: str, *, name: str = "sample.toml") -> Path:
    """Write a file into a folder and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_is_sound_and_says_that_it_is_a_default(path: Path) -> None:
    """It has the name of its code, names what exists, and never poses as a rule of some city."""
    ranking = shelf.proved(path.read_text(encoding="utf-8"), name=path.name)

    assert ranking.code == path.stem
    assert list(shelf.faults_with_programmes(ranking)) == []
    assert {indicator.measure for indicator in ranking.indicators} <= MEASURES.keys()
    assert "默认" in ranking.basis
    assert "以各地规定为准" in ranking.basis
    kinds = {*ranking.kinds, *(kind for each in ranking.classes for kind in each.kinds)}
    assert [kind for kind in kinds if unit_kind(kind).en == kind] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_is_told_in_both_languages(path: Path) -> None:
    """Name, weights and tiers can be read by whoever signs it, with no place left unfilled."""
    ranking = read(path.read_text(encoding="utf-8"))

    for language in ("zh", "en"):
        told = in_words(ranking, language=language)
        for named in (ranking, *ranking.indicators, *ranking.tiers, *ranking.bonuses, *ranking.deductions):
            assert named.name.in_language(language) in told
        assert "%s" not in told
        assert "%%" not in told


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_ranks_whoever_it_has_figures_of(path: Path) -> None:
    """With figures of everybody each is ranked, has a tier, and no more than full marks and bonuses."""
    ranking = read(path.read_text(encoding="utf-8"))
    seen = plausible(ranking, 8)

    result = score(
        ranking,
        [MEASURES[each.measure].of(seen, each) for each in ranking.indicators],
        subjects=seen.subjects,
        classes=["all"] * 8,
        cases=seen["answer_due"] + 100,
    )

    assert list(result.why) == [""] * 8
    assert {*result.tier} <= {tier.code for tier in ranking.tiers}
    assert all(0 < total <= 100 for total in result.total)


def test_all_shipped_files_are_served_in_the_order_of_menus() -> None:
    """The start serves every file, with the text that a round will keep."""
    assert {ranking.code for ranking in shelf.rankings()} == {path.stem for path in SHIPPED}
    assert [ranking.menu for ranking in shelf.rankings()] == sorted(ranking.menu for ranking in shelf.rankings())
    assert shelf.source_of("service_towns") == TOWNS
    assert shelf.ranking("service_towns") == read(TOWNS)


def test_a_ranking_that_is_not_there_is_not_found() -> None:
    """A code nobody declared is told by name."""
    with pytest.raises(NotFound) as missing:
        shelf.ranking("beauty")

    assert str(missing.value) == "There is no ranking “beauty”."


def test_a_file_of_the_city_takes_the_place_of_ours_with_a_higher_edition(own: Path, kept: None) -> None:
    """The city changes a file by one of its own; with the same edition it is refused, since rounds name editions."""
    text = changed(("edition       = 1", "edition       = 2"), ("minimum       = 10", "minimum       = 30"), text=TOWNS)
    path = write(own, text, name="towns.toml")

    assert f"{path} takes the place of the official service_towns.toml: edition 2 instead of 1." in run(
        "check", path, "--no-database"
    )
    shelf.serve_all(str(own.parent))
    assert shelf.ranking("service_towns").minimum == 30

    write(own, TOWNS, name="towns.toml")
    assert refused("check", "--no-database").startswith(
        f"{path}:3: edition: the official service_towns.toml is edition 1"
    )


def test_two_files_with_one_code_stop_the_start(own: Path, kept: None) -> None:
    """Nobody knows which would count."""
    write(own, SAMPLE, name="a.toml")
    path = write(own, SAMPLE, name="b.toml")

    with pytest.raises(shelf.Unserved) as stopped:
        shelf.serve_all(str(own.parent))

    assert stopped.value.faults == [f"{path}:2: code: a.toml declares “sample” too."]


def test_one_faulty_file_stops_the_start_with_its_line(own: Path, kept: None) -> None:
    """The operator sees the file, the line and a sentence, and nothing is served by halves."""
    spoiled = changed(("weight  = 10\nscale", "weight  = 15\nscale"))
    path = write(own, spoiled)
    line = spoiled[: spoiled.index("[[indicators]]")].count("\n") + 1

    with pytest.raises(shelf.Unserved) as stopped:
        shelf.serve_all(str(own.parent))

    assert stopped.value.faults == [f"{path}:{line}: indicators: the weights add up to 105, not to 100."]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'programmes = ["service"]',
            'programmes = ["services"]',
            "programmes: no programme “services” is served; did you mean “service”?",
        ),
        (
            'move    = "progress"',
            'move    = "progres"',
            "indicators “progress” move: its programmes have no move “progres”; did you mean “progress”?",
        ),
        (
            'of_move = "sign"',
            'of_move = "claim"',
            "indicators “progress” of_move: its programmes have no move “claim”.",
        ),
    ],
)
def test_programmes_and_moves_must_be_there(own: Path, old: str, new: str, sentence: str) -> None:
    """A move that no programme in question has would count nothing for ever."""
    path = write(own, changed((old, new)))

    said = refused("check", path, "--no-database")

    assert sentence in said
    assert said.endswith("\n1 fault.")


def test_a_file_that_cannot_be_read_is_a_fault(own: Path) -> None:
    """No file, no text: each is told with file and line."""
    path = own / "broken.toml"

    assert refused("check", path, "--no-database").startswith(f"{path}:1: The file cannot be read: No such file")
    path.write_bytes(b"\xff\xfe")
    assert refused("check", path, "--no-database").startswith(f"{path}:1: The file is not written in UTF-8.")


def test_check_tells_what_is_sound_and_what_it_does_not_know(own: Path) -> None:
    """A kind of unit that may be mistyped is noted; it is no fault, since a county has kinds of its own."""
    path = write(own, SAMPLE.replace('"health"', '"helth"'))

    assert run("check", path, "--no-database") == (
        f"{path}: “helth” is no kind of unit this project knows; units of your own may have it.\n"
        f"{path}: sound: 6 indicators, 2 tiers\n"
    )


def test_check_tells_which_class_holds_one_today(own: Path, world: World) -> None:
    """Nobody is compared with nobody: who would be alone is told before a round is opened, and so is an empty class."""
    path = write(own, SAMPLE.replace("water_resources", "urban_management"))

    assert run("check", path).splitlines()[:-1] == [
        f"{path}: class “water”: there is one today, and nobody can be compared.",
        f"{path}: class “health”: there are none today, and nobody can be compared.",
    ]


def test_show_tells_every_rule_of_a_file(own: Path) -> None:
    """Scales, bounds, bonuses, classes and what is left out are told in words, in English on request."""
    said = run("show", write(own, SAMPLE), "--language", "en")

    for line in (
        "  • up to 48 gives 60 %",
        "  • as a part of the best of its class",
        "  • between 2 and 18 points",
        "  • counts in part what “Overdue” counts, on purpose",
        "  • Awards: 1 each, at most 3, with evidence (outside figure “awards”)",
        "  • Water: Water resources",
        "  • First: 30 % of a class",
        "On the certificate: Named a sample",
    ):
        assert line in said.splitlines()
    assert "Published for objections for 5 working days" in said
    assert refused("show", "beauty") == "There is no file and no ranking “beauty”."
