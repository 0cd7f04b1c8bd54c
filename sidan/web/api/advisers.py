# SPDX-License-Identifier: Apache-2.0
"""The register of advisers, and the days on which they are away."""

from django.db import transaction
from django.http import HttpRequest
from ninja import Body, Query, Router, Status

from sidan.matching.register_facts import AdviserFacts, facts_of_adviser
from sidan.matching.register_lists import account_named, advisers_listed, unit_named
from sidan.matching.register_queries import find_adviser
from sidan.matching.register_rows import Adviser
from sidan.matching.registering import MOST_ABSENCES, add_adviser, change_adviser, set_absences
from sidan.web.api.access import KEEPERS, READERS, actor_in
from sidan.web.api.listing import one_page
from sidan.web.api.many import MANY, take_all
from sidan.web.api.shapes import AdviserGiven, AdviserShown, Done, NewAdviser, Rows, Span

SPANS = Body(..., max_length=MOST_ABSENCES)  # type: ignore[type-arg]  # ninja's own words for a default
router = Router(tags=["advisers"])


@router.get("/advisers", response=Rows[AdviserShown], auth=READERS, url_name="advisers")
def advisers(
    request: HttpRequest,
    q: str = Query("", max_length=80),  # type: ignore[type-arg]  # ninja's own words for a default
    kind: str = Query("", max_length=10),  # type: ignore[type-arg]  # ninja's own words for a default
    skill: str = Query("", max_length=40),  # type: ignore[type-arg]  # ninja's own words for a default
    after: str = Query("", max_length=40),  # type: ignore[type-arg]  # ninja's own words for a default
) -> Rows[AdviserShown]:
    """List the advisers of your areas in the order they were entered, a page at a time. One query."""
    found = advisers_listed(actor_in(request), kind=kind, text=q, skill=skill)
    cut = one_page(found, "unit", "user", after=after)
    return Rows[AdviserShown](rows=[_shown(each) for each in cut.rows], later=cut.later)


@router.post("/advisers", response={201: Done}, auth=KEEPERS, url_name="advisers")
def add_advisers(request: HttpRequest, rows: list[NewAdviser] = MANY) -> Status[Done]:
    """Enter advisers, all or none."""
    actor = actor_in(request)

    def add(row: NewAdviser) -> None:
        add_adviser(row.code, _facts(row.facts), by=actor)

    return Status(201, Done(count=take_all(rows, add)))


@router.get("/advisers/{str:code}", response=AdviserShown, auth=READERS, url_name="adviser")
def one_adviser(request: HttpRequest, code: str) -> AdviserShown:
    """Show one adviser."""
    return _shown(find_adviser(code, by=actor_in(request)))


@router.put("/advisers/{str:code}", response=AdviserShown, auth=KEEPERS, url_name="adviser")
@transaction.atomic
def set_adviser(request: HttpRequest, code: str, facts: AdviserGiven) -> AdviserShown:
    """Set what is said of an adviser; code and kind stay."""
    actor = actor_in(request)
    change_adviser(find_adviser(code, by=actor), _facts(facts), by=actor)
    return _shown(find_adviser(code, by=actor))


@router.get("/advisers/{str:code}/absences", response=Rows[Span], auth=READERS, url_name="absences")
def absences(request: HttpRequest, code: str) -> Rows[Span]:
    """List the days on which an adviser is away."""
    return _spans(find_adviser(code, by=actor_in(request)))


@router.put("/advisers/{str:code}/absences", response=Rows[Span], auth=KEEPERS, url_name="absences")
def set_spans(request: HttpRequest, code: str, rows: list[Span] = SPANS) -> Rows[Span]:
    """Say on which days an adviser is away, in place of what was said before."""
    actor = actor_in(request)
    adviser = find_adviser(code, by=actor)
    set_absences(adviser, [(span.from_on, span.until_on) for span in rows], by=actor)
    return _spans(adviser)


def _spans(adviser: Adviser) -> Rows[Span]:
    """Return an adviser's absences as they are sent."""
    rows = [Span(from_on=each.from_on, until_on=each.until_on) for each in adviser.absences.all()]
    return Rows[Span](rows=rows)


def _facts(given: AdviserGiven) -> AdviserFacts:
    """Return what was sent as the register takes it; a unit or an account that is not there is a fault of its field."""
    return AdviserFacts(
        kind=given.kind,
        name=given.name,
        unit=unit_named(given.unit, field="unit"),
        area_code=given.area_code,
        title=given.title,
        user=account_named(given.user, field="user"),
        lon=given.lon,
        lat=given.lat,
        skills=tuple(given.skills),
        languages=tuple(given.languages),
        skill_words=given.skill_words,
        capacity=given.capacity,
    )


def _shown(adviser: Adviser) -> AdviserShown:
    """Return an adviser as it is sent."""
    facts = facts_of_adviser(adviser)
    told = {name: getattr(facts, name) for name in AdviserGiven.model_fields if name not in ("unit", "user")}
    user = adviser.user.username if adviser.user is not None else ""
    return AdviserShown(
        code=adviser.code,
        is_active=adviser.is_active,
        changed_at=adviser.changed_at,
        facts=AdviserGiven(**told, unit=adviser.unit.code, user=user),
    )
