# SPDX-License-Identifier: Apache-2.0
"""Everything that is asked of ranking files before they are served, and the ranking a name stands for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection

from sidan.base.errors import NotFound, Words
from sidan.evaluation.declare import Ranking
from sidan.evaluation.in_words import SUBJECT_WORDS
from sidan.evaluation.shelf import Filed, Unserved, chosen, faults_together, filed, files
from sidan.evaluation.subjects import LEVELS
from sidan.people.models import Unit
from sidan.places.models import Area
from sidan.programmes.unit_kinds import unit_kind


@dataclass(frozen=True)
class Checked:
    """What was found: the faults as `file:line: sentence`, what else is worth saying, and the files that are sound."""

    faults: list[str]
    notes: list[str]
    sound: list[Filed]


def check(paths: Sequence[Path], *, own_folder: str, with_database: bool) -> Checked:
    """Check the files, as if they lay in the city's own folder; without any, all that would be served.

    With the database, one query for each sound ranking says whether somebody would be alone in a class today.
    """
    given = [path.resolve() for path in paths]
    found, faults = filed(path for path in files(own_folder) if path.resolve() not in given)
    asked, more = filed(paths)
    # A file that is being written stands for the one with its code that it will replace.
    codes = {each.ranking.code for each in asked}
    together = [*(each for each in found if not (each.is_own and each.ranking.code in codes)), *asked]
    faults += [*more, *faults_together(together)]
    sound = asked if paths else together
    notes = [*_replaced(together), *_strange_kinds(sound), *(_asked(sound) if with_database else ())]
    return Checked(faults, notes, sound)


def find_ranking(name: str, *, own_folder: str) -> Ranking:
    """Return the ranking of a file or of a code that is served.

    Raises Unserved with the faults of a file, NotFound when nothing has that name.
    """
    if name.endswith(".toml") or Path(name).is_file():
        found, faults = filed([Path(name)])
        if faults:
            raise Unserved(faults)
        return found[0].ranking
    found, _ = filed(files(own_folder))
    for each in chosen(found):
        if each.ranking.code == name:
            return each.ranking
    raise NotFound("There is no file and no ranking “%(name)s”.", name=name)


def _replaced(together: Sequence[Filed]) -> Iterator[str]:
    """Yield which official files give way to one of the city's own."""
    served = chosen(together)
    for official in together:
        own = next((each for each in served if each.is_own and each.ranking.code == official.ranking.code), None)
        if own is not None and official not in served:
            yield (
                f"{own.path} takes the place of the official {official.path.name}: "
                f"edition {own.ranking.edition} instead of {official.ranking.edition}."
            )


def _strange_kinds(found: Sequence[Filed]) -> Iterator[str]:
    """Yield kinds of units that only a county's own units can have: a mistyped one would hold nobody."""
    for each in found:
        named = {*each.ranking.kinds, *(kind for one in each.ranking.classes for kind in one.kinds)}
        for kind in sorted(named):
            if unit_kind(kind) == Words(kind, kind):
                yield f"{each.path}: “{kind}” is no kind of unit this project knows; units of your own may have it."


def _asked(found: Sequence[Filed]) -> list[str]:
    """Return which classes would hold one or nobody today; a database that cannot be asked is noted."""
    try:
        connection.ensure_connection()
        return [f"{each.path}: {note}" for each in found for note in _thin_classes(each.ranking)]
    except DatabaseError as error:
        return [f"The database was not asked who would be compared: {str(error).strip().splitlines()[0]}"]


def _thin_classes(ranking: Ranking) -> Iterator[str]:
    """Yield the classes of a ranking in which nobody can be compared, so far as kinds and levels tell; one query."""
    if ranking.subjects != "units":
        areas = Area.objects.filter(level=LEVELS[ranking.subjects], void_on__isnull=True).count()
        many = {SUBJECT_WORDS[ranking.subjects].en: areas}
    else:
        kinds = Counter(Unit.objects.filter(is_active=True).values_list("kind", flat=True))
        many = {
            f"class “{each.code}”": sum(kinds[kind] for kind in each.kinds) for each in ranking.classes if each.kinds
        }
        many = many or {"units": sum(kinds[kind] for kind in ranking.kinds or kinds)}
    for name, number in many.items():
        if number < 2:
            yield f"{name}: there {'is one' if number else 'are none'} today, and nobody can be compared."
