# SPDX-License-Identifier: Apache-2.0
"""A county's catalogue as a sheet: one row for each condition of a matter, read back with a dry run, all or nothing.

A row of the city's own (no county) changes the city's; a row with a county makes or changes that county's, which then
stands in the place of the city's row with the same code.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.limits import Limit
from sidan.base.sheet_writing import write_table
from sidan.orders.catalogue import Condition, Matter, MatterGroup
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_change_units

TITLE = Words("事项", "Matters")
PHOTOS = {
    "none": Words("不需要", "none"),
    "after": Words("处置后", "after"),
    "before_after": Words("处置前后", "before and after"),
}
_COUNTY = re.compile(r"(\d{6})?")


def import_matters(source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False) -> Plan:
    """Add and change matters and conditions as a sheet says; Faulty, and nothing written, when any cell is wrong."""
    require_may_change_units(by)
    plan = prepare(source, filename, spec=SPEC)
    with transaction.atomic():
        done = plan.carried_out(_write, dry_run=dry_run)
        if not dry_run:
            record(by, "matters.imported", filename, added=len(plan.created), changed=len(plan.changed))
    return done


def export_matters(*, by: Actor, county: str = "", language: str = "zh-hans") -> bytes:
    """Return the city's matters, or a county's own, as a sheet that `import_matters` reads."""
    require_may_change_units(by)
    present = _present(Condition.objects.filter(matter__county=county)).values()
    rows = [{**row, "words": "、".join(row["words"]), "photos": PHOTOS[row["photos"]]} for row in present]
    record(by, "matters.exported", "", count=len(rows))
    return write_table(SPEC.columns, rows, title=TITLE, language=language)


def _key(row: Record | Mapping[str, Any]) -> Hashable:
    """Return what names a row: county, matter and condition."""
    return row.get("county") or "", row["code"], row["condition"]


def _county(cell: str) -> str:
    """Return a county's six digits, or '' for the whole city."""
    if not _COUNTY.fullmatch(cell):
        raise Refused("a county is given by its six digits; leave it empty for the whole city.")
    return cell


def _limit(cell: str) -> str:
    """Return a limit in the form the engine reads; 5工作日 and 5 working_days are the same."""
    return str(Limit.parse(cell))


def _word_list(cell: str) -> list[str]:
    """Return everyday words, given apart by commas of either width or by marks of enumeration."""
    return [word.strip() for word in re.split(r"[,，、;；]", cell) if word.strip()]


def _known(records: Sequence[Record]) -> Mapping[Hashable, Mapping[str, Any]]:
    """Return what is there already, by key. One query."""
    return _present(Condition.objects.filter(matter__code__in={each["code"] for each in records}))


def _present(conditions: QuerySet[Condition]) -> dict[Hashable, dict[str, Any]]:
    """Return conditions as rows of the sheet, by key."""
    rows = {}
    for condition in conditions.select_related("matter__group").order_by("matter__code", "matter__county", "position"):
        matter = condition.matter
        row = {
            "county": matter.county,
            "code": matter.code,
            "name": matter.name,
            "name_en": matter.name_en,
            "unit_kind": matter.unit_kind,
            "words": matter.words,
            "photos": matter.photos,
            "condition": condition.code,
            "condition_name": condition.name,
            "condition_name_en": condition.name_en,
            "limit": condition.limit,
            "is_active": matter.is_active,
        }
        rows[_key(row)] = row
    return rows


def _faults(records: Sequence[Record]) -> Iterable[Refused]:
    """Yield rows whose branch does not exist."""
    groups = set(MatterGroup.objects.values_list("code", flat=True))
    for each in records:
        if each["code"].rpartition(".")[0] not in groups:
            yield each.fault(
                "code", Refused("the code must begin with a branch of the catalogue, as city.road.x does.")
            )


def _write(plan: Plan) -> None:
    """Write matters and conditions of every new or changed row."""
    groups = {group.code: group for group in MatterGroup.objects.all()}
    for each in (*plan.created, *(change.record for change in plan.changed)):
        values = {
            name: each[name] for name in ("name", "name_en", "unit_kind", "words", "photos") if name in each.values
        }
        if "is_active" in each.values:
            values["is_active"] = each["is_active"] is not False
        if not values.get("photos", "none"):
            values["photos"] = "none"
        matter, _ = Matter.objects.update_or_create(
            code=each["code"],
            county=each.get("county") or "",
            defaults={**values, "group": groups[each["code"].rpartition(".")[0]]},
        )
        words = {"name": each["condition_name"], "name_en": each.get("condition_name_en") or "", "limit": each["limit"]}
        Condition.objects.update_or_create(
            matter=matter,
            code=each["condition"],
            defaults=words,
            create_defaults={**words, "position": matter.conditions.count()},
        )


SPEC = Spec(
    title=TITLE,
    columns=(
        Column(
            "county", Words("区县代码", "County"), _county, help=Words("六位；不填为全市", "six digits or empty")
        ),
        Column("code", Words("事项编码", "Matter code"), cells.code_text, required=True, width=28),
        Column("name", Words("事项名称", "Matter"), cells.text(80), required=True, width=24),
        Column("name_en", Words("英文名称", "English name"), cells.text(120), width=24),
        Column("unit_kind", Words("承办单位类型", "Kind of unit"), cells.code_text, required=True),
        Column(
            "words", Words("常用说法", "Everyday words"), _word_list, width=40, help=Words("用顿号隔开", "by commas")
        ),
        Column("photos", Words("答复照片", "Photos asked"), cells.choice(PHOTOS), options=tuple(PHOTOS.values())),
        Column("condition", Words("条件编码", "Condition code"), cells.code_text, required=True),
        Column("condition_name", Words("立案条件", "Condition"), cells.text(120), required=True, width=24),
        Column("condition_name_en", Words("英文条件", "English condition"), cells.text(160), width=24),
        Column(
            "limit", Words("处置时限", "Limit"), _limit, required=True,
            help=Words("如 5工作日、2紧急工作时、4工作时、1天", "such as 5 working_days, 2 urgent_hours"),
        ),
        Column("is_active", Words("是否启用", "Active"), cells.yes_no, width=10),
    ),
    key=_key,
    known=_known,
    check=_faults,
)  # fmt: skip
