# SPDX-License-Identifier: Apache-2.0
"""The package as an application, so that Django finds its jobs, texts and rows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Names the application."""

    name = "sidan.planning"
    label = "planning"
    verbose_name = _("Plans of grids")
