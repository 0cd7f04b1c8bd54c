# SPDX-License-Identifier: Apache-2.0
"""Which units work around which grid (六位一体): kinds named, partners added and ended; each change audited."""

import re
from datetime import date, timedelta

from django.db import transaction

from sidan.base.errors import NotFound, Refused, Words
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_change_units
from sidan.people.days import city_today, held_between, held_on
from sidan.people.fitting import fitting, name_fitting
from sidan.people.models import Unit
from sidan.people.partners import Partner, PartnerKind
from sidan.places.codes import path_of
from sidan.places.models import Area

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,19}")


def find_partner_kind(code: str) -> PartnerKind:
    """Return the kind of partner with a code."""
    try:
        return PartnerKind.objects.get(code=code.strip())
    except PartnerKind.DoesNotExist:
        raise NotFound("There is no kind of grid partner %(code)s.", code=code[:40]) from None


@transaction.atomic
def set_partner_kind(code: str, name: Words, *, position: int, by: Actor) -> PartnerKind:
    """Name a kind of partner, a new one or one that is there, and say where it stands in lists."""
    require_may_change_units(by)
    code = code.strip()
    if not _CODE.fullmatch(code):
        raise Refused(
            "A kind's code has up to 20 small letters, digits and hyphens, and %(code)s has not.", code=code[:40]
        )
    if not 0 <= position <= 1000:
        raise Refused("A place in the list lies between 0 and 1000.")
    facts = {
        "name": name_fitting(PartnerKind, "name", name.zh),
        "name_en": fitting(PartnerKind, "name_en", name.en),
        "position": position,
    }
    kind, is_new = PartnerKind.objects.update_or_create(code=code, defaults=facts)
    record(by, "admin.added" if is_new else "admin.changed", f"partner_kind:{code}", name=kind.name)
    return kind


@transaction.atomic
def add_partner(
    area: Area,
    unit: Unit,
    *,
    kind: PartnerKind,
    by: Actor,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Partner:
    """Let a unit work for an area from `from_on`, today unless said, to `until_on`, for good unless said."""
    require_may_change_units(by)
    first = from_on or city_today()
    _require_order(first, until_on)
    if area.is_void:
        raise Refused("The area %(area)s has been given up.", area=area.name)
    if not unit.is_active:
        raise Refused("%(unit)s is closed.", unit=unit.name)
    # Locked, so that two administrators at once cannot both pass the check below.
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if Partner.objects.filter(held_between(first, until_on), unit=unit, area=area).exists():
        raise Refused("%(unit)s is a partner of %(area)s in these days already.", unit=unit.name, area=area.name)
    partner = Partner.objects.create(
        area=area, area_code=area.code, unit=unit, kind=kind, from_on=first, until_on=until_on
    )
    record(by, "partner.added", f"unit:{unit.code}", area=area.code, kind=kind.code, from_on=first.isoformat())
    return partner


@transaction.atomic
def end_partner(partner: Partner, *, by: Actor, last: date | None = None) -> Partner:
    """Let a unit's work for an area end with the day `last`, today unless said and yesterday at the earliest.

    One that has not begun by then is taken out, as it never held.
    """
    require_may_change_units(by)
    partner = Partner.objects.select_for_update(of=("self",)).select_related("unit").get(pk=partner.pk)
    last = last or city_today()
    if last < city_today() - timedelta(days=1):
        raise Refused("What has been is not changed; the last day can be yesterday at the earliest.")
    if partner.until_on is not None and partner.until_on < last:
        raise Refused("It ends on %(until)s already.", until=partner.until_on)
    record(by, "partner.ended", f"unit:{partner.unit.code}", area=partner.area_code, until_on=last.isoformat())
    if partner.from_on > last:
        partner.delete()
        return partner
    partner.until_on = last
    partner.save(update_fields=["until_on"])
    return partner


def partners_of(area_code: str) -> list[Partner]:
    """Return the partners today of an area and of those around it, in the order of kinds; one query."""
    codes = path_of(area_code)
    found = Partner.objects.filter(held_on(city_today()), area_code__in=codes)
    return list(found.select_related("unit", "kind").order_by("kind__position", "unit__name"))


def _require_order(first: date, last: date | None) -> None:
    """Refuse days in the wrong order."""
    if last is not None and last < first:
        raise Refused("It would end on %(until)s, before it begins on %(first)s.", until=last, first=first)
