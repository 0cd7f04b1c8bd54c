# SPDX-License-Identifier: Apache-2.0
"""Moments and spans in words of the page's language, in the city's own time."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from sidan.base.clock import now

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Below two days people count hours, below two hours minutes.
LEAST_DAYS = 2 * DAY
LEAST_HOURS = 2 * HOUR


def moment_words(moment: datetime) -> str:
    """Return day and time: "today 16:40", "Tuesday 14 October 16:40", with the year when it is another one."""
    local, today = localtime(moment), localtime(now()).date()
    if local.date() == today:
        return gettext("today %(time)s") % {"time": date_format(local, "TIME_FORMAT")}
    return date_format(local, "MOMENT_FORMAT" if local.year == today.year else "MOMENT_YEAR_FORMAT")


def day_words(day: date | datetime) -> str:
    """Return the day with its weekday, with the year when it is another one."""
    local = localtime(day).date() if isinstance(day, datetime) else day
    same_year = local.year == localtime(now()).year
    return date_format(local, "DAY_FORMAT" if same_year else "DAY_YEAR_FORMAT")


def span_words(span: timedelta) -> str:
    """Return a span in whole days, hours or minutes, rounded down; less than a minute counts as one."""
    if span >= LEAST_DAYS:
        return ngettext("%(count)d day", "%(count)d days", span // DAY) % {"count": span // DAY}
    if span >= LEAST_HOURS:
        return gettext("%(count)d h") % {"count": span // HOUR}
    return gettext("%(count)d min") % {"count": max(1, span // MINUTE)}


def ago_words(moment: datetime) -> str:
    """Return how long ago it was, and the day itself after a fortnight."""
    span = now() - moment
    if span < MINUTE:
        return gettext("just now")
    if span > 14 * DAY:
        return day_words(moment)
    return gettext("%(span)s ago") % {"span": span_words(span)}
