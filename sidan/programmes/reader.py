# SPDX-License-Identifier: Apache-2.0
"""A programme file becomes a declared programme, or is refused with sentences that name the key. Pure: no Django."""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from sidan.base.errors import Refused
from sidan.orders.declare import Choice, Deadline, Declared, Field, Indicator, Move, Opening, Programme, Stage

# Which declaration each table of a file must match, found by its key.
_TABLES: dict[str, type[Declared]] = {
    "opening": Opening,
    "stages": Stage,
    "moves": Move,
    "fields": Field,
    "indicators": Indicator,
}
_INNER: dict[str, type[Declared]] = {"deadline": Deadline, "choices": Choice}


class Unreadable(Refused):
    """A file that cannot be read as a programme, with every fault found in one reading."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, each a sentence."""
        super().__init__("The programme file has faults: %(faults)s", faults=" ".join(faults))
        self.faults = faults


def read(source: str) -> Programme:
    """Return the programme that a TOML text declares; raise Unreadable with its faults otherwise.

    Reading proves the shape only; `sidan.orders.soundness.faults_of` proves that no order can be stranded.
    """
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable([f"This is not TOML: {error}."]) from None
    faults = list(_unknown_keys(document))
    if faults:
        raise Unreadable(faults)
    try:
        return msgspec.convert(document, Programme, strict=True)
    except msgspec.ValidationError as error:
        raise Unreadable([_sentence(str(error), document)]) from None


def _unknown_keys(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each key nobody declared, with the nearest one that is."""
    yield from _strangers(document, Programme, "the file")
    for key, declared in _TABLES.items():
        for where, table in _tables(document.get(key), key):
            yield from _strangers(table, declared, where)
            yield from _strange_words(table, where)
            for inner_key, inner in _INNER.items():
                for inner_where, inner_table in _tables(table.get(inner_key), f"{where} {inner_key}"):
                    yield from _strangers(inner_table, inner, inner_where)


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
            if isinstance(text, Mapping) and {"zh", "en"} & text.keys():
                yield from (f"In {where} {name} the key “{k}” is unknown." for k in text.keys() - {"zh", "en"})


def _strangers(table: Mapping[str, Any], declared: type[Declared], where: str) -> Iterator[str]:
    """Yield a sentence for each key of the table that its declaration does not know."""
    known = [field.encode_name for field in msgspec.structs.fields(declared)]
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean “{near[0]}”?" if near else "."
            yield f"In {where} the key “{key}” is unknown{hint}"


def _sentence(message: str, document: Mapping[str, Any]) -> str:
    """Return the reader's message with the place named by code rather than by number."""
    text, _, path = message.partition(" - at `")
    path = path.rstrip("`").removeprefix("$").lstrip(".")
    place = path
    for key in ("stages", "moves", "indicators"):
        if path.startswith(f"{key}["):
            number, _, rest = path.removeprefix(f"{key}[").partition("]")
            table = document[key][int(number)]
            place = f"{key} “{table.get('code', number)}”{rest.replace('.', ' ')}"
    if path.startswith("fields[...]"):
        rest = path.removeprefix("fields[...]").replace(".", " ")
        place = f"fields “{_misshapen(document['fields'])}”{rest}"
    return f"{text} in {place or 'the file'}."


def _misshapen(fields: Mapping[str, Any]) -> str:
    """Return the code of the first field that has not the shape of one; the parser's message does not tell it."""
    for code, table in fields.items():
        try:
            msgspec.convert(table, Field, strict=True)
        except msgspec.ValidationError:
            return code
    return ""
