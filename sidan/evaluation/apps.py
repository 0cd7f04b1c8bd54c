# SPDX-License-Identifier: Apache-2.0
"""The package as an application, so that Django finds its commands, texts and rows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Names the application."""

    name = "sidan.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluation")
