# SPDX-License-Identifier: Apache-2.0
"""The tables of the package, one family a module."""

from sidan.dispatch.hot_rows import HotIssue, HotMember, HotOpened, HotRun

__all__ = ["HotIssue", "HotMember", "HotOpened", "HotRun"]
