# SPDX-License-Identifier: Apache-2.0
"""Pairs made by rule from a stream of real messages: the same trouble said otherwise, and what only looks alike.

Names of places are taken where the stream's own district signs (A3区…) end, and swapped by plain replacement: nothing
here asks the code that is measured.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_NAME = re.compile(
    r"[A-Z]\d{0,2}(?:市|区|县)([\u4e00-\u9fff]{2,7}?(?:小区|花园|家园|大道|公园|广场|学院|学校|中学|小学|医院|社区|街道|路|街|巷|村|镇|苑|城|府))"
)
_CLAUSES = re.compile(r"[^，。！？；,.!?;\n]+[，。！？；,.!?;\n]*")
_KIND = re.compile(r"(?:小区|花园|家园|社区|街道|大道)$")
_ESTATE = re.compile(r"(?:小区|花园|家园|苑|城|府)$")
_ODD = re.compile(r"[在的有市区县和与到从被将把因]|私自|线路|附近|学校|政府")
_KINDS = re.compile(
    r"小区|花园|家园|大道|公园|广场|学院|学校|大学|中学|小学|医院|社区|街道|[路街巷村镇苑府湾]|[\u4e00-\u9fff]城"
)
_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_TRADITIONAL = str.maketrans("区园门业乐东华广学办车边阳龙湾兴长", "區園門業樂東華廣學辦車邊陽龍灣興長")
LEAST_CHARACTERS = 40
LEAST_CLAUSES = 4
LEAST_FOR_A_SLIP = 5  # of a shorter name, another letter makes another place


@dataclass(frozen=True)
class Message:
    """One message of the stream."""

    uid: str
    title: str
    detail: str
    issue: str
    place: str = ""

    @property
    def text(self) -> str:
        """Return title and detail as one order holds them."""
        return f"{self.title}\n{self.detail}"


@dataclass(frozen=True)
class Pair:
    """Two messages, whether they are about the same trouble at the same place, and the rule that made them."""

    first: Message
    second: Message
    is_same: bool
    rule: str


def with_places(messages: Sequence[Message]) -> list[Message]:
    """Return the messages whose title names a place that can be swapped, with that place."""
    found = []
    for message in messages:
        named = _NAME.search(message.title)
        if named and _ODD.search(named[1]):
            continue
        # A second place in the title would leave open which of the two the trouble is at.
        if named and _KINDS.search(message.title[: named.start(1)] + message.title[named.end(1) :]):
            continue
        if named and len(message.detail) >= LEAST_CHARACTERS and len(_CLAUSES.findall(message.detail)) >= LEAST_CLAUSES:
            found.append(replace(message, place=named[1]))
    return found


def made_pairs(messages: Sequence[Message], *, each: int, seed: int) -> list[Pair]:
    """Return `each` pairs that are the same and as many that are not, by every rule in equal parts."""
    chance = random.Random(seed)
    placed = with_places(messages)
    labelled = [message for message in messages if message.issue]
    same: list[tuple[str, Callable[[], Pair | None]]] = [
        ("place spelt otherwise", lambda: _spelt(chance.choice(placed), chance)),
        ("words swapped", lambda: _swapped(chance.choice(placed), chance)),
        ("half the text", lambda: _half(chance.choice(placed), chance)),
        ("another person's words", lambda: _others(labelled, chance)),
    ]
    other: list[tuple[str, Callable[[], Pair | None]]] = [
        ("same street, other trouble", lambda: _other_trouble(*chance.sample(placed, 2))),
        ("same trouble, other street", lambda: _other_street(*chance.sample(placed, 2), chance)),
    ]
    pairs: list[Pair] = []
    for rules in (same, other):
        for number, (_name, rule) in enumerate(rules):
            wanted = each // len(rules) + (number < each % len(rules))
            pairs += _filled(rule, wanted)
    return pairs


def _filled(rule: Callable[[], Pair | None], wanted: int) -> list[Pair]:
    """Return as many pairs as wanted, as far as fifty tries for each find them."""
    found: list[Pair] = []
    for _ in range(wanted * 50):
        if len(found) == wanted:
            break
        pair = rule()
        if pair is not None:
            found.append(pair)
    return found


def _spelt(message: Message, chance: random.Random) -> Pair:
    """Spell the place otherwise: another suffix, a dot, full-width or traditional characters, a slip of one letter."""
    name = message.place
    kind = _KIND.search(name)
    ways = [
        name.translate(_TRADITIONAL).translate(_DIGITS),
        f"{name[:1]}·{name[1:]}",
        name[: kind.start()] if kind and kind.start() > 1 else f"{name}小区",
    ]
    if len(name) >= LEAST_FOR_A_SLIP:
        ways.append(f"{name[:-2]}{chance.choice('大新中华金天长')}{name[-1:]}")
    if _ESTATE.search(name):
        ways.append(f"{name}{chance.choice(('三期', '3期', '第三期'))}")
    other = _with_place(message, chance.choice(ways))
    return Pair(message, _without(other, chance, share=0.75), True, "place spelt otherwise")


def _swapped(message: Message, chance: random.Random) -> Pair:
    """Say the clauses in another order, title and all."""
    clauses = _CLAUSES.findall(message.detail)
    chance.shuffle(clauses)
    title = _CLAUSES.findall(message.title)
    chance.shuffle(title)
    return Pair(message, replace(message, title="".join(title), detail="".join(clauses)), True, "words swapped")


def _half(message: Message, chance: random.Random) -> Pair:
    """Keep half of the clauses, in their order; the title goes with the half that is left out half of the time."""
    left = _without(message, chance, share=0.5)
    return Pair(
        message, replace(left, title=message.title if chance.random() < 0.5 else message.place), True, "half the text"
    )


def _others(labelled: Sequence[Message], chance: random.Random) -> Pair | None:
    """Take two people's messages about one silver issue."""
    if not labelled:
        return None
    first = chance.choice(labelled)
    others = [each for each in labelled if each.issue == first.issue and each.uid != first.uid]
    return Pair(first, chance.choice(others), True, "another person's words") if others else None


def _other_trouble(first: Message, second: Message) -> Pair | None:
    """Let another message, about something else, be about the first one's place."""
    if first.place in second.text or second.place in first.text or (first.issue and first.issue == second.issue):
        return None
    return Pair(first, _with_place(second, first.place), False, "same street, other trouble")


def _other_street(first: Message, second: Message, chance: random.Random) -> Pair | None:
    """Let the same words, less a quarter of the clauses, be about the place of another message."""
    if first.place[:2] == second.place[:2] or second.place in first.text:
        return None
    return Pair(
        first, _without(_with_place(first, second.place), chance, share=0.75), False, "same trouble, other street"
    )


def _with_place(message: Message, name: str) -> Message:
    """Return a message about another place, also where its name stands without the word for its kind."""
    kind = _KIND.search(message.place)
    bare = message.place[: kind.start()] if kind and kind.start() > 1 else message.place
    anywhere = re.compile(f"{re.escape(message.place)}|{re.escape(bare)}")
    swapped = [anywhere.sub(name, text) for text in (message.title, message.detail)]
    return replace(message, title=swapped[0], detail=swapped[1], place=name)


def _without(message: Message, chance: random.Random, *, share: float) -> Message:
    """Return a message with a share of its clauses, in their order."""
    clauses = _CLAUSES.findall(message.detail)
    kept = sorted(chance.sample(range(len(clauses)), max(1, round(len(clauses) * share))))
    return replace(message, detail="".join(clauses[index] for index in kept))
