# SPDX-License-Identifier: Apache-2.0
"""Units, the people in them, the posts they hold, residents' contacts and the audit log."""

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sidan.base import clock
from sidan.people.crews import CREW_ROLES
from sidan.people.key_rows import ApiKey  # noqa: F401  makes its table one of this app
from sidan.people.partners import Partner, PartnerKind  # noqa: F401  makes their tables those of this app
from sidan.people.posts import AREA_ROLES, CITY_ROLES, UNIT_ROLES
from sidan.people.spans import SAME_DAYS, same
from sidan.places.prepared import as_model, columns, first_row


class Unit(models.Model):
    """An organisation that has a part in orders: department, town, community, branch, company, property manager."""

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True, default="")
    kind = models.CharField(max_length=40, db_collation="C")
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches")
    phone = models.CharField(max_length=40, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        """Units are picked by kind among those still working."""

        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=~Q(code=""), name="unit_has_a_code"),
            models.CheckConstraint(condition=~Q(name=""), name="unit_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_not_its_own_parent"
            ),
        )
        indexes = (models.Index(fields=["kind"], condition=Q(is_active=True), name="active_unit_by_kind"),)

    def __str__(self) -> str:
        """Return the Chinese name."""
        return self.name

    def name_in(self, language: str) -> str:
        """Return the name for a language code, Chinese where there is no English one."""
        return self.name if language.startswith("zh") else self.name_en or self.name


class UserManager(BaseUserManager["User"]):
    """Makes users and finds them by name whatever its case or width."""

    @classmethod
    def normal_username(cls, username: str) -> str:
        """Return the form in which user names are stored: NFKC, lower case, no spaces around."""
        return unicodedata.normalize("NFKC", username).strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user who signs in by that name."""
        return self.get(username=self.normal_username(username or ""))

    def get(self, *args: Any, **conditions: Any) -> "User":
        """Return the one user of these conditions; by the id alone, which every page of staff asks, by hand."""
        if args or conditions.keys() != {"pk"} or not isinstance(conditions["pk"], int):
            return super().get(*args, **conditions)
        row = first_row(f"SELECT {columns(self.model)} FROM people_user WHERE id = %s", [conditions["pk"]])  # noqa: S608  names of columns alone
        if row is None:
            raise self.model.DoesNotExist("User matching query does not exist.")
        return as_model(self.model, row)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in as them yet."""
        user = self.model(username=self.normal_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make the operator's own user, who may do everything in the admin pages."""
        fields.setdefault("display_name", username)
        return self.create_user(username, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff; residents have no account. Never deleted, because steps and audit name them."""

    username = models.CharField(max_length=60, unique=True, db_collation="C")
    display_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager()

    class Meta:
        """Names are stored in one form, so that two people cannot differ by case alone."""

        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(condition=~Q(username=""), name="user_has_a_username"),
            models.CheckConstraint(condition=~Q(display_name=""), name="user_has_a_name"),
        )

    def __str__(self) -> str:
        """Return the name shown to colleagues."""
        return self.display_name


class Post(models.Model):
    """A person in a role, at a unit or over an area, from a day to a day (both counted)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, db_collation="C")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, related_name="posts")
    # The area's code once more, so that an actor is known by one query and prefixes can be compared here.
    area_code = models.CharField(max_length=15, blank=True, default="", db_collation="C")
    title = models.CharField(max_length=60, blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    # Of crew and volunteers alone: which kind (an open list, see people/crews.py), the building or stair looked after,
    # the days of a week on duty (see people/duty.py), and whether the name stands on the grid's public page.
    kind = models.CharField(max_length=20, blank=True, default="", db_collation="C")
    site = models.ForeignKey("places.Site", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    duty = models.JSONField(blank=True, default=list)
    is_published = models.BooleanField(default=False)

    class Meta:
        """A role is held over what it is meant for, and not twice over the same on any day."""

        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=AREA_ROLES, area__isnull=False)
                | Q(role__in=UNIT_ROLES, unit__isnull=False)
                | Q(role__in=CITY_ROLES, unit__isnull=True, area__isnull=True),
                name="post_has_its_scope",
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True, area_code="") | (Q(area__isnull=False) & ~Q(area_code="")),
                name="post_area_has_its_code",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="post_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(role__in=CREW_ROLES) | Q(kind="", site__isnull=True, duty=[], is_published=False),
                name="only_crew_has_kind_and_duty",
            ),
            ExclusionConstraint(
                name="post_not_held_twice",
                expressions=[
                    same("user"),
                    same(Func(F("role"), function="hashtext")),
                    same(Coalesce("unit", 0)),
                    same(Coalesce("area", 0)),
                    SAME_DAYS,
                ],
            ),
        )
        indexes = (models.Index(fields=["role", "area_code"], name="post_by_role_and_area"),)

    def __str__(self) -> str:
        """Return role and holder."""
        return f"{self.role} {self.user_id}"


class Absence(models.Model):
    """Days (both counted) on which the holder of a post is away; a colleague acts as well, or nobody stands in."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="substitutions")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        """A post has at most one substitute on a day."""

        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ("from_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_dates_in_order"),
            ExclusionConstraint(name="one_substitute_a_day", expressions=[same("post"), SAME_DAYS]),
        )

    def __str__(self) -> str:
        """Return the post and its substitute."""
        return f"{self.post_id} by {self.substitute_id or 'nobody'}"


class Contact(models.Model):
    """How to reach a resident: one encrypted value, opened only by `sidan.people.contacts.reveal`.

    No fingerprint is kept: two orders of one person cannot be told to be theirs.
    """

    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    forget_on = models.DateField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What is forgotten is empty."""

        constraints = (
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) & ~Q(sealed=b"") | Q(forgotten_at__isnull=False, sealed=b""),
                name="forgotten_contact_is_empty",
            ),
        )
        indexes = (
            models.Index(fields=["forget_on"], condition=Q(forgotten_at__isnull=True), name="contact_to_forget"),
        )

    def __str__(self) -> str:
        """Return the row's number, and nothing of the person."""
        return f"contact {self.pk}"


class AuditEntry(models.Model):
    """One thing somebody did or saw, chained to the entry before it in the same county; never changed or removed.

    Only `sidan.people.audit.record` writes rows, and a database trigger refuses UPDATE and DELETE.
    """

    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=60, blank=True, default="")
    action = models.CharField(max_length=40, db_collation="C")
    subject = models.CharField(max_length=120, blank=True, default="", db_collation="C")
    details = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        """Entries count up within their county; auditors look by time, person and subject."""

        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["county", "number"], name="audit_entry_once"),)
        indexes = (
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["user", "at"], name="audit_by_person"),
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
        )

    def __str__(self) -> str:
        """Return chain, number and action."""
        return f"{self.county or 'city'} {self.number} {self.action}"
