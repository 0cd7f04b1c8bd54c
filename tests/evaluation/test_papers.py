# SPDX-License-Identifier: Apache-2.0
"""Papers are packed and counted again without a loss, and an exported round is worked out again without a database."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sidan.base.errors import Refused, Words
from sidan.evaluation.bundle import Bundle, Compared, again
from sidan.evaluation.declare import Weighed
from sidan.evaluation.papers import Paper, PaperFact, pack, tallies_of, unpack
from sidan.evaluation.reader import read
from sidan.evaluation.whatif import Kept, rescored
from sidan.evaluation.working import Inputs, round_digest, worked_out
from sidan.evaluation.zipped import opened, written
from tests.evaluation.rankings import ranking
from tests.evaluation.rounding import COUNTS, SOURCE, paper

EXCLUDED = [["lamps-x0", "lamps", "force_majeure"]]


def bundle() -> Bundle:
    """Return a settled run as a round exports it, made without one."""
    codes = sorted(COUNTS)
    papers = [paper(code, *COUNTS[code]) for code in codes]
    given = Inputs(read(SOURCE), 7, codes, [(f"单位{code}", code) for code in codes], ["all"] * len(codes), papers)
    worked = worked_out(given)
    about = {
        "ranking": "trial",
        "edition": 2,
        "area": "369901",
        "since": "2026-02-01",
        "until": "2026-02-28",
        "run": 1,
        "seed": 7,
        "frozen": {"excluded": {"count": 1, "of": 35}, "exclusions": EXCLUDED, "forms": {"lamps": 3.5}},
    }
    compared = [
        Compared(code, *names, "all", each, worked.results[code])
        for code, names, each in zip(codes, given.names, papers, strict=True)
    ]
    digest = round_digest(about, SOURCE, worked.sensitivity, worked.digests)
    return Bundle(SOURCE, about, compared, worked.sensitivity, digest)


def tampered(content: bytes, name: str, old: str, new: str) -> bytes:
    """Return an export in which one text of one file was changed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(kept, "w") as after:
        for info in before.infolist():
            text = before.read(info).decode()
            if info.filename == name:
                assert old in text
                text = text.replace(old, new, 1)
            after.writestr(info, text)
    return kept.getvalue()


def test_a_paper_comes_back_whole() -> None:
    """Facts, steps, specials and outside figures; the order in which facts were read leaves no trace."""
    facts = [
        PaperFact("B-2", "service", "counted", {"given": 1, "first_hours": 0.75}, 0.75),
        PaperFact("A-1", "expert", "suspended", {"given": 1, "returned": 0}),
    ]
    whole = Paper(facts, {"service|": {"visit": (3.0, 2.0)}}, {"service|": {"visits": (1.0, 4.0)}}, {"awards": 0.5})

    again_ = unpack(pack(whole))

    assert again_.content == whole.content == Paper(facts[::-1], whole.steps, whole.special, whole.outside).content
    assert (again_.steps, again_.special, again_.outside) == (whole.steps, whole.special, whole.outside)
    assert pack(whole) == pack(again_)
    assert unpack(b"") == Paper()


def test_a_scope_counts_its_own() -> None:
    """Of the programmes named alone, without the standings left out; all programmes where none is named."""
    each = Paper(
        [
            PaperFact("1", "service", "counted", {"given": 1}, 1.0),
            PaperFact("2", "service", "excluded", {"given": 1}, 1.0),
            PaperFact("3", "expert", "counted", {"given": 2}),
        ]
    )

    counted = {scope: tallies_of([each], ["u"], scope) for scope in (((), ()), (("service",), ("excluded",)))}

    assert [float(found["given"][0]) for found in counted.values()] == [4, 1]
    assert [float(found.hours.sum()) for found in counted.values()] == [2, 1]


def test_an_export_is_worked_out_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the file alone, by the command, to the same digest; the same round gives the same bytes."""
    whole = bundle()
    file = tmp_path / "round.zip"
    file.write_bytes(written(whole))
    assert written(opened(file.read_bytes())) == file.read_bytes()

    call_command("round", "recompute", str(file))

    assert capsys.readouterr().out.strip() == whole.digest
    with zipfile.ZipFile(file) as zipped:
        assert "考评" in zipped.read("README.txt").decode()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("facts.csv", "north-0,service,counted,2.5,1.0,1.0,1.0", "north-0,service,counted,2.5,1.0,1.0,", "north parts"),
        ("facts.csv", "lamps-0", "lamps-9", "digest"),
        ("scores.csv", "good", "fair", "tier"),
        ("exclusions.csv", "force_majeure", "wrong_unit", "digest"),
        ("outside.csv", "2.0", "3.0", "property extras.award"),
        ("subjects.csv", "单位water", "单位甲", "digest"),
        ("ranking.toml", "weight  = 60", "weight  = 59", "worked out"),
        ("sensitivity.json", '"trials": 4', '"trials": 5', "sensitivity trials: 5 / 4"),
        ("digest.txt", "", "0", "digest"),
    ],
)  # fmt: skip
def test_a_tampered_file_is_found(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    """Whatever is changed, the command fails and names the first difference."""
    file = tmp_path / "round.zip"
    file.write_bytes(tampered(written(bundle()), name, old, new))

    with pytest.raises(CommandError, match=told):
        call_command("round", "recompute", str(file))


@pytest.mark.parametrize("content", [b"", b"PK no zip", tampered(written(bundle()), "round.json", "{", "[")])
def test_what_is_no_export_is_refused(content: bytes) -> None:
    """With the name of what cannot be read."""
    with pytest.raises(Refused, match="not an export of a round"):
        opened(content)


def test_the_order_of_subjects_leaves_no_trace() -> None:
    """A file with its subjects the other way round comes to the same digest."""
    whole = bundle()

    other = Bundle(whole.source, whole.about, whole.compared[::-1], whole.sensitivity, whole.digest)

    assert again(other).digest == whole.digest


def test_outside_figures_alone_need_no_cases() -> None:
    """Nobody is unranked for too few cases of what is not counted in cases, neither in a round nor in a what-if."""
    income = Weighed(
        code="income", name=Words("收入", "Income"), measure="outside", outside="income", weight=100, scale="best"
    )
    asked = ranking(income, minimum=10)
    papers = [Paper(outside={"income": value}) for value in (3.0, 2.0, 1.0)]
    codes = ["a", "b", "c"]

    results = worked_out(Inputs(asked, 7, codes, [("", "")] * 3, ["all"] * 3, papers)).results
    kept = [
        Kept(
            code,
            "all",
            each["cases"],
            {"income": (each["parts"]["income"]["count"], each["parts"]["income"]["of"])},
            {},
        )
        for code, each in results.items()
    ]

    assert [(each["why"], each["rank"]) for each in results.values()] == [("", 1), ("", 2), ("", 3)]
    assert list(rescored(asked, kept).rank) == [1, 2, 3]
