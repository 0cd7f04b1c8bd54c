# SPDX-License-Identifier: Apache-2.0
"""A programme told in lines of plain text, as `manage.py programme show` prints it."""

from collections.abc import Iterator

from sidan.base.errors import Words
from sidan.orders.declare import Programme
from sidan.orders.roles import ROLES
from sidan.programmes.description import StageDescription, WayOut, described, usual_way

_EDITION = Words("第%d版", "edition %d")
_BASIS = Words("依据：", "Rests on: ")
_OPENED = Words("由谁发起：", "Opened by: ")
_ASKED = Words("填写：", "Asked: ")
_USUAL = Words("通常的过程：", "The usual way: ")
_TURN = Words("轮到：", "Whose turn: ")
_LIMIT = Words("时限：", "Time limit: ")
_NO_LIMIT = Words("没有时限：", "No limit: ")
_LATE = Words("超时则：", "When it is late: ")
_STAYS = Words("环节不变", "stays here")
_AT_MOST = Words("最多%d次", "at most %d times")
_OPTIONAL = Words("（选填）", " (optional)")


def in_words(programme: Programme, *, language: str) -> str:
    """Return the whole programme as lines of text in one language."""
    return "\n".join(_lines(programme, language)) + "\n"


def _lines(programme: Programme, language: str) -> Iterator[str]:
    """Yield what the programme is, its usual way, then each stage with its ways out."""

    def say(words: Words) -> str:
        return words.in_language(language)

    yield f"{say(programme.name)} ({programme.code}, {say(_EDITION) % programme.edition})"
    yield say(programme.summary)
    yield f"{say(_BASIS)}{programme.basis}"
    yield f"{say(_OPENED)}{_roles(programme.opening.by, language)}"
    if programme.opening.asks:
        yield f"{say(_ASKED)}{_asked(programme, programme.opening.asks, language)}"
    yield f"{say(_USUAL)}{' → '.join(say(each.stage.name) for each in usual_way(programme))}"
    for each in described(programme):
        yield ""
        yield from _stage(programme, each, language)


def _stage(programme: Programme, each: StageDescription, language: str) -> Iterator[str]:
    """Yield a stage: its name and kind, whose turn, within which time, and what may be done."""

    def say(words: Words) -> str:
        return words.in_language(language)

    yield f"■ {say(each.stage.name)} [{say(each.kind_name)}]"
    yield f"  {say(each.told)}"
    if each.holder is not None:
        yield f"  {say(_TURN)}{say(each.holder)}"
    if each.limit is not None:
        yield f"  {say(_LIMIT)}{say(each.limit)}"
    elif each.stage.patient is not None:
        yield f"  {say(_NO_LIMIT)}{say(each.stage.patient)}"
    for way in each.ways:
        yield f"  • {_way(programme, way, language)}"
    if each.clock is not None:
        yield f"  ⏰ {say(_LATE)}{_leading(each.clock, language)}"


def _way(programme: Programme, way: WayOut, language: str) -> str:
    """Return a move in one line: its name, where it leads, who may make it, how often, and what it asks."""
    move = way.move
    parts = [_leading(way, language), _roles(move.by, language)]
    if move.at_most is not None:
        parts.append(_AT_MOST.in_language(language) % move.at_most)
    if move.asks:
        parts.append(_ASKED.in_language(language) + _asked(programme, move.asks, language))
    return "; ".join(parts) if language == "en" else "；".join(parts)


def _leading(way: WayOut, language: str) -> str:
    """Return the name of a move and where it leads."""
    target = way.target.name if way.target is not None else _STAYS
    return f"{way.move.name.in_language(language)} → {target.in_language(language)}"


def _roles(codes: tuple[str, ...], language: str) -> str:
    """Return the names of roles."""
    return _listed([ROLES[code].words for code in codes], language)


def _asked(programme: Programme, codes: tuple[str, ...], language: str) -> str:
    """Return the labels of fields; those that may stay empty say so."""
    labels = []
    for code in codes:
        field = programme.fields[code]
        mark = Words("", "") if field.required else _OPTIONAL
        labels.append(Words(field.label.zh + mark.zh, field.label.en + mark.en))
    return _listed(labels, language)


def _listed(words: list[Words], language: str) -> str:
    """Return several words as a list of the language."""
    return (", " if language == "en" else "、").join(each.in_language(language) for each in words)
