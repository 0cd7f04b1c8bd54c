# SPDX-License-Identifier: Apache-2.0
"""Learning from closed orders: what teaches, what is kept, when it speaks, and that nothing of a blanked text stays."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse

from sidan.dispatch import agreement, learned, risk, training
from sidan.dispatch.classify import Classifier
from sidan.dispatch.learned import Learned, keep_learned, learned_of
from sidan.dispatch.learned_rows import FirstGuess, ModelRun
from sidan.dispatch.suggest import suggest
from sidan.orders.models import Order
from sidan.orders.retention import blank_words
from sidan.people.actors import Actor
from tests.world import COUNTY, World

LAMPS = [f"{place}的灯晚上黑着没有人修" for place in ("北街", "东巷", "西桥", "南门", "河边", "校门", "市场", "广场")]
PIPES = [f"{place}地下冒水流了一整条街" for place in ("北街", "东巷", "西桥", "南门", "河边", "校门", "市场", "广场")]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep models in a folder of the test's own."""
    settings.MODELS_DIR = tmp_path
    learned.forget_read()
    yield
    learned.forget_read()


def taught() -> Classifier:
    """Return what sixteen short texts teach."""
    return Classifier.learn([*LAMPS, *PIPES], ["city.lamp.dark"] * 8 + ["live.water.burst"] * 8)


def closed(world: World, text: str, matter: str, unit: str) -> Order:
    """Return an order that a dispatcher decided and that is closed."""
    order = world.submit(text)
    world.dispatch(order, unit=unit, matter=matter)
    Order.objects.filter(pk=order.pk).update(kind="closed", holder="", closed_at=order.created_at)
    return order


def test_a_city_learns_from_its_closed_orders_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After training, an order in words that no catalogue knows gets its matter, by what was learned."""
    monkeypatch.setattr(training, "LEAST_OF_A_MATTER", 5)
    monkeypatch.setattr(risk, "LEAST_COVERED", 5)
    for text in LAMPS:
        closed(world, text, "city.lamp.dark", "lamps")
    for text in PIPES:
        closed(world, text, "live.water.burst", "water")

    call_command("train")
    found = suggest(world.submit("后街的灯晚上黑着"))

    run = ModelRun.objects.get()
    assert (run.county, run.orders, run.matters) == ("", 16, 2)
    assert run.figures["curve"][-1]["covered"] == 1
    assert (found.guesses[0].matter.code, found.guesses[0].by) == ("city.lamp.dark", "learned")
    assert found.guesses[0].because


def test_nothing_is_learned_again_where_nothing_changed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second training of the same orders changes nothing; a further order is learned, a confidential one is not."""
    monkeypatch.setattr(training, "LEAST_OF_A_MATTER", 3)
    for text in LAMPS[:3]:
        closed(world, text, "city.lamp.dark", "lamps")
    for text in PIPES[:3]:
        closed(world, text, "live.water.burst", "water")
    first = training.train()

    again = training.train()
    hidden = closed(world, PIPES[3], "live.water.burst", "water")
    Order.objects.filter(pk=hidden.pk).update(is_confidential=True)
    still = training.train()
    closed(world, PIPES[4], "live.water.burst", "water")
    anew = training.train()

    assert first is not None
    assert first == again == still != anew
    assert ModelRun.objects.count() == 2


def test_a_blanked_text_is_in_no_later_training(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that was blanked, an open order and a reporter's own choice teach nothing; numbers are covered."""
    monkeypatch.setattr(training, "LEAST_OF_A_MATTER", 1)
    closed(world, "灯坏了，电话13812345678", "city.lamp.dark", "lamps")
    forgotten = closed(world, "冒水了", "live.water.burst", "water")
    world.submit("还没有办", answers={"matter": "live.property"})
    before = training.examples_of(COUNTY)

    blank_words(forgotten, by=Actor.importer(), reason="本人要求")
    after = training.examples_of(COUNTY)

    assert len(before) == 2
    assert "13812345678" not in before[0].text
    assert [each.matter for each in after] == ["city.lamp.dark"]
    assert training.digest_of(before) != training.digest_of(after)


def test_a_file_that_was_not_signed_here_is_refused(caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    """A changed file, and one signed by another key, are not read, and the log says what to do."""
    keep_learned("", Learned(taught(), 0.5))
    assert learned_of(COUNTY) is not None
    path = next(Path(settings.MODELS_DIR).iterdir())

    path.write_bytes(path.read_bytes()[:-1] + b"?")
    learned.forget_read()

    assert learned_of(COUNTY) is None
    assert "not signed by this installation" in caplog.text


def test_below_the_threshold_nothing_stands_filled_in(world: World) -> None:
    """An unsure model shows its guesses, and the page fills in neither matter nor unit."""
    keep_learned("", Learned(taught(), 0.999))
    order = world.submit("北街的灯冒水")

    found = suggest(order)
    page = world.client("dispatcher").get(reverse("desk:order", args=[order.number]))

    assert found.is_unsure
    assert "data-unsure" in page.content.decode()


def test_words_speak_for_a_matter_that_was_never_learned(world: World) -> None:
    """A matter with too few orders to learn stays with the everyday words."""
    keep_learned("", Learned(taught(), 0.999))

    found = suggest(world.submit("物业服务差，物业服务"))

    assert (found.guesses[0].matter.code, found.guesses[0].by, found.is_unsure) == ("live.property", "words", False)


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "qwrtz xkcd", "鬱龜纛饕", "？！。" * 3000, "0" * 10_000])
def test_nonsense_gets_an_honest_do_not_know(text: str) -> None:
    """Nothing known in a text means equal chances for all, and spaces after it change nothing."""
    model = taught()

    chances = model.chances([text, text + "  "])

    assert np.allclose(chances, 0.5)
    assert model.because(text, "city.lamp.dark") == ()


def test_the_decision_is_noted_beside_the_first_guess(world: World) -> None:
    """The first decision of a person is compared with the first guess; no text and no name is kept."""
    right, wrong = world.submit("路灯不亮"), world.submit("路灯不亮")

    world.dispatch(right)
    world.dispatch(wrong, unit="water", matter="live.water.burst#usual")

    rows = FirstGuess.objects.order_by("pk").values_list("order_id", "guessed", "by", "decided", "agreed")
    assert list(rows) == [
        (right.pk, "city.lamp.dark", "words", "city.lamp.dark", True),
        (wrong.pk, "city.lamp.dark", "words", "live.water.burst", False),
    ]
    assert [(each.decided, each.agreed) for each in agreement.months_of(COUNTY)] == [(2, 1)]


def test_agreement_has_fallen_only_when_chance_does_not_explain_it() -> None:
    """Eighty of a hundred after ninety of a hundred may be chance's; seventy is not; few orders say nothing."""
    assert not agreement.has_fallen(83, 100, before_agreed=90, before_decided=100)
    assert agreement.has_fallen(70, 100, before_agreed=90, before_decided=100)
    assert not agreement.has_fallen(2, 10, before_agreed=90, before_decided=100)


def test_the_threshold_keeps_the_risk_that_was_asked_for() -> None:
    """Of guesses ever less sure, those are made among which no more than the risk are wrong."""
    sure = np.linspace(0.99, 0.5, 100)
    chances = np.column_stack([sure, 1 - sure])
    given = np.array([0] * 80 + [1] * 20)

    threshold = risk.threshold_for(chances, given, risk=0.1)

    assert (given[sure >= threshold] == 1).mean() <= 0.1
    assert risk.threshold_for(chances, 1 - given, risk=0.1) == risk.NEVER
