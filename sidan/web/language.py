# SPDX-License-Identifier: Apache-2.0
"""Which language a visitor reads, whether in large type, for which county: asked for by address, kept in cookies."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGE_COOKIE = "lang"
ELDER_COOKIE = "elder"
COUNTY_COOKIE = "county"
_COUNTY = re.compile(r"[1-9][0-9]{5}")
DEFAULT = "zh-hans"
# What may stand in `?lang=` and in the cookie, and the language it means.
NAMES = {"zh": "zh-hans", "zh-hans": "zh-hans", "zh-cn": "zh-hans", "en": "en"}
KEPT_SECONDS = 365 * 24 * 3600


def language_of(request: HttpRequest) -> str:
    """Return the visitor's language: asked for in this address, else kept, else what the browser reads.

    Chinese unless the browser puts English first and names no Chinese at all: many phones sold here put English first.
    """
    for asked in (request.GET.get("lang"), request.COOKIES.get(LANGUAGE_COOKIE)):
        if asked and asked.lower() in NAMES:
            return NAMES[asked.lower()]
    return _of_browser(request.headers.get("Accept-Language", ""))


def _of_browser(header: str) -> str:
    """Return English where the header prefers it and knows no Chinese, else the default."""
    codes = [code for code, _ in parse_accept_lang_header(header.lower())]
    prefers_english = bool(codes) and codes[0].split("-")[0] == "en"
    knows_chinese = any(code.split("-")[0] == "zh" for code in codes)
    return "en" if prefers_english and not knows_chinese else DEFAULT


def is_elder(request: HttpRequest) -> bool:
    """Say whether the visitor reads 长辈版: asked for in this address, else kept."""
    asked = request.GET.get("elder")
    if asked in ("0", "1"):
        return asked == "1"
    return request.COOKIES.get(ELDER_COOKIE) == "1"


def county_asked_for(request: HttpRequest) -> str:
    """Return the county asked for in this address by its six digits, or nothing."""
    asked = request.GET.get("county", "")
    return asked if _COUNTY.fullmatch(asked) else ""


def keep_choices(request: HttpRequest, response: HttpResponse) -> None:
    """Put what was asked for in the address into cookies, so that the next page remembers."""
    asked = request.GET.get("lang", "").lower()
    if asked in NAMES:
        _keep(request, response, LANGUAGE_COOKIE, NAMES[asked])
    if request.GET.get("elder") in ("0", "1"):
        _keep(request, response, ELDER_COOKIE, request.GET["elder"])
    if county := county_asked_for(request):
        _keep(request, response, COUNTY_COOKIE, county)


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    """Set one cookie of display, which no script needs to read."""
    response.set_cookie(name, value, max_age=KEPT_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax")
