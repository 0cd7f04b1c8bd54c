# SPDX-License-Identifier: Apache-2.0
"""Reads a catalogue of matters from TOML, strictly: what is not known is refused, and every fault is a sentence.

Pure: no Django.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sidan.base.errors import Refused, Words
from sidan.base.limits import Limit
from sidan.programmes.catalogue import (
    EMERGENCY_NUMBERS,
    Catalogue,
    Condition,
    Danger,
    Group,
    Matter,
    Photos,
    parent_of,
)
from sidan.programmes.catalogue_faults import Faults, FaultyCatalogue, Spot

CIVIC_FILE = Path(__file__).with_name("catalogues") / "civic.toml"


def read_catalogue(source: Path | str = CIVIC_FILE) -> Catalogue:
    """Return the catalogue that a file (`Path`) or a text (`str`) declares; FaultyCatalogue names all that is wrong."""
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultyCatalogue([Refused("The file is not valid TOML: %(reason)s.", reason=str(error))]) from error
    faults = Faults(text)
    top = faults.shaped(table, _File, spot=faults.section(""))
    faults.raise_if_any()
    assert top is not None  # shaped() has told a fault otherwise
    catalogue = _catalogue(top, faults)
    faults.raise_if_any()
    return catalogue


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file as written, before its values are read."""


class _Names(_Table, frozen=True):
    """A text in both languages, both required."""

    zh: str
    en: str

    @property
    def words(self) -> Words:
        """Return the text as the rest of the house knows it."""
        return Words(self.zh, self.en)


class _Group(_Table, frozen=True):
    """A `[[groups]]` table."""

    code: str
    name: _Names


class _Condition(_Table, frozen=True):
    """A `[[matters.conditions]]` table."""

    code: str
    name: _Names
    limit: str


class _Matter(_Table, frozen=True, kw_only=True):
    """A `[[matters]]` table; its conditions are read one by one, so that each names its own fault."""

    code: str
    name: _Names
    unit_kind: str
    words: tuple[str, ...]
    words_en: tuple[str, ...] = ()
    photos: Photos
    urgent: bool
    conditions: list[dict[str, Any]] = []


class _Danger(_Table, frozen=True):
    """A `[[dangers]]` table."""

    code: str
    name: _Names
    number: str
    advice: _Names
    words: tuple[str, ...]
    words_en: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()


class _File(_Table, frozen=True, kw_only=True):
    """The file; the tables of each list are read one by one."""

    code: str
    edition: int
    basis: str
    silent: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()
    unit_kinds: dict[str, _Names]
    groups: list[dict[str, Any]]
    matters: list[dict[str, Any]]
    dangers: list[dict[str, Any]] = []


def _catalogue(top: _File, faults: Faults) -> Catalogue:
    """Return the catalogue; it may be used only when no fault was found."""
    head, kinds = faults.section(""), faults.section("unit_kinds")
    faults.require_code(top.code, (), spot=head)
    faults.require_text(head, "basis", top.basis)
    faults.require_words(head, "silent", top.silent)
    faults.require_words(head, "faint", top.faint)
    if top.edition < 1:
        faults.add(head, "edition", Refused("Editions count from 1."))
    for code, name in top.unit_kinds.items():
        faults.require_text(kinds, code, name.zh, name.en)
    catalogue = Catalogue(
        code=top.code,
        edition=top.edition,
        basis=top.basis,
        silent=top.silent,
        faint=top.faint,
        unit_kinds={code: name.words for code, name in top.unit_kinds.items()},
        groups=tuple(_groups(top, faults)),
        matters=tuple(_matters(top, faults)),
        dangers=tuple(_dangers(top, faults)),
    )
    _require_filled_groups(top, faults)
    return catalogue


def _groups(top: _File, faults: Faults) -> Iterator[Group]:
    """Yield the branches; each stands below its parent in the file."""
    seen: set[str] = set()
    for index, row in enumerate(top.groups):
        spot = faults.spot("groups", index, row)
        if (table := faults.shaped(row, _Group, spot=spot)) is None:
            continue
        faults.require_code(table.code, seen, spot=spot)
        faults.require_text(spot, "name", table.name.zh, table.name.en)
        if parent_of(table.code) not in {"", *seen}:
            faults.add(spot, "code", Refused("No branch “%(code)s” stands above it.", code=parent_of(table.code)))
        seen.add(table.code)
        yield Group(table.code, table.name.words)


