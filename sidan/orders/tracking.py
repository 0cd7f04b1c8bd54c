# SPDX-License-Identifier: Apache-2.0
"""Who comes with a number and a query code (查询密码): the reporter of an order, or somebody who follows it.

Only keyed fingerprints of codes are stored, so that a copy of the database opens nobody's page.
"""

import hmac
from functools import lru_cache

from django.conf import settings

from sidan.base.clock import now
from sidan.base.crypto import Keyring
from sidan.base.errors import NotFound, Refused
from sidan.base.numbers import ALPHABET, QUERY_CODE_LENGTH, parse_number, parse_query_code, query_code
from sidan.orders.models import Order
from sidan.orders.ties import Follow
from sidan.people.actors import Actor
from sidan.places.prepared import as_related, columns, first_row, joins

NO_SUCH_ORDER = "There is no order with this number and query code. Please compare both once more."


# By hand, because every page and every press of a resident runs it.
_RELATED = ("unit", "matter", "condition", "site")
_BY_NUMBER = f"""
    SELECT {columns(Order, *_RELATED)}, EXISTS (
        SELECT 1 FROM orders_follow WHERE order_id = orders_order.id AND code_digest = ANY(%s::text[])
    )
    FROM orders_order {joins(Order, *_RELATED)}
    WHERE orders_order.number = %s
"""  # noqa: S608  names of columns alone


def new_code() -> tuple[str, str]:
    """Return a fresh query code and the fingerprint under which the order keeps it."""
    code = query_code()
    return code, fingerprint_of(code)


def code_of_form(key: str) -> str:
    """Return the query code that belongs to a form's key, so that a resent form is answered with the same code.

    It follows from the key only together with the operator's secret; keys must not be guessable.
    """
    digest = bytes.fromhex(_keyring(tuple(settings.CONTACT_KEYS)).fingerprint(f"form {key}"))
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:QUERY_CODE_LENGTH])


def fingerprint_of(code: str) -> str:
    """Return the keyed digest of a query code, under the newest key."""
    return _keyring(tuple(settings.CONTACT_KEYS)).fingerprint(_named(code))


def reporter_of(number: str, code: str, *, ip: str = "") -> tuple[Order, Actor]:
    """Return the order and its reporter, or for a follower's code the order and somebody who may only look.

    Both may be typed with spaces, in small or full-width letters. A wrong number and a wrong code raise the same
    NotFound, after the same work. One query, which brings unit, matter and site.
    """
    try:
        number, code = parse_number(number), parse_query_code(code)
    except Refused:
        raise NotFound(NO_SUCH_ORDER) from None
    known = _keyring(tuple(settings.CONTACT_KEYS)).fingerprints(_named(code))
    row = first_row(_BY_NUMBER, [known, number])
    order = as_related(Order, _RELATED, row) if row is not None else None
    is_follow = row is not None and bool(row[-1])
    # Compared in constant time and also when there is no such order, so that the answer's delay tells nothing.
    kept = order.code_digest if order is not None else ""
    is_reporter = sum(hmac.compare_digest(kept, each) for each in known) > 0
    if order is None or not (is_reporter or is_follow):
        raise NotFound(NO_SUCH_ORDER)
    return order, Actor.reporter(order.pk, ip=ip) if is_reporter else Actor.anyone(ip=ip)


def follow(order: Order) -> str:
    """Let somebody else the same trouble touches follow an order, and return their own query code. One query."""
    code, digest = new_code()
    Follow.objects.create(order=order, code_digest=digest, made_at=now())
    return code


def find_open(order_id: int) -> Order:
    """Return an order that has not ended, to be followed; NotFound otherwise. One query."""
    order = Order.objects.open().filter(pk=order_id).first()
    if order is None:
        raise NotFound("That order has ended meanwhile; please send your own.")
    return order


def _named(code: str) -> str:
    """Return a code with its purpose, so that no other fingerprint under the same keys can be taken for one."""
    return f"query code {code}"


@lru_cache(maxsize=4)
def _keyring(keys: tuple[str, ...]) -> Keyring:
    """Return the ring of these keys; deriving keys takes time, so each set is derived once."""
    return Keyring(*keys)
