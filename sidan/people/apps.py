# SPDX-License-Identifier: Apache-2.0
"""The Django app of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People, as Django and its admin know them."""

    name = "sidan.people"
    verbose_name = _("People")
