# SPDX-License-Identifier: Apache-2.0
"""The vocabulary as a sheet: brought in with a dry run, all or nothing, given out in the form that is read again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.matching.authority import require_may_keep_skills
from sidan.matching.register_columns import YES_NO, said, unless_empty
from sidan.matching.register_rows import SKILL_KINDS, Skill
from sidan.matching.skills import SkillFacts, add_skill, change_skill, facts_of_skill, parted
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.trial import tried

TITLE = Words("专长", "Skills")
_FACTS = {each.name: each.name for each in fields(SkillFacts)}

COLUMNS = (
    Column(
        "code",
        Words("专长编码", "Skill code"),
        cells.code_text,
        required=True,
        aliases=("编码",),
        help=Words("小写英文，如 finance", "small letters, such as finance"),
    ),
    Column(
        "kind",
        Words("类别", "Kind"),
        unless_empty(cells.choice(SKILL_KINDS), "skill"),
        options=tuple(SKILL_KINDS.values()),
        help=Words("不填为专长", "empty means skill"),
        width=10,
    ),
    Column("name", Words("中文名称", "Chinese name"), cells.line(60), required=True, aliases=("名称",), width=24),
    Column("name_en", Words("英文名称", "English name"), cells.line(80), required=True, width=24),
    Column(
        "words",
        Words("其他说法", "Other words"),
        lambda cell: tuple(dict.fromkeys(parted(cell))),
        help=Words("用、，；／或换行隔开", "parted by , ; / or new lines"),
        width=40,
    ),
    Column(
        "is_active",
        Words("是否启用", "Active"),
        lambda cell: cells.yes_no(cell) is not False,
        help=Words("填“否”即不再选用；不填为启用", "no offers it to nobody; empty means yes"),
        options=YES_NO,
        width=10,
    ),
)


def import_skills(source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False) -> Plan:
    """Add and change skills as a sheet says; Faulty, and nothing written, when any cell or row is wrong."""
    require_may_keep_skills(by)
    plan = prepare(source, filename, spec=_SPEC)

    def write(plan: Plan) -> Iterator[Refused]:
        yield from _written(plan, by=by)
        record(by, "skills.imported", filename, added=len(plan.created), changed=len(plan.changed))

    return tried(plan, write, dry_run=dry_run)


def export_skills(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return all skills and languages, those out of use too, as a sheet that `import_skills` reads."""
    require_may_keep_skills(by)
    rows = [
        {"code": skill.code, **_values(skill), "kind": SKILL_KINDS[skill.kind], "words": "、".join(skill.words)}
        for skill in Skill.objects.all()
    ]
    record(by, "skills.exported", "", count=len(rows))
    return write_table(COLUMNS, rows, title=TITLE, language=language)


def _values(skill: Skill) -> dict[str, Any]:
    """Return a skill as a row of values, without its code."""
    facts = facts_of_skill(skill)
    return {name: getattr(facts, name) for name in _FACTS}


def _present(records: Sequence[Record]) -> dict[str, Skill]:
    """Return the skills that rows name, by code; one query."""
    return {skill.code: skill for skill in Skill.objects.filter(code__in=[each["code"] for each in records])}


def _known(records: Sequence[Record]) -> Mapping[Any, Mapping[str, Any]]:
    """Return the present skills by code, as rows of values."""
    return {code: _values(skill) for code, skill in _present(records).items()}


def _written(plan: Plan, *, by: Actor) -> Iterator[Refused]:
    """Write every row, changed ones first, as a word may pass from one skill to another; yield what is refused."""
    changed = [change.record for change in plan.changed]
    present = _present(changed)
    for each in changed:
        try:
            skill = present[each["code"]]
            change_skill(skill, replace(facts_of_skill(skill), **said(each, _FACTS)), by=by)
        except Refused as reason:
            yield each.fault("code", reason)
    for each in plan.created:
        try:
            add_skill(each["code"], SkillFacts(**said(each, _FACTS)), by=by)
        except Refused as reason:
            yield each.fault("code", reason)


_SPEC = Spec(title=TITLE, columns=COLUMNS, key=itemgetter("code"), known=_known)
