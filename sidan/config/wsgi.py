# SPDX-License-Identifier: Apache-2.0
"""The WSGI entry that a server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")
application = get_wsgi_application()
