# SPDX-License-Identifier: Apache-2.0
"""What the tests of evaluation share."""

from tests.evaluation.real_rounds import served
from tests.evaluation.rounding import counts

__all__ = ["counts", "served"]
