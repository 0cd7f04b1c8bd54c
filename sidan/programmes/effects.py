# SPDX-License-Identifier: Apache-2.0
"""The closed list of effects a programme file may name after `does`.

An effect sets columns of the order, which `make` writes afterwards, or writes rows of its own; it runs after every
guard held, inside the move's transaction, with the order's stage still the one being left.
"""

from sidan.orders import deadlines
from sidan.orders.joint import give
from sidan.orders.merging import part
from sidan.orders.models import Order, Share, Step
from sidan.orders.registry import Effect, programme_of
from sidan.orders.relying import Relies
from sidan.orders.searching import index_words
from sidan.orders.ties import Link
from sidan.orders.urgency import dangers_of
from sidan.places.prepared import run

_END = "UPDATE orders_share SET ended_at = %s WHERE order_id = %s AND ended_at IS NULL"
_ANSWER_LEAD = """
    UPDATE orders_share SET answered_at = %s WHERE order_id = %s AND part = 'lead' AND ended_at IS NULL
"""


def keep_text(order: Order, step: Step) -> None:
    """Keep the reporter's words on the order, and index them for the search. One query."""
    order.text = step.resolved["text"]
    index_words(order)


def keep_matter(order: Order, step: Step) -> None:
    """Keep the matter and the condition, with its limit as written on this day; danger heard before stays urgent."""
    condition = step.resolved.get("matter_decided") or step.resolved.get("matter")
    if condition is not None:
        order.matter = condition.matter
        order.condition = condition
        order.limit = condition.limit
        order.is_urgent = condition.limit.endswith("urgent_hours") or bool(dangers_of(order))


def keep_confidence(order: Order, step: Step) -> None:
    """Keep the reporter's wish that the units do not get the contact."""
    order.is_confidential = bool(step.resolved.get("confidential"))


def keep_about(order: Order, step: Step) -> None:
    """Keep the unit complained of, which from now on neither sees nor handles the order."""
    order.about_unit = step.resolved["about"]


def give_lead(order: Order, step: Step) -> None:
    """Give the lead share to the named unit, ending every share there was. Two queries, one where there was none."""
    end_shares(order, step)
    order.unit = step.resolved["unit"]
    order.member = None
    order.is_designated = False
    give(order, [order.unit], part="lead", at=step.made_at)


def give_assisting(order: Order, step: Step) -> None:
    """Give assisting shares to the named units that have none yet. One query, none without names."""
    named = step.resolved.get("assisting") or step.resolved.get("assistants") or []
    units = [unit for unit in named if unit.pk not in order.assisting]
    if units:
        order.assisting = [*order.assisting, *(unit.pk for unit in units)]
        give(order, units, part="assist", at=step.made_at)


def end_shares(order: Order, step: Step) -> None:
    """End every share of the order; the rows stay, so that a unit sees what it once held. At most one query."""
    if order.unit_id is not None or order.assisting:
        run(_END, [step.made_at, order.pk])
    order.unit = None
    order.assisting = []


def end_assisting(order: Order, step: Step) -> None:
    """Release the assisting units that have not answered. One query."""
    owing = Share.objects.filter(order=order, part="assist", ended_at__isnull=True, answered_at__isnull=True)
    released = set(owing.values_list("unit_id", flat=True))
    owing.update(ended_at=step.made_at)
    order.assisting = [unit for unit in order.assisting if unit not in released]


def answer_lead_share(order: Order, step: Step) -> None:
    """Note that the lead unit has answered. One query."""
    run(_ANSWER_LEAD, [step.made_at, order.pk])


def answer_own_share(order: Order, step: Step) -> None:
    """Keep the assisting unit's answer in its share. One query."""
    own = Share.objects.filter(order=order, part="assist", unit=step.unit, ended_at__isnull=True)
    own.update(answered_at=step.made_at, answer=step.resolved["share_answer"])


def designate(order: Order, step: Step) -> None:
    """Designate the lead unit, which can then not return the order (潍坊 Art 22)."""
    order.is_designated = True


def take_up(order: Order, step: Step) -> None:
    """Give the order to the person who takes it."""
    order.member_id = step.by_id


def give_up(order: Order, step: Step) -> None:
    """Take the order from the person who had taken it."""
    order.member = None


def extend(order: Order, step: Step) -> None:
    """Add the original limit once more to the count that runs in the stage being left."""
    deadlines.extend(order, clock=deadlines.clock_of(programme_of(order), order))


def link_merged(order: Order, step: Step) -> None:
    """Tie the order to the one it is merged into. One query."""
    Link.objects.bulk_create(
        [Link(kind="merged", source=order, target=step.resolved["duplicate"], made_at=step.made_at)]
    )


def unlink_merged(order: Order, step: Step) -> None:
    """End the tie to the order it was merged into, and with it the outcome; the steps keep what happened. One query."""
    part(order)
    order.outcome = ""
    order.solved, order.satisfaction = "", None


def judge_merged(order: Order, step: Step) -> None:
    """Keep the verdict of a reporter whose order was merged, on that order alone."""
    _judge(order, step, step.answers["verdict"])


def judge_solved(order: Order, step: Step) -> None:
    """Keep the verdict “solved” with its satisfaction."""
    _judge(order, step, "yes")


def judge_partly(order: Order, step: Step) -> None:
    """Keep the verdict “partly” with its satisfaction."""
    _judge(order, step, "partly")


def judge_explained(order: Order, step: Step) -> None:
    """Keep that the reporter accepts an explanation: its own outcome, neither solved nor failed."""
    _judge(order, step, "explained")


def judge_unsolved(order: Order, step: Step) -> None:
    """Keep the verdict “no” with its satisfaction; the lead unit owes an answer again. At most one query."""
    _judge(order, step, "no")
    if order.unit_id is not None:
        Share.objects.filter(order=order, part="lead", ended_at__isnull=True).update(answered_at=None)


def _judge(order: Order, step: Step, solved: str) -> None:
    """Keep a verdict; the last one stands on the order, every one in its step."""
    order.solved = solved
    order.satisfaction = step.resolved.get("satisfaction")


EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        keep_text,
        keep_matter,
        keep_confidence,
        keep_about,
        give_lead,
        give_assisting,
        end_shares,
        end_assisting,
        answer_lead_share,
        answer_own_share,
        designate,
        take_up,
        give_up,
        extend,
        link_merged,
        unlink_merged,
        judge_merged,
        judge_solved,
        judge_partly,
        judge_explained,
        judge_unsolved,
    )
}

RELIES: dict[str, Relies] = {
    "keep_text": Relies(asks={"text": "text"}),
    "keep_about": Relies(asks={"about": "unit"}),
    "give_lead": Relies(
        asks={"unit": "unit"}, gives=frozenset({"unit_id"}), takes=frozenset({"member_id", "assisting"})
    ),
    "end_shares": Relies(takes=frozenset({"unit_id", "assisting"})),
    "end_assisting": Relies(takes=frozenset({"assisting"})),
    "answer_own_share": Relies(asks={"share_answer": "text"}),
    "take_up": Relies(gives=frozenset({"member_id"})),
    "give_up": Relies(takes=frozenset({"member_id"})),
    "extend": Relies(timed=True),
    "link_merged": Relies(asks={"duplicate": "order"}),
    "judge_merged": Relies(asks={"verdict": "choice"}),
}
