# SPDX-License-Identifier: Apache-2.0
"""How often one visitor may write, counted in the memory of each server process.

N worker processes therefore let through at most N times the stated number, and a restart forgets the counts: enough to
stop a script from filling the desks, and free of a query. Several households may share one IPv4 address behind a
carrier's translation, so limits should stay well above what a family would do.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from functools import wraps
from math import ceil
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sidan.base.clock import now
from sidan.web.errors import too_many
from sidan.web.visitor import client_network

MINUTE, HOUR = 60, 3600
# Some hundred bytes each: past this the visitor heard from longest ago is forgotten.
MOST_VISITORS = 50_000

View = TypeVar("View", bound=Callable[..., HttpResponse])


class Window:
    """Counts what each visitor did in the last hour and says when the next is allowed."""

    def __init__(self, *, per_minute: int, per_hour: int, most_visitors: int = MOST_VISITORS) -> None:
        """Begin with nobody counted."""
        self.per_minute = per_minute
        self.per_hour = per_hour
        self.most_visitors = most_visitors
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait_seconds(self, visitor: str, *, at: float) -> int:
        """Count one try at the second `at` and return 0, or count nothing and return the seconds to wait."""
        with self._lock:
            tries = self._seen.setdefault(visitor, deque())
            self._seen.move_to_end(visitor)
            while tries and tries[0] <= at - HOUR:
                tries.popleft()
            wait = max(_until_free(tries, self.per_minute, MINUTE, at), _until_free(tries, self.per_hour, HOUR, at))
            if wait <= 0:
                tries.append(at)
            while len(self._seen) > self.most_visitors:
                self._seen.popitem(last=False)
            return max(0, ceil(wait))

    def forget(self) -> None:
        """Forget every count, as tests need between one another."""
        with self._lock:
            self._seen.clear()


def _until_free(tries: deque[float], most: int, span: int, at: float) -> float:
    """Return the seconds until fewer than `most` of the tries lie within `span` seconds before."""
    if len(tries) < most:
        return 0.0
    return tries[-most] + span - at


_windows: dict[str, Window] = {}


def window_of(form: str, *, per_minute: int, per_hour: int) -> Window:
    """Return the one count of a form, for a view that counts only some of what is sent, as wrong codes."""
    return _windows.setdefault(form, Window(per_minute=per_minute, per_hour=per_hour))


def limited(form: str, *, per_minute: int, per_hour: int) -> Callable[[View], View]:
    """Let one visitor send `form` at most so often; beyond it answer 429 with the visitor's text kept on the page.

    Only POST counts. Views naming the same form share one count.
    """
    window = window_of(form, per_minute=per_minute, per_hour=per_hour)

    def guarded(view: View) -> View:
        """Return the view behind the count."""

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            """Answer as the view does, or say how long to wait."""
            if request.method == "POST" and settings.RATE_LIMITS:
                wait = window.wait_seconds(client_network(request), at=now().timestamp())
                if wait:
                    return too_many(request, wait_seconds=wait)
            return view(request, *args, **kwargs)

        return cast("View", answer)  # wraps the view and answers as it does

    return guarded


def forget_counts() -> None:
    """Forget what everybody has sent, in this process."""
    for window in _windows.values():
        window.forget()
