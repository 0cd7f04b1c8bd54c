# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of skills and languages."""

from django.http import HttpRequest
from ninja import Router, Status

from sidan.matching.register_rows import Skill
from sidan.matching.skills import SkillFacts, add_skill, change_skill, find_skill, vocabulary
from sidan.web.api.access import KEEPERS, READERS, actor_in
from sidan.web.api.many import MANY, take_all
from sidan.web.api.shapes import Done, NewSkill, Rows, SkillGiven, SkillShown

router = Router(tags=["skills"])


@router.get("/skills", response=Rows[SkillShown], auth=READERS, url_name="skills")
def skills(request: HttpRequest) -> Rows[SkillShown]:
    """List all skills and languages, those out of use too. One query."""
    return Rows[SkillShown](rows=[_shown(each) for each in vocabulary().skills.values()])


@router.post("/skills", response={201: Done}, auth=KEEPERS, url_name="skills")
def add_skills(request: HttpRequest, rows: list[NewSkill] = MANY) -> Status[Done]:
    """Add skills, all or none."""
    actor = actor_in(request)

    def add(row: NewSkill) -> None:
        add_skill(row.code, _facts(row.facts), by=actor)

    return Status(201, Done(count=take_all(rows, add)))


@router.get("/skills/{str:code}", response=SkillShown, auth=READERS, url_name="skill")
def one_skill(request: HttpRequest, code: str) -> SkillShown:
    """Show one skill or language."""
    return _shown(find_skill(code))


@router.put("/skills/{str:code}", response=SkillShown, auth=KEEPERS, url_name="skill")
def set_skill(request: HttpRequest, code: str, facts: SkillGiven) -> SkillShown:
    """Set what is said of a skill; kind and code stay."""
    change_skill(find_skill(code), _facts(facts), by=actor_in(request))
    return _shown(find_skill(code))


def _facts(given: SkillGiven) -> SkillFacts:
    """Return what was sent as the register takes it."""
    return SkillFacts(**{**given.model_dump(), "words": tuple(given.words)})


def _shown(skill: Skill) -> SkillShown:
    """Return a skill as it is sent."""
    facts = SkillGiven(
        kind=skill.kind, name=skill.name, name_en=skill.name_en, words=skill.words, is_active=skill.is_active
    )
    return SkillShown(code=skill.code, facts=facts)
