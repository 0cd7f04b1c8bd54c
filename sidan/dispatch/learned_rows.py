# SPDX-License-Identifier: Apache-2.0
"""Rows of what was learned: each training with its figures, and how often the first guess was what was decided.

No text stands here, and nobody's name: neither a resident's nor a dispatcher's.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sidan.orders.models import Order


class ModelRun(models.Model):
    """One training of a county, or of the whole city where `county` is empty.

    `digest` is of the texts and matters learned; `figures` hold the risk at each coverage, the calibration and the
    agreement by matter, all on orders that the model had not seen. `threshold` is the chance below which it abstains.
    """

    county = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    trained_at = models.DateTimeField()
    orders = models.PositiveIntegerField()
    matters = models.PositiveIntegerField()
    seconds = models.FloatField()
    digest = models.CharField(max_length=64)
    figures = models.JSONField(default=dict)
    threshold = models.FloatField()

    class Meta:
        """The latest of a county is the one that speaks."""

        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = (models.CheckConstraint(condition=Q(threshold__range=(0, 1)), name="threshold_is_a_chance"),)
        indexes = (models.Index(fields=["county", "-trained_at"], name="model_run_latest"),)

    def __str__(self) -> str:
        """Return whose it is and when it was trained."""
        return f"model of {self.county or 'the city'}, {self.trained_at:%Y-%m-%d %H:%M}"


class FirstGuess(models.Model):
    """What was guessed first for an order, and what was decided; one row for an order, of its first decision."""

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="+")
    county = models.CharField(max_length=6, db_collation="C")
    month = models.DateField()
    guessed = models.CharField(max_length=80, blank=True, default="", db_collation="C")
    by = models.CharField(max_length=8, blank=True, default="")
    chance = models.FloatField(default=0)
    decided = models.CharField(max_length=80, db_collation="C")
    agreed = models.BooleanField()

    class Meta:
        """Agreement is read by county and month."""

        indexes = (models.Index(fields=["county", "month"], name="first_guess_by_month"),)

    def __str__(self) -> str:
        """Return the order and whether both agreed."""
        return f"{self.order_id}: {'agreed' if self.agreed else 'otherwise'}"
