# SPDX-License-Identifier: Apache-2.0
"""From two sheets to a problem struck off: sixty companies, twelve liaisons, one plan, one visit."""

from datetime import date

from sidan.matching import adjusting, adopting, drafting, pairings
from sidan.matching.adviser_sheets import import_advisers
from sidan.matching.company_sheets import import_companies
from sidan.matching.models import Company, Pairing, PairingPlan
from sidan.matching.problem import Weights
from sidan.matching.stocking import stock_skills
from sidan.matching.visiting import Wish, plan_visits
from sidan.people.days import city_today
from sidan.people.models import Unit
from tests.beginning import spawned_by
from tests.world import COUNTY, NORTH, World

SKILLS = ("融资", "用工", "法务", "技术攻关", "物流", "税务")
FIRMS = "企业编码,企业名称,所在区域编码,经度,纬度,所需专长,重点企业\n"
PEOPLE = "人员编码,类别,姓名,用户名,单位编码,服务区域编码,经度,纬度,专长,名额\n"


def test_from_two_sheets_to_a_problem_struck_off(world: World) -> None:
    """Brought in, planned, changed by hand, adopted; visited, and what was found is an order that is solved."""
    _brought_in(world)
    plan = _adopted_plan(world)
    pairing = _one_to_visit(plan)
    liaison, firm = pairing.adviser.user.username, pairing.company.unit.code  # type: ignore[union-attr]  # a liaison
    world.units[firm] = pairing.company.unit
    world.hold("boss", role="company", unit=firm)

    (visit,) = plan_visits([Wish(firm, "融资怎么样？")], date(2026, 3, 17), by=world.actor(liaison))
    world.move(visit, "accept", "boss")
    world.move(visit, "held", liaison, findings="厂里夜班多。", problems="门前路灯不亮，夜班工人看不见路")
    (lamp,) = spawned_by(visit)
    world.dispatch(lamp)
    world.move(lamp, "sign", "handler")
    world.move(lamp, "answer", "handler", answer="三盏路灯已换好，当晚全部点亮。")
    world.move(lamp, "solved", "revisitor", satisfaction="5")
    world.move(visit, "strike_off", liaison, summary="路灯修好了。")
    world.move(visit, "confirm", "boss", satisfaction="5")

    assert (lamp.kind, lamp.outcome) == ("closed", "solved")
    assert (visit.kind, visit.outcome) == ("closed", "solved")


def _brought_in(world: World) -> None:
    """Bring in sixty companies and twelve liaisons as the organiser does."""
    stock_skills()
    world.hold("organiser", role="organiser", area=COUNTY)
    firms = "".join(
        f"F{number:02d},东山企业{number:02d},{NORTH},{116 + number % 10 / 400:.4f},{28.011 + number // 10 / 900:.4f},"
        f"{SKILLS[number % 6]}、{SKILLS[(number + 1) % 6]},{'是' if number < 2 else ''}\n"
        for number in range(60)
    )
    people = ""
    for number in range(12):
        world.hold(f"helper{number}", role="liaison", area=COUNTY)
        people += (
            f"L{number:02d},特派员,特派员{number},helper{number},north,{COUNTY},{116 + number / 500:.4f},28.0130,"
            f"{SKILLS[number % 6]}、{SKILLS[(number + 2) % 6]},7\n"
        )
    organiser = world.actor("organiser")
    import_companies((FIRMS + firms).encode(), "企业.csv", by=organiser)
    import_advisers((PEOPLE + people).encode(), "特派员.csv", by=organiser)
    assert (Company.objects.count(), Unit.objects.filter(kind="company").count()) == (60, 60)


def _adopted_plan(world: World) -> PairingPlan:
    """Return a plan of all sixty with one company moved by hand, adopted at once."""
    organiser = world.actor("organiser")
    plan = drafting.draft(COUNTY, "2026 年结对", weights=Weights(), by=organiser)
    assert plan.result["proof"]["is_optimal"]
    assert not plan.result["uncovered"]
    other = next(each for each in adjusting.choices(plan, "F30", 0, by=organiser) if each.is_open)
    plan = adjusting.move(plan, "F30", 0, other.liaison, by=organiser, version=plan.version)
    adopting.adopt(plan, by=organiser, version=plan.version)
    held = {each.company.unit.code: each.adviser.code for each in pairings.current(COUNTY, city_today())}
    assert (len(held), held["F30"]) == (60, other.liaison)
    return plan


def _one_to_visit(plan: PairingPlan) -> Pairing:
    """Return a pairing of an ordinary company."""
    found = Pairing.objects.filter(plan=plan, company__is_key=False).select_related("company__unit", "adviser__user")
    return found.order_by("company__unit__code")[0]
