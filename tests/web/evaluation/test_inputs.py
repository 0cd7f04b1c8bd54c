# SPDX-License-Identifier: Apache-2.0
"""What people add to an evaluation, on pages: outside figures, exclusions, and satisfied answers asked again."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sidan.base.clock import now
from sidan.base.sheet_writing import write_table
from sidan.evaluation.facts import recount_all
from sidan.evaluation.models import Exclusion, OutsideFigure, Recheck
from sidan.evaluation.outside import OutsideFacts, enter
from sidan.evaluation.outside_names import known_indicators
from sidan.evaluation.outside_sheets import COLUMNS, TITLE
from sidan.orders.models import Order
from sidan.people.contacts import keep
from tests.evaluation.rows import published_round
from tests.web.evaluation.conftest import Read
from tests.world import COUNTY, NORTH, SOUTH, World

PHONE = "13812345678"
INCOME = "village_collective_income"
FORM = {
    "subject": "lamps", "indicator": INCOME, "since": "2026-01-01", "until": "2026-12-31", "value": "12.5",
    "evidence": "Report of the finance bureau, page 3",
}  # fmt: skip


def english(world: World, name: str) -> Client:
    """Return a browser in which one of the people is signed in, in English."""
    browser = Client() if name == "nobody" else world.client(name)
    browser.cookies["lang"] = "en"
    return browser


def sent(world: World, name: str, path: str, form: dict[str, Any]) -> tuple[int, str]:
    """Send a form as one of the people; return the status and the page that follows."""
    response = english(world, name).post(path, form, follow=True)
    return response.status_code, response.content.decode()


def a_figure(world: World, subject: str = "lamps") -> OutsideFigure:
    """Return a figure that the first evaluator has entered."""
    facts = OutsideFacts(subject, INCOME, date(2026, 1, 1), date(2026, 12, 31), Decimal("12.5"), "Report, page 3")
    return enter(facts, by=world.actor("evaluator"))


def drawn(world: World) -> Recheck:
    """Return a satisfied answer that was drawn, with a contact that nobody may find on the page."""
    contact = keep("甘有福", PHONE, "", "", forget_on=date(2027, 1, 1), county=COUNTY)
    order = world.answered()
    Order.objects.filter(pk=order.pk).update(contact=contact)
    world.move(order, "solved", "reporter", satisfaction=5)
    recount_all()
    found = published_round(state="computed")
    return Recheck.objects.create(round=found, order=order, unit=world.units["lamps"], drawn_at=now())


def test_a_figure_is_entered_checked_and_corrected(world: World, read: Read) -> None:
    """One evaluator types it, another checks it; corrected, it waits again and the old one is still read."""
    assert sent(world, "evaluator", "/evaluation/outside/", FORM)[0] == 200
    figure = OutsideFigure.objects.get()
    assert "waits for a second person</span>" in read("/evaluation/outside/", "evaluator")
    page = read("/evaluation/outside/", "second_evaluator")
    assert "I have seen the evidence" in page
    assert "Lamp office" in page
    assert "12.5" in page

    check = f"/evaluation/outside/{figure.pk}/check"
    assert "ask another evaluator" in sent(world, "evaluator", check, {})[1]
    assert "counts from now on" in sent(world, "second_evaluator", check, {})[1]
    status, _page = sent(
        world, "evaluator", f"/evaluation/outside/{figure.pk}", {**FORM, "value": "9", "reason": "The report was wrong"}
    )

    assert status == 200
    new = OutsideFigure.objects.get(replaced_at=None)
    assert (new.value, new.checked_at) == (9, None)
    assert "The report was wrong" in read(f"/evaluation/outside/{new.pk}", "evaluator")


def test_the_list_is_cut_by_indicator_state_and_period(world: World, read: Read) -> None:
    """And what an address says wrongly cuts nothing."""
    figure = a_figure(world)

    def shows(query: str) -> bool:
        return f'data-figure="{figure.pk}"' in read(f"/evaluation/outside/?{query}", "second_evaluator")

    assert all(map(shows, (f"indicator={INCOME}", "state=waiting", "since=2026-12-01", "until=2026-01-01", "page=x")))
    assert all(map(shows, ("indicator=nothing", "state=x", "since=2026-99-99")))
    assert not any(map(shows, ("state=checked", "since=2027-01-01", "until=2025-12-31", "page=2")))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"subject": "nobody"}, "There is no unit and no area nobody"),
        ({"value": "much"}, "Enter a number"),
        ({"value": "1e99"}, "no more than"),
        ({"value": "NaN"}, "Enter a number"),
        ({"until": "2025-01-01"}, "ends before it begins"),
        ({"indicator": "zzz"}, "Select a valid choice"),
        ({"evidence": " "}, "This field is required"),
    ],
)
def test_a_wrong_figure_is_told_and_what_was_typed_stays(world: World, wrong: dict[str, str], says: str) -> None:
    """Nothing is written."""
    status, page = sent(world, "evaluator", "/evaluation/outside/", {**FORM, **wrong})

    assert (status, says in page) == (422, True)
    assert "2026-01-01" in page
    assert not OutsideFigure.objects.exists()


def test_a_sheet_of_figures_is_tried_and_applied(world: World) -> None:
    """Among the sheets: faults with their cells first, then all of it at once."""
    row = {"subject": f"{NORTH}000", "indicator": INCOME, "since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    row |= {"value": 7, "evidence": "Report"}
    bad = write_table(COLUMNS, [row, row | {"subject": "nobody"}, row], title=TITLE, language="en")
    worse = write_table(COLUMNS, [row, row | {"subject": "nobody"}], title=TITLE, language="en")
    browser = english(world, "evaluator")

    def tried(content: bytes) -> str:
        file = SimpleUploadedFile("figures.xlsx", content)
        return str(browser.post("/desk/sheets/outside/trial", {"file": file}).content.decode())

    assert "A5" in tried(bad)
    assert "A4" in tried(worse)
    assert "There is no unit and no area nobody." in tried(worse)
    page = tried(write_table(COLUMNS, [row], title=TITLE, language="en"))
    token = page.split('name="token" value="')[1].split('"')[0]
    browser.post("/desk/sheets/outside/apply", {"token": token})

    assert list(OutsideFigure.objects.values_list("subject", "value", "via")) == [(NORTH, 7, "sheet")]
    assert english(world, "dispatcher").get("/desk/sheets/outside/").status_code == 403


def test_an_exclusion_is_proposed_by_the_unit_and_decided_by_an_evaluator(world: World, read: Read) -> None:
    """The head proposes and reads what came of it; the evaluator decides, and may take it back."""
    world.hold("head", role="unit_head", unit="lamps")
    order = world.answered()
    page = read(f"/evaluation/exclusions/new?order={order.number}&unit=lamps", "head")
    assert f'value="{order.number}"' in page
    assert "force majeure" in page

    form = {"order": order.number, "unit": "lamps", "ground": "force_majeure", "evidence": "Red alert of 9 March"}
    assert sent(world, "head", "/evaluation/exclusions/new", form)[0] == 200
    found = Exclusion.objects.get()
    decide = f"/evaluation/exclusions/{found.pk}"
    assert 'value="agree"' not in read("/evaluation/exclusions/", "head")
    assert 'value="agree"' in read("/evaluation/exclusions/", "evaluator")
    assert "Rounds of evaluation are run" in sent(world, "head", decide, {"verb": "agree"})[1]
    assert "Say why it is refused" in sent(world, "evaluator", decide, {"verb": "refuse"})[1]
    sent(world, "evaluator", decide, {"verb": "agree"})

    assert "<b>1</b><span>force majeure" in read("/evaluation/exclusions/", "head")
    sent(world, "second_evaluator", decide, {"verb": "end", "reason": "The alert was for the next county"})
    assert "taken back" in read("/evaluation/exclusions/", "head")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"order": "LC-1"}, "There is no order LC-1 that you could exclude"),
        ({"unit": "nowhere"}, "There is no unit nowhere"),
        ({"unit": "water"}, "had no part in order"),
        ({"ground": "because"}, "Select a valid choice"),
        ({"evidence": " "}, "This field is required"),
    ],
)
def test_a_wrong_exclusion_is_told(world: World, wrong: dict[str, str], says: str) -> None:
    """And nothing is proposed."""
    form = {"order": world.answered().number, "unit": "lamps", "ground": "not_lawful", "evidence": "Article 3"}

    status, page = sent(world, "evaluator", "/evaluation/exclusions/new", {**form, **wrong})

    assert (status, says in page) == (422, True)
    assert not Exclusion.objects.exists()


def test_an_order_is_asked_about_again_without_its_contact(world: World, read: Read) -> None:
    """Place and answer are read, the resident's name and number are not; wrong needs a word, and is published."""
    found = drawn(world)
    page = read("/evaluation/rechecks/", "revisitor")
    assert found.order.number in page
    assert "灯泡已更换" in page
    assert "幸福小区3栋2单元" in page
    assert PHONE not in page
    assert "甘有福" not in page
    form = {"recheck": found.pk, "result": "wrong"}
    assert sent(world, "revisitor", "/evaluation/rechecks/", form)[0] == 422

    status, page = sent(world, "revisitor", "/evaluation/rechecks/", {**form, "note": "Nobody came"})

    assert (status, "Nothing to ask again" in page) == (200, True)
    page = read("/evaluation/rechecks/", "evaluator")
    assert "1 / 1" in page
    assert "Lamp office" in page
    assert "20.7 – 100.0" in page
    assert "Nobody came" not in page
    assert found.order.number not in page


