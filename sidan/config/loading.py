# SPDX-License-Identifier: Apache-2.0
"""Work that must wait until Django has loaded every model."""

from importlib import import_module


def after_models() -> None:
    """Wire the registry; the wiring imports models, which are not there while applications are still listed."""
    import_module("sidan.config.wiring").wire()
