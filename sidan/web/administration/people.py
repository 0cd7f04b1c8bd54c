# SPDX-License-Identifier: Apache-2.0
"""People in the admin pages: their accounts, never their passwords."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Refused
from sidan.people.accounts import change_user, deactivate, reactivate
from sidan.people.actors import Actor
from sidan.people.crews import kind_words
from sidan.people.days import city_today, held_between
from sidan.people.models import Post, User
from sidan.people.passwords import issue, without_password
from sidan.people.posts import POST_ROLES
from sidan.people.staffing import add_user
from sidan.web.administration.columns import by_yes_no, column
from sidan.web.administration.rights import SECURITY
from sidan.web.administration.site import site
from sidan.web.administration.verbs import Answers, ByVerbs, VerbForm
from sidan.web.errors import said
from sidan.web.operator import administrator_for

# Each takes a third of a second.
MOST_PASSWORDS = 30


class UserForm(VerbForm):
    """What is kept of a person."""

    username = forms.CharField(label=_("User name"), max_length=60, help_text=_("For signing in; cannot be changed."))
    display_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    phone = forms.CharField(label=_("Work phone"), max_length=40, required=False)
    is_active = forms.BooleanField(
        label=_("Works here"), required=False, initial=True, help_text=_("Closing an account ends its posts today.")
    )

    class Meta:
        """The fields in the order of the form."""

        model = User
        fields = ("username", "display_name", "phone", "is_active")


@admin.register(User, site=site)
class UserAdmin(ByVerbs):
    """People, kept by the security administrator."""

    form = UserForm
    keepers = frozenset({SECURITY})
    list_display = ("shown_username", "shown_name", "shown_phone", "shown_posts", "works", "has_password")
    list_display_links = ("shown_username", "shown_name")
    list_filter = (by_yes_no(_("Works here"), "is_active"),)
    search_fields = ("^username", "display_name", "^phone")
    ordering = ("username",)
    actions = ("issue_passwords",)
    shown_username = column("username", _("User name"))
    shown_name = column("display_name", pgettext_lazy("person", "Name"))
    shown_phone = column("phone", _("Work phone"))
    works = column("is_active", _("Works here"), boolean=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return people with the posts they hold now or later; two queries."""
        posts = Post.objects.filter(held_between(city_today(), None)).select_related("unit", "area")
        return super().get_queryset(request).prefetch_related(Prefetch("posts", queryset=posts, to_attr="held"))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Keep the user name of somebody who is there, and show the posts beside it."""
        return ("shown_username", "all_posts") if obj else ()

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Show the posts of somebody who is there."""
        own = UserForm.Meta.fields
        return ("shown_username", *own[1:], "all_posts") if obj else own

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> User:
        """Add or change a person, close or open the account."""
        name, phone = answers["display_name"], answers["phone"]
        if is_new:
            user, _password = add_user(answers["username"], name, by=by, phone=phone, with_password=False)
        else:
            user = User.objects.get(pk=row.pk)
            if (user.display_name, user.phone) != (name, phone):
                change_user(user, by=by, display_name=name, phone=phone)
        if answers["is_active"] != user.is_active:
            (reactivate if answers["is_active"] else deactivate)(user, by=by)
        return User.objects.get(pk=user.pk)

    @admin.action(description=_("Issue one-time passwords and show them once"))
    def issue_passwords(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Give the chosen people new passwords and show the slips to print; kept nowhere."""
        actor = administrator_for(request)
        chosen = list(queryset.exclude(pk=actor.user_id or 0)[: MOST_PASSWORDS + 1])
        if len(chosen) > MOST_PASSWORDS:
            text = gettext("Please choose at most %(count)d people at once.") % {"count": MOST_PASSWORDS}
            self.message_user(request, text, messages.ERROR)
            return None
        try:
            issued = [(user, issue(user, by=actor)) for user in chosen]
        except Refused as fault:
            self.message_user(request, said(fault), messages.ERROR)
            return None
        waiting = without_password(but=actor).count()
        answer = render(request, "sheets/passwords.html", {"issued": issued, "waiting": waiting})
        answer["Cache-Control"] = "no-store"
        return answer

    @admin.display(description=_("Posts"))
    def shown_posts(self, user: User) -> str:
        """Return the posts held, in words."""
        return "；".join(map(post_words, user.held))  # type: ignore[attr-defined]  # set by get_queryset

    @admin.display(description=_("Can sign in"), boolean=True)
    def has_password(self, user: User) -> bool:
        """Say whether the person has a password, one-time or own."""
        return user.has_usable_password()

    @admin.display(description=_("Posts"))
    def all_posts(self, user: User) -> SafeString:
        """Return the posts held, each with its page, and the way to give another."""
        rows = [(reverse("admin:people_post_change", args=[post.pk]), post_words(post)) for post in user.held]  # type: ignore[attr-defined]  # the same
        listed = format_html_join("", '<li><a href="{}">{}</a></li>', rows)
        more = f"{reverse('admin:people_post_add')}?user={user.username}"
        return format_html('<ul>{}<li><a href="{}">{}</a></li></ul>', listed, more, gettext("Give a post"))


def post_words(post: Post) -> str:
    """Return a post in words: role, title, and over what."""
    language = get_language() or "zh"
    role = POST_ROLES[post.role].words.in_language(language)
    over = post.unit or post.area
    called = [kind_words(post.kind).in_language(language)] if post.kind else []
    called += [post.title] if post.title and post.title not in called else []
    title = f" ({', '.join(called)})" if called else ""
    return f"{role}{title}" + (f" · {over.name_in(language)}" if over else "")
