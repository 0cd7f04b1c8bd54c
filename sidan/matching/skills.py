# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of skills and languages: kept by the organisers, and understood by code, name or other words."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from sidan.base.cells import plain
from sidan.base.errors import NotFound, Refused, Words
from sidan.matching.authority import require_may_keep_skills
from sidan.matching.register_rows import SKILL_KINDS, Skill
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.fitting import fitting, name_fitting

MOST_WORDS = 30
LONGEST_WORD = 40
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Full-width commas, semicolons and strokes are plain ones by then; see cells.plain.
_BETWEEN = re.compile(r"[、,;/\n\r]+")
_NEAR_ENOUGH = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillFacts:
    """What is said of a skill beside its code; `words` are other words for it in either language."""

    kind: str = "skill"
    name: str
    name_en: str
    words: tuple[str, ...] = ()
    is_active: bool = True


class Vocabulary:
    """All skills and languages, found by code, by name in either language or by another word for them."""

    def __init__(self, skills: Iterable[Skill]) -> None:
        """Remember which word means what; a code stands before a name, and a name before other words."""
        self.skills = {skill.code: skill for skill in skills}
        self._codes: dict[str, str] = {}
        for names in (_codes, _names, _others):
            for skill in self.skills.values():
                for word in names(skill):
                    self._codes.setdefault(_said(word), skill.code)

    def code_of(self, word: str) -> str | None:
        """Return the code of what a word means, or None."""
        return self._codes.get(_said(word))

    def codes_in(self, text: str, *, kind: str) -> tuple[str, ...]:
        """Return the codes of the skills or languages a text names, each once and in its order.

        They are parted by commas, semicolons, strokes, 、 or new lines.
        """
        return tuple(dict.fromkeys(self._code(word, kind) for word in parted(text)))

    def faults_of(self, codes: Sequence[str], *, kind: str, had: Sequence[str] = ()) -> Iterator[Refused]:
        """Yield what is wrong with codes; one that is out of use stays with whoever `had` it."""
        for code in codes:
            skill = self.skills.get(code)
            if skill is None:
                yield self._unknown(code, kind)
            elif skill.kind != kind:
                yield _of_another_kind(code, skill)
            elif not skill.is_active and code not in had:
                yield Refused("%(skill)s is out of use.", skill=skill.title)
        if len(set(codes)) < len(codes):
            yield Refused("Each skill is named once.")

    def names_of(self, codes: Iterable[str], language: str) -> str:
        """Return the names of skills in a language, as `codes_in` reads them."""
        names = [self.skills[code].title.in_language(language) if code in self.skills else code for code in codes]
        return ("、" if language.startswith("zh") else ", ").join(names)

    def nearest(self, word: str, kind: str) -> Words | None:
        """Return the names of up to three skills of a kind that look like a word, or None."""
        known = {said: code for said, code in self._codes.items() if self.skills[code].kind == kind}
        near = difflib.get_close_matches(_said(word), known, n=6, cutoff=_NEAR_ENOUGH)
        found = [self.skills[code].title for code in dict.fromkeys(known[said] for said in near)][:3]
        return Words("、".join(each.zh for each in found), ", ".join(each.en for each in found)) if found else None

    def _code(self, word: str, kind: str) -> str:
        """Return the code of one word; refused when it means nothing or something of another kind."""
        code = self.code_of(word)
        if code is None:
            raise self._unknown(word, kind)
        if self.skills[code].kind != kind:
            raise _of_another_kind(word, self.skills[code])
        return code

    def _unknown(self, word: str, kind: str) -> Refused:
        """Return the sentence that a word is none of the vocabulary, with the nearest that are."""
        near, named = self.nearest(word, kind), SKILL_KINDS[kind]
        if near is None:
            return Refused("There is no %(kind)s “%(word)s”.", kind=named, word=word)
        return Refused("There is no %(kind)s “%(word)s”; the nearest are: %(near)s.", kind=named, word=word, near=near)


def vocabulary() -> Vocabulary:
    """Return all skills and languages, those out of use too; one query."""
    return Vocabulary(Skill.objects.all())


