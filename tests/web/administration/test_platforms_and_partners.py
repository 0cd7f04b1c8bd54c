# SPDX-License-Identifier: Apache-2.0
"""Platforms, stations and grid partners in the admin pages: by their verbs, audited, refused in words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sidan.orders.brands import Platform
from sidan.orders.platforms import branding_of
from sidan.people.models import AuditEntry
from sidan.people.partners import Partner, PartnerKind
from sidan.places.service_points import Station
from tests.people.six_kinds import name_six_kinds
from tests.web.administration.test_doors import page
from tests.web.administration.test_keeping import add, change, last_entry
from tests.world import COUNTY, World

PLATFORM = {"county": COUNTY, "name": "东山马上办", "slogan": "马上就办", "colour": "#7A2230", "phone": "12345"}


@pytest.fixture(autouse=True)
def _six(db: None) -> None:
    """Let the six kinds of partners be there."""
    name_six_kinds()


def station(world: World, **more: str) -> dict[str, str]:
    """Return the form of a station."""
    return {
        "code": "bm-01", "kind": "rest", "name": "北门驿站", "area": world.grid, "hours": "周一至周五 8:00-18:00",
        "facilities": "饮水、擦鞋机", "closed_on": "2026-10-01", "is_active": "on", **more,
    }  # fmt: skip


def test_a_platform_is_set_changed_and_dropped_by_its_verbs(system: Client) -> None:
    """Each press is one entry of the audit log; what is switched off is a list of programmes by name."""
    form = system.get(page("platform", "add")).content.decode()
    assert 'type="checkbox" name="switched_off" value="service"' in form

    assert add(system, "platform", **PLATFORM, switched_off=["service"]).status_code == 302
    assert last_entry("admin.added")[:2] == ("system", f"platform:{COUNTY}")
    assert (branding_of(COUNTY).colour, branding_of(COUNTY).switched_off) == ("#7a2230", {"service"})

    platform = Platform.objects.get()
    assert change(system, platform, name="东山快办", colour="").status_code == 302
    assert (branding_of(COUNTY).brand.zh, branding_of(COUNTY).switched_off) == ("东山快办", frozenset())

    system.post(reverse("admin:orders_platform_delete", args=[platform.pk]), {"post": "yes"})
    assert last_entry("admin.removed")[1] == f"platform:{COUNTY}"
    assert not Platform.objects.exists()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"colour": "#ffd700"}, "White text on #ffd700 has a contrast of 1.40 to 1"),
        ({"colour": "red"}, "red is not a colour such as #0f5566."),
        ({"phone": "ring me"}, "ring me is not a telephone number."),
        ({"county": "110101"}, "There is no county 110101."),
        ({"switched_off": ["nonsense"]}, "nonsense"),
        ({"name": ""}, "required"),
    ],
)
def test_a_platform_that_cannot_be_shown_is_told_above_the_form(
    system: Client, answers: dict[str, Any], told: str
) -> None:
    """What was typed is still there, and nothing is written."""
    before = AuditEntry.objects.count()

    answer = system.post(page("platform", "add") + "?lang=en", {**PLATFORM, **answers})

    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert (Platform.objects.count(), AuditEntry.objects.count()) == (0, before)


@pytest.mark.parametrize("person", ["security", "auditor", "dispatcher", "leader", "stranger"])
def test_nobody_else_sets_a_platform_or_a_station(offices: World, person: str) -> None:
    """Security administrators and auditors neither; nothing is written."""
    browser = offices.client(person)

    assert add(browser, "platform", **PLATFORM).status_code == 403
    assert add(browser, "station", **station(offices)).status_code == 403
    assert (Platform.objects.count(), Station.objects.count()) == (0, 0)


def test_a_station_is_added_and_changed_with_its_lists_as_lines(system: Client, offices: World) -> None:
    """Hours, facilities and closed days are shown as they are typed, and a poster's code is there at once."""
    assert add(system, "station", **station(offices)).status_code == 302
    kept = Station.objects.get()
    assert (kept.facilities, kept.hours_words.zh) == (["water", "擦鞋机"], "周一至周五 08:00-18:00")

    form = system.get(reverse("admin:places_station_change", args=[kept.pk])).content.decode()
    assert 'value="周一至周五 08:00-18:00"' in form
    assert 'value="饮水、擦鞋机"' in form
    assert 'value="2026-10-01"' in form

    sent = station(offices, name="北门大站", hours="每天 24小时")
    assert (
        change(system, kept, **{key: value for key, value in sent.items() if key not in {"code", "area"}}).status_code
        == 302
    )
    kept.refresh_from_db()
    assert (kept.name, kept.hours_words.zh, kept.site.name) == ("北门大站", "每天 24小时", "北门大站")
    assert last_entry("admin.changed")[1] == "station:bm-01"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"hours": "随时"}, "随时 is not an opening time"),
        ({"closed_on": "国庆"}, "国庆 is not a day such as 2026-10-01."),
        ({"code": "北门"}, "A station&#x27;s code has 2 to 40 small letters"),
        ({"area": COUNTY}, "A station lies in a town, a community or a grid."),
        ({"lon": "116"}, "A point needs both longitude and latitude."),
    ],
)
def test_a_wrong_station_is_told_and_not_written(
    system: Client, offices: World, answers: dict[str, str], told: str
) -> None:
    """Each fault is a sentence, at its field or above the form."""
    answer = system.post(page("station", "add") + "?lang=en", station(offices, **answers))

    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not Station.objects.exists()


