# SPDX-License-Identifier: Apache-2.0
"""Which browser files are served."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from sidan.config import assets

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", assets.SERVED)
def test_each_served_file_is_there(name):
    """Every name in the list leads to a file that npm installed."""
    assert finders.find(name) == str(assets.NODE_MODULES / assets.SERVED[name])


@pytest.mark.parametrize("name", ["package.json", "vendor/../package.json", "@tabler/core/dist/css/tabler.css"])
def test_nothing_else_of_node_modules_is_served(name):
    """A file that the list does not name is not found, by any spelling."""
    assert finders.find(name) is None


def test_collecting_names_exactly_the_list():
    """The finder lists what it serves, and each storage opens its file under the served name."""
    listed = dict(assets.ServedFinder().list([]))

    assert listed.keys() == assets.SERVED.keys()
    with listed["vendor/htmx.js"].open("vendor/htmx.js") as file:
        assert b"htmx" in file.read(200)


def test_what_is_served_is_a_dependency_of_ours():
    """A file of somebody's dependency could vanish with an update, so only our own are named."""
    ours = json.loads((ROOT / "package.json").read_text())["dependencies"]

    packages = {"/".join(file.split("/")[: 2 if file.startswith("@") else 1]) for file in assets.SERVED.values()}

    assert packages <= set(ours)


def test_the_lock_file_names_no_registry():
    """Each machine fetches from the registry it is set up for, checked by digest."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert not any("resolved" in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)


@pytest.fixture
def hashed(settings, tmp_path):
    """Collect into a folder of the test's own, under hashed names."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": assets.storage_backend(debug=False)},
    }
    return tmp_path


def test_every_file_that_another_names_is_there(hashed):
    """Collecting fails on a picture that a style sheet names, or a module that another imports, when it is missing."""
    assets.collect()

    names = json.loads((hashed / "staticfiles.json").read_text())["paths"]
    assert set(assets.SERVED) <= set(names)
    assert all((hashed / name).exists() for name in names.values())


def test_unchanged_files_are_not_collected_again(hashed, monkeypatch):
    """The second start passes over what the first one did."""
    assets.collect()
    monkeypatch.setattr(assets, "call_command", lambda *_, **__: pytest.fail("collected again"))

    assets.collect()
