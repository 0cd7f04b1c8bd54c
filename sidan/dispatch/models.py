# SPDX-License-Identifier: Apache-2.0
"""The rows of this application, each family in its own module."""

from sidan.dispatch.duplicates_rows import Fingerprint, Rarity  # noqa: F401  these tables are of this app
