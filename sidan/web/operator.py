# SPDX-License-Identifier: Apache-2.0
"""Who administers: a holder of an administrator's post, or the operator's own account, made on the command line."""

from dataclasses import replace

from django.http import HttpRequest

from sidan.people.actors import Actor
from sidan.people.models import User
from sidan.web.visitor import actor_for


def administrator_for(request: HttpRequest) -> Actor:
    """Return the actor behind a request; the operator's own account counts as the operator's command line.

    That account holds no post, as nobody could have given it one, and may still do what an administrator may. It keeps
    its name, so that the audit log says who it was and nobody gives a post to themselves.
    """
    actor = actor_for(request)
    user = getattr(request, "user", None)
    is_operator = isinstance(user, User) and user.is_active and user.is_superuser
    return replace(actor, system=Actor.importer().system) if is_operator else actor
