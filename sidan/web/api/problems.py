# SPDX-License-Identifier: Apache-2.0
"""Faults as problem JSON (RFC 9457): a title, and each fault with its field and a sentence in the asked language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sidan.base.errors import Invalid, NotFound, Refused, Stale

TITLES = {
    400: _("The request cannot be read."),
    401: _("Please give a key that is in use, or sign in."),
    403: _("This is not for you."),
    404: _("There is nothing here."),
    409: _("It has changed meanwhile."),
    413: _("This is too much at once."),
    415: _("Please send JSON (Content-Type: application/json)."),
    422: _("Nothing was changed. Please correct what is named."),
    429: _("Please wait a little"),
}
_KINDS = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_too_long": _("This is too long."),
    "string_pattern_mismatch": _("The text holds a character (NUL) that cannot be stored."),
    "too_long": _("These are too many at once."),
    "too_short": _("There is nothing in it."),
    "int_type": _("A whole number is needed."),
    "int_parsing": _("A whole number is needed."),
    "int_from_float": _("A whole number is needed."),
    "float_type": _("A number is needed."),
    "float_parsing": _("A number is needed."),
    "finite_number": _("A number is needed."),
    "bool_type": _("true or false is needed."),
    "bool_parsing": _("true or false is needed."),
    "string_type": _("A text is needed."),
    "list_type": _("A list is needed."),
    "tuple_type": _("A list is needed."),
    "date_from_datetime_parsing": _("A day such as 2026-03-31 is needed."),
    "date_type": _("A day such as 2026-03-31 is needed."),
}
# Where ninja and pydantic say a value stands, before the path inside the body.
_SOURCES = frozenset({"body", "query", "path"})

Fault = dict[str, str]


class SomeRefused(Refused):
    """Some of many were refused, so that none was taken; the faults by the place of each in the list."""

    def __init__(self, faults: Mapping[int, Refused]) -> None:
        """Keep the faults."""
        super().__init__("Nothing was changed. Please correct what is named.")
        self.faults = dict(faults)


def problem(status: int, faults: Sequence[Fault] = (), *, title: str = "") -> HttpResponse:
    """Return one problem."""
    content = {"type": "about:blank", "status": status, "title": title or str(TITLES[status]), "faults": list(faults)}
    return JsonResponse(content, status=status, content_type="application/problem+json")


def answer_with_problems(api: NinjaAPI) -> None:
    """Let an API say every fault as a problem."""
    handlers: dict[type[Exception], Any] = {
        Refused: _refused,
        ValidationError: _unreadable,
        AuthenticationError: lambda request, fault: problem(401),
        PermissionDenied: lambda request, fault: problem(403),
        Http404: lambda request, fault: problem(404),
        RequestDataTooBig: lambda request, fault: problem(413),
        HttpError: _by_number,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _refused(request: HttpRequest, fault: Any) -> HttpResponse:
    """Return the problem of a refusal."""
    if isinstance(fault, NotFound):
        return problem(404, title=_said(fault))
    if isinstance(fault, Stale):
        return problem(409, title=_said(fault))
    if isinstance(fault, SomeRefused):
        return problem(422, [each for at, one in fault.faults.items() for each in _faults(one, f"rows.{at}")])
    return problem(422, list(_faults(fault)))


def _faults(fault: Refused, before: str = "") -> Iterable[Fault]:
    """Yield field and sentence of each fault of a refusal."""
    if not isinstance(fault, Invalid):
        yield {"field": before, "sentence": _said(fault)}
        return
    for field, found in fault.faults.items():
        path = ".".join(filter(None, (before, "facts" if before and field else "", field)))
        yield from ({"field": path, "sentence": _said(each)} for each in found)


def _unreadable(request: HttpRequest, fault: Any) -> HttpResponse:
    """Return the problem of a body or an address that is not what the schema says."""
    return problem(422, [_shape_fault(each) for each in fault.errors])


def _shape_fault(error: Mapping[str, Any]) -> Fault:
    """Return field and sentence of what pydantic says; the name of the view's own argument is left out."""
    place = list(error["loc"])
    if place and place[0] in _SOURCES:
        place = place[2:] if place[0] == "body" else place[1:]
    kind = str(error["type"])
    sentence = _KINDS.get(kind) or gettext("This cannot be read (%(kind)s).") % {"kind": kind}
    return {"field": ".".join(map(str, place)), "sentence": str(sentence)}


def _by_number(request: HttpRequest, fault: Any) -> HttpResponse:
    """Return the problem of a status; of too many requests with the seconds to wait."""
    answer = problem(fault.status_code if fault.status_code in TITLES else 400)
    if fault.status_code == 429:
        answer["Retry-After"] = fault.message
    return answer


def _said(fault: Refused) -> str:
    """Return a refusal in the language asked for."""
    return fault.said(gettext, language=get_language() or "zh-hans")
