# SPDX-License-Identifier: Apache-2.0
"""The catalogue file becomes rows, which clerks then keep; loading it again changes what the file says and no more."""

from django.db import transaction

from sidan.orders.catalogue import Condition, Matter, MatterGroup
from sidan.programmes.catalogue import Catalogue
from sidan.programmes.catalogue import Matter as Declared


@transaction.atomic
def stock(catalogue: Catalogue) -> int:
    """Write branches, matters and conditions of a catalogue for the whole city, and return how many matters there are.

    A county's own rows stay as they are, and so do matters that the file no longer names: orders refer to them.
    """
    for group in catalogue.groups:
        names = {"name": group.name.zh, "name_en": group.name.en}
        MatterGroup.objects.update_or_create(code=group.code, defaults=names)
    groups = {group.code: group for group in MatterGroup.objects.all()}
    for declared in catalogue.matters:
        matter, _ = Matter.objects.update_or_create(
            code=declared.code,
            county="",
            defaults={
                "group": groups[declared.group],
                "name": declared.name.zh,
                "name_en": declared.name.en,
                "unit_kind": declared.unit_kind,
                "words": list(declared.words),
                "words_en": list(declared.words_en),
                "photos": declared.photos,
                "is_urgent": declared.urgent,
            },
        )
        _conditions(matter, declared)
    return len(catalogue.matters)


def _conditions(matter: Matter, declared: Declared) -> None:
    """Write the conditions of a matter in the order of the file; those it no longer names go to the end."""
    for position, condition in enumerate(declared.conditions):
        Condition.objects.update_or_create(
            matter=matter,
            code=condition.code,
            defaults={
                "name": condition.name.zh,
                "name_en": condition.name.en,
                "limit": str(condition.limit),
                "position": position,
            },
        )
    named = [condition.code for condition in declared.conditions]
    matter.conditions.exclude(code__in=named).update(position=len(named))
