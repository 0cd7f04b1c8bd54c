# SPDX-License-Identifier: Apache-2.0
"""The WSGI entry that a server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")
application = get_wsgi_application()
# What was loaded at the start stays: looking through it for garbage time and again took a tenth of every page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
