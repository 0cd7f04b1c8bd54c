# SPDX-License-Identifier: Apache-2.0
"""Search by words: Chinese in pairs of characters, other scripts in whole words, in one inverted index.

PostgreSQL has no Chinese dictionary of its own, and an extension would bind cities to servers that carry it.
"""

from collections.abc import Iterable

from django.db import connection

from sidan.orders.models import Order

# More words than this in one text say nothing more about it and would swell the index.
MOST_WORDS = 400


def index_words(order: Order, words: Iterable[str]) -> None:
    """Write the search entry of a new order. One query; the order's own row may follow it in the transaction."""
    lexemes = sorted(set(words))[:MOST_WORDS]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orders_searchentry (order_id, words) VALUES (%s, array_to_tsvector(%s))", [order.pk, lexemes]
        )
