# SPDX-License-Identifier: Apache-2.0
"""From two sheets to a problem struck off, in a real browser and through the pages alone.

An organiser at a desk brings in sixty companies and twelve liaisons, plans, drags one company and adopts; a liaison and
a company go on with it on their phones, and the offices solve what was found.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from sidan.matching.models import Adviser, Company, Conflict, Pairing, PairingPlan, PlannedPair
from sidan.matching.stocking import stock_skills
from sidan.orders.models import Order
from tests.beginning import spawned_by
from tests.browser.conftest import PHONE, NewPage, Shot
from tests.browser.hands import fits, made, sent, write
from tests.matching.sixty import FIRMS, LIAISONS, firms_sheet, liaisons_sheet
from tests.world import CHINA, COUNTY, NORTH, Clock, World

pytestmark = pytest.mark.browser

SignIn = Callable[[Page, str], None]
READY_MS = 30_000
VISITS = "/matching/visits/"
VISIT_ON = datetime(2026, 3, 17, 15, 0, tzinfo=CHINA)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAMP = "门前路灯不亮，夜班工人看不见路"
# Once the plan is adopted, pages are as on a device without WebGL: the processor draws a map for seconds each time.
NO_WEBGL = "HTMLCanvasElement.prototype.getContext = () => null"
# A firm that stands above already, a skill nobody knows, and a place whose numbers are exchanged.
BAD_FIRMS = (
    {"code": "F07", "name": "东山企业07", "area": NORTH},
    {"code": "F60", "name": "东山企业60", "area": NORTH, "needs": "融姿"},
    {"code": "F61", "name": "东山企业61", "area": NORTH, "lon": 28.011, "lat": 116.002},
)


@pytest.fixture
def world(world: World) -> World:
    """Add the usual skills, an organiser and accounts of twelve liaisons; registers and orders come by the pages."""
    stock_skills()
    world.hold("organiser", role="organiser", area=COUNTY)
    for number in range(LIAISONS):
        world.hold(f"helper{number}", role="liaison", area=COUNTY)
    return world


def test_from_two_sheets_to_a_problem_struck_off(
    world: World, clock: Clock, desktop: Page, new_page: NewPage, sign_in: SignIn, shot: Shot
) -> None:
    """Brought in, planned, one company dragged, adopted; visited, and what was found is an order that is solved."""
    phone, firm_phone = new_page(size=PHONE), new_page(size=PHONE)
    sign_in(desktop, "organiser")
    bring_in_the_registers(desktop, shot)
    plan = planned(desktop, shot)
    moved = drag_one(desktop, plan, shot)
    sign_in(phone, "organiser")
    look(phone, shot, new="plans/new", seat=f"plans/{plan.pk}/seat?company={moved.company.unit.code}&seat=0")
    pairing = adopted(desktop, plan, moved, shot)
    compare = f"plans/compare?plans={plan.pk}"
    look(phone, shot, plans="", pairs="pairs/", plan=f"plans/{plan.pk}", compare=compare, numbers="numbers/")

    for page in (desktop, phone, firm_phone):
        page.add_init_script(NO_WEBGL)
    liaison, firm = str(pairing.adviser.user), pairing.company.unit
    world.units[firm.code] = firm
    world.hold("boss", role="company", unit=firm.code)
    sign_in(phone, liaison)
    sign_in(firm_phone, "boss")
    ask_for_a_visit(phone, firm.code, shot)
    welcome(firm_phone, shot)
    clock.to(VISIT_ON)
    world.sweep()
    sign_in(phone, liaison)
    visit = write_down(phone, shot)
    (lamp,) = spawned_by(visit)
    solve(desktop, lamp, sign_in, shot)
    sign_in(firm_phone, "boss")
    strike_off(phone, firm_phone, visit, shot)

    lamp.refresh_from_db()
    assert (lamp.kind, lamp.outcome) == ("closed", "solved")
    assert (visit.kind, visit.outcome) == ("closed", "solved")


def bring_in_the_registers(page: Page, shot: Shot) -> None:
    """Bring in two sheets; bad ones are told cell by cell, and not one good row of them is written."""
    trial(page, "companies", firms_sheet(*BAD_FIRMS))
    faults = page.locator(".sheets-faults li")
    expect(faults).to_have_text(
        ["A63：与 A10 重复。", "K64：没有名为“融姿”的专长，相近的有：融资。", "G65：经度和纬度似乎填反了。"]
    )
    shot(page, "matching-01-bad-companies")
    trial(page, "companies", firms_sheet(), again=True)
    shot(page, "matching-02-companies")
    assert not Company.objects.exists()
    apply(page, FIRMS)
    shot(page, "matching-03-companies-written")
    trial(page, "advisers", liaisons_sheet(last_capacity=-3))
    expect(faults).to_contain_text(["M14：名额"])
    shot(page, "matching-04-bad-liaisons")
    assert not Adviser.objects.exists()
    trial(page, "advisers", liaisons_sheet(), again=True)
    shot(page, "matching-05-liaisons")
    apply(page, LIAISONS)
    # One is kept apart from all: possible, and told on the plan's page.
    last = Adviser.objects.get(code="L11")
    Conflict.objects.bulk_create(
        Conflict(company=each, adviser=last, kind="supervising") for each in Company.objects.all()
    )


def trial(page: Page, kind: str, sheet: bytes, *, again: bool = False) -> None:
    """Give a sheet on trial, by the form under the faults of another where it is the mended one."""
    if not again:
        page.goto(f"/desk/sheets/{kind}/")
    page.locator("#file").set_input_files({"name": f"{kind}.xlsx", "mimeType": XLSX, "buffer": sheet})
    page.locator("form[enctype] button[type=submit]").click()


def apply(page: Page, count: int) -> None:
    """Write what was tried, all of it new."""
    page.get_by_role("button", name="全部写入").click()
    expect(page.locator("#messages")).to_contain_text(f"新增 {count} 条")


def planned(page: Page, shot: Shot) -> PairingPlan:
    """Ask for a plan in the form, and return it once its page is there."""
    page.goto("/matching/")
    shot(page, "matching-07-plans")
    page.locator("[href='/matching/plans/new']").first.click()
    shot(page, "matching-08-new")
    page.locator("input[name=name]").fill("2026 年结对")
    page.locator("select[name=area]").select_option(COUNTY)
    page.locator(".pairs-form button[type=submit]").click()
    expect(page.locator("#pairs")).to_be_visible(timeout=READY_MS)
    expect(page.locator("[data-liaison=L11] .pairs-none")).to_be_visible()
    plan = PairingPlan.objects.get()
    assert PlannedPair.objects.filter(plan=plan).count() == FIRMS
    page.locator(".sd-map").scroll_into_view_if_needed()
    expect(page.locator(".sd-map[data-ready]")).to_have_count(1, timeout=READY_MS)
    shot(page, "matching-09-plan")
    return plan


def drag_one(page: Page, plan: PairingPlan, shot: Shot) -> PlannedPair:
    """Drag a company to another liaison; the cost is asked about first, and nothing is done before the answer."""
    handle = page.locator(".pairs-group:has(tr:nth-child(2)) .pairs-handle").first
    pairs = PlannedPair.objects.filter(plan=plan, company__unit__code=handle.get_attribute("data-company"))
    before = pairs.get().adviser
    answer = page.request.get(
        f"/matching/plans/{plan.pk}/choices.json?company={pairs.get().company.unit.code}&seat=0"
    ).json()
    shown = page.locator("[data-liaison]").evaluate_all("all => all.map((each) => each.dataset.liaison)")
    target = next(code for code in shown if answer["choices"][code]["open"])
    card = page.locator(f"[data-liaison={target}]")
    carry(page, handle, card)
    shot(page, "matching-10-dragged")
    page.mouse.up()
    expect(page.locator("[data-pair-ask]")).to_contain_text(answer["choices"][target]["change"])
    shot(page, "matching-11-asked")
    assert pairs.get().adviser == before

    page.locator("[data-pair-yes]").click()
    expect(page.locator("#messages .sd-note")).to_be_visible()
    assert pairs.get().adviser.code == target
    shot(page, "matching-12-moved")
    return pairs.get()


def carry(page: Page, handle: Locator, card: Locator) -> None:
    """Take a company by its handle over another liaison's card, as a mouse does, until the card says what it costs."""
    handle.evaluate("each => each.scrollIntoView({block: 'center', behavior: 'instant'})")
    handle.hover()
    page.mouse.down()
    head = card.locator("header").bounding_box()
    assert head is not None
    page.mouse.move(head["x"] + 30, head["y"] + 12, steps=8)
    expect(card.locator("[data-told]")).to_be_visible()


