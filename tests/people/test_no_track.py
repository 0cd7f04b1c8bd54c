# SPDX-License-Identifier: Apache-2.0
"""Nobody's way is recorded: no table has a place for where a worker is."""

import re

from django.apps import apps

# Words by which a column would hold where somebody is; whole words of a name, so that "population" is none.
WHERE = re.compile(r"(^|_)(lon|lng|lat|long|position|location|point|place|track|trail|route|path|geometry|gps)(_|s?$)")
# Where things and orders are, which belong to nobody's way. An order's check-ins are answers in its own steps.
KNOWN = {
    "places.Area.geometry", "places.Area.lon", "places.Area.lat",
    "places.Site.lon", "places.Site.lat",
    "places.Station.lon", "places.Station.lat",
    "orders.Order.lon", "orders.Order.lat", "orders.Order.place_text",
    # Where a company is, and the one office from which an adviser sets out, as the organiser enters it once.
    "matching.Company.lon", "matching.Company.lat", "matching.Adviser.lon", "matching.Adviser.lat",
    # The address of a page.
    "notify.Message.path",
}  # fmt: skip


def test_no_table_could_hold_a_workers_way() -> None:
    """A new column for a place fails here until somebody says whose place it is."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("sidan.")]
    # A kind's or a condition's position is its place in a list.
    found = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if WHERE.search(field.name) and field.get_internal_type() not in ("PositiveSmallIntegerField",)
    }

    assert found <= KNOWN, found - KNOWN


def test_people_posts_and_absences_hold_no_place_but_their_area_and_building() -> None:
    """What is kept of a person at work: the post, its days, the area and the building looked after."""
    kept = {
        model.__name__: {field.name for field in model._meta.concrete_fields}
        for model in apps.get_app_config("people").get_models()
        if model.__name__ in ("Post", "Absence")
    }

    assert kept == {
        "Post": {"id", "user", "role", "unit", "area", "area_code", "title", "from_on", "until_on",
                 "kind", "site", "duty", "is_published"},
        "Absence": {"id", "post", "substitute", "from_on", "until_on"},
    }  # fmt: skip
