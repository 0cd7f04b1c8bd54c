# SPDX-License-Identifier: Apache-2.0
"""How often guesses are wrong, by how many of them are made: the risk–coverage curve. Pure: no Django."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST_COVERED = 20  # a risk measured on fewer orders is none
BINS = 10
STEPS = 20
NEVER = 1.0


@dataclass(frozen=True, slots=True)
class Point:
    """Of the surest `covered` of all guesses (0 to 1) `risk` were wrong; the least sure of them had this chance."""

    covered: float
    risk: float
    threshold: float


def curve(chances: Floats, given: npt.NDArray[np.intp]) -> list[Point]:
    """Return risk at twenty coverages, the surest first; `given` is the label decided, as a column of `chances`."""
    sure, wrong = _sorted(chances, given)
    ends = sorted({max(1, round(len(sure) * step / STEPS)) for step in range(1, STEPS + 1)}) if len(sure) else []
    return [Point(end / len(sure), float(wrong[:end].mean()), float(sure[end - 1])) for end in ends]


def threshold_for(chances: Floats, given: npt.NDArray[np.intp], *, risk: float) -> float:
    """Return the least chance from which upward no more than `risk` of the guesses are wrong; NEVER when none is."""
    sure, wrong = _sorted(chances, given)
    if not len(sure):
        return NEVER
    risks = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
    # Guesses of one chance are all made or none is.
    is_last = np.append(sure[1:] < sure[:-1], True)
    fits = np.flatnonzero(is_last & (risks <= risk) & (np.arange(1, len(sure) + 1) >= LEAST_COVERED))
    return float(sure[fits[-1]]) if len(fits) else NEVER


def calibration(chances: Floats, given: npt.NDArray[np.intp]) -> list[dict[str, float]]:
    """Return for each tenth of the chance how many guesses there were, the mean chance and the share that was right."""
    return _binned(chances.max(axis=1), chances.argmax(axis=1) == given, bins=BINS)


def calibration_error(chances: Floats, given: npt.NDArray[np.intp]) -> float:
    """Return the expected calibration error of the first guesses: how far chances and shares lie apart, on average."""
    return error_of(chances.max(axis=1), chances.argmax(axis=1) == given)


def error_of(sure: Floats, right: npt.NDArray[np.bool_], *, bins: int = BINS) -> float:
    """Return the expected calibration error of guesses that were so sure, and right or not, over equal bins."""
    rows = _binned(sure, right, bins=bins)
    return sum(row["count"] * abs(row["chance"] - row["right"]) for row in rows) / max(len(right), 1)


def _binned(sure: Floats, right: npt.NDArray[np.bool_], *, bins: int) -> list[dict[str, float]]:
    """Return for each equal bin of the chance that holds guesses: how many, their mean chance, the share right."""
    places = np.minimum((sure * bins).astype(int), bins - 1)
    return [
        {
            "from": each / bins,
            "count": int(here.sum()),
            "chance": float(sure[here].mean()),
            "right": float(right[here].mean()),
        }
        for each in range(bins)
        if (here := places == each).any()
    ]


def top_two(chances: Floats, given: npt.NDArray[np.intp]) -> float:
    """Return the share of orders whose label is among the first two guesses."""
    second = np.argsort(-chances, axis=1, kind="stable")[:, :2]
    return float((second == given[:, None]).any(axis=1).mean()) if len(given) else 0.0


def _sorted(chances: Floats, given: npt.NDArray[np.intp]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the chance of each first guess and whether it was wrong, the surest first."""
    if not len(given):
        return np.zeros(0), np.zeros(0, bool)
    first, wrong = chances.max(axis=1), chances.argmax(axis=1) != given
    order = np.argsort(-first, kind="stable")
    return first[order], wrong[order]
