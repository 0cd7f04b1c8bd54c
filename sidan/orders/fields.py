# SPDX-License-Identifier: Apache-2.0
"""The closed list of field types: how an answer is read, kept, resolved to rows and sealed.

`parse` takes what a form, an API call or a spreadsheet gave and returns what is stored (JSON); `resolve` turns that
into the row it names, so that effects need not look again. Free types enter the seal by commitment.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sidan.base.errors import Invalid, Refused
from sidan.base.text import clean
from sidan.orders.catalogue import Condition
from sidan.orders.declare import Field, Programme
from sidan.orders.models import Attachment, Order
from sidan.people.models import Unit
from sidan.places.prepared import all_rows, as_model, as_related, columns, first_row, joins

MOST_TEXT = 5000
MOST_LINE = 200
MOST_PHOTOS = 9
MOST_UNITS = 8

_ACTIVE_UNIT = f"SELECT {columns(Unit)} FROM people_unit WHERE code = %s AND is_active"  # noqa: S608  names of columns alone
_CONDITIONS = f"""
    SELECT {columns(Condition, "matter")} FROM orders_condition {joins(Condition, "matter")}
    WHERE matter.code = %s AND matter.county IN ('', %s)
    ORDER BY matter.county DESC, orders_condition.position
"""  # noqa: S608  names of columns alone


@dataclass(frozen=True)
class Answer:
    """One answer: the JSON that is stored and what it names."""

    stored: Any
    resolved: Any


@dataclass(frozen=True)
class FieldType:
    """One type of field; `is_free` answers are personal or in somebody's own words, and are sealed by commitment."""

    read: Callable[[Any, Field, str], Answer]
    is_free: bool = False


def validate(programme: Programme, asks: Sequence[str], given: Mapping[str, Any], *, county: str) -> dict[str, Answer]:
    """Return the answers to `asks`, for an order of that county; raise Invalid with the faults of every field at once.

    Answers nobody asked for are refused too: a mistyped name in an API call must not vanish.
    """
    faults: dict[str, list[Refused]] = {}
    answers: dict[str, Answer] = {}
    for code in asks:
        declared = programme.fields[code]
        raw = given.get(code)
        if _is_empty(raw):
            if declared.required:
                faults[code] = [Refused("Please fill in “%(field)s”.", field=declared.label)]
            continue
        try:
            answers[code] = FIELD_TYPES[declared.type].read(raw, declared, county)
        except Refused as refused:
            faults[code] = [refused]
    for code in given.keys() - set(asks):
        faults[code] = [Refused("Nobody asked for “%(field)s” here.", field=code)]
    if faults:
        raise Invalid(faults)
    return answers


def is_sealed_by_commitment(declared: Field) -> bool:
    """Say whether the answers to a field may later be blanked, and so must not enter the digest in the clear."""
    return declared.personal or FIELD_TYPES[declared.type].is_free