def _require_filled_groups(top: _File, faults: Faults) -> None:
    """Remember a fault for every branch on which nothing hangs."""
    filled = {parent_of(str(row.get("code"))) for row in [*top.groups, *top.matters]}
    for index, row in enumerate(top.groups):
        if row.get("code") not in filled:
            faults.add(faults.spot("groups", index, row), "", Refused("Nothing hangs on this branch."))


def _matters(top: _File, faults: Faults) -> Iterator[Matter]:
    """Yield the matters; each hangs on a branch and names a kind of unit of the file."""
    groups = {row.get("code") for row in top.groups}
    seen: set[str] = set()
    for index, row in enumerate(top.matters):
        spot = faults.spot("matters", index, row)
        if (table := faults.shaped(row, _Matter, spot=spot)) is None:
            continue
        faults.require_code(table.code, seen, spot=spot)
        seen.add(table.code)
        if parent_of(table.code) not in groups or table.code in groups:
            faults.add(spot, "code", Refused("A matter hangs on a branch and is none itself."))
        if table.unit_kind not in top.unit_kinds:
            unknown = Refused("“%(kind)s” is not among the kinds of unit of this file.", kind=table.unit_kind)
            faults.add(spot, "unit_kind", unknown)
        yield _matter(table, faults, spot)


def _matter(table: _Matter, faults: Faults, spot: Spot) -> Matter:
    """Return one matter with its conditions."""
    faults.require_text(spot, "name", table.name.zh, table.name.en)
    faults.require_words(spot, "words", table.words, needed=True)
    faults.require_words(spot, "words_en", table.words_en)
    if not table.conditions:
        faults.add(spot, "", Refused("A matter needs at least one condition with a limit."))
    return Matter(
        code=table.code,
        name=table.name.words,
        unit_kind=table.unit_kind,
        words=table.words,
        words_en=table.words_en,
        photos=table.photos,
        urgent=table.urgent,
        conditions=tuple(_conditions(table, faults, spot)),
    )


def _conditions(matter: _Matter, faults: Faults, under: Spot) -> Iterator[Condition]:
    """Yield the conditions of a matter with their limits read."""
    seen: set[str] = set()
    for index, row in enumerate(matter.conditions):
        spot = faults.spot("matters.conditions", index, row, under=under)
        if (table := faults.shaped(row, _Condition, spot=spot)) is None:
            continue
        faults.require_code(table.code, seen, spot=spot)
        seen.add(table.code)
        faults.require_text(spot, "name", table.name.zh, table.name.en)
        try:
            yield Condition(table.code, table.name.words, Limit.parse(table.limit))
        except Refused as refused:
            faults.add(spot, "limit", refused)


def _dangers(top: _File, faults: Faults) -> Iterator[Danger]:
    """Yield the dangers with the emergency number that each brings up."""
    seen: set[str] = set()
    for index, row in enumerate(top.dangers):
        spot = faults.spot("dangers", index, row)
        if (table := faults.shaped(row, _Danger, spot=spot)) is None:
            continue
        faults.require_code(table.code, seen, spot=spot)
        seen.add(table.code)
        faults.require_text(spot, "name", table.name.zh, table.name.en)
        faults.require_text(spot, "advice", table.advice.zh, table.advice.en)
        faults.require_words(spot, "words", table.words, needed=True)
        faults.require_words(spot, "words_en", table.words_en)
        faults.require_words(spot, "harmless", table.harmless)
        if table.number not in EMERGENCY_NUMBERS:
            faults.add(spot, "number", Refused("“%(number)s” is not an emergency number.", number=table.number))
        yield Danger(
            code=table.code,
            name=table.name.words,
            number=table.number,
            advice=table.advice.words,
            words=table.words,
            words_en=table.words_en,
            harmless=table.harmless,
        )
