# SPDX-License-Identifier: Apache-2.0
"""Posts and absences in the admin pages."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.crew_facts import CrewFacts
from sidan.people.crews import CREW_ROLES
from sidan.people.days import city_today, held_between
from sidan.people.models import Absence, Post
from sidan.people.posts import GIVEN_ROLES, POST_ROLES
from sidan.people.staffing import be_away, change_post, come_back, end_post, hold_post
from sidan.web.administration.columns import by_words, column
from sidan.web.administration.crews import CREW_FIELDS, CrewForm, crew_facts
from sidan.web.administration.generic import ModelChoiceField
from sidan.web.administration.people import post_words
from sidan.web.administration.referring import AreaField, PersonField, UnitField
from sidan.web.administration.rights import SECURITY
from sidan.web.administration.site import site
from sidan.web.administration.verbs import Answers, ByVerbs, VerbForm
from sidan.web.errors import said
from sidan.web.operator import administrator_for

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _roles() -> list[tuple[str, str]]:
    """Return the posts that can be given as choices in the language of the page."""
    language = get_language() or ""
    return [(code, POST_ROLES[code].words.in_language(language)) for code in GIVEN_ROLES]


class PostForm(CrewForm):
    """Who holds which post, over what, and how long."""

    user = PersonField(label=_("User name"))
    role = forms.ChoiceField(label=_("Post"), choices=_roles)
    unit = UnitField(label=_("Unit code"), required=False, help_text=_("For handlers and heads of units."))
    area = AreaField(label=_("Area code"), required=False, help_text=_("For posts over a town, a grid or the county."))
    title = forms.CharField(label=_("Title"), max_length=60, required=False)
    from_on = forms.DateField(label=_("From"), required=False, widget=DAY, help_text=_("Empty means today."))
    until_on = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("The last day, counted; empty means for good.")
    )

    class Meta:
        """The fields in the order of the form."""

        model = Post
        fields = ("user", "role", "unit", "area", "title", *CREW_FIELDS, "from_on", "until_on")


@admin.register(Post, site=site)
class PostAdmin(ByVerbs):
    """Posts, given by the security administrator and never to oneself."""

    form = PostForm
    keepers = frozenset({SECURITY})
    list_display = ("holder", "shown_role", "shown_from", "shown_until")
    list_filter = (by_words(_("Post"), "role", lambda: {code: POST_ROLES[code].words for code in GIVEN_ROLES}),)
    list_select_related = ("user", "unit", "area")
    search_fields = ("^user__username", "user__display_name", "unit__name", "^area_code", "area__name")
    ordering = ("user__username", "from_on")
    actions = ("end_now",)
    shown_from = column("from_on", _("From"))
    shown_until = column("until_on", _("Last day"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        """Return posts held now or later; the past stays in the audit log."""
        return super().get_queryset(request).filter(held_between(city_today(), None))

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """Keep what makes a post what it is; only its title and last day change."""
        return ("holder", "shown_role", "shown_from") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """Show a post that is there in words."""
        if obj is None:
            return PostForm.Meta.fields
        crew = CREW_FIELDS if obj.role in CREW_ROLES else ()
        return ("holder", "shown_role", "shown_from", "title", *crew, "until_on")

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Post:
        """Give a post, or change its title, its last day and what is said of crew."""
        if is_new:
            given = {name: answers[name] for name in ("unit", "area", "title", "from_on", "until_on")}
            return hold_post(answers["user"], answers["role"], by=by, **given, **crew_facts(answers))
        post = Post.objects.get(pk=row.pk)
        crew = crew_facts(answers) if "kind" in answers else CrewFacts()
        change_post(post, by=by, title=answers["title"], until_on=answers["until_on"], **crew)
        return Post.objects.select_related("user", "unit", "area").get(pk=row.pk)

    @admin.action(description=_("End these posts today"))
    def end_now(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """End each of the chosen posts; what is refused is said by name."""
        actor, ended = administrator_for(request), 0
        for post in queryset[:100]:
            try:
                end_post(post, by=actor)
                ended += 1
            except Refused as fault:
                self.message_user(request, f"{post.user.display_name}: {said(fault)}", messages.ERROR)
        self.message_user(request, gettext("%(count)d posts end today.") % {"count": ended})

    @admin.display(description=_("Holder"), ordering="user__username")
    def holder(self, post: Post) -> str:
        """Return the holder's name and user name."""
        return f"{post.user.display_name} ({post.user.username})"

    @admin.display(description=_("Post"), ordering="role")
    def shown_role(self, post: Post) -> str:
        """Return the post in words."""
        return post_words(post)


