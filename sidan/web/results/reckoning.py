# SPDX-License-Identifier: Apache-2.0
"""How a ranking reckons, in words: each indicator with its measure, its weight, its scale and what it leaves out."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext

from sidan.base.errors import Words
from sidan.evaluation.declare import Ranking, Weighed
from sidan.web.results.words import SCALES, STANDINGS
from sidan.web.round_words import figure_text, form_of, measure_words, number_text


@dataclass(frozen=True, slots=True)
class Weight:
    """One indicator of a ranking as its table of weights shows it."""

    indicator: Weighed

    @property
    def measure(self) -> Words:
        """Return what it measures."""
        return measure_words(self.indicator)

    @property
    def weight(self) -> str:
        """Return its points of 100."""
        return number_text(self.indicator.weight)

    @property
    def scale(self) -> str:
        """Return how its value becomes points."""
        words = str(SCALES[self.indicator.scale])
        if self.indicator.scale != "target" or self.indicator.target is None:
            return words
        target = figure_text(form_of(self.indicator), self.indicator.target)
        return gettext("%(scale)s of %(target)s") % {"scale": words, "target": target}

    @property
    def standings(self) -> list[str | Promise]:
        """Return which orders leave its numerator and denominator."""
        return [STANDINGS[standing] for standing in self.indicator.without]

    @property
    def bounds(self) -> str:
        """Return the least and the most points it may give, empty where it is not bounded."""
        least, most = self.indicator.least_points, self.indicator.most_points
        if least is None and most is None:
            return ""
        return f"{number_text(least or 0)}–{number_text(self.indicator.weight if most is None else most)}"


def weights_of(ranking: Ranking) -> list[Weight]:
    """Return the table of weights, in the order of the file."""
    return [Weight(indicator) for indicator in ranking.indicators]
