# SPDX-License-Identifier: Apache-2.0
"""Somebody leaves or is away for long, a company comes: a plan that changes as few pairs as possible, and which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidan.base.errors import Refused, Words
from sidan.matching.authority import areas_kept, require_may_keep
from sidan.matching.drafting import draft
from sidan.matching.models import Adviser, PairingPlan
from sidan.matching.names import adviser_names, company_names
from sidan.matching.pairings import current
from sidan.matching.problem import Weights
from sidan.matching.standing import Seats, companies_standing, standing, standing_of
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.places.codes import is_inside


@dataclass(frozen=True, slots=True)
class Replacement:
    """A company that is served otherwise than today; `before` or `after` is None for nobody."""

    company: str
    company_name: Words
    before: str | None
    after: str | None


def draft_without(adviser: Adviser, *, by: Actor, name: str = "", weights: Weights | None = None) -> PairingPlan:
    """Return a plan in which a liaison is gone and as few other pairs change as can be; Refused where none would."""
    if adviser.kind != "liaison":
        raise Refused("Pairs are planned of liaisons; %(name)s is an expert.", name=adviser.name)
    return draft(
        _area_of_pairs(adviser, by=by),
        name or f"{adviser.name} {city_today().isoformat()}",
        weights=weights or Weights(),
        fewest_changes=True,
        without=(adviser.code,),
        by=by,
    )


def draft_for_newcomers(area_code: str, *, by: Actor, name: str = "", weights: Weights | None = None) -> PairingPlan:
    """Return a plan in which newcomers find their place and as few pairs change as can be.

    Refused where nobody waits, and where nobody is served yet, since then everything is new.
    """
    require_may_keep(by, area_code)
    now = standing(companies_standing([area_code], city_today()))
    if not now.is_begun:
        raise Refused("Nobody serves a company here yet; please ask for a first plan of pairs.")
    if not now.open:
        raise Refused("Every company here has its liaison; nobody waits for one.")
    title = name or f"{area_code} {city_today().isoformat()}"
    return draft(area_code, title, weights=weights or Weights(), fewest_changes=True, by=by)


def waiting_in(areas: Iterable[str], seats: Sequence[Seats]) -> dict[str, int]:
    """Return the areas in which companies wait while others are served, with how many wait; no query."""
    found = {area: standing_of(row for row in seats if is_inside(row[0], area)) for area in areas}
    return {area: now.open for area, now in found.items() if now.open and now.is_begun}


def replacements_in(plan: PairingPlan) -> list[Replacement]:
    """Return what a plan changes, with names, company by company. Two queries."""
    changes: Sequence[dict[str, str]] = plan.result.get("changes", [])
    codes = {each["company"] for each in changes}
    people = {each[side] for each in changes for side in ("before", "after")} - {""}
    companies, names = company_names(codes), adviser_names(people)
    return [
        Replacement(
            company=each["company"],
            company_name=companies.get(each["company"], Words(each["company"], each["company"])),
            before=names.get(each["before"], each["before"]) or None,
            after=names.get(each["after"], each["after"]) or None,
        )
        for each in changes
    ]


def _area_of_pairs(adviser: Adviser, *, by: Actor) -> str:
    """Return where a liaison is replaced: the area served, as far as the actor keeps it and there are pairs in it."""
    around = [adviser.area_code for area in areas_kept(by) if is_inside(adviser.area_code, area)]
    inside = [area for area in areas_kept(by) if is_inside(area, adviser.area_code)]
    if not around and not inside:
        raise Refused("Companies and those who help them are kept by the organisers of the area.")
    for area in around or inside:
        if current(area, city_today()).filter(adviser=adviser).exists():
            return area
    raise Refused("%(name)s serves no company today, so nothing would change.", name=adviser.name)
