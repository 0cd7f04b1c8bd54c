# SPDX-License-Identifier: Apache-2.0
"""The loop as people play it through the pages: a resident orders, the desk dispatches, a unit answers, they rate."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bench.browser import Answer, Browser, Visitor

MOVES = ("submit", "dispatch", "sign", "answer", "rate")
TEXT = "楼道灯坏了三天，晚上看不见路。物业说不归他们管，请尽快安排人来修一下，老人上下楼很危险。"
ANSWER = "灯泡已更换，线路也检查过，今后每月巡查一次。有问题请再点单。"
WRONG_SHOWN = 600


class Wrong(Exception):
    """The server answered what a measurement cannot count."""


@dataclass
class Sent:
    """An order on its way through the loop, as its link and its number tell."""

    number: str
    code: str


@dataclass
class People:
    """Everybody who plays, each with cookies and a token of their own."""

    resident: Visitor = field(default_factory=Visitor)
    dispatcher: Visitor = field(default_factory=Visitor)
    handler: Visitor = field(default_factory=Visitor)


@dataclass
class Tally:
    """How long each move took, in seconds."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {move: [] for move in MOVES})
    loops: int = 0


async def people(browser: Browser, password: str) -> People:
    """Sign the staff in as a browser does, and let the resident open the page."""
    present = People()
    for name, visitor in (("dispatcher", present.dispatcher), ("handler", present.handler)):
        await browser.get("/sign-in", visitor)
        answer = await browser.post("/sign-in", {"username": name, "password": password}, visitor)
        _require(answer, 302, f"sign in {name}")
        # The token changes with the sign-in; a page with a form shows the new one.
        await browser.get("/desk/", visitor)
    await browser.get("/report", present.resident)
    return present


async def submit(browser: Browser, present: People, *, area: str) -> tuple[Sent, float]:
    """Order through the residents' page."""
    form = {"key": secrets.token_urlsafe(18), "report-text": TEXT, "area": area, "where": "幸福小区3栋2单元"}
    answer = await browser.post("/report", form, present.resident)
    _require(answer, 302, "submit")
    _, _, number, code, *_ = answer.location.split("/")
    return Sent(number, code), answer.seconds


async def dispatch(browser: Browser, present: People, sent: Sent) -> float:
    """Send the order to the lamp office."""
    asked = {"dispatch-unit": "lamps", "dispatch-matter_decided": "city.lamp.dark#usual"}
    return await _desk(browser, present.dispatcher, sent, {"move": "dispatch", "expect": "1", **asked})


async def sign(browser: Browser, present: People, sent: Sent) -> float:
    """Sign for it."""
    return await _desk(browser, present.handler, sent, {"move": "sign", "expect": "2"})


async def answered(browser: Browser, present: People, sent: Sent) -> float:
    """Answer it."""
    return await _desk(browser, present.handler, sent, {"move": "answer", "expect": "3", "answer-answer": ANSWER})


async def rate(browser: Browser, present: People, sent: Sent) -> float:
    """Say that it is solved, with five stars."""
    form = {"move": "solved", "expect": "4", "solved-satisfaction": "5"}
    answer = await browser.post(f"/t/{sent.number}/{sent.code}", form, present.resident)
    _require(answer, 302, "rate")
    return answer.seconds


LATER: dict[str, Callable[[Browser, People, Sent], Awaitable[float]]] = {
    "dispatch": dispatch,
    "sign": sign,
    "answer": answered,
    "rate": rate,
}


async def play_loops(browser: Browser, present: People, tally: Tally, *, area: str, until: float) -> None:
    """Play whole loops, one after another, until the time is up."""
    while time.monotonic() < until:
        sent, seconds = await submit(browser, present, area=area)
        tally.seconds["submit"].append(seconds)
        for move, play in LATER.items():
            tally.seconds[move].append(await play(browser, present, sent))
        tally.loops += 1


async def play_creates(browser: Browser, present: People, tally: Tally, *, area: str, until: float) -> list[Sent]:
    """Only order, until the time is up, and return what was ordered."""
    orders = []
    while time.monotonic() < until:
        sent, seconds = await submit(browser, present, area=area)
        tally.seconds["submit"].append(seconds)
        orders.append(sent)
    return orders


async def play_move(browser: Browser, present: People, tally: Tally, move: str, orders: asyncio.Queue[Sent]) -> None:
    """Make one move on every order that waits for it."""
    while not orders.empty():
        tally.seconds[move].append(await LATER[move](browser, present, orders.get_nowait()))


async def _desk(browser: Browser, who: Visitor, sent: Sent, form: dict[str, str]) -> float:
    """Make a move on the desk's page of an order."""
    answer = await browser.post(f"/desk/o/{sent.number}/move", form, who)
    _require(answer, 302, form["move"])
    return answer.seconds


def _require(answer: Answer, status: int, what: str) -> None:
    """Stop the measurement when something else came back."""
    if answer.status != status:
        raise Wrong(f"{what}: {answer.status}\n{answer.body.decode(errors='replace')[:WRONG_SHOWN]}")
