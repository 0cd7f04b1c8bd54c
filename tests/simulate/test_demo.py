# SPDX-License-Identifier: Apache-2.0
"""The demo city: made up, whole, lived through the engine itself."""

from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import shape
from shapely.ops import unary_union

from sidan.base.clock import now
from sidan.evaluation.round_rows import Round, RoundObjection
from sidan.matching.models import Adviser, Pairing, PairingPlan, Proposal
from sidan.matching.public_numbers import public_numbers
from sidan.orders.models import Order, Step
from sidan.orders.registry import stage_of
from sidan.orders.verify import broken_chains
from sidan.people.coverage import coverage_of
from sidan.people.crews import CREW_KINDS, CREW_ROLES
from sidan.people.models import Contact, Post
from sidan.people.posts import GIVEN_ROLES
from sidan.people.queries import coverage
from sidan.places.models import Area, Site
from sidan.programmes.catalogue_reader import read_catalogue
from sidan.simulate import city, shapes, texts
from tests.simulate.test_plays import require_living_orders


@pytest.mark.django_db
def test_the_demo_is_built_and_lived() -> None:
    """A small demo leaves sound chains, every programme alive, nobody waiting without a reason, and no contact."""
    out, begun = StringIO(), now()

    call_command("demo", orders=60, days=90, seed=3, stdout=out)

    assert Order.objects.filter(programme="service").count() >= 60
    assert Step.objects.count() > 150
    require_living_orders()
    assert list(broken_chains(Order.objects.all())) == []
    for order in Order.objects.open():
        assert order.holder
        assert order.due_at is not None or stage_of(order).patient is not None
        assert order.due_at is None or order.due_at > begun - timedelta(minutes=5)
    assert not Contact.objects.exists()
    assert {post.role for post in Post.objects.all()} == set(GIVEN_ROLES)
    assert coverage("361002", date.today()) == []  # noqa: DTZ011  the demo is built for the real today
    assert {post.kind for post in Post.objects.filter(role__in=CREW_ROLES)} >= set(CREW_KINDS)
    staffed = coverage_of("361002", first=date.today())  # noqa: DTZ011  the same
    sundays = [count for day, count in staffed.gaps.items() if day.weekday() == 6]
    assert 0 < min(sundays) <= max(sundays) < len(staffed.grids)
    assert set(Round.objects.values_list("state", flat=True)) == {"settled", "published", "checking"}
    assert {each.result for each in RoundObjection.objects.all()} >= {""}
    assert list(PairingPlan.objects.order_by("pk").values_list("state", flat=True)) == ["adopted", "adopted", "open"]
    assert PairingPlan.objects.latest("pk").remarks.exists()
    assert Pairing.objects.filter(until_on__isnull=False).exists()
    assert (Adviser.objects.filter(kind="liaison").count(), Adviser.objects.filter(kind="expert").count()) == (12, 8)
    assert Proposal.objects.count() == 3
    numbers = public_numbers("361002")
    assert (numbers.covered, numbers.of) == (60, 62)
    assert 0 < numbers.visits_done < numbers.visits_due
    assert "/q/" in out.getvalue()
    assert Site.objects.filter(code=out.getvalue().split("/q/")[1][:8]).exists()

    count = Order.objects.count()
    call_command("demo", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert Order.objects.count() == count


@pytest.mark.django_db
def test_the_demo_is_not_poured_over_a_citys_own_areas() -> None:
    """A database with areas of its own is left alone."""
    Area.objects.create(code="3699", name="某市", level="city")

    with pytest.raises(CommandError, match="already has areas"):
        call_command("demo", orders=5)


@pytest.mark.django_db
def test_grids_cover_their_community_without_gap_or_overlap() -> None:
    """The made-up outlines fit together as real ones should."""
    built = city.build(read_catalogue(), today=date(2026, 1, 5), rng=Random(7))

    assert len(built.grids) == 208
    for community in Area.objects.filter(level="community")[:12]:
        land = shape(community.geometry)
        grids = [shape(grid.geometry) for grid in community.children.all()]
        assert abs(unary_union(grids).area - land.area) / land.area < 1e-4
        assert abs(sum(grid.area for grid in grids) - land.area) / land.area < 1e-4
        assert all(grid.is_valid and grid.area > 0 for grid in grids)


def test_the_same_seed_draws_the_same_land() -> None:
    """What is made up is made up the same way again."""
    one = shapes.split(shapes.ground((116.0, 28.0), width_deg=1, height_deg=1, rng=Random(1)), 7, rng=Random(2))
    two = shapes.split(shapes.ground((116.0, 28.0), width_deg=1, height_deg=1, rng=Random(1)), 7, rng=Random(2))

    assert one == two
    assert len(one) == 7


def test_messages_differ_and_speak_of_their_matter() -> None:
    """A thousand made-up messages hardly repeat one another."""
    catalogue = read_catalogue()
    rng = Random(5)

    written = {texts.message(rng.choice(catalogue.matters), "幸福小区3栋", rng=rng, asks=False) for _ in range(1000)}

    assert len(written) > 950
