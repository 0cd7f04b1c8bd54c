# SPDX-License-Identifier: Apache-2.0
"""The usual skills and languages become rows, which the organisers keep; what they changed is never overwritten."""

from pathlib import Path

import msgspec
from django.db import transaction

from sidan.base.toml_shape import shaped
from sidan.matching.register_rows import Skill
from sidan.matching.skills import Vocabulary

USUAL_FILE = Path(__file__).parent / "skills.toml"


class Declared(msgspec.Struct, forbid_unknown_fields=True):
    """One skill or language as the file declares it."""

    code: str
    zh: str
    en: str
    words: list[str] = []


class Usual(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    skill: list[Declared] = []
    language: list[Declared] = []


def usual_skills() -> list[Skill]:
    """Return the skills and languages of the file as rows that are not kept yet."""
    tables = {"skill": Declared, "language": Declared}
    usual = shaped(USUAL_FILE.read_text(encoding="utf-8"), Usual, tables=tables, inner={})
    return [
        Skill(code=each.code, kind=kind, name=each.zh, name_en=each.en, words=each.words)
        for kind, declared in (("skill", usual.skill), ("language", usual.language))
        for each in declared
    ]


@transaction.atomic
def stock_skills() -> int:
    """Add the usual skills and languages that are not there yet, and return how many were added.

    One whose name means another skill by now is left out, and so is each other word that does: what a county said
    stands. Two queries.
    """
    known = Vocabulary(Skill.objects.select_for_update())
    added = []
    for skill in usual_skills():
        if any(known.code_of(word) is not None for word in (skill.code, skill.name, skill.name_en)):
            continue
        skill.words = [word for word in skill.words if known.code_of(word) is None]
        added.append(skill)
    return len(Skill.objects.bulk_create(added))
