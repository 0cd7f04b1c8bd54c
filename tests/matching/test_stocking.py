# SPDX-License-Identifier: Apache-2.0
"""The usual vocabulary of skills: brought in once, and never over what a county has."""

from sidan.matching.models import Skill
from sidan.matching.skill_sheets import import_skills
from sidan.matching.stocking import stock_skills, usual_skills
from tests.matching.society import Society
from tests.world import World


def test_the_usual_skills_are_stocked_and_never_overwritten(world: World, society: Society) -> None:
    """What a county has stays as it is, words it uses otherwise are left to it, and stocking again adds nothing."""
    usual = {skill.code: skill for skill in usual_skills()}
    languages = [skill for skill in usual.values() if skill.kind == "language"]

    added = stock_skills()

    assert (len(usual) - len(languages), len(languages)) == (26, 6)
    assert added == len(usual) - 6
    assert Skill.objects.get(code="workers").words == ["招工", "招聘"]
    assert stock_skills() == 0
    assert import_skills(
        "code,name,name_en\nexport,出口,Export\n".encode(), "sheet.csv", by=world.actor("organiser")
    ).changed
    assert stock_skills() == 0


def test_the_usual_vocabulary_has_no_word_for_two_skills(db: None) -> None:
    """Each code, name and other word of the file means one entry, within the limits of the columns."""
    said = [
        (word.casefold(), skill.code)
        for skill in usual_skills()
        for word in {skill.code, skill.name, skill.name_en, *skill.words}
    ]
    meanings: dict[str, set[str]] = {}
    for word, code in said:
        meanings.setdefault(word, set()).add(code)

    assert {word: codes for word, codes in meanings.items() if len(codes) > 1} == {}
    assert stock_skills() == len(usual_skills())
