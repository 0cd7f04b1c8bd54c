# SPDX-License-Identifier: Apache-2.0
"""Posts, absences and partners of redrawn grids: each ends the day before, and goes on over the new grid.

What has not begun by then is taken away and made anew, as it would begin over a grid that is no longer. Over a grid
that was split, it goes on over every part, or where the building is that somebody looks after. Whoever held the same
over two grids that became one holds it once, for as long as either.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from sidan.people.days import held_until
from sidan.people.models import Absence, Post, User
from sidan.people.partners import Partner
from sidan.planning.rows import Change, changed, plain, removed, updated, whole
from sidan.planning.spans import Span, clipped, joined
from sidan.planning.successors import Successors

# What two rows must share to be one over a new grid, as their constraints say.
_POST_KEY = ("user_id", "role", "unit_id")
_PARTNER_KEY = ("unit_id",)
# What is another over the new grid; all other columns are taken over.
_PLACED = frozenset({"id", "area_id", "area_code", "from_on", "until_on"})


def lock_holders(codes: Sequence[str], *, on: date) -> None:
    """Lock the people who hold posts over grids, before the grids, as the verbs of staffing do. One query."""
    holders = Post.objects.filter(held_until(on), area_code__in=codes).order_by().values("user_id")
    list(User.objects.select_for_update().filter(pk__in=holders).order_by("pk").values_list("pk", flat=True))


def carry_posts(
    successors: Successors, areas: Mapping[str, int], by_site: Mapping[int, str], *, on: date
) -> list[Change]:
    """Carry posts with their absences over to the new grids, given by code and id; a fixed number of queries.

    Who looks after a building goes with it: `by_site` names the new grid of each site.
    """
    living = Post.objects.filter(held_until(on), area_code__in=successors.old_codes)
    rows = _locked(living)
    held = Post.objects.filter(held_until(on), area_code__in=successors.new_codes)
    made = _made(rows, held, successors, areas, on=on, key=_POST_KEY, by_site=by_site)
    absences = list(
        Absence.objects.select_for_update().filter(post_id__in=[row["id"] for row in rows], until_on__gte=on)
        .order_by("pk").values("id", "post_id", "substitute_id", "from_on", "until_on")
    )  # fmt: skip
    posts = Post.objects.bulk_create([Post(**values) for values, _ in made], batch_size=2000)
    changes = [Change("post", post.pk, None, _row_of(post)) for post in posts]
    heirs: dict[int, list[Post]] = {}
    for post, (_, sources) in zip(posts, made, strict=True):
        for source in sources:
            heirs.setdefault(source, []).append(post)
    begun = {row["id"] for row in rows if row["from_on"] < on}
    changes += _carry_absences(absences, heirs, begun=begun, on=on)
    return changes + _ended(Post, "post", rows, on=on)


def carry_partners(successors: Successors, areas: Mapping[str, int], *, on: date) -> list[Change]:
    """Carry the partners of grids over to the new ones; a fixed number of queries."""
    living = Partner.objects.filter(held_until(on), area_code__in=successors.old_codes)
    rows = _locked(living)
    held = Partner.objects.filter(held_until(on), area_code__in=successors.new_codes)
    made = _made(rows, held, successors, areas, on=on, key=_PARTNER_KEY, by_site={})
    partners = Partner.objects.bulk_create([Partner(**values) for values, _ in made], batch_size=2000)
    changes = [Change("partner", partner.pk, None, _row_of(partner)) for partner in partners]
    return changes + _ended(Partner, "partner", rows, on=on)


def _locked(living: "models.QuerySet[Any]") -> list[dict[str, Any]]:
    """Return rows that have not ended, locked in the order of their ids. One query."""
    names = [field.attname for field in living.model._meta.concrete_fields]
    return list(living.select_for_update().order_by("pk").values(*names))


def _made(
    rows: Iterable[Mapping[str, Any]],
    held: "models.QuerySet[Any]",
    successors: Successors,
    areas: Mapping[str, int],
    *,
    on: date,
    key: Sequence[str],
    by_site: Mapping[int, str],
) -> list[tuple[dict[str, Any], list[int]]]:
    """Return the rows to be made over the new grids, each with the ids of the old ones it goes on for. One query.

    What is `held` over a new grid already, on any of the days, is not made again.
    """
    present: dict[tuple[Any, ...], list[Span]] = {}
    for new, *same, first, last in held.values_list("area_code", *key, "from_on", "until_on"):
        present.setdefault((new, *same), []).append(Span(first, last, 0))
    by_id: dict[int, Mapping[str, Any]] = {}
    groups: dict[tuple[Any, ...], list[Span]] = {}
    for row in sorted(rows, key=lambda each: (successors.rank_of(each["area_code"]), each["id"])):
        by_id[row["id"]] = row
        span = Span(max(row["from_on"], on), row["until_on"], row["id"])
        heirs = successors.parts_of(row["area_code"])
        alone = by_site.get(row.get("site_id") or 0)
        for new in [alone] if alone in heirs else heirs:
            groups.setdefault((new, *(row[name] for name in key)), []).append(span)
    made = []
    for group, spans in groups.items():
        new = group[0]
        for span, parts in joined(spans):
            if any(span.meets(other) for other in present.get(group, ())):
                continue
            source = by_id[span.row]
            values = {name: value for name, value in source.items() if name not in _PLACED}
            values |= {"area_id": areas[new], "area_code": new, "from_on": span.first, "until_on": span.last}
            made.append((values, [part.row for part in parts]))
    return made


def _ended(model: type[models.Model], what: str, rows: Sequence[Mapping[str, Any]], *, on: date) -> list[Change]:
    """Let rows end the day before, and take away those that would begin later. Up to three queries."""
    last = on - timedelta(days=1)
    cut = [
        changed(what, row["id"], {"until_on": row["until_on"]}, {"until_on": last})
        for row in rows
        if row["from_on"] < on
    ]
    updated(model, cut)
    gone = whole(model, [row["id"] for row in rows if row["from_on"] >= on])
    removed(model, gone)
    return cut + [Change(what, row, old, None) for row, old in gone.items()]


def _carry_absences(
    absences: Iterable[Mapping[str, Any]], heirs: Mapping[int, Sequence[Post]], *, begun: set[int], on: date
) -> list[Change]:
    """Let substitutes go on in the new posts; where two of them would, the first to have come does."""
    taken: dict[int, list[Span]] = {}
    made: list[Absence] = []
    cut: list[Change] = []
    gone: list[int] = []
    for row in sorted(absences, key=lambda each: (each["from_on"], each["id"])):
        span = Span(max(row["from_on"], on), row["until_on"], row["id"])
        for post in heirs.get(row["post_id"], ()):
            part = clipped(span, to=Span(post.from_on, post.until_on, post.pk))
            # The constraint: a post has at most one substitute on a day.
            if part is None or any(part.meets(other) for other in taken.get(post.pk, ())):
                continue
            taken.setdefault(post.pk, []).append(part)
            made.append(
                Absence(post_id=post.pk, substitute_id=row["substitute_id"], from_on=part.first, until_on=part.end)
            )
        if row["from_on"] < on and row["post_id"] in begun:
            last = on - timedelta(days=1)
            cut.append(changed("absence", row["id"], {"until_on": row["until_on"]}, {"until_on": last}))
        else:
            gone.append(row["id"])
    updated(Absence, cut)
    rows = whole(Absence, gone)
    removed(Absence, rows)
    new = Absence.objects.bulk_create(made, batch_size=2000)
    return [
        *cut,
        *(Change("absence", row, old, None) for row, old in rows.items()),
        *(Change("absence", each.pk, None, _row_of(each)) for each in new),
    ]


def _row_of(row: models.Model) -> dict[str, Any]:
    """Return the columns of a row that was just made, as JSON holds them."""
    names = [field.attname for field in row._meta.concrete_fields if field.attname != "id"]
    return {name: plain(getattr(row, name)) for name in names}


def count_held(codes: Sequence[str], *, on: date) -> dict[str, int]:
    """Return how many posts and partners of grids would be carried on a day. Two queries."""
    inside = Q(area_code__in=codes) & held_until(on)
    return {
        "post": Post.objects.filter(inside).count(),
        "partner": Partner.objects.filter(inside).count(),
    }
