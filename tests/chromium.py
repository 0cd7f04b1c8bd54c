# SPDX-License-Identifier: Apache-2.0
"""Where the browser of the browser tests is."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the Chromium to drive: the one SIDAN_CHROMIUM names, else the first on the path, else None."""
    if named := os.environ.get("SIDAN_CHROMIUM"):
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)
