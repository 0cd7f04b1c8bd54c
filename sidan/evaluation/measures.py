# SPDX-License-Identifier: Apache-2.0
"""The closed list of measures a ranking file may name, each a function over what was counted. Pure: no Django.

Each says its formula, what it is of, and where it comes from; `docs/topics/measures.md` works each, and a test counts
it again. Whether excluded and suspended orders are counted is said by the file (`without`), never here.
"""

from collections.abc import Mapping

from sidan.evaluation.measure import Measure
from sidan.evaluation.measures_outcome import OUTCOME
from sidan.evaluation.measures_time import TIME
from sidan.evaluation.measures_work import WORK

__all__ = ["MEASURES", "SPECIAL", "Measure"]

MEASURES: Mapping[str, Measure] = {each.code: each for each in (*TIME, *OUTCOME, *WORK)}
# Not counted from orders by day, but asked elsewhere as (count, of).
SPECIAL = ("visits", "coverage", "decisions", "funds", "burden")