def parted(text: str) -> list[str]:
    """Return the words of a list as people write it."""
    return [word for each in _BETWEEN.split(plain(text)) if (word := each.strip())]


def find_skill(code: str) -> Skill:
    """Return the skill or language with a code, in use or not."""
    try:
        return Skill.objects.get(code=code)
    except Skill.DoesNotExist:
        raise NotFound("There is no skill with the code %(code)s.", code=code) from None


def facts_of_skill(skill: Skill) -> SkillFacts:
    """Return what is said of a skill now."""
    return SkillFacts(
        kind=skill.kind, name=skill.name, name_en=skill.name_en, words=tuple(skill.words), is_active=skill.is_active
    )


@transaction.atomic
def add_skill(code: str, facts: SkillFacts, *, by: Actor) -> Skill:
    """Add a skill or language under a code that none has had."""
    require_may_keep_skills(by)
    if not _CODE.fullmatch(code):
        raise Refused(
            "A skill's code has up to 40 small letters, digits and low lines, and %(code)s has not.", code=code
        )
    if Skill.objects.filter(code=code).exists():
        raise Refused("There is already a skill with the code %(code)s.", code=code)
    skill = Skill(code=code)
    _set(skill, facts)
    skill.save(force_insert=True)
    record(by, "skill.added", f"skill:{code}", name=skill.name)
    return skill


@transaction.atomic
def change_skill(skill: Skill, facts: SkillFacts, *, by: Actor) -> None:
    """Set what is said of a skill; its code and kind stay, because companies and people are known by them."""
    require_may_keep_skills(by)
    row = Skill.objects.select_for_update().get(pk=skill.pk)
    if facts.kind != row.kind:
        raise Refused("A skill stays a skill, and a language a language.")
    _set(row, facts)
    row.save()
    record(by, "skill.changed", f"skill:{row.code}", name=row.name)


def _set(skill: Skill, facts: SkillFacts) -> None:
    """Give a row its facts, or refuse what does not fit or means another skill already."""
    if facts.kind not in SKILL_KINDS:
        raise Refused("%(kind)s is neither a skill nor a language.", kind=facts.kind)
    words = tuple(dict.fromkeys(filter(None, (fitting_word(word) for word in facts.words))))
    if len(words) > MOST_WORDS:
        raise Refused("A skill has at most %(most)d other words.", most=MOST_WORDS)
    skill.kind, skill.words, skill.is_active = facts.kind, list(words), facts.is_active
    skill.name, skill.name_en = (
        name_fitting(Skill, "name", facts.name),
        name_fitting(Skill, "name_en", facts.name_en),
    )
    known = Vocabulary(Skill.objects.exclude(code=skill.code))
    for word in (skill.code, skill.name, skill.name_en, *words):
        if _BETWEEN.search(plain(word)):
            raise Refused("“%(word)s” holds a sign that parts one skill from the next.", word=word)
        if (other := known.code_of(word)) is not None:
            raise Refused("“%(word)s” means %(skill)s already.", word=word, skill=known.skills[other].title)


def fitting_word(word: str) -> str:
    """Return another word for a skill as it is kept."""
    word = " ".join(word.split())
    if len(word) > LONGEST_WORD:
        raise Refused("%(text)s… is longer than %(count)d characters.", text=word[:20], count=LONGEST_WORD)
    return fitting(Skill, "name", word)


def _of_another_kind(word: str, skill: Skill) -> Refused:
    """Return the sentence that a word is a language where a skill is asked for, or the other way about."""
    return Refused("“%(word)s” is a %(kind)s and belongs in its own column.", word=word, kind=SKILL_KINDS[skill.kind])


def _said(word: str) -> str:
    """Return a word as it is compared."""
    return " ".join(plain(word).casefold().split())


def _codes(skill: Skill) -> tuple[str, ...]:
    """Return the code."""
    return (skill.code,)


def _names(skill: Skill) -> tuple[str, ...]:
    """Return the names."""
    return (skill.name, skill.name_en)


def _others(skill: Skill) -> tuple[str, ...]:
    """Return the other words."""
    return tuple(skill.words)
