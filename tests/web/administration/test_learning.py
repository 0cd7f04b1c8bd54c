# SPDX-License-Identifier: Apache-2.0
"""The page about learning: what it says before and after a training, and that no other post opens it."""

from datetime import date

from sidan.base.clock import now
from sidan.dispatch.learned_rows import FirstGuess, ModelRun
from tests.world import COUNTY, World

PAGE = "/admin/dispatch/modelrun/"
CURVE = ((0.95, 0.25, 0.0), (0.8, 0.5, 0.04), (0.63, 0.75, 0.08), (0.2, 1.0, 0.2))
FIGURES = {
    "curve": [{"threshold": chance, "covered": covered, "risk": risk} for chance, covered, risk in CURVE],
    "calibration": [{"from": 0.9, "count": 60, "chance": 0.93, "right": 0.95}],
    "ece": 0.02, "accuracy": 0.8, "top_two": 0.9,
}  # fmt: skip


def test_before_the_first_training_the_words_speak(offices: World) -> None:
    """The page says that nothing has been learned, and shows no curve."""
    page = offices.client("system", HTTP_ACCEPT_LANGUAGE="en").get(PAGE).content.decode()

    assert "Nothing has been learned yet" in page
    assert 'class="learning-curve"' not in page


def test_it_says_in_words_what_the_threshold_means_and_how_often_people_agree(
    offices: World, django_assert_max_num_queries: object
) -> None:
    """Of a hundred orders so many are filled in and so many wrongly; agreement stands by month and by matter."""
    run = ModelRun(trained_at=now(), orders=800, matters=2, seconds=9, digest="d", threshold=0.63, figures=FIGURES)
    run.save()
    for agreed in (True, True, False):
        FirstGuess.objects.create(
            order=offices.submit(), county=COUNTY, month=date(2026, 3, 1), guessed="city.lamp.dark", by="learned",
            chance=0.9, decided="city.lamp.dark", agreed=agreed,
        )  # fmt: skip
    browser = offices.client("system", HTTP_ACCEPT_LANGUAGE="en")

    with django_assert_max_num_queries(16):  # type: ignore[operator]  # the plugin's own fixture
        page = " ".join(browser.get(PAGE).content.decode().split())

    assert "it would have filled in 75, and 6 of them wrongly" in page
    assert "at least 63 % sure" in page
    assert 'points="150,200 300,160 450,120 600,0"' in page
    assert '<th scope="row">2026-03</th><td>3</td>' in page
    assert "2 <small>(67 %)</small>" in page
    assert "Street lamp is dark" in page


def test_no_other_post_opens_it(offices: World) -> None:
    """Security and audit administrators and people of the desk get a 403."""
    posts = ("security", "auditor", "dispatcher", "leader")

    assert {offices.client(name).get(PAGE).status_code for name in posts} == {403}
