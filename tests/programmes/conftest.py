# SPDX-License-Identifier: Apache-2.0
"""Fixtures for tests that serve files of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sidan.orders import registry


@pytest.fixture
def own(tmp_path: Path, settings: object) -> Path:
    """Make the city's own folder, empty."""
    settings.PROGRAMMES_DIR = str(tmp_path)  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def shelf() -> Iterator[None]:
    """Put what is served back as it was."""
    before = [(programme, registry._sources[programme.code, programme.edition]) for programme in registry.served()]
    registry.forget_recorded()
    yield
    for programme in registry.served():
        registry.withdraw(programme.code)
    for programme, source in before:
        registry.serve(programme, source)
    registry.forget_recorded()
