# SPDX-License-Identifier: Apache-2.0
"""The model of a cover: columns with costs and prices, and the bounds that prices prove. Pure.

For any numbers v of the areas, each region costs at least v(its areas) + min over all columns of (cost - v(its areas)).
Whatever prices are taken, the bound is true; good ones, such as the duals of the linear relaxation, make it sharper.
"""

from dataclasses import dataclass, replace

import numpy as np

from sidan.places.redraw.columns import Columns, summed
from sidan.places.redraw.instance import Real, Whole

EPSILON = 1e-9


class TooManyStates(Exception):
    """The front grew wider than allowed before the best plan was proved."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Rows of columns that cover every area once, and their cost."""

    chosen: tuple[int, ...]
    cost: float


@dataclass(frozen=True, eq=False)
class Model:
    """Columns with their costs, to be covered by exactly `regions` of them, or by any number when it is None.

    `span` holds what each area counts towards the least and most that a region holds (see `least` and `most`), so that
    covered sets from which the rest cannot be divided are dropped. `prices` are rows of numbers for the areas.
    """

    columns: Columns
    costs: Real
    regions: int | None
    span: Real
    least: float
    most: float
    prices: Real

    def only(self, chosen: Whole) -> "Model":
        """Return the same model with some of its columns."""
        return replace(self, columns=self.columns.only(chosen), costs=self.costs[chosen])


def prices_of(model: Model) -> tuple[Real, Real]:
    """Return each row of prices with the least that a region costs beyond them."""
    beyond = model.costs[:, None] - summed(model.columns, model.prices)
    return model.prices, beyond.min(axis=0, initial=np.inf)


def lower_bound(model: Model) -> float:
    """Return what no cover costs less than, by the best row of prices; -inf without columns or a number of regions."""
    if model.regions is None or not len(model.columns):
        return -np.inf
    prices, beyond = prices_of(model)
    return float((prices.sum(axis=1) + model.regions * beyond).max())


def sieved(model: Model, *, below: float) -> Whole:
    """Return the columns that a cover cheaper than `below` can hold."""
    if model.regions is None or not np.isfinite(below):
        return np.arange(len(model.columns))
    over = model.costs[:, None] - summed(model.columns, model.prices)
    beyond = over.min(axis=0)
    room = below - (model.prices.sum(axis=1) + model.regions * beyond)
    return np.flatnonzero((over - beyond <= room + EPSILON).all(axis=1))
