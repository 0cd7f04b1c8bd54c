# SPDX-License-Identifier: Apache-2.0
"""The package as an application, so that Django finds its texts and rows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Names the application."""

    name = "sidan.matching"
    label = "matching"
    verbose_name = _("Matching")
