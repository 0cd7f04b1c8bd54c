# SPDX-License-Identifier: Apache-2.0
"""Guards and effects of shares: parties that answer, arrive and sign, and people who join in."""

from collections.abc import Iterable

from sidan.base.errors import Refused
from sidan.base.geometry import Point, distance_m
from sidan.orders import joint
from sidan.orders.models import Order, Share, Step
from sidan.orders.registry import Effect, Guard, limit_of, programme_of
from sidan.orders.relying import Relies
from sidan.orders.sharing import agreed_part, digest_of_agreed
from sidan.people.actors import Actor
from sidan.places.locating import area_at
from sidan.places.queries import outline_of

PARTY = "party"


def lead_answered(order: Order, step: Step, by: Actor) -> None:
    """Refuse to go on while the lead unit has not answered. One query."""
    _wait_for(joint.owing(order, part="lead"))


def all_parties_answered(order: Order, step: Step, by: Actor) -> None:
    """Refuse to go on while one of the parties has not answered, or none has been named. One query."""
    _wait_for(share for share in _parties(order) if share.answered_at is None)


def most_parties_answered(order: Order, step: Step, by: Actor) -> None:
    """Refuse to go on until more than half of the parties have answered; exactly half is not enough. One query."""
    parties = _parties(order)
    open_ones = [share for share in parties if share.answered_at is None]
    if 2 * len(open_ones) >= len(parties):
        _wait_for(open_ones)


def all_parties_arrived(order: Order, step: Step, by: Actor) -> None:
    """Refuse to go on while one of the parties has not checked in, or none has been named. One query."""
    missing = [share for share in _parties(order) if share.arrived_at is None]
    if missing:
        raise Refused("%(units)s has not checked in yet.", units=joint.names_of(missing))


def own_share_open(order: Order, step: Step, by: Actor) -> None:
    """Refuse an answer by somebody whose unit has no part in the order, or has answered its part. One query."""
    if not joint.owed_by(order, step.unit_id).exists():
        raise Refused("Your unit owes no answer to this order now.")


def not_arrived_yet(order: Order, step: Step, by: Actor) -> None:
    """Refuse a second check-in of the same unit: the first one counts. One query."""
    if not joint.living(order).filter(unit_id=step.unit_id or 0, arrived_at__isnull=True).exists():
        raise Refused("Your unit has checked in already, or has no part in this order.")


def an_outside_party(order: Order, step: Step, by: Actor) -> None:
    """Refuse to sign for others while every party still owing has people here who can sign themselves. One query."""
    if not joint.owed_outside(order).exists():
        raise Refused("Every party that has not signed has people here; they sign themselves.")


def two_sides(order: Order, step: Step, by: Actor) -> None:
    """Refuse fewer than two parties, and two of the same area: sides of equal rank, each for its own area."""
    parties = step.resolved["parties"]
    areas = [unit.area_id for unit in parties if unit.area_id is not None]
    if len(parties) < 2 or len(areas) > len(set(areas)):
        raise Refused("Name at least two parties, each of another area.")


def near_the_place(order: Order, step: Step, by: Actor) -> None:
    """Refuse a check-in from farther away than the limit `check_in_radius_m`.

    It is measured to the order's point, else to its site. An order with neither is checked in anywhere inside its
    area; where that has no outline either, nobody can say, and the check-in is taken without a distance. At most two
    queries.
    """
    point = Point(*step.resolved["position"])
    most = limit_of(order, "check_in_radius_m")
    away = _metres_away(order, point)
    if away is None and outline_of(order.area_code) is not None:
        raise Refused("You are outside the area of this order; check in when you are there.")
    if away is not None and away > most:
        raise Refused("You are %(away)d metres away; check in within %(most)d metres.", away=round(away), most=most)


def agreed_as_exported(order: Order, step: Step, by: Actor) -> None:
    """Refuse a signature under a file whose digest is not that of the agreed part as it stands. Three queries."""
    if step.resolved["digest"].replace(" ", "").lower() != digest_of_agreed(agreed_part(order)):
        raise Refused("This is not the digest of what is agreed now; export the agreed part again and sign that.")


def join_in(order: Order, step: Step) -> None:
    """Give whoever presses a part of their own in the order."""
    if step.by_id is not None and step.by_id not in order.participants:
        order.participants = [*order.participants, step.by_id]


def step_out(order: Order, step: Step) -> None:
    """Take the own part back."""
    order.participants = [person for person in order.participants if person != step.by_id]


def name_participants(order: Order, step: Step) -> None:
    """Give the named people, and nobody else, a part of their own."""
    order.participants = [person.pk for person in step.resolved["participants"]]


