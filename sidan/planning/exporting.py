# SPDX-License-Identifier: Apache-2.0
"""A plan as files: GeoJSON for maps, a workbook for offices; each export audited."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import Sheet, write_workbook
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.places.redraw.plans import PartPlan
from sidan.places.redraw.writing import plan_geojson as written
from sidan.planning.authority import require_may_plan
from sidan.planning.models import GridPlan
from sidan.planning.showing import Shown, communities_of, crews_of, shown

PROOFS: dict[str, Words] = {
    "optimal": Words("已证明最优", "proved the best"),
    "bounded": Words("给出界限", "with a bound"),
    "fixed": Words("按要求固定", "fixed as wished"),
}


def plan_geojson(plan: GridPlan, *, by: Actor) -> bytes:
    """Return the plan as GeoJSON: the regions as they stand, with their facts."""
    require_may_plan(by, plan.area.code)
    now = shown(plan)
    record(by, "plan.exported", plan.subject, format="geojson")
    return written(now.instance, replace(now.plan, regions=now.regions, facts=now.facts, measures=now.measures))


def plan_workbook(plan: GridPlan, *, by: Actor, language: str) -> bytes:
    """Return the plan as an Excel workbook: regions, areas, communities, proof, crews."""
    require_may_plan(by, plan.area.code)
    now = shown(plan)
    sheets = (
        Sheet(Words("新网格", "Regions"), REGIONS, _regions(now)),
        Sheet(Words("小网格", "Areas"), AREAS, _areas(now)),
        Sheet(Words("村（社区）", "Communities"), COMMUNITIES, _communities(plan, now)),
        Sheet(Words("证明", "Proof"), PROOF, _proof(now)),
        Sheet(Words("网格员", "Crews"), CREWS, [asdict(row) | _moved(row) for row in crews_of(plan, now)]),
    )
    record(by, "plan.exported", plan.subject, format="xlsx")
    return write_workbook(sheets, language=language)


def _text(name: str, zh: str, en: str, *, width: int = 20) -> Column:
    """Return a column of texts."""
    return Column(name, Words(zh, en), cells.text(), width=width)


def _number(name: str, zh: str, en: str) -> Column:
    """Return a column of numbers."""
    return Column(name, Words(zh, en), cells.whole(), style="number", width=12)


_REGION = _text("region", "新网格", "Region")
_COMMUNITY = Column("community", Words("村（社区）编码", "Community"), cells.code_text, width=18)
_HOUSEHOLDS = _number("households", "户数", "Households")

REGIONS = (
    _REGION,
    _COMMUNITY,
    _number("areas", "小网格数", "Areas"),
    _HOUSEHOLDS,
    _number("workload", "工作量", "Workload"),
    _text("in_range", "户数达标", "In range", width=10),
    _number("polsby_popper", "紧凑度", "Polsby-Popper"),
    _number("kept", "不换网格员户数", "Households that keep their crew"),
)
AREAS = (
    Column("id", Words("小网格编码", "Area"), cells.code_text, width=20),
    _text("name", "名称", "Name"),
    _COMMUNITY,
    _HOUSEHOLDS,
    _number("workload", "工作量", "Workload"),
    _REGION,
)
COMMUNITIES = (
    Column("code", Words("编码", "Code"), cells.code_text, width=18),
    _text("name", "村（社区）", "Community"),
    _number("areas", "小网格数", "Areas"),
    _number("regions", "新网格数", "Regions"),
    _HOUSEHOLDS,
    _number("smallest", "最小户数", "Smallest"),
    _number("largest", "最大户数", "Largest"),
    _number("out_of_range", "超出范围", "Out of range"),
    _number("moved_households", "换网格员户数", "Households that change crew"),
    _text("proof", "证明", "Proof"),
    _number("gap_percent", "差距（%）", "Gap (%)"),
)
PROOF = (
    _COMMUNITY,
    _number("areas", "小网格数", "Areas"),
    _HOUSEHOLDS,
    _number("regions", "新网格数", "Regions"),
    _number("least_regions", "最少新网格数", "Fewest possible"),
    _number("out_of_bounds", "超出户数", "Households out of bounds"),
    _number("least_out_of_bounds", "最少超出户数", "Least possible"),
    _number("cost", "代价", "Cost"),
    _number("bound", "已证下界", "Proved bound"),
    _text("proof", "证明", "Proof"),
    _number("gap_percent", "差距（%）", "Gap (%)"),
    _text("reason", "达不到的原因", "Why bounds cannot be met", width=50),
    _text("nearest", "最接近的可行范围", "Nearest bounds that can"),
)
CREWS = (
    _text("name", "网格员", "Crew"),
    _number("areas", "现管小网格", "Areas today"),
    _HOUSEHOLDS,
    _REGION,
    _number("new_households", "新户数", "Households then"),
    _number("kept_households", "其中原有", "Kept"),
    _number("gained_households", "新增", "Gained"),
    _number("lost_households", "移出", "Lost"),
)


def _regions(now: Shown) -> Iterator[dict[str, Any]]:
    """Yield the regions."""
    bounds = now.plan.bounds
    for each in now.facts:
        yield {
            "region": each.region,
            "community": each.community,
            "areas": len(each.areas),
            "households": each.households,
            "workload": round(each.workload, 1),
            "in_range": bounds.lo <= each.households <= bounds.hi,
            "polsby_popper": round(each.polsby_popper, 3),
            "kept": each.kept_households,
        }


def _areas(now: Shown) -> Iterator[dict[str, Any]]:
    """Yield the small areas with the region of each."""
    instance = now.instance
    names = ("id", "name", "community", "households", "workload", "region")
    columns = (instance.ids, instance.names, instance.community, instance.households.tolist())
    for row in zip(*columns, instance.workload.tolist(), now.regions, strict=True):
        yield dict(zip(names, row, strict=True))


def _communities(plan: GridPlan, now: Shown) -> Iterator[dict[str, Any]]:
    """Yield the communities."""
    for row in communities_of(plan, now):
        yield {**asdict(row), "proof": PROOFS[row.proof], "gap_percent": round(row.gap_percent, 2)}


def _proof(now: Shown) -> Iterator[dict[str, Any]]:
    """Yield what is proved of each part that was computed; moves by hand come after it."""
    for part in now.plan.parts:
        yield {**_part(part), "proof": PROOFS[part.proof]}


def _part(part: PartPlan) -> dict[str, Any]:
    """Return a part as a row."""
    names = ("community", "areas", "households", "regions", "least_regions", "out_of_bounds", "least_out_of_bounds")
    return {
        **{name: getattr(part, name) for name in names},
        "cost": round(part.cost, 4),
        "bound": round(part.bound, 4),
        "gap_percent": round(part.gap_percent, 2),
        "reason": part.reason or "",
        "nearest": f"{part.nearest[0]}–{part.nearest[1]}" if part.nearest else "",
    }


def _moved(row: Any) -> dict[str, int]:
    """Return what a crew gains and loses."""
    return {"gained_households": row.gained_households, "lost_households": row.lost_households}
