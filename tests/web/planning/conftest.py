# SPDX-License-Identifier: Apache-2.0
"""What the tests of the planning pages share: a planner, a lattice of small areas as a file, and plans made of it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sidan.planning.computing import compute
from sidan.planning.drafting import draft
from sidan.planning.models import GridPlan
from tests.world import COUNTY, World

ASKED = {"lo": 200, "hi": 400}
MakePlan = Callable[..., GridPlan]


def lattice(*, columns: int = 4, rows: int = 2, communities: int = 2, **properties: Any) -> dict[str, Any]:
    """Return small areas side by side, each a hundredth of a degree wide; `properties` replace those of the first."""
    features = []
    for community in range(communities):
        for place in range(columns * rows):
            west, south = 116 + 0.01 * (place % columns), 28 - 0.01 * (place // columns + rows * community)
            corners = [(0, 0), (0.01, 0), (0.01, -0.01), (0, -0.01), (0, 0)]
            ring = [[round(west + x, 4), round(south + y, 4)] for x, y in corners]
            told = {
                "id": f"S{community + 1}{place + 1:02d}",
                "community": f"C{community + 1}",
                "households": 100,
                "workload": 10.0 + place,
                "worker": f"W{community}{place // 2}",
            }
            features.append(
                {
                    "type": "Feature",
                    "properties": told | (properties if not features else {}),
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
            )
    return {"type": "FeatureCollection", "features": features}


def as_file(content: object, name: str = "areas.geojson") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, data, content_type="application/geo+json")


@pytest.fixture
def planner(world: World) -> Client:
    """Return the browser of somebody who plans the county's grids, in English."""
    world.hold("planner", role="planner", area=COUNTY)
    browser = world.client("planner")
    browser.get("/planning/?lang=en")
    return browser


@pytest.fixture
def make_plan(world: World, planner: Client) -> MakePlan:
    """Return how a test gets a plan over the lattice, computed unless it says otherwise."""

    def make(*, asked: Mapping[str, Any] = ASKED, content: object = None, computed: bool = True) -> GridPlan:
        """Draft a plan as the planner, and let the worker compute it."""
        upload = json.dumps(content or lattice()).encode()
        plan = draft(
            COUNTY, name="方案甲", asked=asked, source="file", by=world.actor("planner"), upload=upload,
            file_name="areas.geojson",
        )  # fmt: skip
        if computed:
            compute(plan.pk)
        plan.refresh_from_db()
        return plan

    return make


@pytest.fixture
def plan(make_plan: MakePlan) -> GridPlan:
    """Return a computed plan: two communities of eight areas, each two grids of four."""
    return make_plan()


@pytest.fixture
def today(world: World, planner: Client) -> GridPlan:
    """Return a computed plan over today's grids of the county: of three in each community two are joined."""
    plan = draft(COUNTY, name="合并方案", asked={"lo": 300, "hi": 900}, source="today", by=world.actor("planner"))
    compute(plan.pk)
    plan.refresh_from_db()
    return plan
