# SPDX-License-Identifier: Apache-2.0
"""The register of companies, and who serves them today."""

from dataclasses import asdict

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Status

from sidan.matching.pairings import current
from sidan.matching.register_facts import CompanyFacts, facts_of_company
from sidan.matching.register_lists import companies_listed, unit_named
from sidan.matching.register_queries import companies_of, find_company
from sidan.matching.register_rows import Company
from sidan.matching.registering import add_company, area_of, change_company
from sidan.people.days import city_today
from sidan.web.api.access import KEEPERS, READERS, actor_in
from sidan.web.api.listing import one_page
from sidan.web.api.many import MANY, take_all
from sidan.web.api.shapes import CompanyGiven, CompanyShown, Done, NewCompany, PairingShown, Rows

router = Router(tags=["companies"])


@router.get("/companies", response=Rows[CompanyShown], auth=READERS, url_name="companies")
def companies(
    request: HttpRequest,
    q: str = Query("", max_length=80),  # type: ignore[type-arg]  # ninja's own words for a default
    area: str = Query("", max_length=12),  # type: ignore[type-arg]  # ninja's own words for a default
    need: str = Query("", max_length=40),  # type: ignore[type-arg]  # ninja's own words for a default
    after: str = Query("", max_length=40),  # type: ignore[type-arg]  # ninja's own words for a default
) -> Rows[CompanyShown]:
    """List the companies of your areas, a page at a time. One query."""
    found = companies_listed(actor_in(request), on=city_today(), text=q, area_code=area, need=need)
    cut = one_page(found, "unit__area", after=after)
    return Rows[CompanyShown](rows=[_shown(each) for each in cut.rows], later=cut.later)


@router.post("/companies", response={201: Done}, auth=KEEPERS, url_name="companies")
def add_companies(request: HttpRequest, rows: list[NewCompany] = MANY) -> Status[Done]:
    """Enter companies, all or none; the unit of each must be there."""
    actor = actor_in(request)

    def add(row: NewCompany) -> None:
        add_company(unit_named(row.code, field="code"), _facts(row.facts), by=actor)

    return Status(201, Done(count=take_all(rows, add)))


@router.get("/companies/{str:code}", response=CompanyShown, auth=READERS, url_name="company")
def one_company(request: HttpRequest, code: str) -> CompanyShown:
    """Show one company."""
    return _shown(find_company(code, by=actor_in(request)))


@router.put("/companies/{str:code}", response=CompanyShown, auth=KEEPERS, url_name="company")
@transaction.atomic
def set_company(request: HttpRequest, code: str, facts: CompanyGiven) -> CompanyShown:
    """Set what is said of a company; what is left out takes its usual value."""
    actor = actor_in(request)
    change_company(find_company(code, by=actor), _facts(facts), by=actor)
    return _shown(find_company(code, by=actor))


@router.get("/pairings", response=Rows[PairingShown], auth=READERS, url_name="pairings")
def pairings(
    request: HttpRequest,
    after: str = Query("", max_length=40),  # type: ignore[type-arg]  # ninja's own words for a default
) -> Rows[PairingShown]:
    """List who serves the companies of your areas today, a page at a time. One query."""
    found = current("", city_today()).filter(company__in=companies_of(actor_in(request)))
    cut = one_page(found, "company__unit", "adviser", after=after)
    rows = [
        PairingShown(
            company=each.company.unit.code,
            seat=each.seat,
            adviser=each.adviser.code,
            skill=each.skill,
            from_on=each.from_on,
            until_on=each.until_on,
        )
        for each in cut.rows
    ]
    return Rows[PairingShown](rows=rows, later=cut.later)


def _facts(given: CompanyGiven) -> CompanyFacts:
    """Return what was sent as the register takes it."""
    lists = {"needs": tuple(given.needs), "languages": tuple(given.languages)}
    return CompanyFacts(**{**given.model_dump(), **lists})


def _shown(company: Company) -> CompanyShown:
    """Return a company as it is sent."""
    unit = company.unit
    return CompanyShown(
        code=unit.code,
        name=unit.name,
        name_en=unit.name_en,
        area_code=area_of(unit),
        is_active=unit.is_active,
        changed_at=company.changed_at,
        facts=CompanyGiven(**asdict(facts_of_company(company))),
    )
