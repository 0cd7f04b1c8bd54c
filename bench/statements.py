# SPDX-License-Identifier: Apache-2.0
"""Counts the SQL statements of each move, in this process, with the same requests that the clients send."""

import re
import secrets

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import plays
from tests import world as county

_FRAME = re.compile(r"(?:BEGIN|COMMIT)\b")


def statements_of_moves(built: county.World) -> list[list[str]]:
    """Return for each move its name, how many statements it took, and how many of them only frame the transaction."""
    # Twice, because the first fills what is kept in memory.
    _one_loop(built)
    return _one_loop(built)


def _one_loop(built: county.World) -> list[list[str]]:
    """Play one loop and count."""
    found: list[list[str]] = []
    resident, dispatcher, handler = Client(), built.client("dispatcher"), built.client("handler")
    form = {"key": secrets.token_urlsafe(18), "report-text": plays.TEXT, "area": built.grid, "where": "3栋2单元"}
    kept = _counted(found, "submit", resident, "/report", form)
    _, _, number, code, *_ = kept["Location"].split("/")
    desk, reporter = f"/desk/o/{number}/move", f"/t/{number}/{code}"
    for move, who, path, answers in (
        ("dispatch", dispatcher, desk, {"unit": "lamps", "matter_decided": "city.lamp.dark#usual"}),
        ("sign", handler, desk, {}),
        ("answer", handler, desk, {"answer": plays.ANSWER}),
        ("solved", resident, reporter, {"satisfaction": "5"}),
    ):
        sent = {f"{move}-{field}": value for field, value in answers.items()}
        _counted(found, move, who, path, {"move": move, **sent})
    return found


def _counted(found: list[list[str]], name: str, browser: Client, path: str, form: dict[str, str]) -> HttpResponse:
    """Send a form, and note how many statements it took."""
    with CaptureQueriesContext(connection) as queries:
        response: HttpResponse = browser.post(path, form, headers={"host": "127.0.0.1"})
    if response.status_code != 302:
        raise plays.Wrong(f"{name}: {response.status_code}")
    frame = sum(bool(_FRAME.match(query["sql"])) for query in queries)
    found.append([name, str(len(queries)), str(frame)])
    return response