def adopted(page: Page, plan: PairingPlan, moved: PlannedPair, shot: Shot) -> Pairing:
    """Adopt the plan as of today, and return the pairing that was made by hand."""
    page.locator(f"[href='/matching/plans/{plan.pk}/adopt']").click()
    page.locator("input[name=read]").check()
    shot(page, "matching-14-adopt")
    page.locator("form .btn-accent").click()
    expect(page.locator(".sd-kind-closed").first).to_be_visible()
    shot(page, "matching-15-adopted")
    assert Pairing.objects.count() == FIRMS
    return Pairing.objects.get(company=moved.company, adviser=moved.adviser)


def look(phone: Page, shot: Shot, **pages: str) -> None:
    """Open pages of plans at 360 points: nothing stands out to the right."""
    for name, path in pages.items():
        phone.goto(f"/matching/{path}")
        shot(phone, f"matching-phone-{name}")
        assert fits(phone), name


def ask_for_a_visit(phone: Page, company: str, shot: Shot) -> None:
    """Plan a day with one company as its liaison, and ask it."""
    phone.goto(VISITS)
    assert fits(phone)
    shot(phone, "matching-20-visits")
    phone.get_by_role("link", name="安排").first.click()
    shot(phone, "matching-21-day")
    phone.locator(f"[name=c][value={company}]").check()
    phone.locator("#on").fill(f"{VISIT_ON:%Y-%m-%d}")
    phone.locator("#choose button[type=submit]").click()
    phone.locator("#text").fill("了解融资和用工情况，半小时左右。")
    assert fits(phone)
    shot(phone, "matching-22-way")
    phone.locator("#way form button[type=submit]").click()
    expect(phone.locator("#messages .sd-note")).to_be_visible()
    shot(phone, "matching-23-asked")


