# SPDX-License-Identifier: Apache-2.0

"""Companies, liaisons and experts beside the small county of every test: few, and each with a reason to be there."""

from dataclasses import dataclass, field
from datetime import date

from sidan.matching.models import Adviser, Company, Conflict, Pairing, Skill
from sidan.people.models import Unit
from tests.world import COUNTY, LONG_AGO, NORTH, SOUTH, World

SKILLS = (
    # code, kind, name, name_en, other words
    ("finance", "skill", "融资", "Finance", ("贷款", "资金周转")),
    ("workers", "skill", "用工", "Workers", ("招工", "招聘")),
    ("approvals", "skill", "审批代办", "Approvals", ("办证",)),
    ("technology", "skill", "技术攻关", "Technology", ("研发",)),
    ("law", "skill", "法务", "Law", ()),
    ("english", "language", "英语", "English", ()),
)
COMPANIES = (
    # code, name, English name, area, place, needs, key, team
    ("firm-1", "东山纺织", "Dongshan Textiles", NORTH, (116.002, 28.012), ("finance",), True, 1),
    ("firm-2", "东山电子", "Dongshan Electronics", NORTH, (116.012, 28.013), ("technology", "workers"), False, 2),
    ("firm-3", "东山食品", "Dongshan Foods", NORTH, (116.022, 28.014), ("workers",), False, 1),
    ("firm-4", "南门家具", "Nanmen Furniture", SOUTH, (116.003, 28.002), ("approvals",), False, 1),
    ("firm-5", "南门药业", "Nanmen Pharma", SOUTH, (116.013, 28.003), ("technology", "finance"), False, 1),
    ("firm-6", "南门印务", "Nanmen Print", SOUTH, None, (), False, 1),
)
LIAISONS = (
    # sign-in name, code, shown name, unit, area, place, skills, capacity
    ("liaison", "L1", "助企一号", "north", COUNTY, (116.004, 28.011), ("finance", "approvals"), 3),
    ("second_liaison", "L2", "助企二号", "lamps", COUNTY, (116.014, 28.004), ("technology", "workers"), 3),
    ("third_liaison", "L3", "助企三号", "housing", COUNTY, (116.021, 28.015), ("workers", "law"), 3),
)
EXPERTS = (
    # code, name, unit, skills, words
    ("E1", "材料学院", "college", ("technology",), "陶瓷、复合材料、热处理"),
    ("E2", "张教授", "college", ("technology", "finance"), "自动化产线"),
    ("E3", "市律师协会", "lawyers", ("law",), "合同、劳动争议"),
    ("E4", "李博士", "college", ("workers",), "技能培训"),
)


@dataclass
class Society:
    """What was built, by code."""

    companies: dict[str, Company] = field(default_factory=dict)
    advisers: dict[str, Adviser] = field(default_factory=dict)

    def pair(self, company: str, adviser: str, *, seat: int = 0, since: date = LONG_AGO) -> Pairing:
        """Let an adviser serve a company since a day."""
        return Pairing.objects.create(
            company=self.companies[company],
            adviser=self.advisers[adviser],
            seat=seat,
            county=COUNTY,
            from_on=since,
        )

    def keep_apart(self, company: str, adviser: str, kind: str = "kin") -> Conflict:
        """Say that a company and an adviser are never to come together."""
        return Conflict.objects.create(
            company=self.companies[company], adviser=self.advisers[adviser], kind=kind, made_by=None
        )


def settle(world: World) -> Society:
    """Write the skills, six companies, three liaisons, four experts, an organiser and a company's contact.

    People: "organiser" over the county, "south_organiser" over the southern street, "liaison", "second_liaison",
    "third_liaison", and "boss" of firm-1, "second_boss" of firm-2.
    """
    found = Society()
    for code, kind, name, name_en, words in SKILLS:
        Skill.objects.create(code=code, kind=kind, name=name, name_en=name_en, words=list(words))
    for code, name, name_en, area, place, needs, is_key, team in COMPANIES:
        unit = Unit.objects.create(code=code, name=name, name_en=name_en, kind="company", area=world.areas[area])
        world.units[code] = unit
        lon, lat = place or (None, None)
        found.companies[code] = Company.objects.create(
            unit=unit, county=COUNTY, industry="制造", lon=lon, lat=lat, needs=list(needs), is_key=is_key, team=team
        )
    for code, name, kind in (("college", "临江学院", "college"), ("lawyers", "律师协会", "association")):
        world.units[code] = Unit.objects.create(code=code, name=name, kind=kind, area=world.areas[COUNTY])
    for name, code, shown, unit_code, area_code, place, skills, capacity in LIAISONS:
        user = world.hold(name, role="liaison", area=COUNTY)
        found.advisers[code] = Adviser.objects.create(
            code=code, kind="liaison", name=shown, user=user, unit=world.units[unit_code], area_code=area_code,
            county=COUNTY, lon=place[0], lat=place[1], skills=list(skills), capacity=capacity,
        )  # fmt: skip
    for code, name, unit_code, skills, words in EXPERTS:
        found.advisers[code] = Adviser.objects.create(
            code=code, kind="expert", name=name, unit=world.units[unit_code], area_code=COUNTY, county=COUNTY,
            skills=list(skills), skill_words=words,
        )  # fmt: skip
    world.hold("organiser", role="organiser", area=COUNTY)
    world.hold("south_organiser", role="organiser", area=SOUTH)
    world.hold("boss", role="company", unit="firm-1")
    world.hold("second_boss", role="company", unit="firm-2")
    world.hold("professor", role="handler", unit="college")
    return found
