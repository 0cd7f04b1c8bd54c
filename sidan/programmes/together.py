# SPDX-License-Identifier: Apache-2.0
"""What can be wrong between programme files that are each sound: codes, prefixes, and orders opened from lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sidan.orders.declare import Programme

# What an order that comes from a line of another is given.
SPAWNED_FIELD = "text"


@dataclass(frozen=True)
class Filed:
    """A sound programme with the file it stands in; `is_own` when that is in the city's own folder."""

    path: Path
    source: str
    programme: Programme
    is_own: bool = False


def chosen(filed: Sequence[Filed]) -> list[Filed]:
    """Return the files that are served: an own one takes the place of an official one with a lower edition."""
    own = {each.programme.code: each.programme.edition for each in filed if each.is_own}
    return [each for each in filed if each.is_own or own.get(each.programme.code, 0) <= each.programme.edition]


def faults_between(filed: Sequence[Filed]) -> list[tuple[Filed, str]]:
    """Return each fault with the file it is found in; an empty list is the proof that they can be served together."""
    served = chosen(filed)
    return [(each, fault) for each in served for fault in _faults(each, served)]


def _faults(filed: Filed, served: Sequence[Filed]) -> Iterator[str]:
    """Yield what is wrong with one file beside those that come before it, and with what its lines open."""
    programme = filed.programme
    for other in served[: served.index(filed)]:
        if other.programme.code == programme.code:
            yield _same_code(filed, other)
        elif other.programme.prefix == programme.prefix:
            yield f"prefix: {other.path.name} numbers its orders with “{programme.prefix}” too."
    programmes = {each.programme.code: each.programme for each in served}
    for code, field in programme.fields.items():
        if not field.opens:
            continue
        opened = programmes.get(field.opens)
        if opened is None:
            yield f"fields “{code}” opens: no programme “{field.opens}” is served."
        else:
            yield from _opening(code, opened)


def _same_code(filed: Filed, other: Filed) -> str:
    """Return why two files cannot have one code."""
    if filed.is_own and not other.is_own:
        return (
            f"edition: the official {other.path.name} is edition {other.programme.edition} of "
            f"“{other.programme.code}”; a file of your own takes its place only with a higher one."
        )
    return f"code: {other.path.name} declares “{filed.programme.code}” too."


def _opening(code: str, opened: Programme) -> Iterator[str]:
    """Yield what a line cannot give to the opening of the programme in which it becomes an order."""
    text = opened.fields.get(SPAWNED_FIELD)
    if SPAWNED_FIELD not in opened.opening.asks or text is None or text.type not in ("text", "line"):
        yield f"fields “{code}” opens: the opening of “{opened.code}” does not ask for “{SPAWNED_FIELD}”."
    for asked in opened.opening.asks:
        if asked != SPAWNED_FIELD and opened.fields[asked].required:
            yield f"fields “{code}” opens: the opening of “{opened.code}” asks for “{asked}”, which a line has not."


def overrides(filed: Sequence[Filed]) -> list[tuple[Filed, Filed]]:
    """Return the own files that take the place of an official one, each with that one."""
    served = chosen(filed)
    return [
        (own, official)
        for own in served
        for official in filed
        if own.is_own and official not in served and official.programme.code == own.programme.code
    ]
