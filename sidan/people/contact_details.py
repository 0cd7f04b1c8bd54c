# SPDX-License-Identifier: Apache-2.0
"""How a resident may be reached: read from a form, refused with a reason, kept in one form. Pure: no Django."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass

from sidan.base.errors import Invalid, Refused

NAME_LENGTH = 60
WISH_LENGTH = 200
EMAIL_LENGTH = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets

_COUNTRY = re.compile(r"(\+86|0086)-?")
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
# Beijing and the cities of 02x have three-digit area codes and eight-digit numbers; 0794 is of the other kind.
_LANDLINE = re.compile(r"(?:(010|02\d)-?(\d{8})|(0[3-9]\d{2})-?(\d{7,8}))(?:[-转](\d{1,6}))?")
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")  # ITU E.164: at most fifteen digits
_ALMOST_MOBILE = re.compile(r"1[3-9]\d{7,11}")
_WITHOUT_AREA_CODE = re.compile(r"[2-9]\d{6,7}")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+")


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """What a resident gave to be reached by; any part may be empty. `wish` is how they want to be answered."""

    name: str = ""
    phone: str = ""
    email: str = ""
    wish: str = ""

    def __repr__(self) -> str:
        """Return nothing of the person, so that no log line or error report shows it."""
        return "ContactDetails(…)"

    def to_json(self) -> dict[str, str]:
        """Return the parts by name."""
        return asdict(self)

    def __bool__(self) -> bool:
        """Say whether anything was given."""
        return any((self.name, self.phone, self.email, self.wish))


def details_from(*, name: str = "", phone: str = "", email: str = "", wish: str = "") -> ContactDetails:
    """Return the details in their kept form, or raise Invalid with a sentence for each field that cannot be taken."""
    given = {"name": name, "phone": phone, "email": email, "wish": wish}
    kept: dict[str, str] = {}
    faults: dict[str, list[Refused]] = {}
    for field, value in given.items():
        try:
            kept[field] = _READERS[field](_plain(value))
        except Refused as fault:
            faults[field] = [fault]
    if faults:
        raise Invalid(faults)
    return ContactDetails(**kept)


def normal_phone(text: str) -> str:
    """Return a phone number in its kept form: 13800000000, 0794-8220000, 0794-8220000-12, +85291234567; "" for none."""
    compact = re.sub(r"[\s.()·—–_]", "", _plain(text)).replace("分机", "转")
    home = _COUNTRY.sub("", compact, count=1) if _COUNTRY.match(compact) else compact
    digits = home.replace("-", "")
    if not compact:
        return ""
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    national = home if home == compact or home.startswith("0") else f"0{home}"
    # The second form finds numbers written in groups, such as 0794-822-0000.
    if landline := _LANDLINE.fullmatch(national) or _LANDLINE.fullmatch(national.replace("-", "")):
        return "-".join(part for part in landline.groups() if part)
    if home == compact and _ABROAD.fullmatch(digits):
        return digits
    raise _no_phone(digits)


def _no_phone(digits: str) -> Refused:
    """Return the sentence that helps most with what was probably meant."""
    if _WITHOUT_AREA_CODE.fullmatch(digits):
        return Refused("Please put the area code before the number, for example 0794-8220000.")
    if _ALMOST_MOBILE.fullmatch(digits) and len(digits) != len("13800000000"):
        return Refused("A mobile number has 11 digits; this one has %(count)d.", count=len(digits))
    return Refused(
        "This is not a phone number. Write a mobile number, a landline with its area code, or + and the country code."
    )


def _read_name(text: str) -> str:
    """Return a name that is not too long."""
    if len(text) > NAME_LENGTH:
        raise Refused("Please shorten the name to %(count)d characters.", count=NAME_LENGTH)
    return text


def _read_wish(text: str) -> str:
    """Return a wish that is not too long."""
    if len(text) > WISH_LENGTH:
        raise Refused("Please shorten this to %(count)d characters.", count=WISH_LENGTH)
    return text


def _read_email(text: str) -> str:
    """Return an address with its host in lower case; no line break or bracket could reach a mail header."""
    if not text:
        return ""
    if len(text) > EMAIL_LENGTH or not _EMAIL.fullmatch(text):
        raise Refused("This is not an e-mail address. It looks like name@example.com.")
    local, _, host = text.rpartition("@")
    return f"{local}@{host.lower()}"


def _plain(text: str) -> str:
    """Return the text in NFKC, where full-width digits are digits, without control characters or spaces around it."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if unicodedata.category(sign)[0] != "C" or sign == "\n").strip()


_READERS: dict[str, Callable[[str], str]] = {
    "name": _read_name,
    "phone": normal_phone,
    "email": _read_email,
    "wish": _read_wish,
}
