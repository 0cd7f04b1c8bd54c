# SPDX-License-Identifier: Apache-2.0
"""Which experts were proposed for a company's need, and why; forgotten when the order ends."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sidan.base import clock
from sidan.matching.register_rows import Adviser
from sidan.orders.models import Order

MOST_PROPOSED = 3


class Proposal(models.Model):
    """One of up to three experts proposed for one need; `turn` counts the times experts were proposed for it.

    Nothing is counted over an expert: whether one was chosen or refused is known to this order alone, and the rows of
    those not chosen are removed when it ends.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    turn = models.PositiveSmallIntegerField(default=1)
    place = models.PositiveSmallIntegerField()
    adviser = models.ForeignKey(Adviser, models.PROTECT, related_name="+")
    # Reasons as they are shown: [{"text": English sentence, "values": {…}}].
    reasons: "models.Field[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    is_chosen = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        """Three at most, each once."""

        ordering = ("order", "turn", "place")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__range=(1, MOST_PROPOSED)), name="three_experts_at_most"),
            models.UniqueConstraint(fields=["order", "turn", "place"], name="proposal_place_once"),
            models.UniqueConstraint(fields=["order", "turn", "adviser"], name="proposed_expert_once"),
        ]

    def __str__(self) -> str:
        """Return order and place."""
        return f"{self.order_id} {self.turn}.{self.place}"
