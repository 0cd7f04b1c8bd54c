# SPDX-License-Identifier: Apache-2.0
"""A company's own page: who helps it, who comes when, what it needs and what of it is open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import NotFound, Refused
from sidan.base.text import excerpt
from sidan.matching.own import own_page
from sidan.matching.own_needs import change_needs, find_own, offered_skills, own_companies
from sidan.orders.facts import title_of
from sidan.orders.models import Order
from sidan.orders.registry import programme_of
from sidan.people.actors import Actor
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.matching.needs_form import NeedsForm
from sidan.web.visitor import actor_for

LONGEST_CODE = 40
EXCERPT_LENGTH = 60


@login_required
@never_cache
@require_safe
def own(request: Request) -> HttpResponse:
    """Show the page of one's own company; `?company=` names one of several."""
    actor = _contact(request)
    return _page(request, actor, request.GET.get("company", "")[:LONGEST_CODE])


@login_required
@never_cache
@require_POST
def needs(request: Request) -> HttpResponse:
    """Set what the own company needs; a refusal keeps everything that was written."""
    actor = _contact(request)
    unit = find_own(request.POST.get("company", "")[:LONGEST_CODE], by=actor)
    company = getattr(unit, "company", None)
    if company is None:
        raise NotFound("There is no company %(code)s.", code=unit.code)
    form = NeedsForm(request.POST, company=company, skills=offered_skills())
    if form.is_valid():
        try:
            change_needs(company, by=actor, **form.facts)
        except Refused as refused:
            form.add_error(None, said(refused))
    if form.errors:
        return _page(request, actor, unit.code, form=form, status=422)
    messages.success(request, gettext("What you need was written down."))
    return redirect(f"{reverse('matching:own')}?{urlencode({'company': unit.code})}")


def _contact(request: Request) -> Actor:
    """Return the actor, who must be a contact of a company."""
    actor = actor_for(request)
    if not actor.units("company"):
        raise PermissionDenied
    return actor


def _page(
    request: Request, actor: Actor, code: str, *, form: NeedsForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the page of one company."""
    unit = find_own(code, by=actor)
    page = own_page(unit, by=actor)
    skills = offered_skills() if page.company is not None else []
    if form is None and page.company is not None:
        form = NeedsForm(None, company=page.company, skills=skills)
    names = {skill.code: skill.title for skill in skills}
    company = page.company
    context = {
        "page": page,
        "form": form,
        "rows": [_row(order) for order in page.orders],
        "needs": [names.get(each, each) for each in company.needs] if company else [],
        "languages": [names.get(each, each) for each in company.languages] if company else [],
        "others": [each for each in own_companies(actor) if each.pk != unit.pk] if _has_several(actor) else [],
    }
    return render(request, "matching/own.html", context, status=status)


def _row(order: Order) -> dict[str, object]:
    """Return an order as the list shows it."""
    programme = programme_of(order)
    title = excerpt(order.text, EXCERPT_LENGTH) or title_of(order).in_language(get_language() or "")
    return {"order": order, "title": title, "programme": programme.name}


def _has_several(actor: Actor) -> bool:
    """Say whether the actor is a contact of more than one company."""
    return len(actor.units("company")) > 1
