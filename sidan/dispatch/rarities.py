# SPDX-License-Identifier: Apache-2.0
"""How rare words are in a county's own messages, kept in memory for an hour: counts of terms, and no text."""

from functools import lru_cache

from sidan.base import spans
from sidan.dispatch.reply_texts import Rarity
from sidan.orders.models import Order

KEPT_SECONDS = 3600
# Enough to tell what everybody writes from what few do; read in one query by the index of a county's history.
MOST_TEXTS = 600


def rarity_in(county: str) -> Rarity:
    """Return the rarity of words among a county's latest orders, at most KEPT_SECONDS old. One query an hour."""
    return _rarity(county, spans.current(KEPT_SECONDS))


@lru_cache(maxsize=32)
def _rarity(county: str, hour: int) -> Rarity:
    """Count the words of a county's latest orders; a tenth of a second. One query."""
    texts = Order.objects.filter(county=county).exclude(text="").order_by("-id").values_list("text", flat=True)
    return Rarity.of(texts[:MOST_TEXTS])
