# SPDX-License-Identifier: Apache-2.0
"""Crew in the admin pages: kind, place looked after, days of duty, and absences without a substitute."""

from django.test import Client
from django.urls import reverse

from sidan.people.models import Absence, Post
from tests.web.administration.test_doors import page
from tests.web.administration.test_keeping import add, change
from tests.world import World


def test_crew_is_given_with_its_kind_place_and_days(security: Client, offices: World) -> None:
    """As lines a clerk can read back; a dispatcher's page asks for none of them."""
    grid = offices.areas[offices.grid]
    facts = {
        "kind": "单元长",
        "site": offices.site.code.upper(),
        "duty": "周一至周六 08:00-18:00",
        "is_published": "true",
    }
    add(security, "post", user="stranger", role="crew", area=grid.code, **facts)

    post = Post.objects.get(user__username="stranger")
    shown = security.get(reverse("admin:people_post_change", args=[post.pk])).content.decode()
    other = Post.objects.get(user__username="dispatcher")
    plain = security.get(reverse("admin:people_post_change", args=[other.pk])).content.decode()

    assert (post.kind, post.site_id, post.is_published) == ("stair_head", offices.site.pk, True)
    assert all(f'value="{each}"' in shown for each in ("单元长", "K7QF2MXP", "周一至周六 08:00-18:00"))
    assert 'name="duty"' not in plain
    change(security, post, title="", kind="单元长", site="", duty="", is_published="unknown")
    post.refresh_from_db()
    assert (post.kind, post.site_id, post.duty, post.is_published) == ("stair_head", None, [], True)


def test_a_duty_that_cannot_be_read_is_told_at_its_field(security: Client, offices: World) -> None:
    """Nothing is written then."""
    answer = add(security, "post", user="stranger", role="crew", area=offices.grid, duty="有空就来")

    assert answer.status_code == 200
    assert "有空就来" in answer.content.decode()
    assert not Post.objects.filter(user__username="stranger").exists()


def test_an_absence_without_a_substitute_is_told_as_one(security: Client, offices: World) -> None:
    """The list says that nobody stands in."""
    post = Post.objects.get(user__username="crew")

    add(security, "absence", post=post.pk, substitute="", from_on="2026-03-12", until_on="2026-03-20")

    assert Absence.objects.get().substitute is None
    assert "李网格" in security.get(page("absence")).content.decode()
