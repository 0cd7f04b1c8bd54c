# SPDX-License-Identifier: Apache-2.0
"""The settings, made quick and tidy for tests: nothing is collected, pooled, or left behind on disk."""

from sidan.config.settings import *  # noqa: F403
from sidan.config.settings import DATABASES, STATIC_ROOT, STORAGES, VAR_DIR

# Pages name static files plainly, so that no test needs them collected; whitenoise warns about a missing folder.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
# A pool's threads would outlive the test database.
DATABASES["default"]["OPTIONS"].pop("pool", None)
# Made to be slow, the real one would take most of the time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A crash may take a test's rows, so no test waits for the disk.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c synchronous_commit=off")
# What a developer's own city has taught must not speak in tests; those that learn name a folder of their own.
MODELS_DIR = VAR_DIR / "no-models"
