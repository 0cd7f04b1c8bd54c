# SPDX-License-Identifier: Apache-2.0
"""The small areas of a redrawing read as a graph without outlines: a NumPy archive, for very large instances. Pure.

Arrays by name: `households` and `com` (the community's number) for each area, `edges` as pairs of areas that border
each other; where known `ids`, `workload`, `worker` (a number, -1 for nobody) and `barriers`, pairs without a way over.
"""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sidan.base.errors import Refused
from sidan.places.redraw.instance import Instance, Real, Whole


def read_graph(file: Path) -> Instance:
    """Return the areas of an archive; borders count one metre each, and compactness knows nothing of them."""
    found = _arrays(file)
    households = _whole(found, "households")
    count = len(households)
    com = found.get("com", found.get("community"))
    if com is None or len(com) != count:
        raise Refused("The archive needs the array %(name)s with one number for each area.", name="com")
    edges = _pairs(_whole(found, "edges"), "edges", count)
    if (households < 0).any():
        area = int(np.flatnonzero(households < 0)[0])
        raise Refused(
            "The area %(area)s has %(number)s households; it must be a whole number, not negative.",
            area=str(area),
            number=str(int(households[area])),
        )
    edges = np.unique(edges, axis=0)
    ids = _ids(found.get("ids", np.arange(count)), count)
    workload: Real = (
        _per_area(found, "workload", count).astype(np.float64) if "workload" in found else households.astype(np.float64)
    )
    if not (workload >= 0).all():
        raise Refused("The area %(area)s has a negative workload.", area=ids[int(np.argmin(workload >= 0))])
    worker = _per_area(found, "worker", count) if "worker" in found else None
    crew = (
        tuple(None if each == -1 else str(each) for each in worker.tolist()) if worker is not None else (None,) * count
    )
    barriers = _pairs(_whole(found, "barriers"), "barriers", count) if "barriers" in found else edges[:0]
    return Instance(
        ids=ids,
        names=ids,
        community=tuple(str(each) for each in com.tolist()),
        households=households,
        workload=np.asarray(workload, dtype=np.float64),
        crew=crew,
        area_m2=np.zeros(count),
        perimeter_m=np.zeros(count),
        borders=edges,
        border_m=np.ones(len(edges)),
        barriers=_rows(edges, barriers, count),
    )


def _arrays(file: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of an archive; nothing in it is run."""
    try:
        with np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile, AttributeError):
        raise Refused("The file is not a NumPy archive of plain arrays.") from None


def _whole(found: dict[str, npt.NDArray[Any]], name: str) -> Whole:
    """Return an array of whole numbers that must be there."""
    if name not in found or not np.issubdtype(found[name].dtype, np.integer):
        raise Refused("The archive needs the array %(name)s of whole numbers.", name=name)
    return found[name].astype(np.int64)


def _per_area(found: dict[str, npt.NDArray[Any]], name: str, count: int) -> npt.NDArray[Any]:
    """Return an array of one number for each area."""
    if found[name].shape != (count,) or found[name].dtype.kind not in "iuf":
        raise Refused("The array %(name)s of the archive must have one number for each area.", name=name)
    return found[name]


def _pairs(found: Whole, name: str, count: int) -> Whole:
    """Return pairs of areas, the smaller number first."""
    pairs = np.sort(found.reshape(-1, 2), axis=1) if found.size % 2 == 0 else np.full((1, 2), -1)
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= count or (pairs[:, 0] == pairs[:, 1]).any()):
        raise Refused("The %(name)s of the archive must be pairs of two areas, numbered from 0.", name=name)
    return pairs


def _ids(found: npt.NDArray[Any], count: int) -> tuple[str, ...]:
    """Return the id of each area; each once."""
    ids = tuple(str(each) for each in found.ravel().tolist())
    if len(ids) != count or len(set(ids)) != count:
        raise Refused("The ids of the archive must name each area, and each once.")
    return ids


def _rows(edges: Whole, pairs: Whole, count: int) -> Whole:
    """Return the rows of the edges that are among some pairs."""
    return np.flatnonzero(np.isin(edges[:, 0] * count + edges[:, 1], pairs[:, 0] * count + pairs[:, 1]))
