# SPDX-License-Identifier: Apache-2.0
"""How dates and times are written in English."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3

# Our own, read by sidan.web.moments: with weekday, in this year and in another.
MOMENT_FORMAT = "l j F H:i"
MOMENT_YEAR_FORMAT = "l j F Y H:i"
DAY_FORMAT = "l j F"
DAY_YEAR_FORMAT = "l j F Y"