def _is_empty(raw: Any) -> bool:
    """Say whether nothing was answered; False and 0 are answers."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or (isinstance(raw, (list, tuple)) and not raw)


def _string(raw: Any) -> str:
    """Return an answer that must be one text."""
    if not isinstance(raw, str):
        raise Refused("This is not a text.")
    return raw


def _text(raw: Any, declared: Field, county: str) -> Answer:
    """Read words in lines; longer texts are refused, not cut, so that nothing is lost unseen."""
    most = declared.max or MOST_TEXT
    value = clean(_string(raw), max_length=MOST_TEXT * 4)
    if len(value) > most:
        raise Refused("At most %(most)d characters; these are %(length)d.", most=most, length=len(value))
    if not value:
        raise Refused("Please fill in “%(field)s”.", field=declared.label)
    return Answer(value, value)


def _line(raw: Any, declared: Field, county: str) -> Answer:
    """Read one line of words."""
    answer = _text(raw, declared, county)
    value = " ".join(answer.stored.split())
    if len(value) > (declared.max or MOST_LINE):
        raise Refused("At most %(most)d characters; these are %(length)d.", most=MOST_LINE, length=len(value))
    return Answer(value, value)


def _choice(raw: Any, declared: Field, county: str) -> Answer:
    """Read one of the declared choices."""
    for choice in declared.choices:
        if choice.code == raw:
            return Answer(raw, choice)
    raise Refused("“%(answer)s” is not one of the choices.", answer=str(raw)[:40])


def _yes_no(raw: Any, declared: Field, county: str) -> Answer:
    """Read yes or no, as a form's tick or an API's boolean."""
    if raw in (True, "yes", "on", "1", "true"):
        return Answer(True, True)
    if raw in (False, "no", "off", "0", "false"):
        return Answer(False, False)
    raise Refused("Answer yes or no.")


def _rating(raw: Any, declared: Field, county: str) -> Answer:
    """Read a satisfaction of 1 (very poor) to 5 (very good)."""
    if str(raw).strip() not in ("1", "2", "3", "4", "5"):
        raise Refused("Give one to five stars.")
    return Answer(int(raw), int(raw))


def _date(raw: Any, declared: Field, county: str) -> Answer:
    """Read a day, as 2026-11-24."""
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(_string(raw).strip())
    except ValueError:
        raise Refused("Write the day as 2026-11-24.") from None
    return Answer(day.isoformat(), day)


def _unit(raw: Any, declared: Field, county: str) -> Answer:
    """Read one active unit by its code. One query."""
    row = first_row(_ACTIVE_UNIT, [_string(raw).strip()])
    if row is None:
        raise Refused("There is no unit with the code “%(code)s”.", code=str(raw)[:40])
    unit = as_model(Unit, row)
    return Answer(unit.code, unit)


def _units(raw: Any, declared: Field, county: str) -> Answer:
    """Read several active units by their codes, each once. One query."""
    codes = [code.strip() for code in ([raw] if isinstance(raw, str) else list(raw)) if str(code).strip()]
    if len(codes) > MOST_UNITS:
        raise Refused("Name at most %(most)d units.", most=MOST_UNITS)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes, is_active=True)}
    for code in codes:
        if code not in units:
            raise Refused("There is no unit with the code “%(code)s”.", code=code[:40])
    return Answer(sorted(units), [units[code] for code in sorted(units)])


def _matter(raw: Any, declared: Field, county: str) -> Answer:
    """Read a matter, with its condition after a number sign ("city.road.pothole#collapse"). One query.

    Without a condition the matter's first stands, which the catalogue keeps as the usual one. A county's own row stands
    before the city's.
    """
    code, _, condition_code = _string(raw).strip().partition("#")
    conditions = [as_related(Condition, ["matter"], row) for row in all_rows(_CONDITIONS, [code, county])]
    for condition in conditions:
        if condition.matter_id != conditions[0].matter_id or not condition.matter.is_active:
            break
        if condition.code == condition_code or not condition_code:
            return Answer(f"{code}#{condition.code}", condition)
    raise Refused("There is no matter with the code “%(code)s”.", code=str(raw)[:60])


def _order(raw: Any, declared: Field, county: str) -> Answer:
    """Read another order by its number. One query; whether the actor may see it is the guard's to ask."""
    other = Order.objects.filter(number=_string(raw).strip().upper()).first()
    if other is None:
        raise Refused("There is no order with the number “%(number)s”.", number=str(raw)[:40])
    return Answer(other.number, other)


def _photos(raw: Any, declared: Field, county: str) -> Answer:
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


FIELD_TYPES: dict[str, FieldType] = {
    "text": FieldType(_text, is_free=True),
    "line": FieldType(_line, is_free=True),
    "choice": FieldType(_choice),
    "yes_no": FieldType(_yes_no),
    "rating": FieldType(_rating),
    "date": FieldType(_date),
    "unit": FieldType(_unit),
    "units": FieldType(_units),
    "matter": FieldType(_matter),
    "order": FieldType(_order),
    "photos": FieldType(_photos),
}
