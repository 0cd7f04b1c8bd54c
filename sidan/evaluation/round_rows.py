# SPDX-License-Identifier: Apache-2.0
"""The rows of rounds: one run of a ranking over one period, from opening to its seal, and every score it gave."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Words
from sidan.orders.models import Order
from sidan.people.models import Unit, User

STATE_WORDS: dict[str, Words] = {
    "open": Words("已开启", "open"),
    "computed": Words("已计算", "computed"),
    "checking": Words("核对中", "being checked by the units"),
    "published": Words("公示中", "published for objections"),
    "settled": Words("已定案", "settled"),
    "cancelled": Words("已撤销", "cancelled"),
}
STATES = tuple(STATE_WORDS)


class Round(models.Model):
    """One run of a ranking over an area and a period (考评轮次). Only `sidan.evaluation.rounds` writes rows.

    `source` is the ranking file as it was when the round was opened: a later edition changes nothing here. `run` counts
    the computations; those before the last stay, so that the difference can be shown. `digest` seals the inputs and
    results of the last run; a settled round is never written again.
    """

    ranking = models.CharField(max_length=60, db_collation="C")
    edition = models.PositiveIntegerField()
    source = models.TextField()
    area_code = models.CharField(max_length=6, db_collation="C")
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, default="open")
    run = models.PositiveIntegerField(default=0)
    seed = models.PositiveIntegerField()
    # What the run was computed from besides facts: the frozen classes and sizes, and what was proved of the ranking.
    frozen: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    sensitivity: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    computed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    objections_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    # The yearly re-check of an older round is a round of its own and never changes the old one.
    recheck_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="rechecks")

    class Meta:
        """One living round of a ranking over an area and a period; a cancelled one may be begun again."""

        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("-until", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="round_state_known"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="round_dates_in_order"),
            models.CheckConstraint(condition=~Q(state="settled") | ~Q(digest=""), name="settled_round_is_sealed"),
            models.UniqueConstraint(
                fields=["ranking", "area_code", "since", "until"],
                condition=~Q(state="cancelled") & Q(recheck_of__isnull=True),
                name="one_living_round",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ranking", "area_code", "-until"], name="round_by_ranking")]

    def __str__(self) -> str:
        """Return ranking, area and period."""
        return f"{self.ranking} {self.area_code} {self.since}–{self.until}"

    @property
    def subject(self) -> str:
        """Return the round's name in the audit log."""
        return f"round:{self.pk}"


class RoundEvent(models.Model):
    """What was done to a round, by whom, when and why; rows are added and never changed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(blank=True, default="")

    class Meta:
        """Events are read in the order in which they happened."""

        ordering = ("at", "id")

    def __str__(self) -> str:
        """Return what was done to which round."""
        return f"{self.verb} round {self.round_id}"


class Score(models.Model):
    """What one run of a round says of one subject: total with interval, range of ranks, tier, and its parts.

    `subject` is the code of a unit or an area. Without a rank `why` says so in a word of `WHY`. `parts` holds for each
    indicator {"count", "of", "value", "low", "high", "shrunk", "points", "weight"}; `class_code` and `name` as frozen.
    `facts` are the facts behind it as gzipped canonical JSON, so that a settled round can show every order behind a
    figure and be computed again; `digest` is over facts and result.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="scores")
    run = models.PositiveIntegerField()
    subject = models.CharField(max_length=40, db_collation="C")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True, default="")
    class_code = models.CharField(max_length=40, db_collation="C")
    is_ranked = models.BooleanField()
    why = models.CharField(max_length=20, blank=True, default="")
    cases = models.FloatField(default=0)
    total = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    rank_best = models.PositiveIntegerField(null=True)
    rank_worst = models.PositiveIntegerField(null=True)
    tier = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    # The part of the seeded trials of other weights in which the tier stays what it is.
    steady = models.FloatField(null=True)
    parts: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    extras: "models.Field[list[Any], list[Any]]" = models.JSONField(default=list)
    facts = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64)

    class Meta:
        """A run scores a subject once: a unit twice in one file cannot be."""

        ordering = ("class_code", "rank", "subject")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "run", "subject"], name="score_once"),
            models.CheckConstraint(
                condition=Q(is_ranked=True, rank__isnull=False, total__isnull=False)
                | Q(is_ranked=False, rank__isnull=True) & ~Q(why=""),
                name="unranked_score_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "round"], name="score_by_subject")]

    def __str__(self) -> str:
        """Return subject and round."""
        return f"{self.subject} in round {self.round_id}"


class RoundObjection(models.Model):
    """An objection to a published score: the order of the programme of objections, and what came of it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="objections")
    subject = models.CharField(max_length=40, db_collation="C")
    order = models.OneToOneField(Order, models.PROTECT, related_name="round_objection")
    made_at = models.DateTimeField()
    # Whether it was made by staff of the unit or area itself; who it was, the order alone knows.
    is_own = models.BooleanField(default=False)
    # "", "upheld" (the score stands) or "corrected"; the run in which the correction was computed.
    result = models.CharField(max_length=10, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    run = models.PositiveIntegerField(null=True)

    class Meta:
        """Objections are read by round and subject."""

        ordering = ("made_at", "id")

    def __str__(self) -> str:
        """Return round and subject."""
        return f"objection of {self.subject} to round {self.round_id}"
