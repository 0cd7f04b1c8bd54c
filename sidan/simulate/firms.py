# SPDX-License-Identifier: Apache-2.0
"""Sixty companies of the first deep county, their liaisons and experts, and what keeps some apart. All made up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sidan.matching.conflicts import keep_apart
from sidan.matching.models import Adviser, Company
from sidan.matching.register_facts import AdviserFacts, CompanyFacts
from sidan.matching.registering import add_adviser, add_company, set_absences
from sidan.people.actors import Actor
from sidan.people.models import Post, Unit, User
from sidan.places.models import Area
from sidan.simulate import names, shapes
from sidan.simulate.city import City

LIAISONS = 12
# With two key companies each of which has a liaison of its own, sixty places are left.
CAPACITY = 6
NEWCOMERS = 2
SIZES = ("micro", "small", "small", "medium", "large")
# Half a year for most, the usual quarter, two months.
RHYTHMS = (180, None, 180, 60, 180, 180)
KEY, TEAM = (4, 5), 8


@dataclass
class Firms:
    """What was entered, in order of entry."""

    county: str
    companies: list[Company] = field(default_factory=list)
    liaisons: list[Adviser] = field(default_factory=list)
    experts: list[Adviser] = field(default_factory=list)
    # Units that come to the county later.
    newcomers: list[Unit] = field(default_factory=list)


@transaction.atomic
def found(city: City, *, today: date, rng: Random, by: Actor) -> Firms:
    """Write the units and people, and enter them by the verbs of an organiser; the clock stands on the day of entry.

    The companies that live in the city already come first, so that plays and the demo's buttons find them.
    """
    firms = Firms(next(iter(names.DEEP)))
    land = Area.objects.get(code=firms.county)
    towns = list(Area.objects.filter(level="town", code__startswith=firms.county).order_by("code"))
    before = [unit for unit in city.others if unit.kind == "company" and unit.code.endswith(firms.county)]
    units = Unit.objects.bulk_create(_companies(towns))
    city.others.extend(units)
    _contacts(city, units, today=today)
    firms.newcomers = units[-NEWCOMERS:]
    for number, unit in enumerate((*before, *units[:-NEWCOMERS])):
        facts = facts_of(number, _place(city, unit.area, rng))
        firms.companies.append(add_company(unit, facts, by=by))
    _liaisons(city, firms, land, towns, today=today, rng=rng, by=by)
    _experts(city, firms, land, by=by)
    _keep_some_apart(firms, by=by)
    away = firms.liaisons[7]
    set_absences(away, [(today - timedelta(days=40), today - timedelta(days=33))], by=by)
    return firms


def facts_of(number: int, place: tuple[float, float]) -> CompanyFacts:
    """Return what is said of the n-th company: two are key, one asks for a team of two."""
    *_, industry, needs, words = names.TRADES[number % len(names.TRADES)]
    return CompanyFacts(
        industry=industry,
        size=SIZES[number % len(SIZES)],
        lon=place[0],
        lat=place[1],
        is_key=number in KEY,
        needs=needs,
        need_words=words,
        team=2 if number == TEAM else 1,
        rhythm_days=RHYTHMS[number % len(RHYTHMS)],
    )


def _companies(towns: Sequence[Area]) -> Iterator[Unit]:
    """Yield the units, spread over the towns."""
    for number, (brand, brand_en) in enumerate((*names.BRANDS, *names.BRANDS)):
        trade, trade_en, *_ = names.TRADES[(number + number // len(names.BRANDS)) % len(names.TRADES)]
        town = towns[number % len(towns)]
        yield Unit(
            code=f"firm-{number + 1:02d}",
            name=f"{brand}{trade}有限公司（演示）",
            name_en=f"{brand_en} {trade_en} Ltd (demo)",
            kind="company",
            area=town,
            phone="0794-0000000",
        )


def _contacts(city: City, units: Sequence[Unit], *, today: date) -> None:
    """Give each company somebody who answers for it."""
    locked, since = make_password(None), today - timedelta(days=20)
    people = User.objects.bulk_create(
        User(username=f"contact-{unit.code}", display_name=f"{_name(number)}（演示）", password=locked)
        for number, unit in enumerate(units)
    )
    city.people.extend(people)
    Post.objects.bulk_create(
        Post(user=user, role="company", unit=unit, area_code="", title="企业联系人", from_on=since)
        for user, unit in zip(people, units, strict=True)
    )


def _liaisons(
    city: City, firms: Firms, land: Area, towns: Sequence[Area], *, today: date, rng: Random, by: Actor
) -> None:
    """Enter those who hold the post already and as many more as make a dozen; their units are offices and streets."""
    held = Post.objects.filter(role="liaison", area=land).select_related("user").order_by("pk")
    people = [post.user for post in held]
    new = User.objects.bulk_create(
        User(username=f"liaison-d{number}", display_name=_name(number + 60), password=make_password(None))
        for number in range(len(people) + 1, LIAISONS + 1)
    )
    since = today - timedelta(days=20)
    Post.objects.bulk_create(
        Post(user=user, role="liaison", area=land, area_code=land.code, title="惠企特派员", from_on=since)
        for user in new
    )
    city.people.extend(new)
    offices = [unit for unit in city.units if unit.area and unit.area.code.startswith(firms.county)]
    for number, user in enumerate((*people, *new)):
        *_, skills, words = names.TRADES[number % len(names.TRADES)]
        lon, lat = _place(city, towns[number % len(towns)], rng)
        facts = AdviserFacts(
            kind="liaison", name=user.display_name, title="惠企特派员", user=user, unit=offices[number % len(offices)],
            area_code=firms.county, lon=lon, lat=lat, skills=(*skills, "policy"), skill_words=words, capacity=CAPACITY,
        )  # fmt: skip
        firms.liaisons.append(add_adviser(f"T{number + 1:02d}", facts, by=by))


def _experts(city: City, firms: Firms, land: Area, *, by: Actor) -> None:
    """Enter the experts of a college, a hospital and others, each unit with somebody who acts for it."""
    locked = make_password(None)
    for code, name, name_en, kind, experts in names.EXPERT_UNITS:
        unit = Unit.objects.create(
            code=f"{code}-{firms.county}", name=name, name_en=name_en, kind=kind, area=land, phone="0794-0000000"
        )
        city.others.append(unit)
        user = User.objects.create(username=f"expert-{code}", display_name=f"{name[:6]}联系人", password=locked)
        city.people.append(user)
        Post.objects.create(user=user, role="handler", unit=unit, from_on=date(2024, 1, 1))
        for called, title, skills, words in experts:
            facts = AdviserFacts(
                kind="expert", name=called, title=title, unit=unit, area_code=firms.county, skills=skills,
                skill_words=words,
            )  # fmt: skip
            firms.experts.append(add_adviser(f"Z{len(firms.experts) + 1:02d}", facts, by=by))


def _keep_some_apart(firms: Firms, *, by: Actor) -> None:
    """Say of four companies who never serves them: kin, shares, and two whose office licenses or supervises."""
    companies, liaisons = firms.companies, firms.liaisons
    keep_apart(companies[9], liaisons[2], "kin", "（演示）直系亲属", by=by)
    keep_apart(companies[14], liaisons[5], "shares", "（演示）持股", by=by)
    keep_apart(companies[20], liaisons[0].unit, "licensing", "（演示）审批单位", by=by)
    keep_apart(companies[27], liaisons[1].unit, "supervising", "（演示）监管单位", by=by)


def _place(city: City, area: Area | None, rng: Random) -> tuple[float, float]:
    """Return a place within an area of the city."""
    within = area.code if area is not None else ""
    grid = rng.choice([code for code in sorted(city.grids) if code.startswith(within)])
    return shapes.inside(city.grids[grid], rng=rng)


def _name(number: int) -> str:
    """Return the n-th made-up name of a person."""
    return f"{names.SURNAMES[number % len(names.SURNAMES)]}{names.GIVEN[(number * 7) % len(names.GIVEN)]}"
