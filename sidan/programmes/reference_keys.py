# SPDX-License-Identifier: Apache-2.0
"""What each key of a programme file means, and who holds each role, for the reference page. Pure: no Django.

A test asks that every key, kind, role and outcome has its line here, and that nothing else has.
"""

from collections.abc import Mapping

from sidan.orders.declare import Choice, Deadline, Declared, Field, Indicator, Kind, Move, Opening, Programme, Stage

_BY = "the roles that may do it, each enough"
_ASKS = "the codes of the fields asked, in this order"
_NEEDS = "guards that must hold"
_DOES = "effects, run in this order"
_TELLS = "role = the message it gets"

KEYS: dict[str, tuple[type[Declared], Mapping[str, str]]] = {
    "The file": (
        Programme,
        {
            "code": "its name in code; orders keep it",
            "edition": "its number; a changed file needs a new one, orders keep the edition they were opened in",
            "basis": "the document behind it",
            "name": "its name as shown",
            "summary": "one sentence for the page about it",
            "prefix": "how the numbers of its orders begin",
            "opening": "how an order begins",
            "groups": "headings for moves offered together, by code",
            "fields": "everything any move asks, by code",
            "stages": "where an order can stand, in the order it meets them",
            "moves": "every permitted change of stage",
            "catalogue": "the catalogue its matters are chosen from",
            "public": "whether residents find it",
            "menu": "its place in menus; the public one with the smallest number is behind the front page",
            "contact_days": "how many days after its end an order's contact is forgotten",
            "limits": "the numbers its guards ask for, by name",
            "indicators": "the figures of its own",
        },
    ),
    "`[opening]`": (
        Opening,
        {
            "to": "the stage an order enters",
            "by": _BY,
            "asks": _ASKS,
            "name": "the button",
            "told": "the first line of the public timeline",
            "needs": _NEEDS,
            "does": _DOES,
            "tells": _TELLS,
        },
    ),
    "`[fields.…]`": (
        Field,
        {
            "type": "the field type",
            "label": "the question",
            "help": "a hint under it",
            "required": "whether it must be answered",
            "public": "whether the reporter sees the answer on the tracking page",
            "personal": "whether the answer is sealed so that it can be blanked, whatever its type",
            "published": "whether everybody sees the answer once the order is published",
            "shared": "whether the other parties of equal rank see the answer",
            "keep": "whether the answer is kept on the order, for later deadlines, guards and indicators",
            "min": "the smallest number; for money in fen",
            "max": "the most characters, photos, lines or names, or the largest number; for money in fen",
            "opens": "the programme in which each of the lines becomes an order",
            "choices": "what may be chosen, for `choice`",
        },
    ),
    "`choices`": (
        Choice,
        {
            "code": "what is stored",
            "label": "what is shown",
            "told": "what the reporter reads when it was chosen",
            "limits": "clock = the limit that goes with this choice",
        },
    ),
    "`[[stages]]`": (
        Stage,
        {
            "code": "its name in code",
            "kind": "the kind of stage, which queues and figures know",
            "name": "its name as staff see it",
            "told": "what the public reads; `%(unit)s` is the lead unit",
            "holder": "the role whose turn it is",
            "deadline": "when it must be left",
            "patient": "why there is no deadline, where there is none",
            "pauses": "the counts that stand still here",
            "late": "what happens when it becomes late, as shown",
        },
    ),
    "`deadline`": (
        Deadline,
        {
            "clock": "the name of the count; stages that share it continue one count",
            "limit": "within which time, in one of the units below",
            "by": '`"matter"`: the limit of the order\'s matter; a kept choice: its limit for the clock; else `limit`',
            "until": "the date field whose day ends the stage, asked on the way in or kept before",
        },
    ),
    "`[[moves]]`": (
        Move,
        {
            "code": "its name in code",
            "name": "the button",
            "from": "the stages in which it may be made",
            "to": "the stage it leads to; without it the order stays",
            "by": _BY,
            "asks": _ASKS,
            "needs": _NEEDS,
            "does": _DOES,
            "tells": _TELLS,
            "told": "the line of the public timeline; without it the step is internal",
            "help": "a hint beside the button",
            "at_most": "how often one order may take it",
            "instead_of": "the move that must be used up before this one opens",
            "restarts": "the counts it begins anew",
            "outcome": "how the order ended, for a move to a closed stage",
            "group": "the heading it stands under, as one of several ways",
            "primary": "whether it is what the stage is there for",
            "returns": "whether it goes back (退单, 重办)",
            "late": "whether it is the clock's word that somebody was late",
        },
    ),
    "`[[indicators]]`": (
        Indicator,
        {
            "code": "its name in code",
            "name": "its name as shown",
            "measure": "what is counted, from the list below",
            "move": "the move that is counted",
            "stage": "the stage whose departures are counted",
            "outcome": "the outcome that is counted",
            "field": "the number or amount that is added up",
            "target": "the kept number or amount that it is measured against",
        },
    ),
}

KINDS_MEAN: dict[Kind, str] = {
    "draft": "not sent yet",
    "waiting": "somebody must decide or sign",
    "working": "it is being handled",
    "checking": "it was answered and awaits a verdict",
    "closed": "it has ended",
}

OUTCOMES_MEAN: dict[str, str] = {
    "solved": "the verdict was that it is solved",
    "partly": "the verdict was that it is solved in part",
    "explained": "an explanation was accepted, or not answered in time",
    "not_accepted": "it is not handled here, and the reason was told",
    "merged": "another order carries it on",
    "withdrawn": "the reporter took it back",
    "unrated": "nobody judged in time; never counted as satisfied",
    "done": "it was completed, where no verdict is asked",
    "refused": "an application was not granted",
}

_AREA = "a post of this name over an area that contains the order's"

HELD: dict[str, str] = {
    "dispatcher": _AREA,
    "supervisor": _AREA,
    "leader": _AREA,
    "revisitor": _AREA,
    "crew": _AREA,
    "intake": _AREA,
    "member": _AREA,
    "partner": "a handler or the head of a unit that is a partner of the order's grid, or of an area around it",
    "organiser": _AREA,
    "convener": _AREA,
    "treasurer": _AREA,
    "liaison": _AREA,
    "auditor": _AREA,
    "unit": "a handler or the head of the lead unit",
    "unit_head": "the head of the lead unit",
    "assistant": "a handler or the head of an assisting unit",
    "party": "a handler, the head or the contact of one of the parties",
    "opener": "the person who opened it by virtue of a post",
    "opening_unit": "a handler, the head or the contact of the unit that opened it",
    "company": "a contact of the company that opened it",
    "participant": "a person who joined it, was named for it or pays a share",
    "taker": "the person who took the order",
    "reporter": "whoever has the order's query code",
    "anyone": "everybody, signed in or not",
    "clock": "the sweep, once a stage is past its due time",
    "rule": "a route of the dispatch catalogue that acts by itself, where the guess of the matter is sure enough",
}
