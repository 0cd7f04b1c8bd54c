# SPDX-License-Identifier: Apache-2.0
"""A drawing becomes true: borders corrected, grids added, and grids that take over from others, in one transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from sidan.base.errors import Refused, Stale
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.places import areas
from sidan.places.codes import new_site_code, numbered
from sidan.places.drawing.ground import Ground, ground_of, outline_json
from sidan.places.drawing.outcome import Outcome, Part, household_shares, outcome, require_sums
from sidan.places.drawing.strokes import Stroke, played
from sidan.places.kinds import GRID_KINDS
from sidan.places.models import Area
from sidan.planning.authority import require_may_plan
from sidan.planning.carrying import Carriage, carry_over
from sidan.planning.carrying_areas import Succession
from sidan.planning.drawn_plans import correction, written_plan
from sidan.planning.models import GridPlan

# The history keeps the outline before a correction up to this length; longer ones are those of the sheets taken out.
LONGEST_OUTLINE = 20_000
MOST_HOUSEHOLDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What the planner says of a new grid; without numbers they stay unknown."""

    name: str
    households: int | None = None
    people: int | None = None
    kind: str = "general"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a drawing has become: codes of corrected and added grids, what was carried over, and the plan that says so.

    `plan` is None where no grid took over from another: such a drawing is mended by drawing.
    """

    corrected: tuple[str, ...]
    added: tuple[str, ...]
    carried: Carriage
    plan: GridPlan | None


@transaction.atomic
def save_drawing(
    community: Area,
    strokes: Sequence[Stroke],
    facts: Mapping[str, Facts],
    *,
    stamp: str,
    counted_anew: bool = False,
    by: Actor,
) -> Saved:
    """Make a drawing true from today on; everything that hangs on an old grid goes over with it, or nothing changes.

    `facts` are the planner's words for each new grid by its key. Stale when the grids are not those that were drawn
    upon; Refused when a name is missing or households do not add up, unless they were counted anew.
    """
    require_may_plan(by, community.code)
    around = areas.require_living(community.code, lock=True)
    ground = ground_of(around, lock=True)
    if ground.stamp != stamp:
        raise Stale("The grids have been changed since you began to draw. Please draw anew.")
    result = outcome(ground.sheet.shapes, ground.kept, played(ground.sheet, strokes))
    if result.is_nothing:
        raise Refused("Nothing has been drawn yet.")
    _require_facts(result, facts)
    households = {key: facts[key].households for key in result.asked}
    if not counted_anew:
        require_sums(ground.households, households, result.parts, names=ground.names)

    code = new_site_code()
    carried = _carried(ground, result.parts, facts, cause=code)
    added = _added(ground, result, facts)
    corrected = {each: areas.amend_area(each, geometry=outline_json(shape)) for each, shape in result.corrected.items()}
    plan = None
    if carried.codes:
        rows = [correction(ground.grids[each], area) for each, area in corrected.items()]
        kept = len(ground.grids) - len(result.gone)
        plan = written_plan(around, code, carried, rows, kept=kept, by=by)
    _record(ground, result, added, carried, by=by)
    return Saved(tuple(corrected), added, carried, plan)


def _require_facts(result: Outcome, facts: Mapping[str, Facts]) -> None:
    """Refuse new grids without a name, of an unknown kind, or with numbers that cannot be."""
    for key in result.asked:
        given = facts.get(key)
        if given is None or not given.name.strip():
            raise Refused("Each new grid needs a name.")
        if given.kind not in GRID_KINDS:
            raise Refused("“%(kind)s” is no kind of grid.", kind=given.kind)
        for number in (given.households, given.people):
            if number is not None and not 0 <= number <= MOST_HOUSEHOLDS:
                raise Refused("Households and people are numbers from 0 to %(most)d.", most=MOST_HOUSEHOLDS)


def _carried(ground: Ground, parts: Sequence[Part], facts: Mapping[str, Facts], *, cause: str) -> Carriage:
    """Let the parts take over from their old grids."""
    given = {part.key: facts[part.key].households for part in parts}
    successions = [
        Succession(
            community=ground.community.code,
            sources={code: share for code, share in shares.items() if share > 0},
            name=areas.require_name(facts[part.key].name),
            geometry=outline_json(part.shape),
            households=facts[part.key].households,
            people=facts[part.key].people,
            kind=facts[part.key].kind,
        )
        for part, shares in zip(parts, household_shares(ground.households, given, parts), strict=True)
    ]
    return carry_over(successions, on=city_today(), cause=cause)


def _added(ground: Ground, result: Outcome, facts: Mapping[str, Facts]) -> tuple[str, ...]:
    """Add the grids on empty ground, numbered as a page is read, and return their codes."""
    community = ground.community.code
    centres = {key: (shape.centroid.x, shape.centroid.y) for key, shape in result.added.items()}
    codes = numbered(community, centres, used=areas.grid_codes(community))
    for key, code in codes.items():
        given = facts[key]
        areas.add_area(
            code,
            given.name,
            kind=given.kind,
            households=given.households,
            people=given.people,
            geometry=outline_json(result.added[key]),
        )
    return tuple(codes[key] for key in result.added)


def _record(ground: Ground, result: Outcome, added: Sequence[str], carried: Carriage, *, by: Actor) -> None:
    """Write down what was corrected, with the outline before it, what was added, and what took over from what."""
    for code in result.corrected:
        before = json.dumps(ground.grids[code].geometry)
        record(by, "area.corrected", f"area:{code}", before=before if len(before) <= LONGEST_OUTLINE else "")
    for code in added:
        record(by, "area.drawn", f"area:{code}")
    if carried.codes:
        record(by, "areas.carried", f"area:{ground.community.code}", gone=list(result.gone), new=list(carried.codes))
