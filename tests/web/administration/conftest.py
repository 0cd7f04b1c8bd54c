# SPDX-License-Identifier: Apache-2.0
"""The administrators of the small county, for tests of the admin pages."""

from tests.web.administrators import auditor, offices, security, system

__all__ = ["auditor", "offices", "security", "system"]
