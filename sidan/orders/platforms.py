# SPDX-License-Identifier: Apache-2.0
"""The platform of each county: what it is called and looks like, and which programmes it has switched off.

Kept in memory as places are (places/versions.py): a trigger stamps each change, so that no page and no order costs a
query for it and a change is seen within a second. An order opened before its programme was switched off goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from sidan.base.colours import Shades, require_legible, shades_of
from sidan.base.errors import Refused, Words
from sidan.orders import registry
from sidan.orders.brands import Platform
from sidan.orders.declare import Programme
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.fitting import fitting, name_fitting
from sidan.places.holidays import require_county
from sidan.places.versions import Kept, changed

CITY = ""


@dataclass(frozen=True, slots=True)
class Branding:
    """How a platform calls itself; what it leaves empty is the city's, and what that leaves empty the settings'."""

    county: str = ""
    brand: Words = field(default_factory=lambda: Words("", ""))
    slogan: Words = field(default_factory=lambda: Words("", ""))
    colour: str = ""
    phone: str = ""
    switched_off: frozenset[str] = frozenset()

    @property
    def shades(self) -> Shades | None:
        """Return its colour and the shades that go with it, None where it has none."""
        return shades_of(self.colour) if self.colour else None


PLAIN = Branding()


def branding_of(county: str) -> Branding:
    """Return the platform of a county, of the whole city for "" or a county without one. No query; see the module."""
    return _found(_kept(), county)


def remembered_branding(county: str) -> Branding:
    """Return the platform of a county as last known, without the database, for pages that tell of its absence."""
    return _found(_kept.remembered() or {}, county)


def _found(kept: Mapping[str, Branding], county: str) -> Branding:
    """Return the platform of a county among all."""
    return kept.get(county) or kept.get(CITY, PLAIN)


def branded_counties() -> Mapping[str, Branding]:
    """Return the counties with a platform of their own, by code."""
    return {county: found for county, found in _kept().items() if county}


def offered(county: str) -> tuple[Programme, ...]:
    """Return the programmes new orders may be opened under in a county, in the order of menus. No query.

    For "", where the county is not known yet, those that the whole city has not switched off.
    """
    off = branding_of(county).switched_off
    return tuple(programme for programme in registry.served() if programme.code not in off)


def require_offered(programme: Programme, county: str) -> None:
    """Refuse a new order of a programme that the county of its place has switched off. No query."""
    if programme.code in branding_of(county).switched_off:
        raise Refused("“%(programme)s” takes no new orders in this county.", programme=programme.name)


@transaction.atomic
def set_platform(
    county: str,
    brand: Words,
    *,
    by: Actor,
    slogan: Words = Words("", ""),  # noqa: B008  never changed
    colour: str = "",
    phone: str = "",
    switched_off: tuple[str, ...] = (),
) -> Platform:
    """Set the platform of a county, of the whole city for "": its name, words, colour, telephone and programmes."""
    _require_may_set(by)
    known = {programme.code for programme in registry.served()}
    if strange := sorted(set(switched_off) - known):
        raise Refused("There is no programme “%(code)s”.", code=strange[0][:40])
    facts = {
        "name": name_fitting(Platform, "name", brand.zh),
        "name_en": fitting(Platform, "name_en", brand.en),
        "slogan": fitting(Platform, "slogan", slogan.zh),
        "slogan_en": fitting(Platform, "slogan_en", slogan.en),
        "colour": require_legible(colour) if colour.strip() else "",
        "phone": _telephone(phone),
        "switched_off": sorted(set(switched_off)),
    }
    platform, is_new = Platform.objects.update_or_create(county=require_county(county.strip()), defaults=facts)
    changed()
    action = "admin.added" if is_new else "admin.changed"
    record(by, action, f"platform:{county or 'city'}", name=platform.name, switched_off=platform.switched_off)
    return platform


@transaction.atomic
def drop_platform(platform: Platform, *, by: Actor) -> None:
    """Let a county show the whole city's face again and offer what the whole city does."""
    _require_may_set(by)
    Platform.objects.filter(pk=platform.pk).delete()
    changed()
    record(by, "admin.removed", f"platform:{platform.county or 'city'}", name=platform.name)


def _require_may_set(by: Actor) -> None:
    """Refuse anybody who may not change platforms."""
    if by.system != "importer" and not by.holds("system_admin"):
        raise Refused("Only a system administrator may change the platforms of counties.")


def _telephone(text: str) -> str:
    """Return a telephone number as it is shown and called; Refused when it is none."""
    phone = fitting(Platform, "phone", text)
    if phone and not (set(phone) <= set("0123456789+- ") and any(sign.isdecimal() for sign in phone)):
        raise Refused("%(phone)s is not a telephone number.", phone=phone)
    return phone


def _load() -> Mapping[str, Branding]:
    """Return every platform by county; what a county leaves empty is the city's. One query."""
    rows = {row.county: row for row in Platform.objects.all()}
    city = rows.get(CITY)
    return {county: _branding(row, city) for county, row in rows.items()}


def _branding(row: Platform, city: Platform | None) -> Branding:
    """Return a row as it is kept. What the whole city has switched off is off in every county."""
    over = city or Platform()
    slogan = Words(row.slogan, row.slogan_en) if row.slogan or row.slogan_en else Words(over.slogan, over.slogan_en)
    return Branding(
        county=row.county,
        brand=Words(row.name, row.name_en),
        slogan=slogan,
        colour=row.colour or over.colour,
        phone=row.phone or over.phone,
        switched_off=frozenset(row.switched_off) | frozenset(over.switched_off),
    )


_kept = Kept(_load)
