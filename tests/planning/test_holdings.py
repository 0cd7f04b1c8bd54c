# SPDX-License-Identifier: Apache-2.0
"""No table that names a grid is forgotten by a redrawing."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from sidan.places.models import Area
from sidan.planning.holdings import CARRIED, LEFT_ALONE

# Columns that may hold the code of a grid, by their names.
CODES = ("area_code", "area_then", "grid", "grid_code", "source", "target")


def naming_areas() -> Iterator[str]:
    """Yield every field of our own tables that names an area: by a foreign key, or by its code."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("sidan."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.Field):
                continue
            is_key = field.is_relation and field.related_model is Area
            is_code = not field.is_relation and (field.name in CODES or field.name.startswith("area_c"))
            # Edition.source is a programme's text, Step.source a stage, GridPlan.source where it came from.
            is_text = isinstance(field, models.TextField) and field.name == "source"
            if is_key or (is_code and not is_text):
                yield f"{model._meta.label}.{field.name}"


# Fields called like a code that hold none.
NO_CODES = {"orders.Step.source", "orders.Step.target", "planning.GridPlan.source"}


def test_every_field_that_names_an_area_is_carried_over_or_left_alone_for_a_reason():
    """A new table with an area must say what a redrawing does with it."""
    handled = {f"{model}.{field}" for model, fields in CARRIED.items() for field in fields} | set(LEFT_ALONE)

    assert sorted(set(naming_areas()) - handled - NO_CODES) == []


def test_every_field_in_the_lists_is_there():
    """A renamed field takes its entry along, and each that is left alone has its reason."""
    for name in (*(f"{model}.{field}" for model, fields in CARRIED.items() for field in fields), *LEFT_ALONE):
        label, _, field = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field), name
    assert all(LEFT_ALONE.values())
