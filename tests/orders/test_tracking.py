# SPDX-License-Identifier: Apache-2.0
"""Stories of query codes: what opens an order, what does not, and what a follower may do."""

import pytest
from django.db import connection
from pytest_django import Settings

from sidan.base.errors import NotFound, Refused
from sidan.base.numbers import grouped
from sidan.orders.allowed import moves_for
from sidan.orders.models import Order
from sidan.orders.moves import make
from sidan.orders.tracking import code_of_form, find_open, fingerprint_of, follow, new_code, reporter_of
from tests.world import World


def reported(world: World) -> tuple[Order, str]:
    """Return an order with the code its reporter was given."""
    code, digest = new_code()
    return world.submit(code_digest=digest), code


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: f"  {text.lower()} ",
        lambda text: text.replace("-", " "),
        lambda text: text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in text if sign.isalnum()}),
    ],
    ids=["as given", "small", "spaces", "full-width"],
)
def test_a_code_opens_its_order_however_it_is_written(world: World, written: object) -> None:
    """Case, spaces, hyphens and width of the letters do not matter, for the number and for the code."""
    order, code = reported(world)
    assert callable(written)

    found, actor = reporter_of(written(order.number), written(grouped(code)))

    assert (found, actor.reporter_of) == (order, order.pk)


def test_a_wrong_number_and_a_wrong_code_say_the_same(world: World) -> None:
    """Nobody learns from the refusal whether there is such an order."""
    order, code = reported(world)
    other, other_code = reported(world)
    refusals = []

    for number, key in (
        (order.number, other_code),
        ("SD-260310-999999-0", code),
        ("nonsense", code),
        (order.number, ""),
    ):
        with pytest.raises(NotFound) as refused:
            reporter_of(number, key)
        refusals.append(refused.value)

    assert len(set(map(str, refusals))) == 1
    assert other.number not in str(refusals[0])


def test_an_order_without_a_code_opens_for_nobody(world: World) -> None:
    """An order taken without a code, as by an import, has no public page: not even for an empty code."""
    order = world.submit()

    for code in ("", "0000000000", new_code()[0]):
        with pytest.raises(NotFound):
            reporter_of(order.number, code)


def test_the_database_knows_no_code(world: World) -> None:
    """No table holds a code, only its keyed fingerprint."""
    order, code = reported(world)
    followed = follow(order)

    with connection.cursor() as cursor:
        cursor.execute("SELECT code_digest FROM orders_order UNION ALL SELECT code_digest FROM orders_follow")
        kept = [digest for (digest,) in cursor.fetchall()]

    assert sorted(kept) == sorted([fingerprint_of(code), fingerprint_of(followed)])
    assert all(secret not in digest.upper() for secret in (code, followed) for digest in kept)


def test_a_code_outlives_a_change_of_keys(world: World, settings: Settings) -> None:
    """After the operator has put a new key in front, codes given under the old one still open."""
    order, code = reported(world)

    settings.CONTACT_KEYS = ["a new secret of more than thirty-two signs", *settings.CONTACT_KEYS]

    assert reporter_of(order.number, code)[0] == order


def test_a_follower_looks_and_touches_nothing(world: World) -> None:
    """A follower's own code opens the order, offers no move, and none is made with it."""
    order, _ = reported(world)

    found, actor = reporter_of(order.number, follow(order))

    assert (found, actor.reporter_of, moves_for(actor, found)) == (order, None, [])
    with pytest.raises(Refused, match="not yours"):
        make(order, "withdraw", {}, by=actor)


def test_a_closed_order_is_not_followed(world: World) -> None:
    """What has ended cannot be followed any more."""
    order = world.submit()
    world.move(order, "withdraw", "reporter")

    with pytest.raises(NotFound, match="ended meanwhile"):
        find_open(order.pk)


def test_a_form_has_its_own_code(settings: Settings) -> None:
    """The code of a form follows from its key and the operator's secret, and from neither alone."""
    code = code_of_form("a" * 24)

    assert code == code_of_form("a" * 24) != code_of_form("b" * 24)
    settings.CONTACT_KEYS = ["another secret of more than thirty-two signs"]
    assert code_of_form("a" * 24) != code
