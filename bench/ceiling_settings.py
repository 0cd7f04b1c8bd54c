# SPDX-License-Identifier: Apache-2.0
"""The settings under which the ceiling is served: ours, without any middleware."""

from sidan.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.ceiling"
MIDDLEWARE: list[str] = []
