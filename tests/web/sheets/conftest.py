# SPDX-License-Identifier: Apache-2.0
"""The administrators of the small county, for tests of sheets."""

from tests.web.administrators import offices, security, system

__all__ = ["offices", "security", "system"]
