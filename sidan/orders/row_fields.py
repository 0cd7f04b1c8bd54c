# SPDX-License-Identifier: Apache-2.0
"""Answers that name rows: units, matters, orders, photos, people and areas."""

from collections.abc import Sequence
from typing import Any

from sidan.base.errors import Refused
from sidan.orders.answers import Answer, one_text, several_texts
from sidan.orders.body_sheets import find_body
from sidan.orders.catalogue import Condition
from sidan.orders.declare import Field
from sidan.orders.models import Attachment, Order
from sidan.people.models import Unit, User
from sidan.places.areas import find_area
from sidan.places.prepared import all_rows, as_model, as_related, columns, first_row, joins

MOST_PHOTOS = 9
MOST_UNITS = 8
MOST_ORDERS = 20
MOST_PERSONS = 12

_ACTIVE_UNIT = f"SELECT {columns(Unit)} FROM people_unit WHERE code = %s AND is_active"  # noqa: S608  names of columns alone
_CONDITIONS = f"""
    SELECT {columns(Condition, "matter")} FROM orders_condition {joins(Condition, "matter")}
    WHERE matter.code = %s AND matter.county IN ('', %s)
    ORDER BY matter.county DESC, orders_condition.position
"""  # noqa: S608  names of columns alone


def unit_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read one active unit by its code. One query."""
    row = first_row(_ACTIVE_UNIT, [one_text(raw).strip()])
    if row is None:
        raise Refused("There is no unit with the code “%(code)s”.", code=str(raw)[:40])
    unit = as_model(Unit, row)
    return Answer(unit.code, unit)


def units_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read several active units by their codes, each once. One query."""
    codes = [code.strip() for code in ([raw] if isinstance(raw, str) else list(raw)) if str(code).strip()]
    most = declared.max or MOST_UNITS
    if len(codes) > most:
        raise Refused("Name at most %(most)d units.", most=most)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes, is_active=True)}
    for code in codes:
        if code not in units:
            raise Refused("There is no unit with the code “%(code)s”.", code=code[:40])
    return Answer(sorted(units), [units[code] for code in sorted(units)])


def matter_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read a matter, with its condition after a number sign ("city.road.pothole#collapse"). One query.

    Without a condition the matter's first stands, which the catalogue keeps as the usual one. A county's own row stands
    before the city's.
    """
    code, _, condition_code = one_text(raw).strip().partition("#")
    conditions = [as_related(Condition, ["matter"], row) for row in all_rows(_CONDITIONS, [code, county])]
    for condition in conditions:
        if condition.matter_id != conditions[0].matter_id or not condition.matter.is_active:
            break
        if condition.code == condition_code or not condition_code:
            return Answer(f"{code}#{condition.code}", condition)
    raise Refused("There is no matter with the code “%(code)s”.", code=str(raw)[:60])


def order_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read another order by its number. One query; whether the actor may see it is the guard's to ask."""
    other = Order.objects.filter(number=one_text(raw).strip().upper()).first()
    if other is None:
        raise Refused("There is no order with the number “%(number)s”.", number=str(raw)[:40])
    return Answer(other.number, other)


def photos_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read pictures uploaded before, by their tokens. One query."""
    tokens = [raw] if isinstance(raw, str) else list(raw)
    most = declared.max or MOST_PHOTOS
    if len(tokens) > most:
        raise Refused("At most %(most)d photos.", most=most)
    drafts = {draft.token: draft for draft in Attachment.objects.filter(token__in=tokens, order__isnull=True)}
    for token in tokens:
        if token not in drafts:
            raise Refused("A photo is no longer there; please choose it again.")
    return Answer(tokens, [drafts[token] for token in tokens])


def orders_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read several orders by their numbers, each once. One query; whether the actor may see them is the guard's."""
    numbers = [number.upper() for number in several_texts(raw)]
    most = declared.max or MOST_ORDERS
    if len(numbers) > most:
        raise Refused("Name at most %(most)d orders.", most=most)
    found = {order.number: order for order in Order.objects.filter(number__in=numbers)}
    for number in numbers:
        if number not in found:
            raise Refused("There is no order with the number “%(number)s”.", number=number[:40])
    return Answer(numbers, [found[number] for number in numbers])


def person_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read one person who works here, by the user name. One query."""
    found = people_named([one_text(raw).strip()])
    return Answer(found[0].username, found[0])


def persons_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read several people who work here, by their user names, each once. One query."""
    names = several_texts(raw)
    most = declared.max or MOST_PERSONS
    if len(names) > most:
        raise Refused("Name at most %(most)d people.", most=most)
    found = people_named(names)
    return Answer([user.username for user in found], found)


def area_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read an area that is not given up, by its code."""
    area = find_area(one_text(raw).strip())
    if area.is_void:
        raise Refused("The area %(code)s is void.", code=area.code)
    return Answer(area.code, area)


def body_of(raw: Any, declared: Field, county: str) -> Answer:
    """Read one living body of the county by its number. One query."""
    body = find_body(one_text(raw).strip())
    if not body.area.code.startswith(county):
        raise Refused("There is no body with the number “%(code)s”.", code=str(raw)[:20])
    return Answer(str(body.pk), body)


def made_of(raw: Any, declared: Field, county: str) -> Answer:
    """Refuse an answer to what only effects answer."""
    raise Refused("Nobody is asked for “%(field)s”; it is worked out.", field=declared.label)


def people_named(names: Sequence[str]) -> list[User]:
    """Return the active users of these names, in their order; refuse a name nobody has."""
    found = {user.username: user for user in User.objects.filter(username__in=names, is_active=True)}
    for name in names:
        if name not in found:
            raise Refused("Nobody here has the user name “%(name)s”.", name=name[:60])
    return [found[name] for name in names]
