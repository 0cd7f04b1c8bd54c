# SPDX-License-Identifier: Apache-2.0
"""How hot an issue is: voices, fading by the week, times how far it exceeds what place and season would give. Pure.

    heat = voices x (1 + surprise / 3)
    voices = the sum over voices of 2^(-age in days / 7)
    surprise = -log10 of the chance that so many messages come in 7 days by themselves, between 0 and 9

A voice is a message; the same text sent again counts once, by its latest. Whoever follows an order is a voice too. By
themselves come as many as the place and the matter brought in the weeks before, in this season (`Baseline`). Which
messages are one person's is not known: contacts are kept so that they cannot be compared.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from scipy.special import pdtrc

State = Literal["new", "growing", "steady", "fading"]

RECENT_DAYS = 7
HALF_LIFE_DAYS = 7.0
MOST_SURPRISE = 9.0
SURPRISE_SHARE = 3.0
PRIOR_WEEKS = 4.0  # what the larger area says counts as much as four weeks of the place's own
SEASON_WEEKS = 6.0
LEAST_EXPECTED = 0.05  # a week: nothing is so rare that one message is an alarm
GROWS_AT = 1.5  # times the week before
GROWS_FROM = 3
FADES_AT = 0.5
PLACE_SHARE = 0.8  # of the messages, which lie in the place of an issue
MATTER_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Message:
    """What came in: a key, its words, moment, area and matter, how many follow it, and its place as it was written."""

    key: int
    words: str
    at: datetime
    area: str = ""
    matter: str = ""
    followers: int = 0
    place: str = ""


@dataclass(frozen=True)
class Baseline:
    """What came in before: messages a week by area (at most 12 digits) and matter, over so many weeks.

    `season` is this week of the year against the whole year, by branch of the catalogue, from earlier years; 1 without.
    """

    weeks: float = 0.0
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    season: Mapping[str, float] = field(default_factory=dict)

    def expected(self, area: str, matter: str) -> float:
        """Return how many messages 7 days would bring to a place about a matter; "" stands for any matter.

        The place's own weeks, drawn towards the whole city's share of that matter where the place has seen little.
        """
        everything = self._sums.get(("", ""), 0)
        if not self.weeks or not everything:
            return LEAST_EXPECTED
        own, place = self._sums.get((area[:12], matter), 0), self._sums.get((area[:12], ""), 0)
        drawn = place * self._sums.get(("", matter), 0) / everything / self.weeks
        rate = (own + PRIOR_WEEKS * drawn) / (self.weeks + PRIOR_WEEKS)
        return max(LEAST_EXPECTED, rate * self.season_for(matter))

    def season_for(self, matter: str) -> float:
        """Return how much this time of the year brings of a matter or a branch, against the whole year."""
        return self.season.get(matter, self.season.get(branch_of(matter), 1.0))

    @cached_property
    def _sums(self) -> dict[tuple[str, str], int]:
        """Return the counts of every area around and every branch above, and of any matter as ""."""
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for (area, matter), count in self.counts.items():
            wheres = {"", *(area[:length] for length in (4, 6, 9, 12) if len(area) >= length)}
            whats = {"", matter, branch_of(matter)}
            for where in wheres:
                for what in whats:
                    sums[where, what] += count
        return sums


@dataclass(frozen=True)
class Heat:
    """The heat of an issue with its working."""

    heat: float
    voices: int
    recent: int
    before: int
    expected: float
    surprise: float
    state: State


def branch_of(matter: str) -> str:
    """Return the branch a matter hangs on, by its dotted code."""
    return matter.rpartition(".")[0]


def season_of(now_weeks: Mapping[str, int], all_weeks: Mapping[str, int], *, share: float) -> dict[str, float]:
    """Return by branch how much a time of the year brings against its even share, drawn towards 1 by SEASON_WEEKS.

    `share` is the part of the year that `now_weeks` covers.
    """
    found = {}
    for branch, total in all_weeks.items():
        even = total * share
        found[branch] = (now_weeks.get(branch, 0) + SEASON_WEEKS) / (even + SEASON_WEEKS)
    return found


def place_of(messages: Sequence[Message]) -> str:
    """Return the smallest area that holds PLACE_SHARE of the messages; empty when there is none."""
    for length in (15, 12, 9, 6, 4):
        counts: dict[str, int] = defaultdict(int)
        for message in messages:
            if len(message.area) >= length:
                counts[message.area[:length]] += 1
        best = max(counts, key=lambda area: (counts[area], area), default="")
        if best and counts[best] >= PLACE_SHARE * len(messages):
            return best
    return ""


def matter_of(messages: Sequence[Message]) -> str:
    """Return the matter of most messages, else the branch, else nothing."""
    for part in (str, branch_of):
        counts: dict[str, int] = defaultdict(int)
        for message in messages:
            counts[part(message.matter)] += 1
        best = max(counts, key=lambda matter: (counts[matter], matter))
        if best and counts[best] >= MATTER_SHARE * len(messages):
            return best
    return ""


def heat_of(messages: Sequence[Message], *, at: datetime, baseline: Baseline, matter: str = "") -> Heat:
    """Return the heat of the messages of one issue at a moment; none may be later. `matter` is what they are about."""
    voices = _voices(messages)
    week, fortnight = at - timedelta(days=RECENT_DAYS), at - timedelta(days=2 * RECENT_DAYS)
    recent = sum(weight for moment, weight in voices if moment > week)
    before = sum(weight for moment, weight in voices if fortnight < moment <= week)
    loud = sum(weight * 0.5 ** ((at - moment) / timedelta(days=HALF_LIFE_DAYS)) for moment, weight in voices)
    expected = baseline.expected(place_of(messages), matter)
    surprise = surprise_of(recent, expected)
    return Heat(
        heat=loud * (1 + surprise / SURPRISE_SHARE),
        voices=sum(weight for _moment, weight in voices),
        recent=recent,
        before=before,
        expected=expected,
        surprise=surprise,
        state=_state(min(moment for moment, _weight in voices), recent, before, expected, week=week),
    )


def surprise_of(count: int, expected: float) -> float:
    """Return -log10 of the chance of at least `count` where `expected` come by themselves, from 0 to MOST_SURPRISE."""
    if count <= 0:
        return 0.0
    chance = float(pdtrc(count - 1, expected))
    return min(MOST_SURPRISE, max(0.0, -math.log10(chance))) if chance > 0 else MOST_SURPRISE


def _voices(messages: Iterable[Message]) -> list[tuple[datetime, int]]:
    """Return the moments at which voices were heard last, each with how many they are: one and those who follow."""
    latest: dict[str, Message] = {}
    followers: dict[str, int] = defaultdict(int)
    for message in sorted(messages, key=lambda each: (each.at, each.key)):
        said = "".join(message.words.split())
        latest[said or str(message.key)] = message
        followers[said or str(message.key)] += message.followers
    return [(message.at, 1 + followers[said]) for said, message in latest.items()]


def _state(first: datetime, recent: int, before: int, expected: float, *, week: datetime) -> State:
    """Return whether an issue is new, grows, fades or stays.

    New: nothing before these 7 days. Growing: at least three in 7 days, half as many again as in the 7 before and
    more than expected. Fading: at most half of the 7 days before, or silence.
    """
    if first > week:
        return "new"
    if recent >= GROWS_FROM and recent >= GROWS_AT * before and recent > expected:
        return "growing"
    if not recent or recent <= FADES_AT * before:
        return "fading"
    return "steady"
