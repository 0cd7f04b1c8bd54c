# SPDX-License-Identifier: Apache-2.0
"""Who may open an order of which programme, and which programmes the public sees. No query."""

from sidan.base.errors import NotFound
from sidan.orders.declare import Programme
from sidan.orders.naming import roles_in
from sidan.orders.platforms import offered
from sidan.orders.registry import served
from sidan.orders.roles import NOBODY, ROLES, Role
from sidan.people.actors import Actor

# Who takes orders down for residents, each within the areas of these posts.
TAKERS = ("intake", "dispatcher", "crew")
# What nobody can be for an order that is only being opened.
_LATER = frozenset({"unit", "unit_head", "assistant", "party", "taker", "participant", "reporter"})

# What anybody with an account may turn out to be for some order.
_PERSONAL = frozenset({"opener", "taker", "participant"})


def public_programmes() -> tuple[Programme, ...]:
    """Return the programmes open to the public, in the order of menus; the first is behind the front page."""
    return tuple(programme for programme in served() if programme.public)


def other_programmes(programme: Programme, *, county: str) -> tuple[Programme, ...]:
    """Return the public programmes besides one that a county has not switched off, in the order of menus."""
    return tuple(each for each in offered(county) if each.public and each != programme)


def front_programme() -> Programme:
    """Return the programme behind the front page; NotFound where none is open to the public."""
    for programme in public_programmes():
        return programme
    raise NotFound("No programme is open to the public here.")


def is_front(code: str) -> bool:
    """Say whether the programme of that code is the one behind the front page."""
    return any(programme.code == code for programme in public_programmes()[:1])


def find_public(code: str) -> Programme:
    """Return a programme by its code, the front one for an empty code; NotFound when it is not open to the public."""
    if not code:
        return front_programme()
    for programme in public_programmes():
        if programme.code == code:
            return programme
    raise NotFound("There is no programme “%(code)s”.", code=code[:40])


def may_open(actor: Actor, programme: Programme) -> bool:
    """Say whether some place exists in which the actor may open an order of the programme."""
    return opening_role(actor, programme) is not None


def opening_role(actor: Actor, programme: Programme) -> Role | None:
    """Return the role in which the actor would open an order, the first that the programme names; None for none.

    The engine asks again with the place: a post over an area opens orders within it alone.
    """
    return next((ROLES[code] for code in programme.opening.by if _could_hold(actor, code)), None)


def takes_down(actor: Actor, programme: Programme) -> bool:
    """Say whether the actor takes orders of the programme down for residents."""
    return programme.public and "anyone" in programme.opening.by and any(actor.holds(role) for role in TAKERS)


def opens_by_post(actor: Actor, programme: Programme) -> bool:
    """Say whether the actor opens orders of the programme by virtue of a post, and not as a resident might."""
    role = opening_role(actor, programme)
    return role is not None and (role.is_staff or not programme.public)


def may_open_any(actor: Actor) -> bool:
    """Say whether there is any programme to open at the desk."""
    return any(takes_down(actor, programme) or opens_by_post(actor, programme) for programme in offered(actor.county))


def programmes_for(actor: Actor) -> tuple[Programme, ...]:
    """Return the programmes that name a post of the actor, in the order of menus."""
    return tuple(
        programme
        for programme in served()
        if any(
            ROLES[code].is_staff and code not in _PERSONAL and ROLES[code].reach(actor) is not NOBODY
            for code in roles_in(programme)
        )
    )


def _could_hold(actor: Actor, code: str) -> bool:
    """Say whether the actor could hold the role for an order that is being opened."""
    match code:
        case "anyone":
            return True
        case "clock" | "rule":
            return actor.system == code
        case "opener":
            return actor.user_id is not None and bool(actor.posts)
        case _:
            return code not in _LATER and ROLES[code].reach(actor) is not NOBODY
