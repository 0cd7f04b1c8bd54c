# SPDX-License-Identifier: Apache-2.0
"""Sites, each with the code on its poster: added, amended, closed. A closed site's code still says where it was."""

from typing import Any, TypedDict, Unpack

from django.db import transaction

from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import Point, require_point
from sidan.places.areas import require_living, require_name
from sidan.places.codes import new_site_code, site_code
from sidan.places.models import Area, Site


class SiteFacts(TypedDict, total=False):
    """What is known of a site besides its name, kind and area; see the model."""

    address: str
    point: Point | None


def find_site(code: str) -> Site:
    """Return the site of a poster, closed or not, with its area; look-alike letters and case do not matter."""
    try:
        return Site.objects.select_related("area").get(code=site_code(code))
    except (Site.DoesNotExist, Refused):
        raise NotFound("There is no place with the code %(code)s.", code=code) from None


@transaction.atomic
def add_site(area: str, name: str, *, kind: str, **facts: Unpack[SiteFacts]) -> Site:
    """Add a site to an area, by its code, and give it the code for its poster."""
    around = require_living(area)
    require_own_name(around, name, kind=kind)
    return Site.objects.create(
        code=free_site_codes(1)[0], area=around, name=require_name(name), kind=kind, **_fields(facts)
    )


@transaction.atomic
def amend_site(code: str, *, name: str | None = None, **facts: Unpack[SiteFacts]) -> Site:
    """Change what is known of a site; what is not given stays."""
    site = _locked(code)
    if name is not None and require_name(name) != site.name:
        require_own_name(site.area, name, kind=site.kind)
        site.name = require_name(name)
    for field, value in _fields(facts).items():
        setattr(site, field, value)
    site.save()
    return site


@transaction.atomic
def close_site(code: str) -> Site:
    """Take a site out of use: its poster is told to be old, and its name is free again."""
    site = _locked(code)
    site.is_active = False
    site.save(update_fields=["is_active"])
    return site


@transaction.atomic
def reopen_site(code: str) -> Site:
    """Take a site into use again under the code of its old posters."""
    site = _locked(code)
    if not site.is_active:
        require_own_name(site.area, site.name, kind=site.kind)
        site.is_active = True
        site.save(update_fields=["is_active"])
    return site


def require_own_name(area: Area, name: str, *, kind: str) -> None:
    """Refuse a name that another site of the kind in the area has."""
    if Site.objects.filter(area=area, kind=kind, name=require_name(name), is_active=True).exists():
        raise same_name(name, area.name)


def same_name(name: str, area: str) -> Refused:
    """Return the refusal of a name used twice."""
    return Refused("%(area)s already has a place named %(name)s; add the address to the name.", area=area, name=name)


def free_site_codes(count: int) -> list[str]:
    """Return new codes that no site has or had."""
    codes: set[str] = set()
    while len(codes) < count:
        fresh = {new_site_code() for _ in range(count - len(codes))}
        codes |= fresh - set(Site.objects.filter(code__in=fresh).values_list("code", flat=True))
    return sorted(codes)


def _locked(code: str) -> Site:
    """Return a site whose row is locked until the transaction ends."""
    site = Site.objects.select_for_update(of=("self",)).select_related("area").filter(code=site_code(code)).first()
    if site is None:
        raise NotFound("There is no place with the code %(code)s.", code=code)
    return site


def _fields(facts: SiteFacts) -> dict[str, Any]:
    """Return the columns that facts fill."""
    fields: dict[str, Any] = {name: value for name, value in facts.items() if name != "point"}
    if "point" in facts:
        point = facts["point"]
        fields["lon"], fields["lat"] = require_point(*point) if point is not None else (None, None)
    return fields
