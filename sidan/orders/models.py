# SPDX-License-Identifier: Apache-2.0
"""The rows of the engine: orders, their steps, shares, attachments, links and followers."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.orders.area_changes import AreaChange  # noqa: F401  this table of this app
from sidan.orders.bodies import Ballot, Body, BodyMember, Meeting, Seat, Tally  # noqa: F401  tables of this app
from sidan.orders.brands import Platform  # noqa: F401  this table too
from sidan.orders.catalogue import Condition, Matter
from sidan.orders.purses import Contribution, Posting, Purse, Receipt  # noqa: F401  these tables are of this app
from sidan.orders.saved import SavedFilter  # noqa: F401  makes its table one of this app's
from sidan.orders.ties import Follow, Link, Watch  # noqa: F401  these tables too
from sidan.orders.visibility import OrderQuerySet
from sidan.people.models import Contact, Unit, User
from sidan.places.models import Site

OPEN = ~Q(kind="closed")
# When an order that waits without a deadline, and is not late, will be late.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Edition(models.Model):
    """The text of a programme file under which orders were opened; kept for as long as there are such orders."""

    programme = models.CharField(max_length=40, db_collation="C")
    number = models.PositiveIntegerField()
    source = models.TextField()
    digest = models.CharField(max_length=64)
    first_used_at = models.DateTimeField()

    class Meta:
        """An edition is recorded once."""

        constraints = (models.UniqueConstraint(fields=["programme", "number"], name="edition_recorded_once"),)

    def __str__(self) -> str:
        """Return code and edition."""
        return f"{self.programme} {self.number}"


class Order(models.Model):
    """One matter moving through a programme, under the edition it was opened in.

    Only `sidan.orders.moves` writes rows, and `sidan.orders.redrawn` their areas. `kind` and `holder` repeat what the
    stage declares, so that queues need not read programmes; `area_code` is the deepest area, which an open order
    changes with a redrawing, and `area_then` the one of its day, empty while that is the same.
    """

    number = models.CharField(max_length=32, db_collation="C")
    # A resent form carries the same key and finds the order it already opened.
    key = models.CharField(max_length=64, null=True, db_collation="C")  # noqa: DJ001  no key is no key
    programme = models.CharField(max_length=40, db_collation="C")
    edition = models.PositiveIntegerField()

    county = models.CharField(max_length=6, db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    area_then = models.CharField(max_length=15, blank=True, default="", db_default="", db_collation="C")
    site = models.ForeignKey(Site, models.PROTECT, null=True, db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    place_text = models.CharField(max_length=200, blank=True, default="")

    matter = models.ForeignKey(Matter, models.PROTECT, null=True)
    condition = models.ForeignKey(Condition, models.PROTECT, null=True, db_index=False)
    limit = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    via = models.CharField(max_length=20)
    is_urgent = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, db_index=False)
    code_digest = models.CharField(max_length=64, blank=True, default="")

    stage = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    holder = models.CharField(max_length=20, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="led_orders", db_index=False)
    assisting: "models.Field[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    member = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    about_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    is_designated = models.BooleanField(default=False)
    # Who opened it by virtue of a post, and for which unit; a resident's order has neither.
    opener = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    opener_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    # People with a part of their own: volunteers who joined, members who pay a share.
    participants: "models.Field[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    # Answers to the fields that the programme keeps, for later deadlines, guards and indicators; never free text.
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    clocks = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    # Since when the order is late, or by when it will be: what queues are sorted and pages are cut by; never empty.
    queue_at = models.DateTimeField(default=NEVER)
    outcome = models.CharField(max_length=20, blank=True, default="")
    solved = models.CharField(max_length=10, blank=True, default="")
    satisfaction = models.PositiveSmallIntegerField(null=True)

    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        """Partial indexes over open orders keep the cost of queues apart from the length of history.

        A move changes indexed columns, so it writes into every index the row is in: there is none without its question.
        """

        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = (
            models.UniqueConstraint(fields=["number"], name="order_number_once"),
            models.UniqueConstraint(fields=["key"], name="order_key_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["draft", "waiting", "working", "checking", "closed"]), name="order_kind_known"
            ),
            models.CheckConstraint(condition=Q(kind="closed") | ~Q(holder=""), name="open_order_has_a_holder"),
            models.CheckConstraint(
                condition=Q(kind="closed", closed_at__isnull=False) | (OPEN & Q(closed_at__isnull=True)),
                name="closed_order_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)), name="satisfaction_from_1_to_5"
            ),
        )
        indexes = (
            # The sweep takes what is due; the others serve queues, which are cut by (queue_at, id).
            models.Index(fields=["due_at", "id"], condition=OPEN, name="open_by_due"),
            models.Index(fields=["queue_at", "id"], condition=OPEN, name="open_by_queue"),
            # The holder stands second, so that "whose turn" and "all of the area" are one index.
            models.Index(fields=["area_code", "holder", "queue_at"], condition=OPEN, name="open_by_area"),
            models.Index(fields=["unit", "queue_at"], condition=OPEN, name="open_by_unit"),
            # Without it an OR with the assisting units would read every open order; most orders have none.
            GinIndex(fields=["assisting"], condition=OPEN & ~Q(assisting=[]), name="open_by_assisting"),
            # History is read backwards by id, of a county or a smaller area; what closed lately by its closing.
            models.Index(fields=["county", "-id"], name="order_by_county"),
            models.Index(fields=["area_code", "-id"], name="order_by_area"),
            # Reports of what was count an order where it lay then; few orders are open while their grid is redrawn.
            models.Index(fields=["area_then"], condition=~Q(area_then=""), name="order_by_area_then"),
            models.Index(fields=["county", "-closed_at", "-id"], condition=~OPEN, name="closed_by_county"),
            models.Index(fields=["unit", "-id"], name="order_by_unit"),
            models.Index(fields=["closed_at"], condition=Q(contact__isnull=False), name="order_contact_to_forget"),
            # Few orders have these, and rows without them are in none of the indexes.
            models.Index(fields=["member"], condition=Q(member__isnull=False), name="order_by_member"),
            models.Index(fields=["site"], condition=Q(site__isnull=False), name="order_by_site"),
            models.Index(fields=["opener"], condition=Q(opener__isnull=False), name="order_by_opener"),
            models.Index(fields=["opener_unit"], condition=Q(opener_unit__isnull=False), name="order_by_opener_unit"),
            GinIndex(fields=["participants"], condition=~Q(participants=[]), name="order_by_participants"),
            GinIndex(fields=["facts"], opclasses=["jsonb_path_ops"], condition=~Q(facts={}), name="order_by_facts"),
            models.Index(
                fields=["county", "-published_at"], condition=Q(published_at__isnull=False), name="published_by_county"
            ),
            models.Index(fields=["contact"], condition=Q(contact__isnull=False), name="order_by_contact"),
        )

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def is_closed(self) -> bool:
        """Say whether the order has ended."""
        return self.kind == "closed"

    @property
    def subject(self) -> str:
        """Return the order's name in the audit log."""
        return f"order:{self.number}"


