# SPDX-License-Identifier: Apache-2.0
"""What the drawing page shows of a work: pieces for the map, rows for the tables, and what is to be filled in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from django.http import QueryDict

from sidan.base.errors import Words
from sidan.places.drawing.coverage import area_m2
from sidan.places.drawing.outcome import Outcome, outcome, proposed
from sidan.places.drawing.strokes import write_strokes
from sidan.places.kinds import AREA_KINDS, GRID_KINDS
from sidan.web.drawing.steps import TOOLS
from sidan.web.drawing.work import Work

# Each has four fields, and a form at most two thousand; grids with more corners are bent on the map.
MOST_CORNERS = 400


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid in the list beneath the map."""

    key: str
    name: Words
    code: str
    households: int | None
    hectares: float | None
    is_new: bool
    is_chosen: bool
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A new grid that wants a name and numbers; `sources` are the old grids it takes over from, in per cent."""

    key: str
    label: Words
    sources: Sequence[tuple[Words, int]]
    name: str
    households: str
    people: str
    guessed_households: str
    guessed_people: str
    kind: str


@dataclass(frozen=True, slots=True)
class CornerRow:
    """A corner of the chosen grid, and which other grids have it too."""

    lon: str
    lat: str
    shared_with: Sequence[Words]


def shown(work: Work, sent: QueryDict) -> dict[str, object]:
    """Return the context of the page; no query."""
    result = outcome(work.ground.sheet.shapes, work.ground.kept, work.sheet)
    # Whoever bends a border goes on with the same grid; after a split or a join it is not there any more.
    stays = bool(work.fault) or sent.get("step") in {"bend", "undo", "redo"}
    chosen = [key for key in sent.getlist("grid") if stays and key in work.sheet.shapes]
    cornered = sent.get("corners_of", "") if sent.get("step") in {"show", "corners"} else ""
    return {
        "community": work.ground.community,
        "work": work,
        "strokes": write_strokes(work.strokes),
        "undone": write_strokes(work.undone),
        "pieces": _pieces(work, result),
        "rows": _rows(work, result, chosen),
        "bare": [(key, work.sheet.names[key]) for key in sorted(work.sheet.bare)],
        "asked": _asked(work, result, sent),
        "result": result,
        "gone": [work.sheet.names[code] for code in result.gone],
        "kinds": [(code, AREA_KINDS[code]) for code in GRID_KINDS],
        "cornered": cornered,
        "corners": _corners(work, cornered)[:MOST_CORNERS],
        "geometry": sent.get("geometry", "") if work.fault else "",
        "counted_anew": bool(sent.get("counted_anew")),
    }


def _pieces(work: Work, result: Outcome) -> str:
    """Return the outlines for the map as GeoJSON: the community's, and each grid's with its key and name."""
    around = work.sheet.coverage.around
    features = [_feature("", Words("", ""), around, "around")] if around is not None else []
    for key, shape in work.sheet.shapes.items():
        kind = "new" if key in result.asked else "kept"
        features.append(_feature(key, work.sheet.names[key], shape, kind))
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _feature(key: str, name: Words, shape: shapely.Geometry, kind: str) -> dict[str, object]:
    """Return a feature for the map; its name is added by the page in its own language."""
    properties = {"key": key, "kind": kind, "zh": name.zh, "en": name.en or name.zh}
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}


def _rows(work: Work, result: Outcome, chosen: Sequence[str]) -> list[GridRow]:
    """Return the grids as they are now: those with outlines by code, new ones last."""
    guessed = proposed(work.ground.households, result.parts)
    rows = []
    for key in [*sorted(work.ground.grids.keys() & work.sheet.shapes.keys()), *_new_keys(work)]:
        grid = work.ground.grids.get(key)
        rows.append(
            GridRow(
                key=key,
                name=work.sheet.names[key],
                code=key if grid and key not in result.asked else "",
                households=guessed.get(key, grid.households if grid else None),
                hectares=area_m2(work.sheet.shapes[key]) / 10_000,
                is_new=key in result.asked,
                is_chosen=key in chosen,
                is_corrected=key in result.corrected,
            )
        )
    return rows


def _new_keys(work: Work) -> list[str]:
    """Return the keys of new grids in the order they were drawn."""
    return [key for key in work.sheet.shapes if key not in work.ground.grids]


def _asked(work: Work, result: Outcome, sent: QueryDict) -> list[AskedRow]:
    """Return what is asked of each new grid: as written before, else as proposed by the share of the ground."""
    households = proposed(work.ground.households, result.parts)
    people = proposed(work.ground.people, result.parts)
    sources = {part.key: part.sources for part in result.parts}
    rows = []
    for key in result.asked:
        # A key is given again after a stroke was taken back; what was written of the other grid is not meant then.
        written = QueryDict() if key in work.sheet.fresh and sent.get("step") in TOOLS and not work.fault else sent
        of = sources.get(key, {})
        rows.append(
            AskedRow(
                key=key,
                label=work.sheet.names[key],
                sources=[(work.ground.names[code], round(100 * share)) for code, share in of.items()],
                name=written.get(f"name-{key}", work.ground.grids[key].name if key in work.ground.grids else ""),
                households=_written(written, f"households-{key}", households.get(key)),
                people=_written(written, f"people-{key}", people.get(key)),
                guessed_households=_text(households.get(key)),
                guessed_people=_text(people.get(key)),
                kind=written.get(f"kind-{key}", "") or _kind(work, of),
            )
        )
    return rows


def _written(sent: QueryDict, field: str, guess: int | None) -> str:
    """Return a number as the planner has written it, or the new proposal where they left the last one as it was."""
    written = sent.get(field)
    return _text(guess) if written is None or written == sent.get(f"guess-{field}") else written


def _kind(work: Work, sources: Mapping[str, float]) -> str:
    """Return the one kind of the old grids where it is to be chosen, else the general one."""
    kinds = {work.ground.grids[code].kind for code in sources}
    return next(iter(kinds)) if len(kinds) == 1 and kinds <= set(GRID_KINDS) else GRID_KINDS[0]


def _corners(work: Work, key: str) -> list[CornerRow]:
    """Return the corners of a grid for the table, each once."""
    if key not in work.sheet.shapes:
        return []
    having: dict[tuple[float, float], list[Words]] = {}
    for other, shape in work.sheet.shapes.items():
        if other != key:
            for corner in {(lon, lat) for lon, lat in shapely.get_coordinates(shape).tolist()}:
                having.setdefault(corner, []).append(work.sheet.names[other])
    corners = dict.fromkeys((lon, lat) for lon, lat in shapely.get_coordinates(work.sheet.shapes[key]).tolist())
    return [CornerRow(f"{lon:.6f}", f"{lat:.6f}", having.get((lon, lat), ())) for lon, lat in corners]


def _text(number: int | None) -> str:
    """Return a number as a field holds it."""
    return "" if number is None else str(number)
