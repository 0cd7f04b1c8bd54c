# SPDX-License-Identifier: Apache-2.0
"""What cannot be done with rounds: each refused with a sentence, and what was typed is kept."""

from typing import Any

import pytest
from django.test import Client

from sidan.evaluation.round_rows import Round, RoundObjection
from tests.evaluation.rounding import AFTER, published
from tests.world import COUNTY, Clock, World

pytestmark = pytest.mark.usefixtures("counts")
FEBRUARY = {"ranking": "trial", "area": COUNTY, "since": "2026-02-01", "until": "2026-02-28"}
WORDS = "我们有三张单按时答复了。"


def sent(browser: Client, path: str, status: int, **form: str) -> str:
    """Send a form in English, and return the page it answers with."""
    browser.cookies["lang"] = "en"
    response: Any = browser.post(f"/evaluation/{path}", form)
    assert response.status_code == status, (path, response.status_code)
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"since": "2026-02-28", "until": "2026-02-01"}, "The period ends before it begins."),
        ({"until": "2026-03-31"}, "The period is not over yet"),
        ({"since": "30 February"}, "Enter a valid date."),
        ({"ranking": "no_such"}, "Select a valid choice."),
        ({"area": "369999"}, "Select a valid choice."),
    ],
)
def test_a_period_or_ranking_that_cannot_be_is_refused(world: World, change: dict[str, str], sentence: str) -> None:
    """A period turned round or not over, a day that is none, and what the city does not have."""
    page = sent(world.client("evaluator"), "new", 422, **{**FEBRUARY, **change})

    assert sentence in page
    assert not Round.objects.exists()


def test_the_same_round_is_not_opened_twice(world: World) -> None:
    """A ranking has one living round over an area and a period."""
    browser = world.client("evaluator")
    sent(browser, "new", 302, **FEBRUARY)

    page = sent(browser, "new", 422, **FEBRUARY)

    assert "There is a round of this ranking over this area and period already." in page
    assert Round.objects.count() == 1


def test_a_late_objection_is_told_so_and_keeps_its_words(world: World, clock: Clock) -> None:
    """After the last day the sentence says until when it was, and nothing typed is lost."""
    found = published(world)
    clock.to(AFTER)

    for browser in (Client(), world.client("plumber")):
        page = sent(browser, f"{found.pk}/object/water/", 422, **{"objection-text": WORDS})
        assert "Objections were taken until 2026-03-17 09:00." in page
        assert WORDS in page
    assert not RoundObjection.objects.exists()


def test_a_repeated_objection_is_told_so_and_keeps_its_words(world: World) -> None:
    """Of a unit a second one, of anybody else the same words; the same form sent again is the same objection."""
    found = published(world)
    plumber, resident = world.client("plumber"), Client()
    path, first = f"{found.pk}/object/water/", {"objection-text": WORDS, "key": "a" * 24}
    for browser in (plumber, plumber, resident, resident):
        sent(browser, path, 302, **first)
    assert RoundObjection.objects.count() == 2

    again = sent(plumber, path, 422, **{"objection-text": f"{WORDS}请再看。", "key": "b" * 24})
    other = sent(Client(), path, 422, **{"objection-text": WORDS, "key": "c" * 24})

    assert "is being heard already" in again
    assert "请再看。" in again
    assert "An objection in the same words was made already." in other
    assert RoundObjection.objects.count() == 2


def test_an_objection_without_words_or_with_a_wrong_telephone_comes_back(world: World) -> None:
    """Each fault stands beside its field."""
    found = published(world)

    empty = sent(Client(), f"{found.pk}/object/water/", 422)
    wrong = sent(
        Client(), f"{found.pk}/object/water/", 422, **{"objection-text": WORDS, "contact-phone": "not a number"}
    )

    assert "Please fill in “Why do you object?”." in empty
    assert 'id="id_contact-phone_fault"' in wrong
    assert WORDS in wrong
    assert not RoundObjection.objects.exists()
