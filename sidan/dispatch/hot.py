# SPDX-License-Identifier: Apache-2.0
"""Hot issues (热点): what many people wrote about the same trouble at the same place, the hottest first. Pure.

The window is WINDOW_DAYS long; where so few messages come that it would hold fewer than ENOUGH_MESSAGES, it reaches
further back, at most a year: in a quiet county three messages in two months are news.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sidan.base.private_words import masked
from sidan.dispatch.hot_clusters import Text, cluster
from sidan.dispatch.hot_heat import Baseline, Heat, Message, heat_of, matter_of, place_of
from sidan.dispatch.hot_names import NAMED_FROM, name_of_issue

WINDOW_DAYS = 30
LONGEST_DAYS = 365
ENOUGH_MESSAGES = 1000
LEAST_MESSAGES = LEAST_VOICES = 2

_COVER = re.compile(r"〔[^〕]*〕")  # what stands in the place of a number; it names nothing


@dataclass(frozen=True)
class Found:
    """One issue found: its messages, the latest last, with place, matter and heat."""

    messages: tuple[Message, ...]
    area: str
    matter: str
    heat: Heat

    @property
    def name(self) -> str:
        """Return its name, from its own words; what leads to a person is covered before they are read."""
        return name_of_issue([_COVER.sub(" ", masked(message.words)) for message in self.messages[-NAMED_FROM:]])


def window_of(messages: Sequence[Message], *, at: datetime) -> list[Message]:
    """Return the messages of the window that ends at a moment, the latest last."""
    past = sorted((each for each in messages if each.at <= at), key=lambda each: (each.at, each.key))
    since = at - timedelta(days=WINDOW_DAYS)
    longest = at - timedelta(days=LONGEST_DAYS)
    inside = [each for each in past if each.at > since]
    if len(inside) >= ENOUGH_MESSAGES:
        return inside
    return [each for each in past if each.at > longest][-ENOUGH_MESSAGES:]


def hot_issues(
    messages: Sequence[Message],
    *,
    at: datetime,
    baseline: Baseline,
    guess: Callable[[str], str] | None = None,
) -> list[Found]:
    """Return the issues of at least two voices in the window before a moment, the hottest first.

    `guess` tells the matter of a text, for issues whose messages nobody has given one yet.
    """
    window = window_of(messages, at=at)
    labels = cluster([Text(message.words, message.area, message.place) for message in window])
    together: dict[int, list[Message]] = {}
    for label, message in zip(labels.tolist(), window, strict=True):
        together.setdefault(label, []).append(message)
    found = []
    for group in together.values():
        if len(group) >= LEAST_MESSAGES:
            matter = matter_of(group) or (guess(group[-1].words) if guess is not None else "")
            heat = heat_of(group, at=at, baseline=baseline, matter=matter)
            if heat.voices >= LEAST_VOICES:
                found.append(Found(tuple(group), place_of(group), matter, heat))
    return sorted(found, key=lambda each: (-each.heat.heat, each.messages[0].key))
