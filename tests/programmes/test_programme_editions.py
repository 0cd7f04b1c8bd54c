# SPDX-License-Identifier: Apache-2.0
"""What `manage.py programme check` and `diff` ask the database: editions that have orders."""

import os
import re
import subprocess
import sys
from pathlib import Path

from sidan.orders import registry
from sidan.orders.moves import Place, submit
from sidan.people.actors import Actor
from sidan.programmes.shelf import OFFICIAL, proved
from tests.programmes.running import refused, run, write
from tests.programmes.samples import SAMPLE, changed
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]


def opened(world: World, text: str) -> None:
    """Serve a text and open an order of it."""
    programme = proved(text, name="sample.toml")
    registry.serve(programme, text)
    answers = {"text": "看一看", "grade": "red", "until": "2026-04-01"}
    submit(programme, answers, by=Actor.anyone(), place=Place(area_code=world.grid), via="web")


def test_a_text_that_orders_stand_under_is_not_changed(world: World, own: Path, shelf: None) -> None:
    """A change without a new number is refused as soon as there is an order; with one it is fine."""
    opened(world, SAMPLE)
    changes = changed(SAMPLE, ("4 working_hours", "3 working_hours"))
    path = write(own, "sample.toml", changes)

    assert "edition: the text was changed after orders were opened under edition 1; raise the edition to 2." in refused(
        "check", path
    )
    write(own, "sample.toml", changed(changes, ("edition = 1", "edition = 2")))
    assert "sound" in run("check", path)


def test_an_edition_does_not_go_back(world: World, own: Path, shelf: None) -> None:
    """A file with a lower number than one that has orders is refused at the line of its edition."""
    opened(world, changed(SAMPLE, ("edition = 1", "edition = 7")))
    path = write(own, "sample.toml", SAMPLE)

    said = refused("check", path)

    assert re.search(r":\d+: edition: orders were opened under edition 7 already; this file says 1\.", said)


def test_a_programme_with_open_orders_is_not_dropped(world: World, own: Path, shelf: None) -> None:
    """Without its file the open orders would have no new edition; the number of them is told. Closed ones may rest."""
    opened(world, SAMPLE)
    opened(world, SAMPLE)

    assert (
        "“sample”: 2 orders are open under edition 1, but no file declares it any more: put the file back until they "
        "are closed."
    ) in refused("check")
    assert "sound" in run("check", OFFICIAL / "service.toml")


def test_an_old_edition_that_can_no_longer_be_proved_is_told(world: World, own: Path, shelf: None) -> None:
    """A guard taken out of the vocabulary strands whoever still stands under it; `check` says how many."""
    registry.guards["nice_weather"] = lambda order, step, by: None
    old = changed(
        SAMPLE, ('does    = ["answer_lead_share"]', 'does    = ["answer_lead_share"]\nneeds = ["nice_weather"]')
    )
    sound = proved(SAMPLE, name="sample.toml")
    registry.serve(sound, old)
    submit(
        sound,
        {"text": "看一看", "grade": "red", "until": "2026-04-01"},
        by=Actor.anyone(),
        place=Place(area_code=world.grid),
        via="web",
    )
    del registry.guards["nice_weather"]
    path = write(own, "sample.toml", changed(SAMPLE, ("edition = 1", "edition = 2")))

    said = refused("check", path)

    assert "edition: 1 order is open under edition 1, which can no longer be served; " in said
    assert "there is no guard “nice_weather”" in said


def test_what_changed_is_told_in_words(world: World, own: Path, shelf: None) -> None:
    """`diff` compares files, and editions that the database has recorded."""
    opened(world, SAMPLE)
    path = write(
        own, "sample.toml", changed(SAMPLE, ("edition = 1", "edition = 2"), ("5 working_days", "3 working_days"))
    )

    said = run("diff", "sample@1", path)

    assert said == (
        "“办理中”：主办单位的时限由5个工作日改为3个工作日。\n"
        "  The lead unit now has 3 working days instead of 5 in “At work”.\n"
    )
    assert run("diff", path, path) == "没有变化。\n  Nothing has changed.\n"
    assert refused("diff", "sample@9", path) == "No order was opened under edition 9 of “sample”."


def process(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does, with a database that nobody serves."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SIDAN_POOL_SIZE": "0",  # a pool would wait ten seconds for a server
        "SIDAN_PROGRAMMES_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "sidan.config.settings",
    }
    command = [sys.executable, "manage.py", "programme", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_database_that_cannot_be_asked_is_noted(tmp_path: Path) -> None:
    """Without a database the files are checked all the same, and the command says so."""
    path = write(tmp_path, "sample.toml", SAMPLE)

    done = process(tmp_path, "check", path)

    assert done.returncode == 0, done.stderr
    assert "The database was not asked about open orders: " in done.stdout
    assert f"{path}: sound: 5 stages, 9 moves" in done.stdout


def test_a_faulty_folder_does_not_keep_the_command_from_telling(tmp_path: Path) -> None:
    """The server would not start, but `check` does, and tells the fault with its line."""
    path = write(tmp_path, "sample.toml", changed(SAMPLE, ("4 working_hours", "4 moons")))

    done = process(tmp_path, "check", "--no-database")

    assert done.returncode == 1
    assert re.match(rf"{re.escape(str(path))}:\d+: stages “registered” deadline limit", done.stderr)