def test_who_had_a_part_is_not_asked(world: World, read: Read) -> None:
    """Neither whoever works at the unit nor whoever made a step; nor is anything added to a settled round."""
    found = drawn(world)
    world.hold("handler", role="revisitor", area=NORTH)
    world.hold("plumber", role="revisitor", area=SOUTH)
    for name in ("handler", "plumber"):
        assert found.order.number not in read("/evaluation/rechecks/", name)
    assert sent(world, "handler", "/evaluation/rechecks/", {"recheck": found.pk, "result": "right"})[0] == 422
    assert sent(world, "plumber", "/evaluation/rechecks/", {"recheck": found.pk, "result": "right"})[0] == 404

    Recheck.objects.update(round=published_round(state="settled", period=(date(2026, 1, 1), date(2026, 1, 31))))
    assert found.order.number not in read("/evaluation/rechecks/", "revisitor")
    assert sent(world, "revisitor", "/evaluation/rechecks/", {"recheck": found.pk, "result": "right"})[0] == 422


def test_nobody_else_gets_in(world: World) -> None:
    """Pages and presses, of figures and orders that are there, for whoever has no part in them."""
    world.hold("head", role="unit_head", unit="water")
    world.hold("south_evaluator", role="evaluator", area=SOUTH)
    figure, found = a_figure(world), drawn(world)
    form = {"order": found.order.number, "unit": "lamps", "ground": "not_lawful", "evidence": "Article 3"}
    sent(world, "evaluator", "/evaluation/exclusions/new", form)
    exclusion = Exclusion.objects.get()
    paths = ["outside/", f"outside/{figure.pk}", f"outside/{figure.pk}/check", f"exclusions/{exclusion.pk}"]
    paths += ["exclusions/new", "rechecks/"]

    def answers(name: str) -> list[int]:
        browser = english(world, name)
        posted = [browser.post(f"/evaluation/{path}", {"verb": "agree", **form}).status_code for path in paths[1:]]
        return [browser.get(f"/evaluation/{paths[0]}").status_code, *posted]

    assert answers("nobody") == [302] * 6
    for name in ("stranger", "crew", "intake"):
        assert answers(name) == [403] * 6, name
    for name in ("dispatcher", "handler"):
        assert answers(name) == [403] * 6, name
    assert answers("leader") == [403, 403, 403, 403, 403, 404]
    assert answers("head") == [403, 403, 403, 404, 422, 403]
    assert answers("south_evaluator") == [200, 404, 404, 404, 422, 404]
    figure.refresh_from_db()
    assert figure.checked_at is None
    assert Exclusion.objects.filter(is_agreed=None).count() == Exclusion.objects.count() == 1


