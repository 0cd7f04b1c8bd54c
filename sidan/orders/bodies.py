# SPDX-License-Identifier: Apache-2.0
"""The rows of opinions: bodies and their members, meetings, seats, open ballots, and the tallies of secret ones.

A secret ballot has no row: what it adds to a tally is all that is kept of it. See docs/decisions/secret-ballots.md.
"""

from django.db import models
from django.db.models import Q

from sidan.people.days import city_today
from sidan.people.models import User
from sidan.places.models import Area

# The one kind of which a place has but one that lives: 业主说事厅, 居民之家, 莲心议事亭, 邻里会商 (一社区一载体).
PLACE_FORUM = "community_forum"
CHOICES = ("agree", "against", "abstain")
# Paper alone can be spoiled.
PAPER_CHOICES = (*CHOICES, "spoiled")


class Body(models.Model):
    """Those who decide together in one area, under the name their community gave it.

    `kind` is one of the rules of bodies; `roll` says what an entry of its list stands for: an adult, a household, a
    representative, an owner, a party member.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    roll = models.CharField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        """One place, one forum; no two living bodies of a place bear one name."""

        constraints = (
            models.UniqueConstraint(
                fields=["area"], condition=Q(kind=PLACE_FORUM, until_on__isnull=True), name="one_forum_per_place"
            ),
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(until_on__isnull=True), name="body_named_once_in_a_place"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class BodyMember(models.Model):
    """An entry of a body's list: a name or a door number, and how much it weighs.

    `area_dm2` is in square decimetres, hundredths of a square metre. An owner of several flats is one entry with one
    head and the sum of the areas.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="members", db_index=False)
    name = models.CharField(max_length=100)
    household = models.CharField(max_length=60, blank=True, default="")
    heads = models.PositiveIntegerField(default=1)
    area_dm2 = models.PositiveBigIntegerField(default=0)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        """A living entry stands once and weighs something."""

        constraints = (
            models.UniqueConstraint(
                fields=["body", "name", "household"],
                condition=Q(until_on__isnull=True),
                name="body_member_once",
            ),
            models.CheckConstraint(condition=Q(heads__gte=1), name="body_member_has_a_head"),
        )

    def __str__(self) -> str:
        """Return the name or door number."""
        return self.name


class Meeting(models.Model):
    """One meeting or ballot of a body about one order, judged under the terms that held when it was called.

    `last_on` is the last day of the ballot, `ended_at` when voting ended, `closed_at` when the result was stated; both
    without `result` mean it was called off. `minutes_seq` is the step that holds the minutes.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="meetings", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    terms = models.JSONField()
    held_on = models.DateField()
    question = models.CharField(max_length=300)
    is_secret = models.BooleanField()
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    last_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    minutes_seq = models.PositiveIntegerField(null=True)

    class Meta:
        """An order has one meeting at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["order"], condition=Q(closed_at__isnull=True), name="one_meeting_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["order", "-id"], name="meeting_by_order"),)

    def __str__(self) -> str:
        """Return body and day."""
        return f"{self.body_id} on {self.held_on}"

    @property
    def is_open(self) -> bool:
        """Say whether ballots are taken now: the last day counts to its end, whenever the clock makes its move."""
        is_over = self.ended_at is not None or self.closed_at is not None
        return self.opened_at is not None and self.last_on is not None and not is_over and city_today() <= self.last_on


class Seat(models.Model):
    """A member's place in one meeting, with the weight of the day it was called: who came and who has voted.

    It never says what was voted nor when. `code_digest` is the keyed fingerprint of the voucher's one-time code.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seats", db_index=False)
    member = models.ForeignKey(BodyMember, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    household = models.CharField(max_length=60, blank=True)
    heads = models.PositiveIntegerField()
    area_dm2 = models.PositiveBigIntegerField()
    code_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  no voucher is no code
    is_present = models.BooleanField(default=False)
    has_voted = models.BooleanField(default=False)
    is_on_paper = models.BooleanField(default=False)

    class Meta:
        """A member has one seat."""

        constraints = (models.UniqueConstraint(fields=["meeting", "member"], name="seat_once"),)

    def __str__(self) -> str:
        """Return whose it is."""
        return self.name


class Ballot(models.Model):
    """An open ballot: who voted what. A trigger refuses one in a secret ballot."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="ballot")
    choice = models.CharField(max_length=10)
    cast_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        """The choices are a closed list."""

        constraints = (models.CheckConstraint(condition=Q(choice__in=PAPER_CHOICES), name="ballot_choice_known"),)

    def __str__(self) -> str:
        """Return seat and choice."""
        return f"{self.seat_id}: {self.choice}"


class Tally(models.Model):
    """How many heads and how much area chose something in a secret ballot, by code or on paper; no time, nobody."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tallies", db_index=False)
    is_paper = models.BooleanField()
    choice = models.CharField(max_length=10)
    heads = models.PositiveIntegerField(default=0)
    area_dm2 = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One row for each choice and way of voting."""

        constraints = (
            models.UniqueConstraint(fields=["meeting", "is_paper", "choice"], name="tally_once"),
            models.CheckConstraint(condition=Q(choice__in=PAPER_CHOICES), name="tally_choice_known"),
        )

    def __str__(self) -> str:
        """Return choice and heads."""
        return f"{self.choice}: {self.heads}"
