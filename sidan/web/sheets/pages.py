# SPDX-License-Identifier: Apache-2.0
"""One page for every kind of sheet: take out, bring in on trial, look, and apply; nothing is lost between presses."""

from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import Refused
from sidan.base.imports import Faulty, Plan
from sidan.base.sheet_size import MAX_BYTES
from sidan.people.actors import Actor
from sidan.people.passwords import without_password
from sidan.places.outlines import SYSTEMS
from sidan.places.topology import REPAIRS, Repair
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for
from sidan.web.sheets.access import opened
from sidan.web.sheets.kept import KeptSheet, find_kept, keep
from sidan.web.sheets.kept import drop as drop_kept
from sidan.web.sheets.kinds import Kind, kinds_for
from sidan.web.sheets.surveying import surveyed
from sidan.web.sheets.telling import told

LONGEST_NAME = 120


@require_safe
@login_required
def index(request: Request) -> HttpResponse:
    """Name the kinds of sheets that are open to the actor."""
    kinds = list(kinds_for(administrator_for(request)))
    if not kinds:
        raise PermissionDenied
    return render(request, "sheets/index.html", {"kinds": kinds})


@require_safe
@login_required
def kind(request: Request, code: str) -> HttpResponse:
    """Show what can be done with one kind of sheet."""
    kind, actor = opened(request, code)
    return _page(request, kind, actor)


@require_POST
@login_required
def trial(request: Request, code: str) -> HttpResponse:
    """Say what a sheet would do, row by row, and keep the file for the second press; nothing is written.

    With the token of a kept file that one is tried again, with other repairs.
    """
    kind, actor = opened(request, code)
    if request.POST.get("token"):
        kept = find_kept(actor.user_id or 0, request.POST["token"], kind=kind.code)
        return _trial_page(request, kind, kept, _bring_in(request, kind, kept, by=actor, dry_run=True))
    system = request.POST.get("system", "wgs84")
    try:
        file = _required(request.FILES.get("file"), kind)
        if system not in SYSTEMS:
            raise Refused("Please say which map the coordinates come from.")
        given = KeptSheet("", kind.code, _plain_name(file), system, file.read())
        plan = _bring_in(request, kind, given, by=actor, dry_run=True)
    except Refused as fault:
        return _page(request, kind, actor, fault=fault, status=422)
    kept = keep(actor.user_id or 0, kind=kind.code, name=given.name, system=system, content=given.content)
    return _trial_page(request, kind, kept, plan)


@require_POST
@login_required
def apply(request: Request, code: str) -> HttpResponse:
    """Write a sheet that has been tried, all of it or, when something has changed meanwhile, nothing."""
    kind, actor = opened(request, code)
    token = request.POST.get("token", "")
    kept = find_kept(actor.user_id or 0, token, kind=kind.code)
    try:
        plan = _bring_in(request, kind, kept, by=actor, dry_run=False)
    except Faulty:
        return _trial_page(request, kind, kept, _bring_in(request, kind, kept, by=actor, dry_run=True))
    drop_kept(actor.user_id or 0, token)
    counts = {"new": len(plan.created), "changed": len(plan.changed), "same": len(plan.unchanged)}
    messages.success(
        request, gettext("Written: %(new)d new, %(changed)d changed, %(same)d the same as before.") % counts
    )
    return redirect("sheets:kind", kind.code)


@require_POST
@login_required
def drop(request: Request, code: str) -> HttpResponse:
    """Throw the tried file away."""
    kind, actor = opened(request, code)
    token = request.POST.get("token", "")
    find_kept(actor.user_id or 0, token, kind=kind.code)
    drop_kept(actor.user_id or 0, token)
    messages.info(request, gettext("The sheet was put aside. Nothing has been written."))
    return redirect("sheets:kind", kind.code)


def _required(file: object, kind: Kind) -> "UploadedFile[bytes]":
    """Return the uploaded file; Refused for none, one that is too large, or one of another kind."""
    if not isinstance(file, UploadedFile) or not file.name:
        raise Refused("Please choose a file first.")
    if not file.size:
        raise Refused("The file is empty.")
    if file.size > MAX_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MAX_BYTES // 2**20)
    if PurePath(file.name).suffix.lower() not in kind.endings:
        endings = " ".join(kind.endings)
        raise Refused("This kind of file cannot be read; please give one of: %(endings)s.", endings=endings)
    return file


def _plain_name(file: "UploadedFile[bytes]") -> str:
    """Return the name of a file as it is kept: without folders, its end spared when it is cut."""
    return PurePath(file.name or "").name[-LONGEST_NAME:]


def _bring_in(request: Request, kind: Kind, kept: KeptSheet, *, by: Actor, dry_run: bool) -> Plan:
    """Call the verb of the kind, with the repairs that the form accepts."""
    more: dict[str, object] = {"system": kept.system} if kind.is_mapped else {}
    if kind.is_surveyed:
        more["repairs"] = _repairs(request)
    return kind.bring_in(kept.content, kept.name, by=by, dry_run=dry_run, **more)


def _repairs(request: Request) -> list[Repair]:
    """Return the repairs that a form accepts."""
    asked = request.POST.getlist("repair")
    return [repair for repair in REPAIRS if repair in asked]


def _page(
    request: Request, kind: Kind, actor: Actor, *, fault: Refused | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of one kind, with the fault of a file that could not be read."""
    context = {
        "kind": kind,
        "kinds": list(kinds_for(actor)),
        "systems": SYSTEMS,
        "system": request.POST.get("system", "wgs84"),
        "fault": fault,
        "waiting": without_password(but=actor).count() if kind.code == "people" else 0,
    }
    return render(request, "sheets/kind.html", context, status=status)


def _trial_page(request: Request, kind: Kind, kept: KeptSheet, plan: Plan) -> HttpResponse:
    """Return what a sheet would do, or the faults that forbid it."""
    context = {"kind": kind, "kept": kept, "told": told(plan, kind), "survey": surveyed(plan)}
    return render(request, "sheets/trial.html", context, status=422 if plan.faults else 200)
