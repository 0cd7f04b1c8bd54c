# SPDX-License-Identifier: Apache-2.0
"""Questions about one order, and the search through all that an actor may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from sidan.base.errors import NotFound, Refused, Words
from sidan.base.numbers import parse_number
from sidan.base.text import clean, search_query
from sidan.orders.filters import LONGEST_TEXT, Filters
from sidan.orders.inbox import as_rows
from sidan.orders.keyset import USUAL_SIZE, Page, Sorting, page
from sidan.orders.models import Attachment, Order, Share, Step
from sidan.orders.outcomes import SEES, TIES
from sidan.orders.registry import stage_of
from sidan.orders.roles import role_held, units_of
from sidan.orders.searching import matching, searched_word
from sidan.orders.ties import Link, Watch
from sidan.orders.visibility import OrderQuerySet, areas_of, may_see, over_areas
from sidan.people.actors import Actor
from sidan.people.models import Contact
from sidan.places.codes import level_of
from sidan.places.prepared import as_model, columns, first_row

# Words that nearly every order holds could keep the database busy; nobody waits longer for a list.
SEARCH_SECONDS = 3
_TIMED_OUT = "57014"  # query_canceled, in PostgreSQL's list of errors
_BY_NUMBER = f"SELECT {columns(Order)} FROM orders_order WHERE number = %s"  # noqa: S608  names of columns alone
_NEWEST_FIRST = Sorting(descending=True)


@dataclass(frozen=True)
class Tie:
    """One order's tie to another, with no more of the other than its progress; `is_outward` when it is the target.

    `is_visible` when the reader may open the other.
    """

    kind: str
    number: str
    stage: Words
    due_at: datetime | None
    is_closed: bool
    is_outward: bool
    is_visible: bool

    @property
    def words(self) -> Words:
        """Return how the one order is tied to the other."""
        outward, inward = TIES[self.kind]
        return outward if self.is_outward else inward


def find_order(number: str, *, seen_by: Actor) -> Order:
    """Return the order of that number with what its page shows, and `is_watched`; one query.

    NotFound alike for a number that does not exist and one the actor may not see.
    """
    number = _parsed(number)
    watched = Watch.objects.filter(order=OuterRef("pk"), user_id=seen_by.user_id or 0)
    orders = Order.objects.visible_to(seen_by).annotate(is_watched=Exists(watched))
    related = ("unit", "matter", "matter__group", "condition", "site", "member", "about_unit", "contact")
    order = orders.select_related(*related).defer("contact__sealed").filter(number=number).first()
    if order is None:
        raise NotFound("There is no order with the number “%(number)s”.", number=number)
    return order


def find_order_to_move(number: str, *, seen_by: Actor) -> Order:
    """Return the order of that number without what its page shows besides; one query, two where it was handed on.

    NotFound like `find_order`, whose joins a press does not need.
    """
    number = _parsed(number)
    row = first_row(_BY_NUMBER, [number])
    order = as_model(Order, row) if row is not None else None
    if order is None or not may_see(seen_by, order):
        raise NotFound("There is no order with the number “%(number)s”.", number=number)
    return order


def _parsed(number: str) -> str:
    """Return the number as orders bear it; NotFound for what is none."""
    try:
        return parse_number(number)
    except Refused:
        raise NotFound("There is no order with the number “%(number)s”.", number=number[:40]) from None


def steps_of(order: Order) -> list[Step]:
    """Return an order's steps, the latest first, with who made them and for which unit. One query."""
    steps = Step.objects.filter(order=order).select_related("by", "unit").defer("salts", "commitments", "digest")
    return list(steps.order_by("-seq"))


def shares_of(order: Order) -> list[Share]:
    """Return every share there was, in the order they were given. One query."""
    return list(Share.objects.filter(order=order).select_related("unit").order_by("given_at", "pk"))


def photos_of(order: Order) -> list[Attachment]:
    """Return an order's pictures in the order of its steps. One query."""
    return list(Attachment.objects.filter(order=order).order_by("seq", "pk"))


def ties_of(order: Order, *, seen_by: Actor) -> list[Tie]:
    """Return the orders it is tied to: those the actor may open, and the progress of others as their tie allows.

    Nothing is told of an order about a unit the actor works at. One query.
    """
    others = Order.objects.all().unless_about(seen_by)
    links = Link.objects.filter(Q(source=order, target__in=others) | Q(target=order, source__in=others))
    visible = Order.objects.visible_to(seen_by)
    links = links.annotate(
        source_seen=Exists(visible.filter(pk=OuterRef("source_id"))),
        target_seen=Exists(visible.filter(pk=OuterRef("target_id"))),
    )
    ties = [_tie(link, order) for link in links.select_related("source", "target").order_by("pk")]
    return [tie for tie in ties if tie.is_visible or SEES[tie.kind]]


