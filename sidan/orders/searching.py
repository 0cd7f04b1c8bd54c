# SPDX-License-Identifier: Apache-2.0
"""Search by words: Chinese in pairs of characters, other scripts in whole words, in one inverted index.

PostgreSQL has no Chinese dictionary of its own, and an extension would bind cities to servers that carry it. The
areas an order lies in are kept among its words: a desk's search then reads only its own area's part of the index.
"""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, Value

from sidan.base.private_words import without_private
from sidan.base.text import bigrams
from sidan.orders.models import Order
from sidan.places.codes import community_of, path_of
from sidan.places.prepared import run

# More words than this in one text say nothing more about it and would swell the index.
MOST_WORDS = 400
# Stands before the code of an area; no term of a text begins with it.
_AREA_SIGN = "@"


def index_words(order: Order) -> None:
    """Write the search entry of a new order: its place and text. One query; the order's own row may follow it.

    What leads to a person is left out: nobody finds by a telephone number what they read without it.
    """
    words = bigrams(without_private(f"{order.place_text}\n{order.text}"))[:MOST_WORDS]
    lexemes = sorted({*words, *(area_word(code) for code in path_of(order.area_code))})
    run("INSERT INTO orders_searchentry (order_id, words) VALUES (%s, array_to_tsvector(%s))", [order.pk, lexemes])


def area_word(code: str) -> str:
    """Return the term that every order of an area bears in the index."""
    return f"{_AREA_SIGN}{code}"


def searched_word(code: str) -> str:
    """Return the term by which an area's orders are searched: a grid's by that of its community.

    A redrawing changes grids and leaves communities, and the words of a hundred thousand orders with them. What is not
    of the grid is sorted out by the order's own area.
    """
    return area_word(community_of(code) or code)


class Terms(SearchQuery):
    """A tsquery taken as it is written: PostgreSQL's parser, which `to_tsquery` asks, may drop Chinese."""

    template = "%(expressions)s::tsquery"

    def __init__(self, terms: str) -> None:
        """Take the terms as `sidan.base.text.search_query` wrote them."""
        super().__init__(Value(terms))
        self.function = None


def matching(terms: str) -> Q:
    """Return the condition that an order's words hold the terms of a tsquery."""
    return Q(search_entry__words=Terms(terms))
