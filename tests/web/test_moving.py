# SPDX-License-Identifier: Apache-2.0
"""Any declared move becomes a form, whatever fields it asks."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from sidan.orders import registry
from sidan.orders.allowed import moves_for
from sidan.orders.declare import Move
from sidan.orders.fields import FIELD_TYPES
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.web.field_controls import _BUILDERS
from sidan.web.moving import MoveForm, attempt, move_forms, questions_of, sent_form
from sidan.web.offering import Offered
from tests.world import COUNTY, World


def rendered(form: MoveForm) -> str:
    """Return the form as the pages show it."""
    request = RequestFactory().get("/")
    return render_to_string("moving/_move.html", {"form": form, "action": "/here"}, request=request)


def sent(order: Order, move: str, **answers: str) -> MoveForm:
    """Return the form of a move as it arrives."""
    data = QueryDict(mutable=True)
    data.update(
        {"move": move, "expect": str(order.version), **{f"{move}-{key}": value for key, value in answers.items()}}
    )
    return sent_form(order, data=data, files=MultiValueDict(), offered=Offered(order.county))


def test_every_type_of_field_has_a_control() -> None:
    """A type the engine knows can be asked on a page."""
    assert set(_BUILDERS) == {code for code, kind in FIELD_TYPES.items() if not kind.is_made}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_move_of_every_programme_can_be_shown(world: World, language: str) -> None:
    """Each move of each served programme becomes a form with a control for every field, in both languages."""
    order, offered = world.submit(), Offered(COUNTY)
    with override(language):
        for move in registry.current("service").moves:
            html = rendered(MoveForm(order, move, offered=offered))

            assert all(f'name="{move.code}-{field}' in html for field in move.asks), move.code
            assert "%(" not in html


def test_selects_offer_what_the_county_has(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Units by name, matters by branch with condition and limit; each list is one query however many forms ask."""
    order, offered = world.submit(), Offered(COUNTY)
    moves = [registry.find_move(registry.current("service"), code) for code in ("dispatch", "redirect")]

    with override("zh-hans"), django_assert_num_queries(2):
        html = "".join(rendered(form) for form in move_forms(order, moves, offered=offered))

    assert '<option value="lamps">城管局照明所</option>' in html
    assert '<optgroup label="照明">' in html
    assert '<option value="city.lamp.dark#danger">路灯不亮 · 漏电或倾倒 · 2个紧急工作时</option>' in html


def test_alternatives_of_a_group_are_one_question(world: World) -> None:
    """The verdicts stand together under the group's name; a move without company stands alone."""
    order = world.answered()
    forms = move_forms(order, moves_for(Actor.reporter(order.pk), order), offered=Offered(COUNTY))

    (verdict,) = questions_of(forms)

    assert str(verdict.name) == "问题解决了吗？"
    assert [form.move.code for form in verdict.forms] == ["solved", "partly", "not_solved"]
    assert (verdict.is_primary, verdict.is_alone) == (True, False)


def test_a_sent_form_makes_its_move(world: World) -> None:
    """What arrives is what the engine is asked."""
    order = world.submit()

    step = attempt(sent(order, "dispatch", unit="lamps", matter_decided="city.lamp.dark"), by=world.actor("dispatcher"))

    assert step is not None
    assert (step.move, step.answers["unit"]) == ("dispatch", "lamps")


def test_faults_stand_beside_their_fields(world: World) -> None:
    """Every fault of the engine comes back at its field, in the page's language, with what was sent."""
    order = world.submit()
    with override("zh-hans"):
        form = sent(order, "dispatch", unit="nobody", note="请尽快")

        assert attempt(form, by=world.actor("dispatcher")) is None

        assert set(form.errors) == {"unit", "matter_decided"}
        assert "请尽快" in rendered(form)
        assert 'aria-invalid="true"' in rendered(form)


def test_a_guard_s_sentence_stands_above_the_form(world: World) -> None:
    """A refusal that belongs to no field is told on top."""
    order = world.submit()
    world.move(order, "recuse", "dispatcher", about="lamps")
    form = sent(order, "dispatch", unit="lamps", matter_decided="city.lamp.dark")

    assert attempt(form, by=world.actor("dispatcher")) is None

    assert len(form.non_field_errors()) == 1


def test_a_form_without_a_version_is_not_checked_for_age(world: World) -> None:
    """A form that does not say what it saw is taken as it is; one that says garbage counts as old."""
    move: Move = registry.find_move(registry.current("service"), "sign")
    order = world.submit()

    def seen(text: str | None) -> int | None:
        data = QueryDict(mutable=True)
        if text is not None:
            data["expect"] = text
        return MoveForm(order, move, offered=Offered(COUNTY), data=data).seen_version

    assert [seen(text) for text in (None, "", "3", "x", "-1", "9" * 99)] == [None, None, 3, 0, 0, 0]
