# SPDX-License-Identifier: Apache-2.0
"""The tables of dispatch; each family of rows stands in a module of its own."""

from sidan.dispatch.duplicates_rows import Fingerprint, Rarity  # noqa: F401  these tables
from sidan.dispatch.hot_rows import HotIssue, HotMember, HotOpened, HotRun  # noqa: F401  these
from sidan.dispatch.learned_rows import FirstGuess, ModelRun  # noqa: F401  these
from sidan.dispatch.route_rows import Route, Threshold  # noqa: F401  and these
