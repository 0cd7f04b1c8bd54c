# SPDX-License-Identifier: Apache-2.0
"""The rows of evaluation, each family in its module."""

from sidan.evaluation.fact_rows import Counted, Daily, Fact, Monthly
from sidan.evaluation.input_rows import Exclusion, OutsideFigure, Recheck
from sidan.evaluation.round_rows import Round, RoundEvent, RoundObjection, Score

__all__ = [
    "Counted",
    "Daily",
    "Exclusion",
    "Fact",
    "Monthly",
    "OutsideFigure",
    "Recheck",
    "Round",
    "RoundEvent",
    "RoundObjection",
    "Score",
]
