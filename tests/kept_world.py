# SPDX-License-Identifier: Apache-2.0
"""The small county, made once in each process and put back for every test in one message to the server."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.sql import InsertQuery

from sidan.orders.catalogue import Condition, Matter, MatterGroup
from sidan.people.models import Post, Unit, User
from sidan.places.models import Area, Site
from tests.world import World, build

# What the county is made of, in an order in which no row comes before one that it names.
KINDS: tuple[type[Model], ...] = (Area, Site, Unit, User, Post, MatterGroup, Matter, Condition)


@dataclass(frozen=True)
class _Kept:
    """The county as the statements that write its rows, and as the packed objects that tests hold."""

    statements: str
    objects: bytes


_kept: list[_Kept] = []


def put_back() -> World:
    """Write the county into the database and return it, as `build` does, in a small part of the time.

    The keys are those of the first time: a sequence does not go back with a transaction, so nothing else gets them.
    """
    if _kept:
        with connection.cursor() as cursor:
            cursor.execute(_kept[0].statements)
        return _unpacked(_kept[0].objects)
    is_alone = not any(kind._base_manager.exists() for kind in KINDS)
    world = build()
    if is_alone:
        objects = pickle.dumps((world.units, world.people, world.areas, world.site))
        _kept.append(_Kept(";".join(_statements()), objects))
    return world


def _unpacked(objects: bytes) -> World:
    """Return the county with objects of its own, which a test may change."""
    units, people, areas, site = pickle.loads(objects)
    world = World(units=units, people=people, areas=areas)
    world.site = site
    return world


def _statements() -> Iterator[str]:
    """Yield for each kind of row the statement that writes all there are."""
    with connection.cursor() as cursor:
        for kind in KINDS:
            query = InsertQuery(kind)
            query.insert_values(kind._meta.concrete_fields, list(kind._base_manager.order_by("pk")), raw=True)
            for statement, values in query.get_compiler(DEFAULT_DB_ALIAS).as_sql():
                yield cursor.mogrify(statement, values)