class Step(models.Model):
    """The immutable record of one move made; a database trigger refuses any change but blanking.

    `answers` holds what was answered; those in `commitments` enter the digest only by a salted commitment, and lose
    value and salt together when they are blanked.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps", db_index=False)
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=40)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40)
    role = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_reason = models.JSONField(null=True)
    answers = models.JSONField(default=dict)
    salts = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    # What the answers name, as rows; set by `make` for guards and effects, never stored.
    resolved: dict[str, Any]

    class Meta:
        """Steps count up within their order."""

        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("order", "seq")
        constraints = (models.UniqueConstraint(fields=["order", "seq"], name="step_once"),)

    def __str__(self) -> str:
        """Return order, place in the chain and move."""
        return f"{self.order_id}/{self.seq} {self.move}"


class SearchEntry(models.Model):
    """The words of an order, apart from its row: moves rewrite the row, and would rewrite this index with it."""

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="search_entry")
    words = SearchVectorField()

    class Meta:
        """One index serves every search by text."""

        indexes = (GinIndex(fields=["words"], name="search_by_words"),)

    def __str__(self) -> str:
        """Return the order searched for."""
        return f"words of {self.order_id}"


class Share(models.Model):
    """A unit's part in an order (主办 / 协办 / 各方), kept when it ends, so that a unit sees what it once held.

    A `party` has equal rank with others. `arrived_at` is when its people checked in; `is_on_paper` when it answered
    outside this system.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="shares")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shares", db_index=False)
    part = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")
    arrived_at = models.DateTimeField(null=True)
    is_on_paper = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A unit has one living share in an order."""

        constraints = (
            models.CheckConstraint(condition=Q(part__in=["lead", "assist", "party"]), name="share_part_known"),
            models.UniqueConstraint(
                fields=["order", "unit"], condition=Q(ended_at__isnull=True), name="one_living_share_per_unit"
            ),
        )
        indexes = (models.Index(fields=["unit", "order"], name="share_by_unit"),)

    def __str__(self) -> str:
        """Return part, unit and order."""
        return f"{self.part} {self.unit_id} of {self.order_id}"


class Attachment(models.Model):
    """A picture that was answered; a draft until a move takes it, then bound to its order and field."""

    token = models.CharField(max_length=32, unique=True, db_collation="C")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="attachments", db_index=False)
    seq = models.PositiveIntegerField(null=True)
    field = models.CharField(max_length=40, blank=True, default="")
    file = models.CharField(max_length=120)
    thumbnail = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        """Drafts nobody took are found by age."""

        indexes = (
            models.Index(fields=["order", "seq"], name="attachment_by_order"),
            models.Index(fields=["created_at"], condition=Q(order__isnull=True), name="attachment_drafts"),
        )

    def __str__(self) -> str:
        """Return the token."""
        return self.token
