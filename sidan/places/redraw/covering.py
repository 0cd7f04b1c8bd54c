# SPDX-License-Identifier: Apache-2.0
"""The cheapest exact cover of a part by columns: set partitioning, solved by sweeping over the areas. Pure.

A state is a set of areas already covered by whole regions. The next region is always the one that holds the first
area left, so the states met are those that can lie behind a front moving over the part; of two ways to one state with
as many regions only the cheaper goes on. A state is dropped when its cost and a lower bound of the rest are no better
than the best plan known.
"""

import numpy as np

from sidan.places.redraw.model import Cover, Model
from sidan.places.redraw.sweeping import Sweep
from sidan.places.redraw.sweeping_small import small_cover

# Below so many columns plain loops are quicker than arrays, and sweeping everything than preparing to sweep less.
FEW_COLUMNS = 250


def cheapest(model: Model, *, below: float = np.inf, beam: int | None = None, most_states: int) -> Cover | None:
    """Return the cheapest cover that costs less than `below`; None when there is none.

    With `beam` only so many states are followed from each area on: quick, and then a cover need not be the cheapest
    and None proves nothing. TooManyStates when the front exceeds `most_states` in all.
    """
    if len(model.columns) <= FEW_COLUMNS and model.regions is not None:
        return small_cover(model, model.regions, below=below, most_states=most_states)
    return Sweep(model, below=below, beam=beam, most_states=most_states).run()
