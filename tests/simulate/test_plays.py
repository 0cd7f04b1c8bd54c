# SPDX-License-Identifier: Apache-2.0
"""The plays of the demo city: every served programme has some, and they stand in different stages."""

from sidan.orders import registry
from sidan.orders.bodies import Meeting
from sidan.orders.models import Order
from sidan.orders.purses import Purse
from sidan.simulate import names
from sidan.simulate.plays import FOLDER, all_plays, read_plays

# Its orders are lived, day by day, by the whole city.
LIVED = "service"


def test_every_served_programme_has_plays() -> None:
    """A programme that is served has at least three, and each file is about the programme it is named after."""
    by_programme = {plays.programme: plays.plays for plays in all_plays()}

    assert set(by_programme) == {programme.code for programme in registry.served()} - {LIVED}
    assert {code: len(plays) for code, plays in by_programme.items() if len(plays) < 3} == {}
    for path in FOLDER.glob("*.toml"):
        assert read_plays(path.read_text(encoding="utf-8")).programme == path.stem


def test_every_play_says_that_it_is_made_up() -> None:
    """Whoever reads an order of the demo sees at once that nobody wrote it in earnest."""
    for plays in all_plays():
        for play in plays.plays:
            assert "演示" in "".join(map(str, play.answers.values())), plays.programme


def require_living_orders() -> None:
    """Require of a demo that is built: each programme is in two stages or more, some closed; ballots are counted."""
    for plays in all_plays():
        orders = Order.objects.filter(programme=plays.programme)
        assert orders.count() >= len(plays.plays)
        assert orders.filter(closed_at__isnull=False).exists(), plays.programme
        assert orders.values("stage").distinct().count() >= 2, plays.programme
    assert Meeting.objects.filter(result__isnull=False).count() >= 2
    assert Order.objects.filter(programme="forum", published_at__isnull=False).count() >= 2
    assert Order.objects.filter(programme="micro", published_at__isnull=False).exists()
    assert Purse.objects.exists()
    assert Purse.objects.filter(county__in=names.DEEP).count() == Purse.objects.count()
