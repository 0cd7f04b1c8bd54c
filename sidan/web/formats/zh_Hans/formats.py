# SPDX-License-Identifier: Apache-2.0
"""How dates and times are written in Chinese."""

DATE_FORMAT = "Y年n月j日"
DATETIME_FORMAT = "Y年n月j日 H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "n月j日"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3

# Our own, read by sidan.web.moments: with weekday, in this year and in another.
MOMENT_FORMAT = "n月j日 l H:i"
MOMENT_YEAR_FORMAT = "Y年n月j日 l H:i"
DAY_FORMAT = "n月j日 l"
DAY_YEAR_FORMAT = "Y年n月j日 l"
