# SPDX-License-Identifier: Apache-2.0
"""The package as an application, so that Django finds its commands, texts and rows."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Names the application."""

    name = "sidan.programmes"
    label = "programmes"
