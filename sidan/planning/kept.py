# SPDX-License-Identifier: Apache-2.0
"""The small areas of the plans looked at last, kept in memory: reading a city's takes a second."""

from collections import OrderedDict
from threading import Lock

from sidan.places.redraw.instance import Instance
from sidan.planning.instances import instance_of
from sidan.planning.models import GridPlan

# A city's 5,562 outlines take some 20 MB.
MOST_KEPT = 4
_kept: OrderedDict[str, Instance] = OrderedDict()
_lock = Lock()


def kept_instance(plan: GridPlan) -> Instance:
    """Return the small areas of a plan, which never change; one query the first time in this process."""
    with _lock:
        if plan.code in _kept:
            _kept.move_to_end(plan.code)
            return _kept[plan.code]
    found = instance_of(plan)
    with _lock:
        _kept[plan.code] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found
