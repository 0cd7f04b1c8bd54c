# SPDX-License-Identifier: Apache-2.0
"""Outside figures as a sheet: one row for each, read back with a dry run, all or nothing.

A row is known by subject, indicator and period. One that says something else than what stands there corrects it; the
sheet says so as the reason.
"""

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.outside import (
    LARGEST,
    LONGEST_EVIDENCE,
    OutsideFacts,
    faults_of,
    figures_of,
    overlaps,
    replace_figures,
    write,
)
from sidan.evaluation.outside_names import areas_of, subject_code
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.trial import tried

TITLE = Words("外部指标", "Outside figures")
_KEY = ("subject", "indicator", "since", "until")


def _value(cell: str) -> Decimal | None:
    """Return a number as it is kept: with four decimals at most."""
    number = cells.decimal(-float(LARGEST), float(LARGEST))(cell)
    return None if number is None or not math.isfinite(number) else Decimal(str(number)).quantize(Decimal("0.0001"))


COLUMNS = (
    Column(
        "subject", Words("单位或区域编码", "Unit or area code"), subject_code, required=True, width=22,
        help=Words("被考评的单位或区域的编码", "the code of the unit or area that is evaluated"),
    ),
    Column(
        "indicator", Words("指标编码", "Indicator code"), cells.code_text, required=True, width=24,
        help=Words("考评办法里写的外部指标编码", "as the ranking names it"),
    ),
    Column("since", Words("起始日", "From"), cells.day, required=True, style="day"),
    Column("until", Words("截止日", "Until"), cells.day, required=True, style="day"),
    Column("value", Words("数值", "Value"), _value, required=True, style="number"),
    Column(
        "evidence", Words("依据", "Evidence"), cells.line(LONGEST_EVIDENCE), required=True, width=40,
        help=Words("文件名、文号或统计表名，谁测算的、什么时候", "a document or a table, who measured it and when"),
    ),
)  # fmt: skip


def import_outside(source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False) -> Plan:
    """Enter and correct figures as a sheet says; Faulty, and nothing written, when any cell or row is wrong.

    The number of queries does not depend on that of rows.
    """
    plan = prepare(source, filename, spec=replace(_SPEC, check=partial(_faults, by=by)))

    def carry_out(plan: Plan) -> Iterator[Refused]:
        yield from _written(plan, by=by)
        record(by, "outside.imported", filename, added=len(plan.created), changed=len(plan.changed))

    return tried(plan, carry_out, dry_run=dry_run)


def export_outside(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return the living figures of the actor's areas as a sheet that `import_outside` reads."""
    rows = [_values(figure) for figure in figures_of(by)]
    record(by, "outside.exported", "", count=len(rows))
    return write_table(COLUMNS, rows, title=TITLE, language=language)


def _key(row: Record | Mapping[str, Any]) -> Hashable:
    """Return what names a figure."""
    return tuple(row.get(name) for name in _KEY)


def _known(records: Sequence[Record]) -> Mapping[Hashable, Mapping[str, Any]]:
    """Return the living figures of the subjects that rows name, by key; one query."""
    return {_key(values): values for values in map(_values, _present(records))}


def _present(records: Sequence[Record]) -> list[OutsideFigure]:
    """Return the living figures of the subjects that rows name."""
    return list(OutsideFigure.objects.filter(subject__in={each["subject"] for each in records}, replaced_at=None))


def _values(figure: OutsideFigure) -> dict[str, Any]:
    """Return a figure as a row of values."""
    return {name: getattr(figure, name) for name in (*_KEY, "value", "evidence")}


def _faults(records: Sequence[Record], *, by: Actor) -> Iterator[Refused]:
    """Yield what is wrong with rows, each with its cell: subject, indicator, dates, value, evidence, overlaps."""
    rows = {id(facts): (each, facts) for each in records for facts in [_facts(each)]}
    areas = areas_of({facts.subject for _each, facts in rows.values()})
    sound = []
    for each, facts in rows.values():
        found = list(faults_of(facts, areas=areas, by=by))
        yield from (each.fault(column, fault) for column, fault in found)
        if not found:
            sound.append(facts)
    for facts, fault in overlaps(sound):
        yield rows[id(facts)][0].fault("since", fault)


def _written(plan: Plan, *, by: Actor) -> Iterator[Refused]:
    """Write every row; what it corrects stays with the sheet as the reason."""
    changed = [change.record for change in plan.changed]
    keys = {_key(each) for each in changed}
    replace_figures([figure for figure in _present(changed) if _key(_values(figure)) in keys], reason=TITLE.zh)
    try:
        write([_facts(each) for each in (*plan.created, *changed)], by=by, via="sheet")
    except Refused as reason:
        yield reason


def _facts(each: Record) -> OutsideFacts:
    """Return what a row says."""
    return OutsideFacts(**{name: each[name] for name in (*_KEY, "value", "evidence")})


_SPEC = Spec(title=TITLE, columns=COLUMNS, key=_key, known=_known)
