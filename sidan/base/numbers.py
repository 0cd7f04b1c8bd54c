# SPDX-License-Identifier: Apache-2.0
"""Numbers and codes that people read aloud, copy by hand and type: order numbers, query codes, site codes."""

import re
import secrets
import unicodedata
from datetime import date, datetime

from sidan.base.calendar import CHINA
from sidan.base.errors import Refused

# Damm's table of order 10 (H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004, p. 111). It finds every
# single wrong digit and every swap of neighbours, which the usual modulo schemes with a plain digit do not.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_PREFIX = re.compile(r"[A-Z]{1,6}")
_NUMBER = re.compile(r"(?P<prefix>[A-Z]{1,6})(?P<day>\d{6})(?P<sequence>\d{6})(?P<check>\d)")
_SEPARATORS = re.compile(r"[\s\-_./·—–‐‑−]+")

# Crockford's base 32: no I, L, O or U, so that what is misread can be put right without asking.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OILU", "011V")
QUERY_CODE_LENGTH = 10  # 50 bits: not to be guessed through a rate limit
SITE_CODE_LENGTH = 8
SEQUENCES = 1_000_000


def order_number(prefix: str, at: datetime, sequence: int) -> str:
    """Return the number of an order as `PREFIX-YYMMDD-NNNNNN-C`, of the local day of `at`.

    The last six digits of `sequence` are used, so a counter that is never reset gives unique numbers up to a million
    orders a day. C is the check digit over the twelve digits before it.
    """
    day = at.astimezone(CHINA)
    digits = f"{day:%y%m%d}{sequence % SEQUENCES:06d}"
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"“{prefix}” is no prefix of order numbers: one to six capital letters.")
    return f"{prefix}-{digits[:6]}-{digits[6:]}-{check_digit(digits)}"


def parse_number(text: str) -> str:
    """Return the order number that was typed, as `order_number` writes it.

    Spaces, hyphens, full-width and small letters do not matter. Refuses a text that is no order number, and one
    with a wrong digit or two digits swapped.
    """
    match = _NUMBER.fullmatch(_bare(text))
    if not match or not _is_day(match["day"]):
        raise Refused("“%(text)s” is not an order number. It looks like SD-260301-000123-9.", text=_short(text))
    if check_digit(match["day"] + match["sequence"]) != int(match["check"]):
        raise Refused(
            "A digit of the order number “%(text)s” is wrong. Please compare it once more.", text=_short(text)
        )
    return "-".join(match.groups())


def check_digit(digits: str) -> int:
    """Return Damm's check digit over a string of digits."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def query_code() -> str:
    """Return a new secret query code (查询密码), by which whoever placed an order finds it again without an account."""
    return _random(QUERY_CODE_LENGTH)


def grouped(code: str) -> str:
    """Return a code in groups of four for the eye, such as `K7QF-2MXP-9A`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def parse_query_code(text: str) -> str:
    """Return the query code that was typed, without groups; letters that look like digits are put right."""
    return _parse_code(text, QUERY_CODE_LENGTH)


def site_code() -> str:
    """Return a new opaque code for a site's QR poster; it says nothing about the place."""
    return _random(SITE_CODE_LENGTH)


def parse_site_code(text: str) -> str:
    """Return the site code that was typed off a poster; letters that look like digits are put right."""
    return _parse_code(text, SITE_CODE_LENGTH)


def _random(length: int) -> str:
    """Return unguessable characters of the alphabet."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _parse_code(text: str, length: int) -> str:
    """Return the code in `text`, refused when it cannot be one."""
    code = _bare(text).translate(_MISREAD)
    if len(code) != length or not set(code) <= set(ALPHABET):
        raise Refused("The code has %(count)d letters and digits; please compare it once more.", count=length)
    return code


def _bare(text: str) -> str:
    """Return what was typed in plain capitals, without separators."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text[:100]).upper())


def _is_day(digits: str) -> bool:
    """Say whether six digits are a day of this century."""
    try:
        date.fromisoformat(f"20{digits}")
    except ValueError:
        return False
    return True


def _short(text: str) -> str:
    """Return what was typed, short enough to be shown in a sentence."""
    return text.strip()[:40]