def welcome(phone: Page, shot: Shot) -> None:
    """Agree to the visit as the company, from its own page."""
    phone.goto("/matching/own/")
    assert fits(phone)
    shot(phone, "matching-24-own")
    phone.locator(".own-list .btn").click()
    finish(phone, "accept", shot)


def write_down(phone: Page, shot: Shot) -> Order:
    """Write down on the day what was said and one problem, and return the visit."""
    phone.goto(VISITS)
    shot(phone, "matching-30-to-record")
    phone.locator(".visits-note summary").click()
    phone.locator("[name=findings]").fill("厂里夜班多，融资已经谈妥。")
    phone.locator("[name=problems]").fill(LAMP)
    shot(phone, "matching-31-note")
    phone.locator("[data-note] button[type=submit]").click()
    expect(phone.locator(".visits-problems tbody tr")).to_contain_text(LAMP)
    assert fits(phone)
    shot(phone, "matching-33-visit")
    return Order.objects.get(programme="visit")


def solve(desktop: Page, lamp: Order, sign_in: SignIn, shot: Shot) -> None:
    """Let the problem go the way of every order: sent to the lamp office, signed for, answered, and judged."""
    sign_in(desktop, "dispatcher")
    made(desktop, lamp, "dispatch", unit="lamps")
    shot(desktop, "matching-41-dispatched")
    sign_in(desktop, "handler")
    made(desktop, lamp, "sign")
    made(desktop, lamp, "answer", answer="三盏路灯已换好，当晚全部点亮。")
    sign_in(desktop, "revisitor")
    made(desktop, lamp, "solved", satisfaction=5)
    shot(desktop, "matching-42-solved")


def strike_off(phone: Page, firm_phone: Page, visit: Order, shot: Shot) -> None:
    """Strike the problem off as the liaison, and let the company confirm, each from the own list."""
    phone.goto(VISITS)
    shot(phone, "matching-50-visits")
    phone.locator("#follow .visits-order a").click()
    expect(phone.locator(".visits-off")).to_contain_text(LAMP)
    shot(phone, "matching-51-off")
    phone.locator(".btn-primary[href*=strike_off]").click()
    finish(phone, "strike_off", shot, summary="路灯修好了。")
    firm_phone.goto("/matching/own/")
    assert fits(firm_phone)
    shot(firm_phone, "matching-54-own")
    firm_phone.locator(".own-list .btn-primary").click()
    finish(firm_phone, "confirm", shot, satisfaction=5)
    visit.refresh_from_db()


def finish(page: Page, move: str, shot: Shot, **answers: str | int) -> None:
    """Fill in the form of a move on the order's page that is open, and send it."""
    box = page.locator(f"#move-{move}")
    write(box, move, answers)
    shot(page, f"matching-60-{move}")
    sent(page, box)
    shot(page, f"matching-61-{move}")
