# SPDX-License-Identifier: Apache-2.0
"""A company's own page: its liaison, visits against the cap, needs it may change, and what it may open."""

from datetime import date, timedelta
from typing import Any

import pytest

from sidan.base.clock import now
from sidan.matching.models import Company
from sidan.orders.models import Order
from sidan.people.models import AuditEntry
from tests.beginning import begin
from tests.matching.society import Society, settle
from tests.world import World

OWN = "/matching/own/"


@pytest.fixture
def society(world: World) -> Society:
    """Return companies with their liaisons, and the work phone of one liaison's unit."""
    found = settle(world)
    world.units["north"].phone = "0794-7000001"
    world.units["north"].save()
    found.pair("firm-1", "L1")
    return found


def visit(world: World, by: str, day: date, company: str = "firm-1") -> Order:
    """Plan a visit."""
    return begin(world, "visit", by, company=company, planned_on=day.isoformat(), text="谈谈用工。")


def test_the_page_tells_who_helps_and_who_comes(world: World, society: Society) -> None:
    """Liaison with the unit's phone, visits of all units against the cap, open orders, and what may be opened."""
    today = now().date()
    planned = visit(world, "liaison", today)
    declined = visit(world, "second_liaison", today)
    world.move(declined, "decline", "boss")
    visit(world, "second_liaison", today + timedelta(days=1))
    need = begin(world, "expert", "boss", subject="technology", text="陶瓷热处理后开裂。")
    other = begin(world, "expert", "second_boss", subject="law", text="别家的事。")

    answer = world.client("boss").get(OWN)

    text, page = answer.content.decode(), answer.context["page"]
    assert "助企一号" in text
    assert "tel:0794-7000001" in text
    assert (page.contacts.count, page.contacts.cap, page.contacts.is_full) == (2, 2, True)
    assert page.ahead[0].order.number == planned.number
    assert declined.number not in {each.order.number for each in page.ahead}
    assert need.number in text
    assert other.number not in text
    assert {"expert", "whistle"} <= {each.code for each in page.opens}
    assert "/desk/new/expert" in text


def test_a_company_changes_its_own_needs(world: World, society: Society) -> None:
    """In order, with languages and words, audited; what cannot be is said and nothing is lost."""
    browser = world.client("boss")
    sent = {"company": "firm-1", "need_0": "technology", "need_1": "finance", "languages": ["english"], "words": "出口"}

    assert browser.post(f"{OWN}needs", sent).status_code == 302

    company = Company.objects.get(unit__code="firm-1")
    assert (company.needs, company.languages, company.need_words) == (["technology", "finance"], ["english"], "出口")
    assert AuditEntry.objects.filter(action="company.needs_changed", subject="company:firm-1").exists()
    wrong = browser.post(f"{OWN}needs", sent | {"need_0": "nonsense", "words": "保留"})
    assert wrong.status_code == 422
    assert "保留" in wrong.content.decode()
    team = world.client("second_boss").post(f"{OWN}needs", {"company": "firm-2", "need_0": "workers"})
    assert team.status_code == 422
    assert Company.objects.get(unit__code="firm-2").needs == ["technology", "workers"]


def test_only_contacts_enter_and_each_its_own_company(world: World, society: Society) -> None:
    """Organisers, liaisons, experts' units and strangers have no such page; another company's is not there."""
    for name in ("organiser", "south_organiser", "liaison", "professor", "leader", "stranger"):
        browser = world.client(name)
        assert browser.get(OWN).status_code == 403, name
        assert browser.post(f"{OWN}needs", {"company": "firm-1"}).status_code == 403, name
    boss = world.client("boss")
    assert boss.get(f"{OWN}?company=firm-2").status_code == 404
    assert boss.post(f"{OWN}needs", {"company": "firm-2", "need_0": "finance"}).status_code == 404
    assert OWN in boss.get("/desk/").content.decode()
    assert OWN not in world.client("organiser").get("/desk/").content.decode()


def test_a_company_outside_the_register_is_told(world: World, society: Society) -> None:
    """Its contact sees no liaison and no needs, and may open orders all the same."""
    Company.objects.filter(unit__code="firm-6").delete()
    world.hold("printer", role="company", unit="firm-6")

    answer = world.client("printer").get(OWN)

    assert answer.status_code == 200
    assert answer.context["form"] is None
    assert world.client("printer").post(f"{OWN}needs", {"company": "firm-6"}).status_code == 404


def test_the_page_costs_as_much_with_many_visits(
    world: World, society: Society, django_assert_max_num_queries: Any
) -> None:
    """Session, user, posts, company, pairings, visits, orders, skills and the bell."""
    for month in range(1, 7):
        visit(world, "liaison", now().date() + timedelta(days=31 * month))
        begin(world, "expert", "boss", subject="law", text="合同。")
    browser = world.client("boss")
    browser.get(OWN)

    with django_assert_max_num_queries(10):
        assert browser.get(OWN).status_code == 200
