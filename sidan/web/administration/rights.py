# SPDX-License-Identifier: Apache-2.0
"""Who sees and keeps what in the admin pages: by post, never by Django's own permissions."""

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from sidan.people.actors import Actor
from sidan.web.administration.generic import ModelAdmin
from sidan.web.operator import administrator_for

SYSTEM, SECURITY, AUDITOR = "system_admin", "security_admin", "auditor"
MOST_ROWS = 10_000
ROWS_A_PAGE = 50


def holds_any(actor: Actor, roles: frozenset[str]) -> bool:
    """Say whether the actor holds one of the posts; the operator's own account may do all."""
    return actor.system == "importer" or any(actor.holds(role) for role in roles)


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # Django's own is not generic when it runs
    """Counts no further than MOST_ROWS, so that a page of a long log costs what a page of a short one does."""

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, at most MOST_ROWS."""
        rows = self.object_list
        return rows.order_by()[:MOST_ROWS].count() if isinstance(rows, QuerySet) else len(rows)


class ByPost(ModelAdmin):
    """Opens a model to the holders of posts: `keepers` change it, `viewers` look at it."""

    keepers: frozenset[str] = frozenset()
    viewers: frozenset[str] = frozenset()
    paginator = BoundedPaginator
    list_per_page = ROWS_A_PAGE
    list_max_show_all = 0
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Say whether an address may cut the list by a column: only by one that stands beside the list as a filter.

        Django lets every column of the model be asked for, so that a digest of a password could be guessed bit by bit.
        """
        # A filter stands there as a column's name, a pair that begins with it, or a class that names it.
        named = [each[0] if isinstance(each, tuple) else each for each in self.list_filter]
        named = [each if isinstance(each, str) else getattr(each, "parameter_name", "") or "" for each in named]
        offered = {str(each).partition("__")[0] for each in named}
        column = lookup.partition("__")[0]
        hidden = {field.name for field in self.model._meta.get_fields()} - offered
        return column not in hidden and super().lookup_allowed(lookup, value, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Say whether the model is listed on the first page."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Say whether its rows may be looked at."""
        return holds_any(administrator_for(request), self.keepers | self.viewers)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Say whether a row may be added."""
        return bool(self.keepers) and holds_any(administrator_for(request), self.keepers)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Say whether rows may be changed."""
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Say that nothing is removed: history names it."""
        return False


class ReadOnly(ByPost):
    """A model that is only looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Say that nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Say that nothing is changed here."""
        return False