def test_the_pages_keep_their_budget(world: World, django_assert_max_num_queries: Any) -> None:
    """However many rows stand there."""
    one = drawn(world)
    for number in range(4):
        order: Order = world.answered()
        Recheck.objects.create(round=one.round, order=order, unit=world.units["lamps"], drawn_at=now())
        Exclusion.objects.create(
            order=order, unit=world.units["lamps"], ground="not_lawful", evidence="x", proposed_at=now(),
            proposed_by=world.people["second_evaluator"],
        )  # fmt: skip
        figure = a_figure(world, f"{NORTH}00100{number}" if number else NORTH)
        OutsideFigure.objects.filter(pk=figure.pk).update(entered_at=now() - timedelta(days=number))

    for name, path in (("evaluator", "outside/"), ("evaluator", "exclusions/"), ("revisitor", "rechecks/")):
        browser = english(world, name)
        browser.get(f"/evaluation/{path}")
        with django_assert_max_num_queries(17):
            assert browser.get(f"/evaluation/{path}").status_code == 200


def test_every_figure_a_ranking_asks_for_may_be_chosen(world: World, read: Read) -> None:
    """With its name beside the code."""
    page = read("/evaluation/outside/", "evaluator")

    assert all(f'value="{code}"' in page for code in known_indicators())