def give_parties(order: Order, step: Step) -> None:
    """Give shares of equal rank to the named units that have none yet, the unit complained of excepted. One query."""
    if order.about_unit_id is not None and any(unit.pk == order.about_unit_id for unit in step.resolved["parties"]):
        raise Refused("The unit complained of cannot handle the order; choose another.")
    units = [unit for unit in step.resolved["parties"] if unit.pk not in (order.unit_id, *order.assisting)]
    if not units and not order.assisting:
        raise Refused("The lead unit is no party beside itself; name another unit.")
    if units:
        order.assisting = [*order.assisting, *(unit.pk for unit in units)]
        joint.give(order, units, part=PARTY, at=step.made_at)


def sign_own_share(order: Order, step: Step) -> None:
    """Answer the share of the actor's unit, which keeps the words only where all parties read them. One query."""
    words = step.resolved.get("share_answer", "") if _is_shared(order, "share_answer") else ""
    joint.answer(joint.owed_by(order, step.unit_id), at=step.made_at, answer=words)


def reopen_shares(order: Order, step: Step) -> None:
    """Let every party owe an answer again, for a second signing: the agreement, then the result. One query."""
    joint.living(order, part=PARTY).update(answered_at=None, answer="", is_on_paper=False)


def sign_for_outside(order: Order, step: Step) -> None:
    """Mark the unanswered shares of parties with nobody in this system as answered on paper. One query.

    What they signed is answered: a photo of the paper (`signed_paper`), or the digest of the exported file.
    """
    joint.answer(joint.owed_outside(order), at=step.made_at, is_on_paper=True)


def check_in(order: Order, step: Step) -> None:
    """Note when the actor's unit arrived, and keep no more of the position than the distance in whole metres.

    No track is kept of where somebody walks. Two queries at most.
    """
    joint.living(order).filter(unit_id=step.unit_id or 0, arrived_at__isnull=True).update(arrived_at=step.made_at)
    away = _metres_away(order, Point(*step.resolved["position"]))
    del step.answers["position"]
    if away is not None:
        step.answers["distance_m"] = round(away)


def _parties(order: Order) -> list[Share]:
    """Return the living shares of the parties; refuse where none has been named. One query."""
    parties = list(joint.living(order, part=PARTY).select_related("unit").order_by("pk"))
    if not parties:
        raise Refused("No party has been named yet.")
    return parties


def _wait_for(owing: Iterable[Share]) -> None:
    """Refuse while somebody owes an answer, and name them."""
    names = joint.names_of(owing)
    if names:
        raise Refused("Still waiting for %(units)s.", units=names)


def _is_shared(order: Order, field: str) -> bool:
    """Say whether parties read each other's answers to a field."""
    declared = programme_of(order).fields.get(field)
    return declared is not None and declared.shared


def _metres_away(order: Order, point: Point) -> float | None:
    """Return how far a point is from the order's place, None where that cannot be said. One query at most."""
    if order.lon is not None and order.lat is not None:
        return distance_m(Point(order.lon, order.lat), point)
    if order.site is not None and order.site.lon is not None and order.site.lat is not None:
        return distance_m(Point(order.site.lon, order.site.lat), point)
    found = area_at(*point)
    return found.distance_m if found is not None and found.area_code.startswith(order.area_code) else None


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        lead_answered,
        all_parties_answered,
        most_parties_answered,
        all_parties_arrived,
        own_share_open,
        not_arrived_yet,
        an_outside_party,
        two_sides,
        near_the_place,
        agreed_as_exported,
    )
}

EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        join_in,
        step_out,
        name_participants,
        give_parties,
        sign_own_share,
        reopen_shares,
        sign_for_outside,
        check_in,
    )
}

_NAMED = Relies(kept=("assisting",), early=True)
_EARLY = Relies(early=True)

RELIES: dict[str, Relies] = {
    "lead_answered": Relies(kept=("unit_id",), early=True),
    "all_parties_answered": _NAMED,
    "most_parties_answered": _NAMED,
    "all_parties_arrived": _NAMED,
    "own_share_open": _EARLY,
    "not_arrived_yet": _EARLY,
    "an_outside_party": _EARLY,
    "two_sides": Relies(asks={"parties": "units"}),
    "near_the_place": Relies(asks={"position": "position"}, limits=("check_in_radius_m",)),
    "agreed_as_exported": Relies(asks={"digest": "line"}),
    "join_in": Relies(gives=frozenset({"participants"})),
    "step_out": Relies(takes=frozenset({"participants"})),
    "name_participants": Relies(asks={"participants": "persons"}, gives=frozenset({"participants"})),
    "give_parties": Relies(asks={"parties": "units"}, gives=frozenset({"assisting"})),
    "reopen_shares": Relies(kept=("assisting",)),
    "sign_for_outside": Relies(either={"signed_paper": "photos", "digest": "line"}),
    "check_in": Relies(asks={"position": "position"}, makes={"distance_m": "number"}),
}
