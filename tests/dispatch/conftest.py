# SPDX-License-Identifier: Apache-2.0
"""Tests that suggest matters from rows begin with the rows of their own world."""

from collections.abc import Iterator

import pytest

from sidan.dispatch import hints


@pytest.fixture(autouse=True)
def forgotten_words() -> Iterator[None]:
    """Forget the suggesters of other tests, and afterwards those of this one: they are kept for a minute."""
    hints._suggester.cache_clear()
    yield
    hints._suggester.cache_clear()
