# SPDX-License-Identifier: Apache-2.0
"""Companies and liaisons in a real browser: planned, one dragged to another liaison, adopted, and seen by a liaison."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from sidan.matching.models import Adviser, Company, Pairing, PairingPlan, PlannedPair
from sidan.people.models import Unit
from tests.browser.conftest import PHONE
from tests.browser.hands import fits
from tests.matching.society import Society, settle
from tests.world import COUNTY, NORTH, SOUTH, World

pytestmark = pytest.mark.browser

Shot = Callable[[Page, str], None]
FIRMS, LIAISONS = 60, 12
NEEDS = ("finance", "workers", "approvals", "technology", "law")
READY_MS = 30_000


@pytest.fixture
def society(world: World) -> Society:
    """Return 60 companies and 12 liaisons of the county: those of every test of matching and more like them."""
    found = settle(world)
    for number in range(len(found.companies) + 1, FIRMS + 1):
        area, code = (NORTH, SOUTH)[number % 2], f"firm-{number}"
        unit = Unit.objects.create(code=code, name=f"临江企业{number:02d}", kind="company", area=world.areas[area])
        found.companies[code] = Company.objects.create(
            unit=unit,
            county=COUNTY,
            lon=116 + 0.004 * (number % 10),
            lat=28 + 0.003 * (number // 10),
            needs=[NEEDS[number % len(NEEDS)]],
        )
    for number in range(4, LIAISONS + 1):
        code = f"L{number}"
        found.advisers[code] = Adviser.objects.create(
            code=code,
            kind="liaison",
            name=f"助企{number:02d}号",
            user=world.hold(f"liaison{number}", role="liaison", area=COUNTY),
            unit=world.units["lamps"],
            area_code=COUNTY,
            county=COUNTY,
            lon=116 + 0.004 * number,
            lat=28 + 0.0015 * number,
            skills=[NEEDS[number % len(NEEDS)], NEEDS[(number + 1) % len(NEEDS)]],
            capacity=8,
        )
    return found


def planned(page: Page) -> PairingPlan:
    """Ask for a plan in the form, and return it once its page is there."""
    page.goto("/matching/plans/new")
    page.locator("input[name=name]").fill("Spring pairs")
    page.locator("select[name=area]").select_option(COUNTY)
    page.locator(".pairs-form button[type=submit]").click()
    expect(page.locator("#pairs")).to_be_visible(timeout=READY_MS)
    return PairingPlan.objects.get()


def drag(page: Page, handle: Locator, card: Locator) -> None:
    """Drag a company by its handle over another liaison's card, as a mouse does."""
    card.evaluate("each => each.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.wait_for_timeout(300)  # the map above may still be taking its room
    one, other = handle.bounding_box(), card.locator("header").bounding_box()
    assert one is not None
    assert other is not None
    page.mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
    page.mouse.down()
    page.mouse.move(other["x"] + 30, other["y"] + 12, steps=8)
    expect(card.locator("[data-told]")).to_be_visible()


def look_on_a_phone(phone: Page, plan: PairingPlan, sign_in: Callable[..., None], shot: Shot) -> None:
    """Open every page of plans at 360 points: nothing stands out to the right."""
    sign_in(phone, "organiser")
    for name, path in (
        ("plans", "/matching/?lang=zh-hans"),
        ("pairs", "/matching/pairs/"),
        ("plan", f"/matching/plans/{plan.pk}"),
        ("new", "/matching/plans/new"),
        ("seat", f"/matching/plans/{plan.pk}/seat?company=firm-6&seat=0"),
        ("compare", f"/matching/plans/compare?plans={plan.pk}"),
        ("numbers", "/matching/numbers/"),
        ("print", f"/matching/plans/{plan.pk}/print"),
    ):
        phone.goto(path)
        shot(phone, f"matching-{name}-phone")
        if name != "print":
            assert fits(phone), name


def test_a_plan_is_made_one_company_dragged_and_adopted(
    desktop: Page,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    shot: Shot,
    world: World,
    society: Society,
) -> None:
    """Sixty companies are planned, the cost of a move is seen before it is made, and the plan becomes true."""
    sign_in(desktop, "organiser")
    desktop.goto("/matching/?lang=en")
    shot(desktop, "matching-plans")
    desktop.goto("/matching/plans/new")
    shot(desktop, "matching-new")
    plan = planned(desktop)
    pairs = PlannedPair.objects.filter(plan=plan)
    assert pairs.count() > FIRMS / 2
    desktop.locator(".sd-map").scroll_into_view_if_needed()
    expect(desktop.locator(".sd-map[data-ready]")).to_have_count(1, timeout=READY_MS)
    shot(desktop, "matching-plan")

    first = desktop.locator(".pairs-group:has(.pairs-handle)").first
    handle = first.locator(".pairs-handle").first
    company, seat = handle.get_attribute("data-company"), handle.get_attribute("data-seat")
    own = pairs.get(company__unit__code=company, seat=seat)
    answer = desktop.request.get(f"/matching/plans/{plan.pk}/choices.json?company={company}&seat={seat}").json()
    shown = desktop.locator("[data-liaison]").evaluate_all("all => all.slice(1, 3).map((each) => each.dataset.liaison)")
    target = next(code for code in shown if answer["choices"][code]["open"])
    drag(desktop, handle, desktop.locator(f"[data-liaison={target}]"))
    desktop.mouse.up()
    expect(desktop.locator("[data-pair-ask]")).to_contain_text(answer["choices"][target]["change"])
    assert pairs.get(company__unit__code=company, seat=seat).adviser_id == own.adviser_id
    shot(desktop, "matching-asked")
    desktop.locator("[data-pair-yes]").click()
    expect(desktop.locator("#messages .sd-note")).to_be_visible()
    assert pairs.get(company__unit__code=company, seat=seat).adviser.code == target

    desktop.goto(f"/matching/plans/{plan.pk}/seat?company=firm-6&seat=0")
    shot(desktop, "matching-seat")
    desktop.goto(f"/matching/plans/{plan.pk}/adopt")
    shot(desktop, "matching-adopt")
    desktop.locator("input[name=read]").check()
    desktop.locator("form .btn-accent").click()
    expect(desktop.locator(".sd-kind-closed").first).to_be_visible()
    assert Pairing.objects.filter(company__unit__code=company, adviser__code=target).exists()

    look_on_a_phone(new_page(size=PHONE), plan, sign_in, shot)
