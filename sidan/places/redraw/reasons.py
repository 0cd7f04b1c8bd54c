# SPDX-License-Identifier: Apache-2.0
"""Why a part cannot keep the bounds, in words, and the nearest bounds that it could keep. Pure."""

from sidan.base.errors import Words
from sidan.places.redraw.asked import Bounds
from sidan.places.redraw.divisions import Division
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.parts import Part


def reason_of(instance: Instance, part: Part, division: Division, bounds: Bounds) -> Words:
    """Return why a part has households out of bounds; the first of the reasons that explains it."""
    large = [instance.names[int(part.areas[k])] for k in range(len(part)) if part.households[k] > bounds.hi]
    total, lo, hi = part.total, bounds.lo, bounds.hi
    if large:
        named = large[:3]
        more = Words("等", " and others") if len(large) > len(named) else Words("", "")
        return Words(
            f"{'、'.join(named)}{more.zh}单独一个就超过{hi}户",
            f"{', '.join(named)}{more.en} alone has more than {hi} households",
        )
    if total < lo:
        return Words(f"这一片一共只有{total}户，不足{lo}户", f"it has {total} households in all, fewer than {lo}")
    fewest = -(-total // hi)
    if fewest * lo > total:
        return Words(
            f"{total}户分成{fewest - 1}个则超过{hi}户，分成{fewest}个则不足{lo}户",
            f"{total} households are too many for {fewest - 1} of up to {hi} and too few for {fewest} of at least {lo}",
        )
    return Words(
        f"小网格的户数和相邻关系使{total}户无法连片分成{lo}至{hi}户的网格",
        f"its areas do not border one another in a way that divides {total} households into regions of {lo} to {hi}",
    )


def nearest_bounds(part: Part, division: Division, bounds: Bounds) -> tuple[int, int]:
    """Return the bounds widened as far as this plan needs: the plan with the least out of bounds keeps them."""
    sizes = [int(sum(part.households[k] for k in range(len(part)) if mask >> k & 1)) for mask in division.regions]
    return min(bounds.lo, *sizes), max(bounds.hi, *sizes)
