# SPDX-License-Identifier: Apache-2.0
"""What a programme file says, as frozen values without behaviour. Pure: no Django.

A file is read by `sidan.programmes.reader`, proved by `sidan.orders.soundness` and served by `sidan.orders.registry`.
"""

from typing import Literal, get_args

import msgspec

from sidan.base.errors import Words

Kind = Literal["draft", "waiting", "working", "checking", "closed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OPEN_KINDS = frozenset(KINDS) - {"closed"}

# What a deadline says when the limit is that of the order's matter.
BY_MATTER = "matter"

# How an order may end, for every programme and every figure.
OUTCOMES = ("solved", "partly", "explained", "not_accepted", "merged", "withdrawn", "unrated", "done", "refused")


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a programme file; a key that is not declared here is refused by the reader."""


class Choice(Declared, frozen=True, kw_only=True):
    """One answer that a choice field offers; `told` is what the reporter reads when it was chosen.

    `limits` gives clocks the limit that goes with the answer, as a whistle's grade does.
    """

    code: str
    label: Words
    told: Words | None = None
    limits: dict[str, str] = {}


class Field(Declared, frozen=True, kw_only=True):
    """One thing a move asks.

    `free` fields enter the seal by commitment, so that they can be blanked; free text and personal data must be.
    `public` answers are shown to the reporter on the tracking page, `published` ones to everybody once the order is
    published, `shared` ones to parties of equal rank. `keep` keeps the answer on the order, for deadlines, guards and
    indicators that come later. `opens` names the programme in which each line becomes an order of its own.
    """

    type: str
    label: Words
    help: Words | None = None
    required: bool = True
    public: bool = False
    personal: bool = False
    published: bool = False
    shared: bool = False
    keep: bool = False
    min: int | None = None
    max: int | None = None
    opens: str = ""
    choices: tuple[Choice, ...] = ()


class Deadline(Declared, frozen=True, kw_only=True):
    """When a stage must be left.

    `clock` names the count: stages sharing a name continue one count. The limit is `limit` ("5 working_days"), or
    that of the order's matter (`by = "matter"`), or that which a kept choice gives the clock (`by` = its field), with
    `limit` as the fallback; or it is a date answered on the way in or kept before (`until` = a field).
    """

    clock: str
    limit: str = ""
    by: str = ""
    until: str = ""


class Stage(Declared, frozen=True, kw_only=True):
    """Where an order stands; `told` says it to the public, `holder` is the role whose turn it is."""

    code: str
    kind: Kind
    name: Words
    told: Words
    holder: str = ""
    deadline: Deadline | None = None
    patient: Words | None = None
    pauses: tuple[str, ...] = ()
    late: Words | None = None


class Move(Declared, frozen=True, kw_only=True):
    """A permitted change of stage.

    `to` empty keeps the stage. `at_most` bounds how often an order may take it. `instead_of` opens the move only when
    the named one is used up. `restarts` begins the named clocks anew. `group` puts moves into one form as alternatives.
    `told` is the line the public timeline shows; without it the step is internal. `tells` maps a role to its message.
    `returns` marks a move back (退单, 重办); `late` marks the clock's move that says somebody was late.
    """

    code: str
    name: Words
    sources: tuple[str, ...] = msgspec.field(name="from")
    to: str = ""
    by: tuple[str, ...]
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    tells: dict[str, Words] = {}
    told: Words | None = None
    help: Words | None = None
    at_most: int | None = None
    instead_of: str = ""
    restarts: tuple[str, ...] = ()
    outcome: str = ""
    group: str = ""
    primary: bool = False
    returns: bool = False
    late: bool = False


class Opening(Declared, frozen=True, kw_only=True):
    """How an order begins: who may open one, what is asked, and the stage it enters."""

    to: str
    by: tuple[str, ...]
    asks: tuple[str, ...]
    name: Words
    told: Words
    needs: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    tells: dict[str, Words] = {}


class Indicator(Declared, frozen=True, kw_only=True):
    """A figure of the programme's own, counted from its steps and shown with its working.

    `measure` is one of a closed list; `move`, `stage`, `outcome`, `field` and `target` say of what.
    """

    code: str
    name: Words
    measure: str
    move: str = ""
    stage: str = ""
    outcome: str = ""
    field: str = ""
    target: str = ""


class Programme(Declared, frozen=True, kw_only=True):
    """One declared way of working, in one edition.

    `limits` are the numbers that its guards ask for. `menu` is its place in menus; the public programme with the
    smallest is the one behind the front page.
    """

    code: str
    edition: int
    basis: str
    name: Words
    summary: Words
    prefix: str
    opening: Opening
    groups: dict[str, Words] = {}
    fields: dict[str, Field]
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    catalogue: str = ""
    public: bool = False
    menu: int = 50
    contact_days: int = 180
    limits: dict[str, int] = {}
    indicators: tuple[Indicator, ...] = ()
