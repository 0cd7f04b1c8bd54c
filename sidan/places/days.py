# SPDX-License-Identifier: Apache-2.0
"""Days as the city counts them."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base import clock


def city_today() -> date:
    """Return today's date in the city's own zone, whatever zone a visitor has chosen."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()
