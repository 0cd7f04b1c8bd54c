# SPDX-License-Identifier: Apache-2.0
"""Everything that is asked of programme files before they are served, and the files and editions a name stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection

from sidan.base.errors import NotFound
from sidan.orders.declare import Programme
from sidan.programmes.editions import faults_against_orders, recorded_edition
from sidan.programmes.fault_lines import line_of
from sidan.programmes.shelf import Unserved, faults_together, filed, files
from sidan.programmes.together import Filed, chosen, overrides


@dataclass(frozen=True)
class Checked:
    """What was found: the faults as `file:line: sentence`, what else is worth saying, and the files that are sound."""

    faults: list[str]
    notes: list[str]
    sound: list[Filed]


def check(paths: Sequence[Path], *, own_folder: str, with_database: bool) -> Checked:
    """Check the files, as if they lay in the city's own folder; without any, all that would be served.

    Each is proved alone, beside the others, and against the orders in the database.
    """
    notes: list[str] = []
    if own_folder and not Path(own_folder).is_dir():
        return Checked([f"{own_folder}:1: There is no such folder; SIDAN_PROGRAMMES_DIR names it."], notes, [])
    given = [path.resolve() for path in paths]
    found, faults = filed(path for path in files(own_folder) if path.resolve() not in given)
    asked, more = filed(paths)
    faults += more
    # A file that is being written stands for the one with its code that it will replace.
    codes = {each.programme.code for each in asked}
    found = [each for each in found if not (each.is_own and each.programme.code in codes)]
    together = [*found, *asked]
    faults += faults_together(together)
    notes += [
        f"{own.path} takes the place of the official {official.path.name}: "
        f"edition {own.programme.edition} instead of {official.programme.edition}."
        for own, official in overrides(together)
    ]
    if with_database:
        faults += _against_orders(together, only=asked if paths else None, notes=notes)
    return Checked(faults, notes, asked if paths else together)


def _against_orders(together: Sequence[Filed], *, only: Sequence[Filed] | None, notes: list[str]) -> list[str]:
    """Return what the database says against the files; a database that cannot be asked is noted."""
    try:
        connection.ensure_connection()
        found = list(faults_against_orders(chosen(together)))
    except DatabaseError as error:
        notes.append(f"The database was not asked about open orders: {str(error).strip().splitlines()[0]}")
        return []
    return [
        f"{each.path}:{line_of(fault, each.source)}: {fault}" if each is not None else fault
        for each, fault in found
        if only is None or each in only
    ]


def find_programme(name: str, *, own_folder: str) -> Programme:
    """Return the programme of a file, of a code that is served, or of a recorded edition (`code@edition`).

    Raises Unserved with the faults of a file, NotFound when nothing has that name.
    """
    code, _, number = name.partition("@")
    if number.isdecimal() and not Path(name).exists():
        return recorded_edition(code, int(number))
    if name.endswith(".toml") or Path(name).is_file():
        found, faults = filed([Path(name)])
        if faults:
            raise Unserved(faults)
        return found[0].programme
    found, _ = filed(files(own_folder))
    for each in chosen(found):
        if each.programme.code == name:
            return each.programme
    raise NotFound("There is no file and no programme “%(name)s”.", name=name)
