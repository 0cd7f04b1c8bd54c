# SPDX-License-Identifier: Apache-2.0
"""The kinds of grid partners that the migration names, named again where a test before has emptied every table."""

from importlib import import_module

from django.apps import apps

MIGRATION = import_module("sidan.people.migrations.0004_kinds_of_grid_partners")


def name_six_kinds() -> None:
    """Run the migration's own function, which adds what is not there."""
    MIGRATION.add_kinds(apps, None)
