# SPDX-License-Identifier: Apache-2.0
"""Guards and effects of funds: who gives how much, what is set aside, spent and shown by receipts, and who looks again.

A declaration asks `shares` (people and amounts) or `amount` (the opener's own); the sum is kept as `total`, that of the
receipts as `spent`. A second approval begins at the limit `second_approval_fen`.
"""

from sidan.base.errors import Refused
from sidan.orders import funds, receipts
from sidan.orders.models import Order, Step
from sidan.orders.purses import Purse
from sidan.orders.registry import Effect, Guard, limit_of
from sidan.orders.relying import Relies
from sidan.orders.value_fields import yuan
from sidan.people.actors import Actor
from sidan.people.models import User

OF_HUNDRED = 100


def within_purses(order: Order, step: Step, by: Actor) -> None:
    """Refuse a share for which its purse of this year has not enough, or for which there is no purse.

    Where the move asks neither `shares` nor `amount`, what was promised before is looked at again. A query a person.
    """
    if "shares" in step.resolved or "amount" in step.resolved:
        for purse, fen in _purses(order, step):
            funds.require_available(purse, fen)
        return
    for each in funds.contributions_of(order):
        funds.require_available(each.purse, each.amount_fen)


def all_contributors_confirmed(order: Order, step: Step, by: Actor) -> None:
    """Refuse to go on until everybody has confirmed; whoever presses confirms their own share by it. One query."""
    waiting = [
        each.purse.user.display_name
        for each in funds.contributions_of(order)
        if each.confirmed_at is None and each.purse.user_id != by.user_id
    ]
    if waiting:
        raise Refused("Still waiting for %(people)s to confirm.", people="、".join(waiting))


def own_share_unconfirmed(order: Order, step: Step, by: Actor) -> None:
    """Refuse to confirm twice, or without a share. One query."""
    own = [each for each in funds.contributions_of(order) if each.purse.user_id == by.user_id]
    if not own or own[0].confirmed_at is not None:
        raise Refused("You have no share here that waits for your confirmation.")


def below_second_approval(order: Order, step: Step, by: Actor) -> None:
    """Refuse to approve alone what reaches the limit `second_approval_fen`."""
    least = limit_of(order, "second_approval_fen")
    if order.facts["total"] >= least:
        raise Refused("From %(least)s yuan on, somebody else must approve too; pass it on.", least=yuan(least))


def above_second_approval(order: Order, step: Step, by: Actor) -> None:
    """Refuse to trouble a second person with what stays below the limit `second_approval_fen`."""
    least = limit_of(order, "second_approval_fen")
    if order.facts["total"] < least:
        raise Refused("Below %(least)s yuan your approval is enough.", least=yuan(least))


def within_reserved(order: Order, step: Step, by: Actor) -> None:
    """Refuse a receipt with which the order's receipts come to more than was set aside for it. Two queries."""
    reserved = sum(funds.reserved_for(order).values())
    spent = sum(receipt.amount_fen for receipt in receipts.receipts_of(order))
    if spent + step.resolved["receipt_amount"] > reserved:
        raise Refused(
            "%(reserved)s yuan are set aside, and %(spent)s of them have receipts already.",
            reserved=yuan(reserved),
            spent=yuan(spent),
        )


def receipt_is_new(order: Order, step: Step, by: Actor) -> None:
    """Refuse a receipt whose number or picture was handed in before, with whatever order. Two queries."""
    photos = step.resolved["receipt_photo"]
    if len(photos) != 1:
        raise Refused("One picture for each receipt, please.")
    receipts.require_new_receipt(step.resolved["receipt_number"], photos[0].digest)


def allowed_use(order: Order, step: Step, by: Actor) -> None:
    """Refuse what is for the applicant's own household or kin; what else is allowed are the choices of `use`."""
    if step.resolved["not_own_kin"] is not True:
        raise Refused("The money is not for one's own household or kin.")


def names_nobody(order: Order, step: Step, by: Actor) -> None:
    """Refuse to publish a `notice` that names the `beneficiary` of an earlier step. One query."""
    notice = _bare(step.resolved["notice"])
    for earlier in Step.objects.filter(order=order, answers__has_key="beneficiary"):
        name = _bare(str(earlier.answers["beneficiary"] or ""))
        if name and name in notice:
            raise Refused("The notice names the beneficiary; everybody will read it, so leave the name out.")


def in_the_sample(order: Order, step: Step, by: Actor) -> None:
    """Refuse to send for audit what was not drawn."""
    if not order.facts["sampled"]:
        raise Refused("This order was not drawn for audit.")


def not_in_the_sample(order: Order, step: Step, by: Actor) -> None:
    """Refuse to end without audit what was drawn for it."""
    if order.facts["sampled"]:
        raise Refused("This order was drawn for audit.")


def declare_shares(order: Order, step: Step) -> None:
    """Write who gives how much, in place of what was declared before, and keep the sum; one's own share is confirmed.

    Those who give become the order's participants. A query a person and two.
    """
    shares = _purses(order, step)
    funds.promise(order, shares, confirmed_by=step.by_id, at=step.made_at)
    order.participants = sorted(purse.user_id for purse, _ in shares)
    step.answers["total"] = sum(fen for _, fen in shares)


