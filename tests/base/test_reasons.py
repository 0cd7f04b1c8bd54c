# SPDX-License-Identifier: Apache-2.0
"""The reason behind a due time reads as one sentence in either language."""

from datetime import date, datetime

from sidan.base.calendar import CHINA, OwnDay, WorkCalendar
from sidan.base.due import Running, due
from sidan.base.limits import Limit
from sidan.base.reasons import explain

CALENDAR = WorkCalendar(
    own_days={
        date(2025, 11, 20): OwnDay(is_working=False, name="台风停工"),
        date(2025, 11, 21): OwnDay(is_working=False, name="台风停工"),
        date(2025, 12, 2): OwnDay(is_working=False),
    }
)


def at(text: str) -> datetime:
    """Return a local moment such as `2025-09-26 16:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def running(limit: str, start: str) -> Running:
    """Return a limit running since a local moment."""
    return due(Limit.parse(limit), at(start), calendar=CALENDAR)


def told(reason: Running) -> tuple[str, str]:
    """Return the sentences in English and Chinese."""
    return explain(reason.reason, "en"), explain(reason.reason, "zh-hans")


def test_a_plain_limit_is_told_plainly():
    """Without anything special, the sentence is the limit, the start and the due time."""
    assert told(running("2 urgent_hours", "2025-11-24 23:30")) == (
        "2 urgent hours from Monday 24 November 23:30: due Tuesday 25 November 01:30",
        "自11月24日（周一）23:30起2个紧急工作时：应于11月25日（周二）01:30前完成",
    )


def test_touching_holidays_are_told_as_one():
    """National Day with Mid-autumn inside it is one holiday with two names; swapped weekends are named."""
    english, chinese = told(running("5 working_days", "2025-09-26 16:40"))

    assert english == (
        "5 working days from Friday 26 September 16:40, holiday 1–8 October "
        "(National Day and Mid-autumn Festival), Sunday 28 September worked: due Friday 10 October 16:40"
    )
    assert chinese == (
        "自9月26日（周五）16:40起5个工作日，10月1日至8日放假（国庆节、中秋节），9月28日（周日）安排上班："
        "应于10月10日（周五）16:40前完成"
    )


def test_the_citys_own_days_off_are_told_with_their_name():
    """A typhoon is named, a day off without a name is only dated."""
    english, chinese = told(running("10 working_days", "2025-11-19 10:00"))

    assert english == (
        "10 working days from Wednesday 19 November 10:00, day off 20–21 November (台风停工), day off 2 December: "
        "due Monday 8 December 10:00"
    )
    assert chinese == (
        "自11月19日（周三）10:00起10个工作日，11月20日至21日不上班（台风停工），12月2日不上班：应于12月8日（周一）10:00前完成"
    )


def test_the_year_is_told_when_it_changes():
    """Days of another year than the start carry it."""
    english, chinese = told(running("7 working_days", "2024-12-24 10:00"))

    assert english.endswith("holiday 1 January 2025 (New Year's Day): due Friday 3 January 2025 10:00")
    assert chinese.endswith("2025年1月1日放假（元旦）：应于2025年1月3日（周五）10:00前完成")


def test_a_holiday_across_months_names_both():
    """A span that leaves its month names the month at both ends."""
    english, chinese = told(running("9 working_days", "2025-01-23 10:00"))

    assert "holiday 28 January – 4 February (Spring Festival)" in english
    assert "Sunday 26 January and Saturday 8 February worked" in english
    assert "1月28日至2月4日放假（春节），1月26日（周日）、2月8日（周六）安排上班" in chinese


def test_pauses_and_extensions_are_told_in_order():
    """Each pause is told with its length, extensions with their number."""
    limit = running("2 working_days", "2025-11-24 10:00")
    limit = limit.pause(at("2025-11-24 11:00"), CALENDAR).resume(at("2025-11-24 12:30"), CALENDAR)
    limit = limit.pause(at("2025-11-25 11:00"), CALENDAR).resume(at("2025-11-26 12:00"), CALENDAR)

    english, chinese = told(limit.extend(CALENDAR).extend(CALENDAR))

    assert english == (
        "2 working days from Monday 24 November 10:00, day off 2 December, "
        "paused 1 hour 30 minutes from Monday 24 November 11:00, "
        "paused 1 day 1 hour from Tuesday 25 November 11:00, "
        "extended 2 times by 2 working days: due Thursday 4 December 12:00"
    )
    assert chinese == (
        "自11月24日（周一）10:00起2个工作日，12月2日不上班，11月24日（周一）11:00起暂停1小时30分钟，"
        "11月25日（周二）11:00起暂停1天1小时，延期2次、每次2个工作日：应于12月4日（周四）12:00前完成"
    )


def test_one_extension_is_told_without_a_number():
    """A single extension is simply told by its length."""
    english, chinese = told(running("1 natural_days", "2025-11-24 10:00").extend(CALENDAR))

    assert (
        english
        == "1 natural day from Monday 24 November 10:00, extended by 1 natural day: due Wednesday 26 November 10:00"
    )
    assert chinese == "自11月24日（周一）10:00起1个自然日，延期1个自然日：应于11月26日（周三）10:00前完成"


def test_a_paused_limit_tells_what_is_left():
    """Instead of a due time stands what is left, and holidays that may never be met are not mentioned."""
    paused = running("5 working_days", "2025-09-29 16:40").pause(at("2025-09-30 09:00"), CALENDAR)

    assert explain(paused.reason, "en") == (
        "5 working days from Monday 29 September 16:40; paused since Tuesday 30 September 09:00 "
        "with 37 working hours 40 minutes left"
    )
    assert explain(paused.reason, "zh-hans") == (
        "自9月29日（周一）16:40起5个工作日；9月30日（周二）09:00起暂停计时，还剩37个工作小时40分钟"
    )


def test_what_is_left_is_told_in_its_own_kind():
    """Continuous limits leave days and hours, working ones working time, late ones nothing."""
    left = {
        ("3 natural_days", "2025-11-25 09:30"): ("1 day 30 minutes", "1天30分钟"),
        ("1 working_hours", "2025-11-24 10:20"): ("40 working minutes", "40分钟"),
        ("1 urgent_hours", "2025-11-24 12:00"): ("no time", "0分钟"),
    }

    for (limit, stop), (english, chinese) in left.items():
        start = "2025-11-23 10:00" if "days" in limit else "2025-11-24 10:00"
        paused = running(limit, start).pause(at(stop), CALENDAR)
        assert explain(paused.reason, "en").endswith(f"with {english} left")
        assert explain(paused.reason, "zh").endswith(f"还剩{chinese}")


def test_an_unpublished_year_is_owned_up_to():
    """A due time that reaches into a year without a holiday notice says so."""
    english, chinese = told(running("1 working_days", "2030-12-31 10:00"))

    assert english.endswith(
        "due Wednesday 1 January 2031 10:00 (the public holidays of 2030 and 2031 were not known yet)"
    )
    assert chinese.endswith("应于2031年1月1日（周三）10:00前完成（2030、2031年的放假安排当时尚未公布）")