@pytest.mark.parametrize("person", ["system", "security"])
def test_administrators_add_and_end_partners(offices: World, person: str) -> None:
    """One kind of their own, one partner, ended from the list; each in the audit log."""
    browser = offices.client(person)
    kind = {"code": "police", "name": "社区民警", "name_en": "community police", "position": "7"}

    assert add(browser, "partnerkind", **kind).status_code == 302
    own = PartnerKind.objects.get(code="police")
    assert add(browser, "partner", area=offices.grid, unit="property", kind=own.pk).status_code == 302
    partner = Partner.objects.get()
    browser.post(page("partner"), {"action": "end_now", "_selected_action": [partner.pk]})

    partner.refresh_from_db()
    assert partner.until_on is not None
    assert last_entry("partner.ended")[:2] == (person, "unit:property")
    assert "社区民警" in browser.get(page("partner")).content.decode()


@pytest.mark.parametrize("person", ["auditor", "dispatcher", "handler", "leader", "stranger"])
def test_nobody_else_names_partners(offices: World, person: str) -> None:
    """Auditors see the lists; nobody but administrators adds."""
    browser = offices.client(person)
    own = PartnerKind.objects.get(code="property")

    assert add(browser, "partner", area=offices.grid, unit="property", kind=own.pk).status_code == 403
    assert add(browser, "partnerkind", code="x", name="甲", position="1").status_code == 403
    assert not Partner.objects.exists()


def test_a_partner_twice_at_once_is_told_above_the_form(system: Client, offices: World) -> None:
    """The sentence names unit and area."""
    own = PartnerKind.objects.get(code="property")
    sent = {"area": offices.grid, "unit": "property", "kind": own.pk}
    add(system, "partner", **sent)

    answer = system.post(page("partner", "add") + "?lang=en", sent)

    assert "幸福物业 is a partner of 北门第1网格 in these days already." in answer.content.decode()


def test_a_tie_is_never_offered_as_a_post(security: Client) -> None:
    """Whoever gives posts finds the new ones in the list, and not the one that follows from the unit."""
    form = security.get(page("post", "add")).content.decode()

    offered = {role for role in ("member", "organiser", "convener", "treasurer", "liaison", "company", "partner")
               if f'<option value="{role}"' in form}  # fmt: skip
    assert offered == {"member", "organiser", "convener", "treasurer", "liaison", "company"}
    answer = add(security, "post", user="dispatcher", role="partner", unit="lamps")
    assert answer.status_code == 200
