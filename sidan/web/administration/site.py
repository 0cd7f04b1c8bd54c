# SPDX-License-Identifier: Apache-2.0
"""The admin pages as one site of our own: only living data, open by post, one way in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from sidan.web.administration.rights import AUDITOR, SECURITY, SYSTEM, holds_any
from sidan.web.operator import administrator_for

DOORKEEPERS = frozenset({SYSTEM, SECURITY, AUDITOR})


class Administration(AdminSite):
    """The site; people sign in by the one sign-in page, with its lock-out, and end by its sign-out."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Living data")
    index_template = "administration/index.html"
    site_url = "/desk/"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Say whether somebody may come in at all; each page asks again."""
        user = getattr(request, "user", None)
        return bool(user and user.is_active) and holds_any(administrator_for(request), DOORKEEPERS)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Return the view behind the door: 403 for whoever holds none of the posts, the sign-in page for strangers."""
        opened = super().admin_view(view, cacheable)

        @wraps(opened)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            """Answer as the view does for those who may come in."""
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            answer: HttpResponse = opened(request, *args, **kwargs)
            return answer

        return guarded

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Leave the admin pages; signing out is the shell's."""
        return redirect("desk:inbox")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Change the password where everybody does, by its verb."""
        return redirect("password")


site = Administration()