def confirm_share(order: Order, step: Step) -> None:
    """Confirm the share of whoever presses. One query."""
    funds.confirm(order, user_id=step.by_id, at=step.made_at)


def reserve_funds(order: Order, step: Step) -> None:
    """Set aside in each purse what was promised from it."""
    funds.reserve(order, by_id=step.by_id, at=step.made_at)


def release_funds(order: Order, step: Step) -> None:
    """Free what is still set aside for the order; nothing where nothing is."""
    funds.release(order, by_id=step.by_id, at=step.made_at)


def spend_funds(order: Order, step: Step) -> None:
    """Spend the sum of the receipts from what is set aside, by the shares of the purses, and release the rest."""
    funds.spend(order, order.facts["spent"], by_id=step.by_id, at=step.made_at)
    step.answers["paid"] = order.facts["spent"]


def keep_receipt(order: Order, step: Step) -> None:
    """Keep a receipt with the digest of its picture, and keep the sum of the order's receipts."""
    step.answers["spent"] = receipts.keep_receipt(
        order,
        number=step.resolved["receipt_number"],
        amount_fen=step.resolved["receipt_amount"],
        picture_digest=step.resolved["receipt_photo"][0].digest,
        by_id=step.by_id,
        at=step.made_at,
    )


def draw_for_audit(order: Order, step: Step) -> None:
    """Draw `audit_percent` of the orders for audit, by the seal of the step before, and keep whether this one is.

    Nobody can choose a seal, which holds chance and the moment, and everybody can draw again from it.
    """
    step.answers["sampled"] = is_drawn(order.digest, percent=limit_of(order, "audit_percent"))


def is_drawn(digest: str, *, percent: int) -> bool:
    """Say whether a seal (hexadecimal) falls among the first `percent` of a hundred equal parts."""
    return int(digest[:16], 16) * OF_HUNDRED < percent * 16**16


def _purses(order: Order, step: Step) -> list[tuple[Purse, int]]:
    """Return the purses from which shares are given, with the fen; Refused where somebody has none this year."""
    year = funds.year_at(order.county, step.made_at)
    found = []
    for user, fen in _shares(step):
        purse = funds.purse_of(user, county=order.county, year=year)
        if purse is None:
            raise Refused("%(name)s has no purse here for %(year)s.", name=user.display_name, year=str(year))
        found.append((purse, fen))
    return found


def _shares(step: Step) -> list[tuple[User, int]]:
    """Return the people and fen that were answered: several, or the amount of whoever presses."""
    if "shares" in step.resolved:
        shares: list[tuple[User, int]] = step.resolved["shares"]
        return shares
    return [(User.objects.get(pk=step.by_id or 0), step.resolved["amount"])]


def _bare(words: str) -> str:
    """Return words without spaces and case, so that a name is found however it is spaced."""
    return "".join(words.split()).casefold()


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        within_purses,
        all_contributors_confirmed,
        own_share_unconfirmed,
        below_second_approval,
        above_second_approval,
        within_reserved,
        receipt_is_new,
        allowed_use,
        names_nobody,
        in_the_sample,
        not_in_the_sample,
    )
}

EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        declare_shares,
        confirm_share,
        reserve_funds,
        release_funds,
        spend_funds,
        keep_receipt,
        draw_for_audit,
    )
}

_PROMISED = Relies(kept=("participants",))
_ASKED_EARLY = Relies(kept=("participants",), early=True)
_SECOND = Relies(kept=("total",), limits=("second_approval_fen",), early=True)
_DRAWN = Relies(kept=("sampled",), early=True)

RELIES: dict[str, Relies] = {
    "all_contributors_confirmed": _ASKED_EARLY,
    "own_share_unconfirmed": _ASKED_EARLY,
    "below_second_approval": _SECOND,
    "above_second_approval": _SECOND,
    "within_reserved": Relies(asks={"receipt_amount": "money"}),
    "receipt_is_new": Relies(asks={"receipt_number": "line", "receipt_photo": "photos"}),
    "allowed_use": Relies(asks={"use": "choice", "not_own_kin": "yes_no"}),
    "names_nobody": Relies(asks={"notice": "text"}),
    "in_the_sample": _DRAWN,
    "not_in_the_sample": _DRAWN,
    "declare_shares": Relies(
        either={"shares": "purse_shares", "amount": "money"},
        makes={"total": "money"},
        gives=frozenset({"participants"}),
    ),
    "reserve_funds": _PROMISED,
    "spend_funds": Relies(kept=("participants", "spent"), makes={"paid": "money"}),
    "keep_receipt": Relies(
        asks={"receipt_number": "line", "receipt_amount": "money", "receipt_photo": "photos"},
        makes={"spent": "money"},
    ),
    "draw_for_audit": Relies(makes={"sampled": "yes_no"}, limits=("audit_percent",)),
}
