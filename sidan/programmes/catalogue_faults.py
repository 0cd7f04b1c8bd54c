# SPDX-License-Identifier: Apache-2.0
"""Gathers what is wrong with a catalogue file, each fault a sentence with its line and key. Pure: no Django."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from sidan.base.errors import Refused
from sidan.programmes.toml_lines import TomlLines

Shape = TypeVar("Shape", bound=msgspec.Struct)

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
# What msgspec says of a value that does not fit, and what is shown for it.
_MISFITS = (
    (r"Object contains unknown field `(?P<key>[^`]*)`", Refused("The key “%(key)s” is not known here.")),
    (r"Object missing required field `(?P<key>[^`]*)`", Refused("The key “%(key)s” is missing.")),
    (r"Expected `(?P<want>[^`]*)`, got `(?P<got>[^`]*)`", Refused("“%(want)s” is wanted here, not “%(got)s”.")),
    (r"Invalid enum value '(?P<got>[^']*)'", Refused("“%(got)s” is not one of the values allowed here.")),
)
_MISFIT_KEY = re.compile(r" - at `\$\.(\w+)")


class FaultyCatalogue(Refused):
    """A catalogue that is not taken; `faults` holds one sentence for each thing that is wrong."""

    def __init__(self, faults: Sequence[Refused]) -> None:
        """Keep the faults in the order of the file."""
        super().__init__("The catalogue is not taken; faults found: %(count)d.", count=len(faults))
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type["FaultyCatalogue"], tuple[Sequence[Refused]]]:
        """Copy and pickle by the faults, the one argument."""
        return type(self), (self.faults,)

    def said(self, translate: Callable[[str], str], *, language: str) -> str:
        """Return the sentence and every fault, one a line, in `language`."""
        told = [fault.said(translate, language=language) for fault in self.faults]
        return "\n".join([super().said(translate, language=language), *told])


class Spot(NamedTuple):
    """A table of the file: the line of its header, and its name for the reader (`matters[city.road.pothole]`)."""

    line: int
    where: str


class Faults:
    """The faults of one text, found in any order and told in the order of the file."""

    def __init__(self, text: str) -> None:
        """Begin without faults."""
        self._lines = TomlLines(text)
        self._found: list[tuple[int, Refused]] = []

    def spot(self, table: str, index: int, row: dict[str, Any], *, under: Spot | None = None) -> Spot:
        """Return where the `index`-th table of a list stands, named by its code when it has one."""
        name = f"{table.rpartition('.')[2]}[{row.get('code', index)}]"
        line = self._lines.table(table, index, after=under.line if under else 0)
        return Spot(line, f"{under.where}.{name}" if under else name)

    def section(self, table: str) -> Spot:
        """Return where the only table of that name stands; the file itself when the name is empty."""
        return Spot(self._lines.table(table) if table else 0, table)

    def add(self, spot: Spot, key: str, fault: Refused) -> None:
        """Remember a fault of a key, or of the whole table when the key is empty."""
        line = self._lines.key(key, after=spot.line) if key else spot.line
        where = ".".join(filter(None, [spot.where, key]))
        told = Refused("Line %(line)d, %(where)s: %(fault)s", line=max(line, 1), where=where, fault=fault)
        self._found.append((line, told))

    def raise_if_any(self) -> None:
        """Raise FaultyCatalogue when something was found."""
        if self._found:
            raise FaultyCatalogue([fault for _, fault in sorted(self._found, key=lambda found: found[0])])

    def shaped(self, row: dict[str, Any], shape: type[Shape], *, spot: Spot) -> Shape | None:
        """Return the table in its shape, or None, with a fault, when it does not fit."""
        try:
            return msgspec.convert(row, shape, strict=True)
        except msgspec.ValidationError as error:
            key = _MISFIT_KEY.search(str(error))
            self.add(spot, key[1] if key else "", _misfit(str(error)))
            return None

    def require_code(self, code: str, seen: Collection[str], *, spot: Spot) -> None:
        """Remember a fault unless the code is well formed and new."""
        if not _CODE.fullmatch(code):
            self.add(spot, "code", Refused("A code is made of small letters, digits and _, its parts joined by dots."))
        if code in seen:
            self.add(spot, "code", Refused("The code “%(code)s” is there already.", code=code))

    def require_text(self, spot: Spot, key: str, *texts: str) -> None:
        """Remember a fault when one of the texts is empty; a name has one in each language."""
        if not all(text.strip() for text in texts):
            self.add(spot, key, Refused("A text is empty; it is needed in every language."))

    def require_words(self, spot: Spot, key: str, words: Sequence[str], *, needed: bool = False) -> None:
        """Remember a fault when a word is empty, has spaces around it or is there twice, or when none is there."""
        if needed and not words:
            self.add(spot, key, Refused("At least one word is needed."))
        if any(word != word.strip() or not word for word in words):
            self.add(spot, key, Refused("A word is empty or has spaces around it."))
        for word in sorted({word for word in words if words.count(word) > 1}):
            self.add(spot, key, Refused("The word “%(word)s” is there twice.", word=word))


def _misfit(message: str) -> Refused:
    """Return the sentence for what msgspec says, or its own words when they are not known."""
    for pattern, shown in _MISFITS:
        if match := re.match(pattern, message):
            return Refused(shown.text, **match.groupdict())
    return Refused("The value does not fit: %(reason)s.", reason=message)
