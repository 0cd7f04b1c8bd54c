# SPDX-License-Identifier: Apache-2.0
"""Statements that are sent once: values arrive as they are, and every one counts."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sidan.places.models import Site
from sidan.places.prepared import all_rows, as_model, as_text, columns, first_row, run

MOMENT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("五'\"\\", "五'\"\\"),
        (True, "t"),
        (7, "7"),
        (MOMENT, "2026-03-10T09:00:00+00:00"),
        (date(2026, 3, 10), "2026-03-10"),
        ({"灯": [1, None]}, '{"灯":[1,null]}'),
        ([3, 1], '{"3","1"}'),
        (['a"b', "c\\,d"], '{"a\\"b","c\\\\,d"}'),
        ([], "{}"),
    ],
)
def test_values_go_as_texts_that_postgresql_reads(value, text):
    """Each kind of value has one text, whatever mixture of values a statement is run with."""
    assert as_text(value) == text


@pytest.mark.django_db
def test_what_is_sent_comes_back():
    """Arrays, moments and JSON are read by the type the statement gives, also once it is prepared."""
    statement = "SELECT %s::text[], %s::timestamptz, %s::jsonb ->> 'a', %s::boolean"

    found = [first_row(statement, [['a"b', "c\\,d{}"], MOMENT, {"a": "灯"}, False]) for _ in range(4)]

    assert found == [(['a"b', "c\\,d{}"], MOMENT, "灯", False)] * 4


@pytest.mark.django_db
def test_a_row_becomes_the_model_the_orm_reads(world):
    """A row selected by hand equals the one the ORM brings, field by field."""
    rows = all_rows(f"SELECT {columns(Site)} FROM places_site WHERE code = %s", [world.site.code])

    site = as_model(Site, rows[0])

    read = Site.objects.get(pk=world.site.pk)
    assert [getattr(site, field.attname) for field in Site._meta.concrete_fields] == [
        getattr(read, field.attname) for field in Site._meta.concrete_fields
    ]


@pytest.mark.django_db
def test_each_statement_counts_in_the_log_of_queries():
    """Budgets of queries see the statements sent by hand, with the values in their places."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for number in range(4):
            run("SELECT %s::int", [number])

    assert [query["sql"] for query in queries] == [f"SELECT '{number}'::int" for number in range(4)]


@pytest.mark.django_db
def test_a_broken_constraint_is_djangos_own_error(world):
    """Whoever catches IntegrityError catches it whichever way the statement went."""
    with pytest.raises(IntegrityError), transaction.atomic():
        run("INSERT INTO places_placesversion SELECT * FROM places_placesversion")
