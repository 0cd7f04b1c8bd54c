# SPDX-License-Identifier: Apache-2.0
"""The city's own days and the hours of its offices: what deadlines count besides the public holidays."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_csv, write_table
from sidan.places.areas import require_name
from sidan.places.codes import LENGTHS, stripped
from sidan.places.models import Area, Holiday, OfficeHours
from sidan.places.versions import changed

TITLE = Words("本地工作日历", "Own days")
Span = tuple[time, time]


@transaction.atomic
def set_holiday(day: date, name: str, *, is_working: bool = False, county: str = "") -> Holiday:
    """Make a day one off, or one worked, for a county or with "" for the whole city; a day set before is set anew.

    Deadlines that run already keep the day they were given; new ones are counted by it within a second.
    """
    holiday, _ = Holiday.objects.update_or_create(
        day=day, county=require_county(county), defaults={"name": require_name(name), "is_working": is_working}
    )
    changed()
    return holiday


@transaction.atomic
def drop_holiday(day: date, *, county: str = "") -> None:
    """Let a day be again what the public calendar says; nothing happens when it was not set."""
    Holiday.objects.filter(day=day, county=county).delete()
    changed()


@transaction.atomic
def set_office_hours(morning: Span, afternoon: Span, *, county: str = "") -> OfficeHours:
    """Set when the offices of a county, or with "" of the whole city, work on a working day."""
    edges = [*morning, *afternoon]
    if any(earlier >= later for earlier, later in pairwise(edges)):
        raise Refused("Office hours must be spans of time in order, each ending after it begins.")
    names = ("morning_from", "morning_until", "afternoon_from", "afternoon_until")
    hours, _ = OfficeHours.objects.update_or_create(
        county=require_county(county), defaults=dict(zip(names, edges, strict=True))
    )
    changed()
    return hours


def require_county(code: str) -> str:
    """Return the code of a county of this city, or "" for the city itself; Refused for anything else."""
    if not code or Area.objects.filter(code=code, level="county").exists():
        return code
    raise Refused("There is no county %(code)s.", code=code)


@transaction.atomic
def import_holidays(source: bytes | Path, filename: str = "", *, dry_run: bool = False) -> Plan:
    """Set days as a sheet says; Faulty, and nothing written, when a row is wrong. Other days stay as they are."""
    return prepare(source, filename, spec=HOLIDAYS).carried_out(_write, dry_run=dry_run)


def export_holidays(*, form: str = "xlsx", language: str = "zh-hans") -> bytes:
    """Return all own days as an xlsx or csv file that `import_holidays` reads."""
    rows = ({name: getattr(holiday, name) for name in _FIELDS} for holiday in Holiday.objects.all())
    if form == "csv":
        return write_csv(HOLIDAYS.columns, rows, language=language)
    return write_table(HOLIDAYS.columns, rows, title=TITLE, language=language)


def _county(cell: str) -> str:
    """Return the code of a county, or "" for the whole city, which may be named by its own code."""
    code = stripped(cell) if cell else ""
    if len(code) > LENGTHS["county"]:
        raise Refused("A day is set for a county or for the whole city.")
    return code if len(code) == LENGTHS["county"] else ""


def _key(record: Record) -> tuple[date, str]:
    """Return what names a row: the day and the county."""
    return record["day"], record.get("county", "")


def _known(records: Sequence[Record]) -> Mapping[Any, Mapping[str, Any]]:
    """Return the days of the file that are set already; one query."""
    days = Holiday.objects.filter(day__in={record["day"] for record in records})
    return {(row["day"], row["county"]): row for row in days.values(*_FIELDS)}


def _faults_between(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield a fault for each row about a county that is not there; one query."""
    named = {record.get("county", "") for record in records}
    there = {"", *Area.objects.filter(code__in=named, level="county").values_list("code", flat=True)}
    for record in records:
        if record.get("county", "") not in there:
            yield record.fault("county", Refused("There is no county %(code)s.", code=record["county"]))


def _write(plan: Plan) -> None:
    """Write the days of a sound plan."""
    records = [*plan.created, *(change.record for change in plan.changed)]
    Holiday.objects.bulk_create(
        [Holiday(**record.values) for record in records],
        update_conflicts=True,
        unique_fields=["county", "day"],
        update_fields=["name", "is_working"],
    )
    changed()


HOLIDAYS = Spec(
    title=TITLE,
    columns=(
        Column("day", Words("日期", "Day"), cells.day, required=True, style="day"),
        Column("name", Words("事由", "Reason"), cells.line(60), required=True, aliases=("名称",), width=30),
        Column(
            "is_working",
            Words("是否上班", "Worked"),
            cells.yes_no,
            required=True,
            help=Words("“否”为放假，“是”为调休上班", "no is a day off, yes a day worked"),
            options=(Words("是", "yes"), Words("否", "no")),
        ),
        Column(
            "county",
            Words("县区编码", "County code"),
            _county,
            help=Words("不填为全市", "empty for the whole city"),
        ),
    ),
    key=_key,
    known=_known,
    check=_faults_between,
)
_FIELDS = tuple(column.name for column in HOLIDAYS.columns)