class PostChoice(ModelChoiceField):
    """A choice of posts by holder and words."""

    def label_from_instance(self, obj: Any) -> str:
        """Return holder and post."""
        return f"{obj.user.display_name} · {post_words(obj)}"


class AbsenceForm(VerbForm):
    """Whose post, who acts as well, and how long."""

    post = PostChoice(label=_("Post"), queryset=Post.objects.none())
    substitute = PersonField(
        label=_("User name of the colleague who acts as well"),
        required=False,
        help_text=_("Empty when nobody stands in; the days are then told as a gap."),
    )
    from_on = forms.DateField(label=_("From"), widget=DAY)
    until_on = forms.DateField(label=_("Last day"), widget=DAY, help_text=_("The last day, counted."))

    class Meta:
        """The fields in the order of the form."""

        model = Absence
        fields = ("post", "substitute", "from_on", "until_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the posts held now, by their holders."""
        super().__init__(*args, **kwargs)
        held = Post.objects.filter(held_between(city_today(), None)).select_related("user", "unit", "area")
        choice = self.fields.get("post")
        if isinstance(choice, PostChoice):
            choice.queryset = held.order_by("user__username")


@admin.register(Absence, site=site)
class AbsenceAdmin(ByVerbs):
    """Absences: added here, ended early here, and never changed."""

    form = AbsenceForm
    keepers = frozenset({SECURITY})
    list_display = ("holder", "shown_post", "stands_in", "from_day", "until_day")
    list_select_related = ("post__user", "post__unit", "post__area", "substitute")
    search_fields = ("^post__user__username", "post__user__display_name", "substitute__display_name")
    ordering = ("-until_on",)
    actions = ("end_early",)
    from_day = column("from_on", _("From"))
    until_day = column("until_on", _("Last day"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say that an absence is ended, not changed; the list with its action stays open to its keepers."""
        return obj is None and super().has_change_permission(request)

    def carry_out(self, row: Any, answers: Answers, *, by: Actor, is_new: bool) -> Absence:
        """Let a colleague act in a post as well, or tell that nobody does."""
        days = {"from_on": answers["from_on"], "until_on": answers["until_on"]}
        return be_away(answers["post"], substitute=answers["substitute"], by=by, **days)

    @admin.action(description=_("They are back: end these absences"))
    def end_early(self, request: HttpRequest, queryset: QuerySet[Absence]) -> None:
        """End the chosen absences before their time."""
        for absence in queryset[:100]:
            try:
                come_back(absence, by=administrator_for(request))
            except Refused as fault:
                self.message_user(request, said(fault), messages.ERROR)

    @admin.display(description=_("Holder"), ordering="post__user__username")
    def holder(self, absence: Absence) -> str:
        """Return who is away."""
        return absence.post.user.display_name

    @admin.display(description=_("Post"))
    def shown_post(self, absence: Absence) -> str:
        """Return the post in words."""
        return post_words(absence.post)

    @admin.display(description=_("Stands in"), ordering="substitute__username")
    def stands_in(self, absence: Absence) -> str:
        """Return who acts as well."""
        return absence.substitute.display_name if absence.substitute else gettext("nobody")
