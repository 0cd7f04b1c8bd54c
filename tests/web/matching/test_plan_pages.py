# SPDX-License-Identifier: Apache-2.0
"""Plans of pairs through their pages: asked for, looked at, changed by hand, asked about, adopted; and who may not."""

import io
import re
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.test import Client
from python_calamine import CalamineWorkbook

from sidan.matching.models import Adviser, Pairing, PairingPlan, PlannedPair, PlanRemark
from sidan.matching.plans import pairs_of
from sidan.people.days import city_today
from tests.matching.society import Society
from tests.world import COUNTY, SOUTH, Clock, World


def browser(world: World, name: str) -> Client:
    """Return somebody's browser, in English."""
    found = world.client(name)
    found.get("/matching/numbers/?lang=en")
    return found


def page(client: Client, path: str) -> str:
    """Return a page that must open."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def seats(plan: PairingPlan) -> dict[tuple[str, int], str]:
    """Return who has each seat of a plan."""
    return {(pair.company, pair.seat): pair.liaison for pair in pairs_of(plan)}


def test_a_plan_is_asked_for_in_words_and_shown_with_its_proof(world: World, society: Society) -> None:
    """The form asks for a preset; the page says coverage, proof, figures, pairs, loads and how it was asked."""
    organiser = browser(world, "organiser")
    assert "Needs first" in page(organiser, "/matching/plans/new")
    faulty = organiser.post("/matching/plans/new", {"name": "", "area": COUNTY, "preset": "usual"})
    assert faulty.status_code == 422

    answer = organiser.post(
        "/matching/plans/new", {"name": "Spring", "area": COUNTY, "preset": "own", "weight_fit": "2.0"}
    )

    plan = PairingPlan.objects.get()
    text = page(organiser, answer["Location"])
    assert plan.weights["fit"] == 2.0
    figures = plan.result["figures"]
    assert f"{figures['covered']} of 6 companies have their liaison" in text
    assert "Proved: no plan covering as many costs less." in text
    assert "very much" in text
    assert 'id="uncovered"' in text if plan.result["uncovered"] else 'id="uncovered"' not in text
    assert "Spring" in page(organiser, "/matching/")
    assert page(organiser, f"/matching/plans/{plan.pk}?q=nanmen").count("pairs-handle") == 3
    assert organiser.get(f"/matching/plans/{plan.pk}/map.json").json()["features"]


def test_what_a_move_costs_is_shown_before_it_is_made(world: World, plan: PairingPlan) -> None:
    """The page of a seat lists every liaison with the change of cost and what stands in the way; then move and undo."""
    organiser = browser(world, "organiser")
    before = seats(plan)
    found = organiser.get(f"/matching/plans/{plan.pk}/choices.json?company=firm-6&seat=0").json()["choices"]
    open_to = [code for code, each in found.items() if each["open"]]
    assert set(found) == {"L1", "L2", "L3"}
    assert "Cost changes by" in page(organiser, f"/matching/plans/{plan.pk}/seat?company=firm-6&seat=0")
    assert seats(plan) == before
    assert open_to

    path, given = f"/matching/plans/{plan.pk}/change/", {"company": "firm-6", "seat": "0", "adviser": open_to[0]}
    answer = organiser.post(f"{path}move", {**given, "version": plan.version})
    assert answer.status_code == 302
    assert seats(plan)["firm-6", 0] == open_to[0]
    assert "Changed by hand" in page(organiser, f"/matching/plans/{plan.pk}")
    assert organiser.post(f"{path}move", {**given, "version": plan.version}).status_code == 409
    plan.refresh_from_db()
    organiser.post(f"{path}undo", {"version": plan.version})
    assert seats(plan) == before


def test_a_barrier_is_told_and_a_full_liaison_offers_an_exchange(
    world: World, society: Society, plan: PairingPlan
) -> None:
    """Kin is refused with a sentence; a full one leads to the page with what could be exchanged."""
    organiser = browser(world, "organiser")
    plan.refresh_from_db()
    # Two seats of liaisons with one place each: both are full.
    society.advisers["L2"].capacity = society.advisers["L3"].capacity = 2
    for code in ("L2", "L3"):
        society.advisers[code].save()
    society.keep_apart("firm-6", "L1")
    organiser.post(f"/matching/plans/{plan.pk}/compute", {"preset": "usual", "version": plan.version})
    plan.refresh_from_db()

    found = organiser.get(f"/matching/plans/{plan.pk}/choices.json?company=firm-6&seat=0").json()["choices"]

    assert found["L1"]["hindrance"] == "kept apart: kin"
    assert not found["L1"]["open"]
    given = {"company": "firm-6", "seat": "0", "adviser": "L1", "version": plan.version}
    answer = organiser.post(f"/matching/plans/{plan.pk}/change/move", given)
    assert answer.status_code == 422
    full = [code for code, each in found.items() if each["swap"]]
    if full and ("firm-6", 0) in seats(plan):
        answer = organiser.post(f"/matching/plans/{plan.pk}/change/move", {**given, "adviser": full[0]})
        assert "swap=" in answer["Location"]
        assert "exchange" in page(organiser, answer["Location"])
    # Who only reads is told that two are kept apart, and never why.
    leader = page(browser(world, "leader"), f"/matching/plans/{plan.pk}")
    assert "kept apart: kin" not in leader


def test_those_concerned_see_their_own_and_the_plan_becomes_true(
    world: World, society: Society, plan: PairingPlan, clock: Clock
) -> None:
    """Opened, seen in part, remarked on, given a day, taken back, adopted with the tick, and who has whom says so."""
    organiser, liaison, boss = browser(world, "organiser"), browser(world, "liaison"), browser(world, "boss")
    address = f"/matching/plans/{plan.pk}"
    assert liaison.get(address).status_code == boss.get(address).status_code == 404
    until = city_today() + timedelta(days=2)
    organiser.post(f"{address}/open", {"until": until.isoformat(), "version": plan.version})
    mine = PlannedPair.objects.filter(plan=plan, adviser__code="L1").select_related("company__unit")
    own = {pair.company.unit.name_en for pair in mine}

    text = page(liaison, address)
    others = {each.unit.name_en for each in society.companies.values()} - own
    assert all(name in text for name in own)
    assert not any(name in text for name in others)
    if "Dongshan Textiles" not in own:
        liaison.post(f"{address}/say", {"text": "x", "company": "firm-1"})
        assert not PlanRemark.objects.exists()
    assert "Dongshan Textiles" in page(boss, address)
    assert "Dongshan Foods" not in page(boss, address)
    assert boss.post(f"{address}/say", {"text": "很好", "company": "firm-1"}).status_code == 302
    assert "很好" in page(organiser, address)
    assert "很好" not in page(liaison, address)

    plan.refresh_from_db()
    clock.forward(days=4)
    organiser = browser(world, "leader")
    day = (city_today() + timedelta(days=5)).isoformat()
    unread = organiser.post(f"{address}/adopt", {"when": "now", "version": plan.version})
    assert unread.status_code == 422
    organiser.post(f"{address}/adopt", {"when": "later", "on": day, "read": "1", "version": plan.version})
    plan.refresh_from_db()
    assert plan.state == "scheduled"
    assert "Becomes true" in page(organiser, address)
    organiser.post(f"{address}/unschedule", {"version": plan.version})
    plan.refresh_from_db()
    assert "What would change" in page(organiser, f"{address}/adopt")
    organiser.post(f"{address}/adopt", {"when": "now", "read": "1", "version": plan.version})
    plan.refresh_from_db()
    assert plan.state == "adopted"
    assert Pairing.objects.count() == len(seats(plan))
    assert "助企" in page(organiser, "/matching/pairs/?q=nanmen")
    assert "Nothing found." in page(organiser, "/matching/pairs/?show=open")
    assert browser(world, "boss").get(address).status_code == 404


def test_a_plan_is_taken_along_compared_and_discarded(world: World, plan: PairingPlan) -> None:
    """A workbook, a page for paper, two plans side by side, and one discarded."""
    organiser = browser(world, "organiser")
    content = organiser.get(f"/matching/plans/{plan.pk}/pairs.xlsx").content
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).height > len(seats(plan))
    assert "Dongshan Foods" in page(organiser, f"/matching/plans/{plan.pk}/print")
    organiser.post("/matching/plans/new", {"name": "Near", "area": COUNTY, "preset": "near"})
    other = PairingPlan.objects.exclude(pk=plan.pk).get()
    assert "Companies that go to others" in page(organiser, f"/matching/plans/compare?plans={plan.pk}&plans={other.pk}")

    organiser.post(f"/matching/plans/{other.pk}/discard", {"version": other.version})

    other.refresh_from_db()
    assert other.state == "discarded"
    assert "This plan was discarded" in page(organiser, f"/matching/plans/{other.pk}")


def test_somebody_leaves_or_has_come_and_the_plan_says_who_changes(world: World, society: Society) -> None:
    """One press drafts it and the page lists what changes; where nothing would, a sentence says so."""
    organiser = browser(world, "organiser")

    def told(path: str, **given: str) -> str:
        return str(organiser.post(f"/matching/plans/{path}", given, follow=True).content.decode())

    assert "Plan as if gone" not in page(organiser, "/matching/advisers/L3/")
    assert "助企三号 serves no company today, so nothing would change." in told("without/L3")
    assert "材料学院 is an expert." in told("without/E1")
    assert "please ask for a first plan of pairs" in told("newcomers", area=COUNTY)
    for company, adviser in (("firm-1", "L1"), ("firm-2", "L2"), ("firm-3", "L3"), ("firm-4", "L2"), ("firm-5", "L2")):
        society.pair(company, adviser)
    society.pair("firm-2", "L3", seat=1)
    Adviser.objects.filter(code__in=("L2", "L3")).update(capacity=5)
    for path in ("pairs/", "companies/"):
        assert "Dongshan: 1 company waits for a liaison." in page(organiser, f"/matching/{path}")
    assert "Plan as if gone" in page(organiser, "/matching/advisers/L3/")

    came, gone = told("newcomers", area=COUNTY), told("without/L3")

    assert "1 company changes, everybody else stays:" in came
    assert re.search("Nanmen Print gets 助企[二三]号", came)
    assert "Planned as if 助企三号 were gone." in gone
    assert "3 companies change, everybody else stays:" in gone
    assert "Dongshan Foods from 助企三号 to 助企二号" in gone
    assert "Dongshan Electronics loses 助企三号, and nobody follows" in gone
    society.pair("firm-6", "L2")
    assert "nobody waits for one" in told("newcomers", area=COUNTY)
    assert "data-waiting" not in page(organiser, "/matching/pairs/")
    assert PairingPlan.objects.count() == 2


READ = ("", "/map.json", "/print", "/pairs.xlsx")
KEPT = ("/compute", "/seat?company=firm-1&seat=0", "/choices.json?company=firm-1&seat=0")
WRITTEN = (
    "/open",
    "/discard",
    "/change/move",
    "/change/undo",
    "/change/swap",
    "/change/free",
    "/compute",
    "/unschedule",
)


def test_nobody_else_enters(world: World, plan: PairingPlan) -> None:
    """A stranger, another area's organiser, a liaison and a company's contact neither read nor change a plan."""
    address = f"/matching/plans/{plan.pk}"
    version = {
        "version": plan.version,
        "company": "firm-1",
        "seat": "0",
        "adviser": "L2",
        "text": "x",
        "preset": "usual",
    }
    for name in ("stranger", "south_organiser", "liaison", "boss", "professor"):
        client = world.client(name)
        for path in (*READ, *KEPT, "/adopt"):
            assert client.get(f"{address}{path}").status_code in (403, 404), (name, path)
        for path in (*WRITTEN, "/adopt", "/say"):
            assert client.post(f"{address}{path}", version).status_code in (403, 404), (name, path)
        assert client.post("/matching/plans/without/L1").status_code in (403, 404), name
        client.post("/matching/plans/newcomers", {"area": COUNTY})
    for name in ("stranger", "liaison", "boss"):
        assert world.client(name).get("/matching/pairs/").status_code == 403
        assert world.client(name).get("/matching/plans/new").status_code == 403
        assert world.client(name).get("/matching/plans/compare").status_code == 403
    assert world.client("stranger").get("/matching/").status_code == 403
    # A leader reads and adopts, and keeps nothing.
    leader = world.client("leader")
    for path in KEPT:
        assert leader.get(f"{address}{path}").status_code == 403, path
    for path in WRITTEN[:-1]:
        assert leader.post(f"{address}{path}", version).status_code == 403, path
    assert leader.post("/matching/plans/newcomers", {"area": COUNTY}).status_code == 403
    plan.refresh_from_db()
    assert (plan.state, plan.version, PairingPlan.objects.count()) == ("draft", version["version"], 1)
    # The other street's organiser plans that street alone.
    south = world.client("south_organiser")
    assert south.post("/matching/plans/new", {"name": "x", "area": COUNTY, "preset": "usual"}).status_code == 422
    assert south.post("/matching/plans/new", {"name": "x", "area": SOUTH, "preset": "usual"}).status_code == 302


def test_numbers_are_everybodys_and_name_nobody(world: World, society: Society) -> None:
    """The public page says how many, of how many, and no company and no person; few are not told."""
    society.pair("firm-1", "L1")
    society.pair("firm-2", "L2")
    cache.clear()

    text = page(Client(), "/matching/numbers/?lang=en")
    assert "visits in the last year" in text
    assert "<b>1</b><span>companies have their liaison" in text
    assert "1 more have part of their team" in text

    assert "of 6 that are to have a liaison" in text
    assert not any(each.unit.name in text or each.unit.name_en in text for each in society.companies.values())
    assert not any(each.name in text for each in society.advisers.values())
    assert "How loads lie" not in text


def test_pages_ask_the_same_few_questions_whatever_the_size(
    world: World, plan: PairingPlan, django_assert_max_num_queries: Any
) -> None:
    """Signing in and frame counted in, the page of a plan asks at most 16 times, of which 12 are its own."""
    organiser, address = browser(world, "organiser"), f"/matching/plans/{plan.pk}"
    page(organiser, address)
    for most, path in (
        (16, address),
        (14, f"{address}/seat?company=firm-6&seat=0"),
        (12, f"{address}/choices.json?company=firm-6&seat=0"),
        (8, f"{address}/map.json"),
        (12, f"{address}/print"),
        (14, f"{address}/adopt"),
        (10, "/matching/"),
        (12, "/matching/pairs/"),
    ):
        with django_assert_max_num_queries(most):
            page(organiser, path)
