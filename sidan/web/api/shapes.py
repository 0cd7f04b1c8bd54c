# SPDX-License-Identifier: Apache-2.0
"""What goes in and out, as the schema at /api/openapi.json describes it."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field

# Longer than any column, so that the register itself says how long a text may be.
_LONGEST, _MOST_CODES = 400, 60
Text = Annotated[str, Field(max_length=_LONGEST, pattern=r"^[^\x00]*$")]
Codes = Annotated[list[Text], Field(max_length=_MOST_CODES)]

Row = TypeVar("Row")


class Given(Schema):
    """Something that is sent: a field nobody knows is a fault, as it may be a slip of the pen."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", allow_inf_nan=False)


class SkillGiven(Given):
    """What is said of a skill or a language."""

    kind: Text = "skill"
    name: Text
    name_en: Text
    words: Codes = []
    is_active: bool = True


class NewSkill(Given):
    """A skill to be added."""

    code: Text
    facts: SkillGiven


class UnitGiven(Given):
    """What is said of a unit: a university, another unit that experts belong to, or a company to be entered."""

    name: Text
    kind: Text
    area_code: Text
    name_en: Text = ""
    phone: Text = ""


class NewUnit(Given):
    """A unit to be entered."""

    code: Text
    facts: UnitGiven


class CompanyGiven(Given):
    """What is said of a company; needs are codes of skills, the most important first."""

    industry: Text = ""
    size: Text = "small"
    lon: float | None = None
    lat: float | None = None
    is_key: bool = False
    is_in_scope: bool = True
    needs: Codes = []
    languages: Codes = []
    need_words: Text = ""
    team: int = 1
    rhythm_days: int | None = None


class NewCompany(Given):
    """A company to be entered: the code of its unit, and what is said of it."""

    code: Text
    facts: CompanyGiven


class AdviserGiven(Given):
    """What is said of an adviser: `unit` is a code, `user` the name a liaison signs in by."""

    kind: Text
    name: Text
    unit: Text
    area_code: Text
    title: Text = ""
    user: Text = ""
    lon: float | None = None
    lat: float | None = None
    skills: Codes = []
    languages: Codes = []
    skill_words: Text = ""
    capacity: int = 5


class NewAdviser(Given):
    """An adviser to be entered."""

    code: Text
    facts: AdviserGiven


class Span(Given):
    """Days of absence, both ends counted."""

    from_on: date
    until_on: date


class NewConflict(Given):
    """Who is kept apart from a company, one adviser or everybody of one unit, and why."""

    company: Text
    adviser: Text = ""
    unit: Text = ""
    kind: Text
    note: Text = ""


class SkillShown(Schema):
    """A skill or a language."""

    code: str
    facts: SkillGiven


class UnitShown(Schema):
    """A unit."""

    code: str
    is_active: bool
    facts: UnitGiven


class CompanyShown(Schema):
    """A company; names and area are its unit's."""

    code: str
    name: str
    name_en: str
    area_code: str
    is_active: bool
    changed_at: datetime
    facts: CompanyGiven


class AdviserShown(Schema):
    """An adviser with the days of absence that are not over."""

    code: str
    is_active: bool
    changed_at: datetime
    facts: AdviserGiven


class ConflictShown(Schema):
    """A conflict of interest that has not ended."""

    number: int
    company: str
    adviser: str
    unit: str
    kind: str
    note: str
    made_at: datetime


class PairingShown(Schema):
    """Who serves a company today, and since when."""

    company: str
    seat: int
    adviser: str
    skill: str
    from_on: date
    until_on: date | None


class Rows(Schema, Generic[Row]):
    """One page of a list; `later` is what to give as `after` for the next page, empty on the last."""

    rows: list[Row]
    later: str = ""


class Done(Schema):
    """How many were taken."""

    count: int


class Problem(Schema):
    """What is wrong, each with its field and a sentence."""

    type: str
    status: int
    title: str
    faults: list[dict[str, Any]]
