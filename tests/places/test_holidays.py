# SPDX-License-Identifier: Apache-2.0
"""The city's own days come in and go out as sheets."""

import pytest

from sidan.base.imports import Faulty
from sidan.places.calendars import calendar_for
from sidan.places.holidays import export_holidays, import_holidays
from sidan.places.models import Holiday
from tests.places.conftest import COUNTY

SHEET = f"日期,事由,是否上班,县区编码\n2026/9/1,台风停工,否,\n2026年9月5日,补班,是,{COUNTY}000000\n"


def test_days_are_set_by_a_sheet(city: None):
    """New days are added, days set before are set anew, and deadlines count by them at once."""
    assert len(import_holidays(SHEET.encode(), "days.csv").created) == 2
    assert [str(day.day) for day in Holiday.objects.all()] == ["2026-09-01", "2026-09-05"]
    assert not calendar_for("").is_working_day(Holiday.objects.all()[0].day)

    plan = import_holidays(SHEET.replace(",否,", ",是,").encode(), "days.csv")

    assert [change.before for change in plan.changed] == [{"is_working": False}]
    assert calendar_for("").is_working_day(Holiday.objects.all()[0].day)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_goes_out_comes_in_unchanged(city: None, form: str, language: str):
    """Both forms in both languages."""
    import_holidays(SHEET.encode(), "days.csv")

    plan = import_holidays(export_holidays(form=form, language=language), f"days.{form}")

    assert len(plan.unchanged) == 2


def test_faults_are_told_by_their_cells(city: None):
    """A day that is none, a county that is none, a town, and the same day twice."""
    with pytest.raises(Faulty) as refused:
        import_holidays(
            "日期,事由,是否上班,县区编码\n2026-02-30,雪,否,\n,雪,否,\n2026-02-01,雪,也许,369901001\n".encode(), "a.csv"
        )
    assert [str(fault) for fault in refused.value.faults] == [
        "A2: there is no day 2026-02-30.",
        "A3: Day must not be empty.",
        "C4: please write yes or no instead of 也许.",
        "D4: A day is set for a county or for the whole city.",
    ]

    with pytest.raises(Faulty) as refused:
        import_holidays(
            "日期,事由,是否上班,县区编码\n2026-02-01,雪,否,369955\n2026-02-02,雪,否,\n2026-02-02,冰,否,3699\n".encode(),
            "a.csv",
        )
    assert [str(fault) for fault in refused.value.faults] == [
        "A4: this stands in A3 already.",
    ]
    with pytest.raises(Faulty) as refused:
        import_holidays("日期,事由,是否上班,县区编码\n2026-02-01,雪,否,369955\n".encode(), "a.csv")
    assert [str(fault) for fault in refused.value.faults] == ["D2: There is no county 369955."]
    assert not Holiday.objects.exists()
