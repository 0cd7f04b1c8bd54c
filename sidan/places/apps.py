# SPDX-License-Identifier: Apache-2.0
"""The Django app of places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places, as Django and its admin know them."""

    name = "sidan.places"
    verbose_name = _("Areas and sites")
