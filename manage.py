#!/usr/bin/env python
# SPDX-License-Identifier: Apache-2.0
"""Run a Django management command with Sidan's settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")
    execute_from_command_line(sys.argv)