def _tie(link: Link, order: Order) -> Tie:
    """Return a tie as one of its orders shows it, given whether each end is seen."""
    is_outward = link.source_id == order.pk
    other = link.target if is_outward else link.source
    return Tie(
        kind=link.kind,
        number=other.number,
        stage=stage_of(other).name,
        due_at=other.due_at,
        is_closed=other.is_closed,
        is_outward=is_outward,
        is_visible=bool(getattr(link, "target_seen" if is_outward else "source_seen")),
    )


def may_see_contact(actor: Actor, order: Order) -> bool:
    """Say whether an actor's work on an order needs the reporter's contact.

    Those who dispatch, press, revisit or take orders down for the area; and whoever handles it now, unless the reporter
    asked that the units do not get it. Units that only assist, or held it once, do without.
    """
    over_area = role_held(actor, order, among=("dispatcher", "supervisor", "revisitor", "intake"))
    handling = role_held(actor, order, among=("unit", "unit_head", "taker"))
    return over_area is not None or (handling is not None and not order.is_confidential)


def require_contact(order: Order, *, by: Actor) -> Contact:
    """Return the contact of an order, still sealed; refuse whoever does not need it. NotFound when it is gone."""
    if order.contact is None or order.contact.forgotten_at is not None:
        raise NotFound("No contact was left with this order, or it has been forgotten as promised.")
    if not may_see_contact(by, order):
        raise Refused("Your part in this order does not let you see the reporter's contact.")
    return order.contact


def watch(order: Order, *, by: Actor, on: bool) -> None:
    """Let a member of staff keep an eye on an order, or stop. One query or two."""
    if by.user_id is None:
        return
    if on:
        Watch.objects.get_or_create(order=order, user_id=by.user_id)
    else:
        Watch.objects.filter(order=order, user_id=by.user_id).delete()


def number_in(text: str) -> str | None:
    """Return the order number that was typed into the search box, however it was spaced, or None for other words."""
    try:
        return parse_number(text)
    except Refused:
        return None


def search(actor: Actor, text: str, *, filters: Filters, mark: str = "", size: int = USUAL_SIZE) -> Page[Order]:
    """Return one page of all orders, newest first, that lie or once lay with the actor's posts and hold every word.

    Words are looked for in text and place. One query, and two short ones around it that end it after SEARCH_SECONDS.
    """
    terms = search_query(clean(text, LONGEST_TEXT))
    parts = [part.filter(filters.condition()) for part in _history(actor, terms)]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {SEARCH_SECONDS * 1000}")
            return page(*parts, sorting=_NEWEST_FIRST, shape=as_rows, mark=mark, size=size)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != _TIMED_OUT:
            raise
        raise Refused("Too many orders hold these words. Add a word, or choose an area or a unit.") from None


def _history(actor: Actor, terms: str) -> list[OrderQuerySet]:
    """Return the orders of the actor's areas and those of the actor's units, each in the form its index knows."""
    seen = Order.objects.all().unless_about(actor)
    areas, units = areas_of(actor), units_of(actor)
    parts = []
    if areas:
        parts.append(seen.filter(over_areas(actor), _in_areas(areas, terms)))
    if units:
        # A unit that once held an order keeps sight of it; every lead and every assistant has a share.
        held = Share.objects.filter(unit_id__in=units).values("order_id")
        if terms:
            # A party may not read the words, and so does not learn them by searching either.
            held = held.exclude(part="party")
        parts.append(seen.filter(matching(terms) if terms else Q(), pk__in=held))
    return parts or [Order.objects.none()]


def _in_areas(areas: tuple[str, ...], terms: str) -> Q:
    """Return what lets a search read only its areas' part of an index: that of words, or that of counties."""
    if terms:
        words = " | ".join(f"'{word}'" for word in dict.fromkeys(map(searched_word, areas)))
        return matching(f"({terms}) & ({words})")
    return Q(county__in=areas) if all(level_of(area) == "county" for area in areas) else Q()


def chain_of(order: Order) -> list[Step]:
    """Return an order's steps in the order of their chain, with their digests. One query."""
    return list(Step.objects.filter(order=order).order_by("seq").only("seq", "move", "made_at", "digest", "order_id"))
