# SPDX-License-Identifier: Apache-2.0
"""A TOML text becomes a declared value, or is refused with sentences that name the key. Pure: no Django.

Programme files and ranking files are both read here, so a mistyped key is told in the same words in each.
"""

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from sidan.base.errors import Refused

Shape = TypeVar("Shape", bound=msgspec.Struct)
Shapes = Mapping[str, type[msgspec.Struct]]
_LANGUAGES = frozenset({"zh", "en"})


class Faulty(Refused):
    """A text that is refused with every fault found in one reading, each a sentence."""

    def __init__(self, text: str, faults: list[str], **values: object) -> None:
        """Keep the faults."""
        super().__init__(text, faults=" ".join(faults), **values)
        self.faults = faults


class Misshapen(Faulty):
    """A text that has not the shape asked for."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, each a sentence that names the key."""
        super().__init__("The file has faults: %(faults)s", faults)


def shaped(source: str, whole: type[Shape], *, tables: Shapes, inner: Shapes) -> Shape:
    """Return the value a text declares; raise Misshapen with its faults otherwise.

    `tables` says which declaration each table of the file must match, found by its key, and `inner` the same of the
    tables within those.
    """
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise Misshapen([f"This is not TOML: {error}."]) from None
    faults = list(_unknown_keys(document, whole, tables, inner))
    if faults:
        raise Misshapen(faults)
    try:
        return msgspec.convert(document, whole, strict=True)
    except msgspec.ValidationError as error:
        raise Misshapen(_misfits(str(error), document, tables)) from None


def nearest(name: str, known: Iterable[str]) -> str:
    """Return how a sentence about an unknown name ends: with the nearest one that is known, or a full stop."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean “{near[0]}”?" if near else "."


def _unknown_keys(
    document: Mapping[str, Any], whole: type[msgspec.Struct], tables: Shapes, inner: Shapes
) -> Iterator[str]:
    """Yield a sentence for each key nobody declared, with the nearest one that is."""
    yield from _strangers(document, whole, "the file")
    yield from _strange_words({key: value for key, value in document.items() if key not in tables}, "the file")
    for key, declared in tables.items():
        for where, table in _tables(document.get(key), key):
            yield from _strangers(table, declared, where)
            yield from _strange_words(table, where)
            for inner_key, inside in inner.items():
                for inner_where, inner_table in _tables(table.get(inner_key), f"{where} {inner_key}"):
                    yield from _strangers(inner_table, inside, inner_where)


def _tables(value: Any, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the tables under a key, each with the words that name it."""
    if isinstance(value, list):
        for number, table in enumerate(value, start=1):
            if isinstance(table, Mapping):
                yield f"{key} “{table.get('code', number)}”", table
    elif isinstance(value, Mapping):
        if all(isinstance(inner, Mapping) for inner in value.values()) and value and key == "fields":
            for code, table in value.items():
                yield f"{key} “{code}”", table
        else:
            yield key, value


def _strange_words(table: Mapping[str, Any], where: str) -> Iterator[str]:
    """Yield a sentence for each text given in a language other than the two."""
    for key, value in table.items():
        texts = value.items() if key == "tells" and isinstance(value, Mapping) else [(key, value)]
        for name, text in texts:
            if isinstance(text, Mapping) and _LANGUAGES & text.keys():
                yield from (f"In {where} {name} the key “{k}” is unknown." for k in text.keys() - _LANGUAGES)


def _strangers(table: Mapping[str, Any], declared: type[msgspec.Struct], where: str) -> Iterator[str]:
    """Yield a sentence for each key of the table that its declaration does not know."""
    known = [field.encode_name for field in msgspec.structs.fields(declared)]
    for key in table:
        if key not in known:
            yield f"In {where} the key “{key}” is unknown{nearest(key, known)}"


def _misfits(message: str, document: Mapping[str, Any], tables: Shapes) -> list[str]:
    """Return what the parser says of the whole, and of every other row that has not its shape."""
    found = [_sentence(message, document, tables)]
    for key, declared in tables.items():
        rows = document.get(key)
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            try:
                msgspec.convert(row, declared, strict=True)
            except msgspec.ValidationError as error:
                text, _, path = str(error).partition(" - at `$")
                found.append(_sentence(f"{text} - at `$.{key}[{number}]{path or '`'}", document, tables))
    return list(dict.fromkeys(found))


def _sentence(message: str, document: Mapping[str, Any], tables: Shapes) -> str:
    """Return the parser's message with the place named by code rather than by number."""
    text, _, path = message.partition(" - at `")
    path = path.rstrip("`").removeprefix("$").lstrip(".")
    place = path
    for key in tables:
        if path.startswith(f"{key}[...]"):
            rest = path.removeprefix(f"{key}[...]").replace(".", " ")
            place = f"{key} “{_misshapen(document[key], tables[key])}”{rest}"
        elif path.startswith(f"{key}["):
            number, _, rest = path.removeprefix(f"{key}[").partition("]")
            row = document[key][int(number)]
            code = row.get("code", number) if isinstance(row, Mapping) else number
            place = f"{key} “{code}”{rest.replace('.', ' ')}"
    return f"{text} in {place or 'the file'}."


def _misshapen(rows: Mapping[str, Any], declared: type[msgspec.Struct]) -> str:
    """Return the code of the first row that has not the shape of one; the parser's message does not tell it."""
    for code, table in rows.items():
        try:
            msgspec.convert(table, declared, strict=True)
        except msgspec.ValidationError:
            return code
    return ""
