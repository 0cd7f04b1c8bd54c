# SPDX-License-Identifier: Apache-2.0
"""What everybody may read of an order once it is published, and nothing besides.

Only answers to fields that the programme declares as published appear, and never personal ones; staff are units and
posts, residents are residents; the place is told down to the community; private words are covered in whatever is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sidan.base.errors import NotFound, Refused, Words
from sidan.base.numbers import parse_number
from sidan.base.private_words import words_covered
from sidan.base.text import excerpt
from sidan.orders.declare import Field, Programme, Stage
from sidan.orders.facts import title_of
from sidan.orders.keyset import Page, Sorting, page
from sidan.orders.models import Attachment, Order, Share, Step
from sidan.orders.moves import declared_move
from sidan.orders.openings import public_programmes
from sidan.orders.originals import told_covered
from sidan.orders.outcomes import OUTCOMES
from sidan.orders.registry import programme_of, served, stage_of
from sidan.orders.roles import ROLES
from sidan.orders.told import Names, PublicAnswer, filled, shown_answer, unit_name
from sidan.places.codes import LENGTHS
from sidan.places.names import counties_within, path_names

PAGE_SIZE = 20
LONGEST_WORDS = 40
_NEWEST_FIRST = Sorting("published_at", descending=True)


@dataclass(frozen=True)
class Line:
    """One step with what it publishes: when, what was done, by which unit or post, answers and tokens of photos."""

    at: datetime
    name: Words
    by: Words
    answers: tuple[PublicAnswer, ...]
    photos: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Entry:
    """A published order as a list shows it."""

    order: Order
    programme: Programme
    stage: Stage
    title: Words
    path: tuple[Words, ...]
    outcome: Words | None


@dataclass(frozen=True)
class Published:
    """A published order as its own page shows it; `lines` are newest first."""

    entry: Entry
    unit: Words | None
    now: Words
    lines: tuple[Line, ...]
    objection: Programme | None


def published_page(*, county: str = "", programme: str = "", mark: str = "") -> Page[Order]:
    """Return one page of what was published, newest first: of a county or of the whole city. One query.

    The counties are read one by one, as their index has them, and put together.
    """
    orders = Order.objects.filter(published_at__isnull=False)
    if programme:
        orders = orders.filter(programme=programme)
    counties = (county,) if county else counties_within("")
    parts = [orders.filter(county=each) for each in counties] or [orders.none()]
    return page(*parts, sorting=_NEWEST_FIRST, shape=_as_entries, mark=mark, size=PAGE_SIZE)


def entries_of(orders: Sequence[Order]) -> list[Entry]:
    """Return orders as a list shows them, each with the beginning of its first published words. One query."""
    words: dict[int, Words] = {}
    fields = {order.pk: _published_words(order) for order in orders}
    for step in Step.objects.filter(order__in=orders).order_by("order", "seq").only("order_id", "answers"):
        said = next((step.answers[code] for code in fields[step.order_id] if step.answers.get(code)), None)
        if said:
            words.setdefault(step.order_id, _begun(said))
    return [entry_of(order, words=words.get(order.pk)) for order in orders]


def entry_of(order: Order, *, words: Words | None = None) -> Entry:
    """Return an order as a list shows it: by its words where it has some, else by what it keeps. No query."""
    name = programme_of(order).name
    words = words or Words("", "")
    titled = Words(f"{name.zh} · {words.zh}", f"{name.in_language('en')} · {words.en}")
    return Entry(
        order,
        programme_of(order),
        stage_of(order),
        titled if words.zh else title_of(order, published_only=True),
        path_names(order.area_code[: LENGTHS["community"]], below=order.county[: LENGTHS["city"]]),
        OUTCOMES.get(order.outcome),
    )


def find_published(number: str) -> Order:
    """Return a published order; NotFound alike for one that is not published and for none. One query."""
    try:
        parsed = parse_number(number)
    except Refused:
        raise NotFound("There is nothing published under this number.") from None
    order = Order.objects.filter(number=parsed, published_at__isnull=False).select_related("unit", "matter").first()
    if order is None:
        raise NotFound("There is nothing published under this number.")
    return order


def published_of(order: Order) -> Published:
    """Return all that is published of an order. Three queries, and up to three for the names in its answers."""
    steps = list(Step.objects.filter(order=order).select_related("unit").order_by("-seq"))
    shares = list(Share.objects.filter(order=order).select_related("unit").order_by("given_at", "pk"))
    photos: dict[int | None, list[Attachment]] = {}
    for photo in Attachment.objects.filter(order=order, field__in=_published_fields(order)).order_by("pk"):
        photos.setdefault(photo.seq, []).append(photo)
    names = Names([order], steps, shares)
    entry = entry_of(order)
    return Published(
        entry,
        unit=unit_name(order.unit) if order.unit is not None else None,
        now=filled(entry.stage.told, unit_name(order.unit), order.due_at),
        lines=tuple(_lines(order, steps, names=names, photos=photos)),
        objection=_objection(order),
    )


def is_published_photo(photo: Attachment, order: Order) -> bool:
    """Say whether a photo answers a published field of a published order. No query."""
    return (
        order.published_at is not None
        and photo.order_id == order.pk
        and photo.seq is not None
        and photo.field in _published_fields(order)
    )


def publishing_programmes() -> tuple[Programme, ...]:
    """Return the programmes whose orders have something to publish, in the order of menus. No query."""
    return tuple(each for each in served() if any(declared.published for declared in each.fields.values()))


def _lines(
    order: Order, steps: list[Step], *, names: Names, photos: Mapping[int | None, list[Attachment]]
) -> Iterator[Line]:
    """Yield the steps that publish something, in the order given."""
    programme = programme_of(order)
    fields = programme.fields
    published = _published_fields(order)
    for step in steps:
        move = declared_move(programme, step.move)
        # What was asked stands in the order it was asked; what an effect answered comes behind.
        answers = tuple(
            PublicAnswer(fields[code].type, fields[code].label, _covered(value, fields[code], step))
            for code in dict.fromkeys((*move.asks, *step.answers))
            if code in published
            and code in step.answers
            and (value := shown_answer(step.answers[code], fields[code], names=names)) is not None
        )
        shown = tuple((photo.token, fields[photo.field].label) for photo in photos.get(step.seq, ()))
        if answers or shown:
            yield Line(step.made_at, move.name, _by(step), answers, shown)


def _begun(said: str) -> Words:
    """Return the beginning of published words, private ones covered."""
    told = words_covered(said)
    told = told if isinstance(told, Words) else Words(told, told)
    return Words(excerpt(told.zh, LONGEST_WORDS), excerpt(told.en, LONGEST_WORDS))


def _covered(value: Any, declared: Field, step: Step) -> Any:
    """Return what was answered with private words covered; an office's own telephone stays in what it told."""
    return told_covered(value, declared, of_office=ROLES[step.role].is_staff)


def _published_fields(order: Order) -> frozenset[str]:
    """Return the codes of the fields whose answers everybody may read."""
    fields = programme_of(order).fields
    return frozenset(code for code, declared in fields.items() if declared.published and not declared.personal)


def _published_words(order: Order) -> list[str]:
    """Return the codes of the published fields that hold words, in the order of the file."""
    fields = programme_of(order).fields
    return [code for code in fields if code in _published_fields(order) and fields[code].type in ("text", "line")]


def _by(step: Step) -> Words:
    """Return who made a step, as a unit or a post; a resident is a resident."""
    role = ROLES["reporter" if step.role == "anyone" else step.role]
    return unit_name(step.unit) if role.is_staff and step.unit is not None else role.words


def _objection(order: Order) -> Programme | None:
    """Return the programme in which anybody may object to this order: a public one that asks about which order."""
    for programme in public_programmes():
        asked = {programme.fields[code].type for code in programme.opening.asks}
        if programme.code != order.programme and asked & {"order", "orders"}:
            return programme
    return None


def _as_entries(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return the orders with what a list shows, and neither text nor place."""
    return orders.select_related("matter").defer("text", "place_text", "lon", "lat", "digest", "code_digest")
