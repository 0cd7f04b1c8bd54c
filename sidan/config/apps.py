# SPDX-License-Identifier: Apache-2.0
"""The house itself as an application: wires the parts when all models are loaded."""

from django.apps import AppConfig

from sidan.config.loading import after_models


class HouseConfig(AppConfig):
    """Ties names to functions at start."""

    name = "sidan.config"
    label = "house"

    def ready(self) -> None:
        """Wire the registry."""
        after_models()
