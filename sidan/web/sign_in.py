# SPDX-License-Identifier: Apache-2.0
"""Signing in and out, one's own password, and the demo's entrance. Every success and failure is audited."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.people import passwords
from sidan.people.actors import Actor, actor_of
from sidan.people.audit import record
from sidan.people.models import User, UserManager
from sidan.people.posts import POST_ROLES
from sidan.people.queries import one_of_each_role
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.limits import limited
from sidan.web.middleware import MUST_CHANGE, SEEN
from sidan.web.offline import forget_kept
from sidan.web.visitor import actor_for, client_address

# Which of the two authentication backends a demo sign-in, which checks no password, counts as.
DEMO_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(AuthenticationForm):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("User name and password do not belong together. Mind capital letters in the password."),
        "inactive": _("This account has been closed. Ask your administrator."),
    }


@sensitive_post_parameters("password")
@never_cache
@limited("sign_in", per_minute=20, per_hour=200)
def sign_in(request: Request) -> HttpResponse:
    """Show the sign-in page, and sign in whoever knows the password."""
    target = _target(request)
    # Whoever is signed in and still sent here needs another account for that page: going back would turn in a circle.
    if request.user.is_authenticated and request.method == "GET" and REDIRECT_FIELD_NAME not in request.GET:
        return redirect(target)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = form.get_user()
        enter(request, user, actor=actor_of(user, ip=client_address(request)))
        answer = redirect("password" if user.must_change_password else target)
        forget_kept(request, answer, unless_of=user.pk)
        return answer
    if request.method == "POST" and form.data.get("username"):
        locked = getattr(request, "axes_locked_out", False)
        action = "sign_in.locked" if locked else "sign_in.failed"
        record(actor_for(request), action, f"user:{UserManager.normal_username(form.data['username'])}")
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "account/sign_in.html", context, status=422 if form.is_bound else 200)


def enter(request: HttpRequest, user: User, *, actor: Actor, backend: str | None = None) -> None:
    """Begin a session for a user and write it down."""
    login(request, user, backend=backend)
    request.session[SEEN] = int(now().timestamp())
    if user.must_change_password:
        request.session[MUST_CHANGE] = True
    record(actor, "sign_in.succeeded", f"user:{user.username}")


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Say until when nobody can sign in by that name from that address; called by django-axes.

    Each further try starts the time anew, so it is counted from now.
    """
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    context = {"until": now() + cool_off, "failures": settings.AXES_FAILURE_LIMIT}
    answer = render(request, "account/locked_out.html", context, status=429)
    answer["Retry-After"] = str(int(cool_off.total_seconds()))
    return answer


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session and show the sign-in page."""
    if isinstance(request.user, User):
        record(actor_for(request), "sign_out", f"user:{request.user.username}")
    logout(request)
    messages.success(request, gettext("You are signed out."))
    answer = redirect(settings.LOGIN_URL)
    forget_kept(request, answer)
    return answer


class PasswordForm(forms.Form):
    """The old password once and the new one twice."""

    old = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters, not only digits, not your name, and nothing everybody uses."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        """Ask the given user."""
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        """Refuse a wrong present password, so that nobody takes over a desk left open."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError(gettext("This is not your present password."))
        return old

    def clean_again(self) -> str:
        """Refuse two new passwords that differ."""
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new") != again:
            raise ValidationError(gettext("The two new passwords differ."))
        return again


@sensitive_post_parameters()
@never_cache
@login_required
@limited("password", per_minute=6, per_hour=30)
def password(request: Request) -> HttpResponse:
    """Let a person choose a new password; whoever was given a one-time one comes here first."""
    assert isinstance(request.user, User)
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid() and _changed(request, form):
        request.session.pop(MUST_CHANGE, None)
        update_session_auth_hash(request, request.user)
        messages.success(request, gettext("Your password has been changed."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "is_forced": MUST_CHANGE in request.session}
    return render(request, "account/password.html", context, status=422 if form.is_bound else 200)


def _changed(request: Request, form: PasswordForm) -> bool:
    """Change the password and return True, or leave the fault at its field."""
    try:
        passwords.change(form.user, form.cleaned_data["new"], by=actor_for(request))
    except ValidationError as fault:
        form.add_error("new", fault)
    except Refused as fault:
        form.add_error("new", said(fault))
    return not form.errors


@never_cache
def demo(request: Request) -> HttpResponse:
    """Offer one person of each role in one click; only in the demo city."""
    if not settings.DEMO:
        raise Http404
    posts = one_of_each_role()
    if request.method == "POST":
        chosen = {str(post.pk): post for post in posts}.get(request.POST.get("post", ""))
        if chosen is None:
            raise Http404
        enter(request, chosen.user, actor=actor_of(chosen.user, ip=client_address(request)), backend=DEMO_BACKEND)
        answer = redirect(_target(request))
        forget_kept(request, answer, unless_of=chosen.user_id)
        return answer
    people = [{"post": post, "role": POST_ROLES[post.role].words} for post in posts]
    return render(request, "account/demo.html", {"people": people})


def _target(request: HttpRequest) -> str:
    """Return where to go after signing in: the page asked for when it is one of ours."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return str(settings.LOGIN_REDIRECT_URL)
