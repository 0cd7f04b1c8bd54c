# SPDX-License-Identifier: Apache-2.0
"""What is published beside every table: how much was left out on a ground, and how many forms were asked for."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sidan.base.errors import Words
from sidan.base.share import Share
from sidan.evaluation.input_rows import GROUNDS
from sidan.evaluation.round_rows import Round


def excluded(found: Round) -> Share | None:
    """Return how many parts were left out of all that there were, as the run froze it; None where it did not."""
    kept = _kept(found, "excluded")
    return Share(int(kept["count"]), int(kept["of"])) if kept else None


def forms_counted(found: Round) -> Mapping[str, float] | None:
    """Return how many forms staff filled in for this period, of how many posts and weeks; None where not counted."""
    kept = _kept(found, "forms")
    if not kept:
        return None
    of = float(kept["of"])
    return {"count": float(kept["count"]), "of": of, "mean": float(kept["count"]) / of if of else 0.0}


def grounds_of(found: Round) -> list[tuple[Words, int]]:
    """Return on which grounds something was left out and how often, the most frequent first; no order is named."""
    listed = (found.frozen or {}).get("exclusions") or ()
    counted = Counter(str(ground) for *_, ground in listed)
    return [(GROUNDS.get(ground) or Words(ground, ground), many) for ground, many in counted.most_common()]


def _kept(found: Round, key: str) -> Mapping[str, Any] | None:
    """Return a count and what it is of from what the run froze."""
    kept = (found.frozen or {}).get(key)
    return kept if isinstance(kept, Mapping) and kept.keys() >= {"count", "of"} else None
