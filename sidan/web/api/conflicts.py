# SPDX-License-Identifier: Apache-2.0
"""Conflicts of interest, for organisers of the company's area alone; whatever is taken out is audited."""

from django.http import HttpRequest
from ninja import Query, Router, Status

from sidan.base.errors import Invalid, Refused
from sidan.matching.conflicts import conflicts_of, end_conflict, find_conflict, keep_apart
from sidan.matching.register_lists import unit_named
from sidan.matching.register_queries import find_adviser, find_company
from sidan.matching.register_rows import Conflict
from sidan.people.audit import record
from sidan.web.api.access import KEEPERS, actor_in
from sidan.web.api.listing import one_page
from sidan.web.api.many import MANY, take_all
from sidan.web.api.shapes import ConflictShown, Done, NewConflict, Rows

router = Router(tags=["conflicts"])


@router.get("/conflicts", response=Rows[ConflictShown], auth=KEEPERS, url_name="conflicts")
def conflicts(
    request: HttpRequest,
    after: str = Query("", max_length=40),  # type: ignore[type-arg]  # ninja's own words for a default
) -> Rows[ConflictShown]:
    """List the conflicts of the companies you keep, a page at a time."""
    actor = actor_in(request)
    cut = one_page(conflicts_of(actor), "company__unit", "adviser", "unit", after=after)
    record(actor, "conflicts.exported", "conflicts", rows=len(cut.rows))
    return Rows[ConflictShown](rows=[_shown(each) for each in cut.rows], later=cut.later)


@router.post("/conflicts", response={201: Done}, auth=KEEPERS, url_name="conflicts")
def add_conflicts(request: HttpRequest, rows: list[NewConflict] = MANY) -> Status[Done]:
    """Keep companies and advisers or units apart, all or none."""
    actor = actor_in(request)

    def add(row: NewConflict) -> None:
        company = find_company(row.company, by=actor)
        if bool(row.adviser) == bool(row.unit):
            raise Invalid({"adviser": [Refused("Please name one of them: an adviser, or a unit.")]})
        side = find_adviser(row.adviser, by=actor) if row.adviser else unit_named(row.unit, field="unit")
        keep_apart(company, side, row.kind, row.note, by=actor)

    return Status(201, Done(count=take_all(rows, add)))


@router.get("/conflicts/{int:number}", response=ConflictShown, auth=KEEPERS, url_name="conflict")
def one_conflict(request: HttpRequest, number: int) -> ConflictShown:
    """Show one conflict; audited as a list is, so that nobody takes them out unseen one by one."""
    actor = actor_in(request)
    found = find_conflict(number, by=actor)
    record(actor, "conflicts.exported", f"conflict:{found.pk}", rows=1)
    return _shown(found)


@router.delete("/conflicts/{int:number}", response={204: None}, auth=KEEPERS, url_name="conflict")
def stop_conflict(request: HttpRequest, number: int) -> Status[None]:
    """End a conflict; the record of it stays."""
    actor = actor_in(request)
    end_conflict(find_conflict(number, by=actor), by=actor)
    return Status(204, None)


def _shown(conflict: Conflict) -> ConflictShown:
    """Return a conflict as it is sent."""
    return ConflictShown(
        number=conflict.pk,
        company=conflict.company.unit.code,
        adviser=conflict.adviser.code if conflict.adviser is not None else "",
        unit=conflict.unit.code if conflict.unit is not None else "",
        kind=conflict.kind,
        note=conflict.note,
        made_at=conflict.made_at,
    )
