# SPDX-License-Identifier: Apache-2.0
"""The ranking files the city runs: read, proved and served at start, after the programmes they name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sidan.base.errors import NotFound, Refused
from sidan.base.toml_shape import Faulty, nearest
from sidan.evaluation.declare import Ranking, Weighed
from sidan.evaluation.reader import read
from sidan.evaluation.soundness import faults_of
from sidan.orders import registry
from sidan.programmes.fault_lines import with_lines
from sidan.programmes.filing import proved_files
from sidan.programmes.shelf import OFFICIAL as PROGRAMMES

OFFICIAL = PROGRAMMES / "rankings"
# Within the city's own folder of programmes.
OWN = "rankings"


class Unsound(Faulty):
    """A ranking that cannot be worked out or counts something twice, with every fault of it."""

    def __init__(self, name: str, faults: list[str]) -> None:
        """Keep the faults, each a sentence that names the key."""
        super().__init__("%(name)s is refused: %(faults)s", faults, name=name)


class Unserved(Refused):
    """Files that cannot be served, with every fault as `file:line: sentence`."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults."""
        super().__init__("The ranking files have faults:\n%(faults)s", faults="\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Filed:
    """A sound ranking with the file it stands in; `is_own` when that is in the city's own folder."""

    path: Path
    source: str
    ranking: Ranking
    is_own: bool = False


_served: dict[str, tuple[Ranking, str]] = {}


def rankings() -> tuple[Ranking, ...]:
    """Return every ranking of which rounds may be opened, in the order of menus."""
    return tuple(sorted((ranking for ranking, _ in _served.values()), key=lambda each: (each.menu, each.code)))


def ranking(code: str) -> Ranking:
    """Return the ranking of that code in its newest edition; NotFound when the city does not run it."""
    return _found(code)[0]


def source_of(code: str) -> str:
    """Return the text of the file of a ranking, which a round keeps as its frozen edition."""
    return _found(code)[1]


def serve(declared: Ranking, source: str) -> None:
    """Make a proved ranking one of which rounds may be opened."""
    _served[declared.code] = declared, source


def withdraw(code: str) -> None:
    """Serve a ranking no longer; its rounds keep their frozen edition."""
    _served.pop(code, None)


def proved(source: str, *, name: str) -> Ranking:
    """Return the ranking a text declares, read and proved; raise a Faulty with its faults otherwise."""
    declared = read(source)
    faults = faults_of(declared)
    if faults:
        raise Unsound(name, faults)
    return declared


def files(own_folder: str = "") -> Iterator[Path]:
    """Yield the official ranking files, then those of the city's own folder, by name."""
    yield from sorted(OFFICIAL.glob("*.toml"))
    if own_folder:
        yield from sorted((Path(own_folder) / OWN).glob("*.toml"))


def filed(paths: Iterable[Path]) -> tuple[list[Filed], list[str]]:
    """Return the sound files among `paths`, and the faults of the others as `file:line: sentence`."""
    sound, faults = proved_files(paths, proved)
    home = OFFICIAL.resolve()
    return [Filed(path, text, declared, path.resolve().parent != home) for path, text, declared in sound], faults


def chosen(found: Sequence[Filed]) -> list[Filed]:
    """Return the files that are served: an own one takes the place of an official one with a lower edition."""
    own = {each.ranking.code: each.ranking.edition for each in found if each.is_own}
    return [each for each in found if each.is_own or own.get(each.ranking.code, 0) <= each.ranking.edition]


def faults_together(found: Sequence[Filed]) -> list[str]:
    """Return what is wrong between files, and with programmes and moves they name, as `file:line: sentence`."""
    served = chosen(found)
    faults = []
    for number, each in enumerate(served):
        told = [*_same_code(each, served[:number]), *faults_with_programmes(each.ranking)]
        faults += with_lines(told, each.source, name=str(each.path))
    return faults


def faults_with_programmes(declared: Ranking) -> Iterator[str]:
    """Yield programmes that are not served, and moves that no programme in question has, each a sentence."""
    programmes = [each.code for each in registry.served()]
    named = [("programmes", declared.programmes)]
    named += [(f"indicators “{each.code}” programmes", each.programmes) for each in declared.indicators]
    for where, codes in named:
        for code in codes:
            if code not in programmes:
                yield f"{where}: no programme “{code}” is served{nearest(code, programmes)}"
    for indicator in declared.indicators:
        for key, move in (("move", indicator.move), ("of_move", indicator.of_move)):
            moves = _moves(declared, indicator)
            # Where no programme is known, that is the fault.
            if move and moves and move not in moves:
                hint = nearest(move, moves)
                yield f"indicators “{indicator.code}” {key}: its programmes have no move “{move}”{hint}"


def serve_all(own_folder: str = "") -> None:
    """Read, prove and serve every ranking file; one faulty file stops the start, with its faults.

    A file of the city's own takes the place of the official one with its code when its edition is higher.
    """
    found, faults = filed(files(own_folder))
    faults += faults_together(found)
    if faults:
        raise Unserved(faults)
    for each in chosen(found):
        serve(each.ranking, each.source)


def _found(code: str) -> tuple[Ranking, str]:
    """Return a ranking that is served with its text."""
    try:
        return _served[code]
    except KeyError:
        raise NotFound("There is no ranking “%(code)s”.", code=code) from None


def _same_code(each: Filed, others: Sequence[Filed]) -> Iterator[str]:
    """Yield why two files cannot have one code."""
    code = each.ranking.code
    for other in others:
        if other.ranking.code != code:
            continue
        if each.is_own and not other.is_own:
            yield (
                f"edition: the official {other.path.name} is edition {other.ranking.edition} of “{code}”; "
                "a file of your own takes its place only with a higher one."
            )
        else:
            yield f"code: {other.path.name} declares “{code}” too."


def _moves(declared: Ranking, indicator: Weighed) -> set[str]:
    """Return the moves of the programmes an indicator counts orders of; of all where none is named."""
    codes = indicator.programmes or declared.programmes
    return {move.code for each in registry.served() if not codes or each.code in codes for move in each.moves}
