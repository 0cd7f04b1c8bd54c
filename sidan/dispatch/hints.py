# SPDX-License-Identifier: Apache-2.0
"""What a text is probably about, by the city's own catalogue, and whether it tells of danger."""

from collections.abc import Collection
from functools import lru_cache

from sidan.base import spans
from sidan.base.errors import Words
from sidan.dispatch.dangers import DangerFinder, Heard
from sidan.dispatch.words import Entry, WordSuggester
from sidan.orders.catalogue import Matter
from sidan.orders.matters import active_matters, find_matters
from sidan.programmes.catalogue import Catalogue, Danger
from sidan.programmes.catalogue_reader import read_catalogue

# A clerk's new word for a matter speaks after a minute at the latest.
KEPT_SECONDS = 60
MOST_SUGGESTED = 3


def suggested_matters(text: str, *, county: str = "") -> list[Matter]:
    """Return the matters a text is probably about, likeliest first; empty when no word speaks. One query, mostly."""
    suggestions = suggester(county).suggest(text, at_most=MOST_SUGGESTED)
    codes = [suggestion.matter for suggestion in suggestions]
    found = find_matters(codes, county=county) if codes else {}
    return [found[code] for code in codes if code in found]


def suggester(county: str) -> WordSuggester:
    """Return the suggester of a county's matters, at most KEPT_SECONDS old. One query when it has to be built."""
    return _suggester(county, spans.current(KEPT_SECONDS))


def dangers_in(text: str) -> list[Danger]:
    """Return the dangers a text tells of, each with the number to call first. No query."""
    return _danger_finder().find(text)


def heard_in(text: str) -> list[Heard]:
    """Return the dangers a text tells of, each with the words that told of it. No query."""
    return _danger_finder().heard(text)


def danger_names(codes: Collection[str]) -> list[Words]:
    """Return the names of dangers by their codes, in the order of the catalogue. No query."""
    return [danger.name for danger in _catalogue().dangers if danger.code in codes] if codes else []


@lru_cache(maxsize=64)
def _suggester(county: str, minute: int) -> WordSuggester:
    """Return the suggester of a county's rows, built once a minute. One query."""
    file = _catalogue()
    entries = [Entry(matter.code, (*matter.words, *matter.words_en)) for matter in active_matters(county)]
    return WordSuggester(entries, silent=file.silent, faint=file.faint)


@lru_cache(maxsize=1)
def _danger_finder() -> DangerFinder:
    """Return the finder of the catalogue's dangers."""
    return DangerFinder(_catalogue().dangers)


@lru_cache(maxsize=1)
def _catalogue() -> Catalogue:
    """Return the catalogue file, read once."""
    return read_catalogue()
