# SPDX-License-Identifier: Apache-2.0
"""The catalogue of matters, as a file declares it: what can be ordered, who usually answers, and within which limit.

Pure: no Django. A file is read by `sidan.programmes.catalogue_reader`, which refuses it whole when anything is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from sidan.base.errors import NotFound, Words
from sidan.base.limits import Limit

Photos = Literal["before_after", "after", "none"]
PHOTOS: tuple[Photos, ...] = get_args(Photos)

# The numbers to which an emergency is handed over at once (Beijing rules on 12345, article 11).
EMERGENCY_NUMBERS = ("110", "119", "120", "122")


@dataclass(frozen=True, slots=True)
class Condition:
    """A filing condition of a matter and the limit it brings."""

    code: str
    name: Words
    limit: Limit


@dataclass(frozen=True, slots=True)
class Group:
    """A branch of the tree; the dots of its code say where it hangs."""

    code: str
    name: Words

    @property
    def parent(self) -> str:
        """Return the code of the branch above, or an empty text at the root."""
        return parent_of(self.code)


@dataclass(frozen=True, slots=True)
class Matter:
    """A leaf: one kind of thing residents order, with the everyday words they use for it.

    `photos` says what an answer must show; `urgent`, that life or limb may be in danger. The usual condition stands
    first.
    """

    code: str
    name: Words
    unit_kind: str
    words: tuple[str, ...]
    words_en: tuple[str, ...]
    photos: Photos
    urgent: bool
    conditions: tuple[Condition, ...]

    @property
    def group(self) -> str:
        """Return the code of the branch it hangs on."""
        return parent_of(self.code)

    def condition(self, code: str) -> Condition:
        """Return one of its conditions; NotFound when it has none of that code."""
        for condition in self.conditions:
            if condition.code == code:
                return condition
        raise NotFound("The matter “%(matter)s” has no condition “%(condition)s”.", matter=self.name, condition=code)


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger whose words make the report page show an emergency number first.

    `harmless` are longer phrases in which the words mean no danger (消防通道, fire lane).
    """

    code: str
    name: Words
    number: str
    advice: Words
    words: tuple[str, ...]
    words_en: tuple[str, ...]
    harmless: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """One edition of a catalogue; groups, matters and dangers keep the order of the file.

    `silent` are everyday phrases that contain words of matters and speak for none of them (人民政府 is not about 民政);
    `faint` are words of matters that people also say in passing, so that they count for less (我是小区业主).
    """

    code: str
    edition: int
    basis: str
    silent: tuple[str, ...]
    faint: tuple[str, ...]
    unit_kinds: Mapping[str, Words]
    groups: tuple[Group, ...]
    matters: tuple[Matter, ...]
    dangers: tuple[Danger, ...]

    def matter(self, code: str) -> Matter:
        """Return the matter of that code; NotFound when there is none."""
        found = self._matters.get(code)
        if found is None:
            raise NotFound("The catalogue has no matter “%(matter)s”.", matter=code)
        return found

    def limit(self, matter: str, condition: str) -> Limit:
        """Return the limit that a condition of a matter brings."""
        return self.matter(matter).condition(condition).limit

    def groups_in(self, parent: str = "") -> tuple[Group, ...]:
        """Return the branches directly below `parent`, or the roots."""
        return tuple(group for group in self.groups if group.parent == parent)

    def matters_in(self, group: str) -> tuple[Matter, ...]:
        """Return the matters directly on a branch."""
        return tuple(matter for matter in self.matters if matter.group == group)

    def path(self, code: str) -> tuple[Words, ...]:
        """Return the names from the root down to the branch or matter of that code."""
        above = self.path(parent_of(code)) if "." in code else ()
        own = self._groups[code].name if code in self._groups else self.matter(code).name
        return (*above, own)

    @cached_property
    def _matters(self) -> dict[str, Matter]:
        """Return the matters by code."""
        return {matter.code: matter for matter in self.matters}

    @cached_property
    def _groups(self) -> dict[str, Group]:
        """Return the branches by code."""
        return {group.code: group for group in self.groups}


def parent_of(code: str) -> str:
    """Return a dotted code without its last part: the branch that holds it."""
    return code.rpartition(".")[0]
