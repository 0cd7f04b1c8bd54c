# SPDX-License-Identifier: Apache-2.0
"""The closed list of field types: how an answer is read, kept, resolved to rows and sealed.

A reader takes what a form, an API call or a spreadsheet gave and returns what is stored (JSON) with the row it names,
so that effects need not look again. Free types enter the seal by commitment.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sidan.base.errors import Invalid, Refused
from sidan.orders import row_fields as rows
from sidan.orders import value_fields as values
from sidan.orders.answers import Answer, FieldType
from sidan.orders.declare import Field, Programme
from sidan.orders.share_fields import purse_shares_of


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


FIELD_TYPES: dict[str, FieldType] = {
    "text": FieldType(values.text_of, is_free=True),
    "line": FieldType(values.line_of, is_free=True),
    "lines": FieldType(values.lines_of, is_free=True),
    "choice": FieldType(values.choice_of),
    "yes_no": FieldType(values.yes_no_of),
    "rating": FieldType(values.rating_of),
    "number": FieldType(values.number_of),
    "money": FieldType(values.money_of),
    "date": FieldType(values.date_of),
    "moment": FieldType(values.moment_of),
    "position": FieldType(values.position_of, is_free=True),
    "unit": FieldType(rows.unit_of),
    "units": FieldType(rows.units_of),
    "person": FieldType(rows.person_of),
    "persons": FieldType(rows.persons_of),
    "purse_shares": FieldType(purse_shares_of),
    "area": FieldType(rows.area_of),
    "matter": FieldType(rows.matter_of),
    "order": FieldType(rows.order_of),
    "orders": FieldType(rows.orders_of),
    "photos": FieldType(rows.photos_of),
    "body": FieldType(rows.body_of),
    "tally": FieldType(rows.made_of, is_made=True),
}
