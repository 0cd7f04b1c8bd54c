# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with one indicator: its measure, the keys it needs, its direction, its scale. Pure: no Django."""

from collections.abc import Iterator
from itertools import pairwise

from sidan.base.toml_shape import nearest
from sidan.evaluation.declare import FULL_MARKS, Weighed
from sidan.evaluation.measures import MEASURES, SPECIAL, Measure
from sidan.evaluation.measures_outcome import MARKS

# What a key says, for the sentence about one that is missing or too many.
_TELLS = {
    "move": "which move is counted",
    "of_move": "of which move it is a part",
    "outside": "which outside figure is meant",
    "credit": "what each level of satisfaction is worth",
}
# Money, pairings and figures from outside belong to no programme.
_OF_NO_PROGRAMME = ("funds", "paired", "outside")
_GOODNESS = {"more": "the more the better", "less": "the less the better"}


def faults_of_indicator(indicator: Weighed) -> Iterator[str]:
    """Yield the faults of one indicator, each a sentence."""
    where = f"indicators “{indicator.code}”"
    yield from _points(indicator, where)
    measure = MEASURES.get(indicator.measure)
    if measure is None:
        hint = nearest(indicator.measure, MEASURES)
        yield f"{where} measure: there is no measure “{indicator.measure}”{hint}"
        return
    yield from _keys(indicator, measure, where)
    yield from _direction(indicator, measure, where)
    yield from _scale(indicator, measure, where)


def counts_orders(indicator: Weighed) -> bool:
    """Say whether an indicator counts orders, and not outside figures, visits, pairings, decisions, funds or forms."""
    return indicator.measure not in SPECIAL and indicator.measure != "outside"


def _points(indicator: Weighed, where: str) -> Iterator[str]:
    """Yield a weight that is none, and bounds of points that leave nothing between them."""
    if indicator.weight <= 0:
        yield f"{where} weight: give points above 0, or leave the indicator out."
        return
    if indicator.weight > FULL_MARKS:
        yield f"{where} weight: it is more than the {FULL_MARKS} points of the whole."
    least = 0.0 if indicator.least_points is None else indicator.least_points
    most = indicator.weight if indicator.most_points is None else indicator.most_points
    if not 0 <= least <= indicator.weight:
        yield f"{where} least_points: give points from 0 to the weight, {indicator.weight:g}."
    elif not 0 < most <= indicator.weight:
        yield f"{where} most_points: give points above 0 and up to the weight, {indicator.weight:g}."
    elif least >= most:
        yield f"{where} least_points: nothing is left between {least:g} and {most:g} points."


def _keys(indicator: Weighed, measure: Measure, where: str) -> Iterator[str]:
    """Yield keys that the measure needs and has not, or has and does not know."""
    given = {key for key in _TELLS if getattr(indicator, key)}
    for key in sorted(measure.needs - given):
        yield f"{where} {key}: the measure “{indicator.measure}” needs to be told {_TELLS[key]}."
    for key in sorted(given - measure.needs - measure.takes):
        yield f"{where} {key}: the measure “{indicator.measure}” has no use for it."
    if indicator.programmes and indicator.measure in _OF_NO_PROGRAMME:
        yield f"{where} programmes: the measure “{indicator.measure}” is not counted by programmes."
    if len(set(indicator.programmes)) < len(indicator.programmes):
        yield f"{where} programmes: a programme is named twice."
    if indicator.move and indicator.move == indicator.of_move:
        yield f"{where} of_move: a move “{indicator.move}” is always the whole of itself."
    if "credit" in given & measure.takes:
        yield from _credit(indicator, where)


def _credit(indicator: Weighed, where: str) -> Iterator[str]:
    """Yield levels without credit, credit out of bounds, and a better level that is worth less."""
    credit = indicator.credit
    if strange := sorted(credit.keys() - set(MARKS)):
        yield f"{where} credit: there is no level “{strange[0]}”; the levels are 1 to 5, 5 the best."
    elif missing := [level for level in MARKS if level not in credit]:
        yield f"{where} credit: say what level “{missing[0]}” is worth, too."
    elif not all(0 <= part <= 1 for part in credit.values()):
        yield f"{where} credit: a level is worth a part from 0 to 1."
    else:
        for worse, better in pairwise(MARKS):
            if credit[better] < credit[worse]:
                yield f"{where} credit: level “{better}” is worth less than level “{worse}”."


def _direction(indicator: Weighed, measure: Measure, where: str) -> Iterator[str]:
    """Yield a direction against the one that is good for a unit."""
    if measure.good not in ("either", indicator.direction):
        yield (
            f"{where} direction: of “{indicator.measure}” {_GOODNESS[measure.good]}; "
            f"write direction = “{measure.good}”."
        )


def _scale(indicator: Weighed, measure: Measure, where: str) -> Iterator[str]:
    """Yield a scale that does not fit what is measured, and keys of another scale."""
    if indicator.scale == "share" and measure.form != "share":
        yield f"{where} scale: “{indicator.measure}” is no share; choose “best”, “target” or “bands”."
    if indicator.scale == "target":
        yield from _target(indicator, measure, where)
    elif indicator.target is not None:
        yield f"{where} target: only the scale “target” has one."
    if indicator.scale == "bands":
        yield from _bands(indicator, measure, where)
    elif indicator.bands:
        yield f"{where} bands: only the scale “bands” has them."


def _target(indicator: Weighed, measure: Measure, where: str) -> Iterator[str]:
    """Yield a target that is missing, or that everybody or nobody reaches."""
    target = indicator.target
    if target is None:
        yield f"{where} target: the scale “target” needs one."
    elif measure.form == "share" and not 0 <= target <= 1:
        yield f"{where} target: a share is said as a share, 0.9 for 90 percent, and lies from 0 to 1."
    elif indicator.direction == "more" and target <= 0:
        yield f"{where} target: everybody reaches {target:g}."
    elif indicator.direction == "less" and (target < 0 or (measure.form == "share" and target == 1)):
        yield f"{where} target: {target:g} says nothing where less is better."


def _bands(indicator: Weighed, measure: Measure, where: str) -> Iterator[str]:
    """Yield bands that are missing, or not in order from the best down."""
    bands = indicator.bands
    if not bands:
        yield f"{where} bands: the scale “bands” needs them."
        return
    if measure.form == "share" and not all(0 <= band.least <= 1 for band in bands):
        yield f"{where} bands least: a share is said as a share, 0.9 for 90 percent, and lies from 0 to 1."
    if not all(0 <= band.gives <= 1 for band in bands):
        yield f"{where} bands gives: a band gives a part of the points, from 0 to 1."
    elif bands[0].gives != 1:
        yield f"{where} bands gives: the first band gives all the points, so that the weight means what it says."
    ahead = 1 if indicator.direction == "more" else -1
    for better, worse in pairwise(bands):
        if (better.least - worse.least) * ahead <= 0:
            way = "fall" if ahead == 1 else "rise, where less is better,"
            found = f"{worse.least:g} follows {better.least:g}"
            yield f"{where} bands least: bounds {way} from the best band down, but {found}."
        if better.gives <= worse.gives:
            yield f"{where} bands gives: a worse band gives less, but {worse.gives:g} follows {better.gives:g}."
