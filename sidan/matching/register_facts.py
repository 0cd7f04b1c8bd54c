# SPDX-License-Identifier: Apache-2.0
"""What is said of a company and of an adviser, and what may be wrong with it, field by field; no query."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import cos, radians
from typing import Any, NamedTuple

from django.db.models import Model

from sidan.base.errors import Invalid, Refused
from sidan.base.geometry import Box, Point
from sidan.matching.problem import Demand
from sidan.matching.register_rows import ADVISER_KINDS, MOST_CAPACITY, SIZES, USUAL_CAPACITY, Adviser, Company
from sidan.matching.skills import Vocabulary
from sidan.people.fitting import fitting, name_fitting
from sidan.people.models import Unit, User
from sidan.places.codes import LENGTHS, is_code

LEAST_RHYTHM_DAYS, MOST_RHYTHM_DAYS = 7, 366
# A firm may lie a little over the border of what its county has drawn; a slipped digit lies much farther away.
FAR_OUTSIDE_KM = 20
MOST_NEEDS = 12
MOST_SKILLS = 20
_KM_PER_DEGREE = 111.195  # of a meridian
_ADVISER_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")

Fault = tuple[str, Refused]


class Days(NamedTuple):
    """Days from the first to the last, both counted, as an absence is told."""

    from_on: date
    until_on: date

    def __str__(self) -> str:
        """Return the days as a sheet writes them."""
        return f"{self.from_on}~{self.until_on}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """What the matching is told of a company; names and area are the unit's.

    `needs` and `languages` are codes of the vocabulary, the most important first. `rhythm_days` is None for the usual.
    """

    industry: str = ""
    size: str = "small"
    lon: float | None = None
    lat: float | None = None
    is_key: bool = False
    is_in_scope: bool = True
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    need_words: str = ""
    team: int = 1
    rhythm_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserFacts:
    """What is said of an adviser beside the code; a liaison has an account (`user`), an expert may have none.

    The companies that may be served lie in `area_code`, which is a city, county, town or community.
    """

    kind: str
    name: str
    unit: Unit
    area_code: str
    title: str = ""
    user: User | None = None
    lon: float | None = None
    lat: float | None = None
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    skill_words: str = ""
    capacity: int = USUAL_CAPACITY


def facts_of_company(company: Company) -> CompanyFacts:
    """Return what is said of a company now."""
    return CompanyFacts(**_told(company, CompanyFacts))


def facts_of_adviser(adviser: Adviser) -> AdviserFacts:
    """Return what is said of an adviser now; its unit and account are at hand or cost a query each."""
    return AdviserFacts(**_told(adviser, AdviserFacts))


def company_faults(
    facts: CompanyFacts, *, vocabulary: Vocabulary, box: Box | None, had: CompanyFacts | None = None
) -> Iterator[Fault]:
    """Yield each field that is wrong and why. `box` is around the county, `had` what was said before."""
    if facts.size not in SIZES:
        yield "size", Refused("%(size)s is not a size of companies.", size=facts.size)
    yield from _texts(Company, industry=facts.industry, need_words=facts.need_words)
    yield from place_faults(facts.lon, facts.lat, box=box)
    for name, codes, kind in (("needs", facts.needs, "skill"), ("languages", facts.languages, "language")):
        before = getattr(had, name) if had else ()
        yield from ((name, fault) for fault in vocabulary.faults_of(codes, kind=kind, had=before))
        if len(codes) > MOST_NEEDS:
            yield name, Refused("At most %(most)d are named.", most=MOST_NEEDS)
    try:
        Demand(code="", needs=facts.needs, team=facts.team)
    except Refused as fault:
        yield "team", fault
    if facts.rhythm_days is not None and not LEAST_RHYTHM_DAYS <= facts.rhythm_days <= MOST_RHYTHM_DAYS:
        yield "rhythm_days", out_of_rhythm()


def adviser_faults(
    facts: AdviserFacts,
    *,
    vocabulary: Vocabulary,
    box: Box | None,
    liaisons: Collection[int],
    had: AdviserFacts | None = None,
) -> Iterator[Fault]:
    """Yield each field that is wrong and why.

    `liaisons` are the ids of people who hold a liaison's post; `had` is what was said before.
    """
    if facts.kind not in ADVISER_KINDS:
        yield "kind", Refused("%(kind)s is neither a liaison nor an expert.", kind=facts.kind)
    if had is not None and facts.kind != had.kind:
        yield "kind", Refused("A liaison stays a liaison, and an expert an expert; please enter another adviser.")
    yield from _texts(Adviser, title=facts.title, skill_words=facts.skill_words)
    yield from _texts(Adviser, fit=name_fitting, name=facts.name)
    if facts.kind == "liaison":
        yield from _account_faults(facts.user, liaisons)
    if not is_code(facts.area_code) or len(facts.area_code) > LENGTHS["community"]:
        yield "area_code", Refused("An adviser serves a city, a county, a town or a community.")
    yield from place_faults(facts.lon, facts.lat, box=box if facts.kind == "liaison" else None)
    for name, codes, kind in (("skills", facts.skills, "skill"), ("languages", facts.languages, "language")):
        before = getattr(had, name) if had else ()
        yield from ((name, fault) for fault in vocabulary.faults_of(codes, kind=kind, had=before))
        if len(codes) > MOST_SKILLS:
            yield name, Refused("At most %(most)d are named.", most=MOST_SKILLS)
    if not 0 <= facts.capacity <= MOST_CAPACITY:
        yield "capacity", out_of_capacity()


def place_faults(lon: float | None, lat: float | None, *, box: Box | None) -> Iterator[Fault]:
    """Yield what is wrong with a place: half of it, swapped, not on earth, or far outside the box of its area."""
    if lon is None or lat is None:
        if lon is not lat:
            yield ("lon" if lon is None else "lat"), Refused("Longitude and latitude must be given together.")
        return
    near = _widened(box) if box else None
    point, swapped = Point(lon, lat), Point(lat, lon)
    beyond = not (-180 <= lon <= 180 and -90 <= lat <= 90)
    far = near is not None and not near.holds(point)
    if (beyond and abs(lon) <= 90 < abs(lat) <= 180) or (far and near is not None and near.holds(swapped)):
        yield "lon", Refused("Longitude and latitude seem swapped.")
    elif beyond:
        yield "lon", Refused("A longitude lies between -180 and 180 degrees, a latitude between -90 and 90.")
    elif far:
        yield "lon", Refused("The place lies more than %(km)d km outside the area.", km=FAR_OUTSIDE_KM)


def require_sound(faults: Iterable[Fault]) -> None:
    """Raise Invalid with the faults of each field, if there are any."""
    found: dict[str, list[Refused]] = {}
    for name, fault in faults:
        found.setdefault(name, []).append(fault)
    if found:
        raise Invalid(found)


def out_of_rhythm() -> Refused:
    """Return the sentence that a rhythm is too short or too long."""
    return Refused("A rhythm lies between %(least)d and %(most)d days.", least=LEAST_RHYTHM_DAYS, most=MOST_RHYTHM_DAYS)


def out_of_capacity() -> Refused:
    """Return the sentence that a capacity is none."""
    return Refused("A capacity lies between 0 and %(most)d companies.", most=MOST_CAPACITY)


def code_fault(code: str) -> Refused | None:
    """Return why a text cannot be the code of an adviser, or None."""
    if _ADVISER_CODE.fullmatch(code):
        return None
    return Refused("An adviser's code has up to 40 letters, digits, dots and hyphens, and %(code)s has not.", code=code)


def _account_faults(user: User | None, liaisons: Collection[int]) -> Iterator[Fault]:
    """Yield why a liaison cannot have this account."""
    if user is None:
        yield "user", Refused("A liaison needs an account; please give the user name.")
    elif not user.is_active:
        yield "user", Refused("The account of %(name)s is closed.", name=user.username)
    elif user.pk not in liaisons:
        yield "user", Refused("%(name)s holds no post of a liaison.", name=user.username)


def _texts(
    model: type[Model], *, fit: Callable[[type[Model], str, str], str] = fitting, **texts: str
) -> Iterator[Fault]:
    """Yield which texts do not fit their columns."""
    for name, text in texts.items():
        try:
            fit(model, name, text)
        except Refused as fault:
            yield name, fault


def _widened(box: Box) -> Box:
    """Return the box with a margin on each side."""
    up = FAR_OUTSIDE_KM / _KM_PER_DEGREE
    across = up / max(0.1, cos(radians((box.south + box.north) / 2)))
    return Box(box.west - across, box.south - up, box.east + across, box.north + up)


def _told(row: Company | Adviser, facts: type[CompanyFacts] | type[AdviserFacts]) -> dict[str, Any]:
    """Return the columns of a row by the names of its facts, lists as tuples."""
    values = {each.name: getattr(row, each.name) for each in fields(facts)}
    return {name: tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for name, value in values.items()}  # fmt: skip
