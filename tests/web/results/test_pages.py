# SPDX-License-Identifier: Apache-2.0
"""The pages of results: what a published round shows to everybody, with its working."""

import io
import json
import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
import python_calamine

from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.round_rows import Score
from tests.evaluation.rows import COUNTS, FEBRUARY, SOURCE, add_run, published_round
from tests.world import COUNTY, MORNING, NORTH

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
GRIDS = SOURCE.replace('subjects = "units"', 'subjects = "grids"').replace("trial_rates", "trial_grids")


def drawn(page: str, chart: str) -> Any:
    """Return the data a page hands to one of its charts."""
    found = re.search(rf'<script id="{chart}" type="application/json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def test_a_table_says_ranges_of_ranks_tiers_and_totals_with_intervals(world, read):
    """The index leads to the latest round, and each subject's row to its own page."""
    found = published_round()

    index, page = read("/results/"), read(f"/results/{found.pk}/")

    assert f"/results/{found.pk}/" in index
    assert "February 2026" in page
    water = Score.objects.get(subject="water")
    row = page.partition('data-subject="water"')[2].partition("</tr>")[0]
    assert f'class="results-rank">{water.rank_best}<' in row
    assert 'results-rank">1–2<' in page
    assert f"<b>{water.total:.1f}</b> <small>{water.low:.1f} – {water.high:.1f}</small>" in row
    assert f"/results/{found.pk}/water/" in row


def test_whoever_is_unranked_stands_apart_with_the_reason(world, read):
    """No rank, no total and no last place: a sentence says why."""
    found = published_round()

    table, _, apart = read(f"/results/{found.pk}/").partition('id="unranked"')
    own = read(f"/results/{found.pk}/housing/")

    assert 'data-subject="housing"' not in table
    assert 'data-unranked="few"' in apart
    assert "too few cases to be ranked" in apart
    assert "This is neither the last place nor zero." in own
    assert 'id="why"' not in own


def test_a_table_prints_its_rules_and_how_firm_it_is(world, read):
    """Weights, basis, edition, minimum, exclusions and re-checks stand beside every table."""
    found = published_round()
    found.frozen = {
        "excluded": {"count": 3, "of": 200},
        "exclusions": [["SD-1", "lamps", "policy_limit"], ["SD-2", "water", "policy_limit"]],
        "forms": {"count": 30, "of": 60},
    }
    found.save()

    page = read(f"/results/{found.pk}/")

    for told in ("1.5%", "3 / 200", "0.50", "0 / 0", "东山县2026年服务工单考评办法", "in 16 trials", "of the trials"):
        assert told in page
    assert "fewer than 5 cases" in page
    assert "not supported by policy, and explained 2" in page
    assert "SD-1" not in page


def test_classes_are_shown_one_at_a_time(world, read, client):
    """Only the members of the class asked for stand in the table, and a class nobody is in is not there."""
    found = published_round(counts={**COUNTS, "north": COUNTS["lamps"]}, classes={"north": "streets"})

    page = read(f"/results/{found.pk}/?class=streets")

    assert 'data-subject="north"' in page
    assert 'data-subject="water"' not in page
    assert client.get(f"/results/{found.pk}/?class=parks").status_code == 404


def test_the_page_is_in_chinese_first(world, read):
    """The names of ranking, area, units and tiers are those of the file and of the register."""
    found = published_round()

    page = read(f"/results/{found.pk}/", language="zh")

    assert 'lang="zh-Hans"' in page
    for told in ("服务三率排名", "东山县", "2026年2月", "水务公司", "按时答复率"):
        assert told in page


def test_the_waterfall_ends_at_the_total(world, read):
    """Points given begin where the ones before end; bonuses and deductions come after, and all come to the total."""
    found = published_round(extras={"water": {"report": 1}})
    total = Score.objects.get(subject="water").total

    rows = drawn(read(f"/results/{found.pk}/water/"), "waterfall")["rows"]

    assert [row["tone"] for row in rows] == ["given"] * 4 + ["deduction", "total"]
    assert all(one["to"] == other["from"] for one, other in pairwise(rows[:5]))
    assert rows[4]["to"] == rows[5]["to"] == round(total, 2)
    assert sum(row["to"] - row["from"] + row["lost"] for row in rows[:4]) == pytest.approx(100, abs=0.05)


def test_a_shrunk_share_stands_beside_the_bare_one(world, read):
    """Numerator, denominator, interval, the value that counts, and a sentence that says why it is another."""
    found = published_round()

    row = read(f"/results/{found.pk}/water/").partition('data-indicator="answered"')[2].partition("</tr>")[0]

    assert "<b>77.4%</b> <small>24 / 31</small>" in row
    assert "24 of 31 may owe something to chance, so 77.4% counts as" in row


def test_a_missing_figure_is_neither_zero_nor_full(world, read):
    """It says that there is no data, and stands where its class stands."""
    found = published_round(counts={**COUNTS, "north": [(30, 31), (24, 31), (15, 22), (0, 0)]})

    page = read(f"/results/{found.pk}/north/")

    assert "no data" in page.partition('data-indicator="satisfied"')[2].partition("</tr>")[0]
    assert "neither zero nor full" in page


def test_evidence_is_shown_to_those_who_may_check(world, read):
    """What was found and the points for it are public; the papers may name people."""
    found = published_round(extras={"lamps": {"award": 2}})
    OutsideFigure.objects.create(
        subject="lamps", indicator="awards", since=FEBRUARY[0], until=FEBRUARY[1], value=2,
        evidence="县政府〔2026〕12号", via="form", entered_at=MORNING, checked_at=MORNING,
    )  # fmt: skip

    public = read(f"/results/{found.pk}/lamps/")
    own = read(f"/results/{found.pk}/lamps/", world.client("handler"))

    assert "<b>+2</b>" in public.partition('data-extra="award"')[2]
    assert "〔2026〕12号" not in public
    assert "〔2026〕12号" in own


def test_earlier_rounds_are_a_trend(world, read):
    """Totals with intervals, ranks and tiers of each published round before, as a chart and as a table."""
    published_round(period=JANUARY, state="settled")
    published_round(period=(date(2025, 12, 1), date(2025, 12, 31)), state="computed")
    found = published_round()

    page = read(f"/results/{found.pk}/water/")

    assert [point["name"] for point in drawn(page, "trend-data")["points"]] == ["January 2026", "February 2026"]


def test_what_an_objection_changed_is_shown(world, read):
    """Beside the last run stands what was different in the one before."""
    found = published_round()
    found.run = 2
    add_run(found, counts={**COUNTS, "water": [(30, 31), (27, 31), (15, 22), (14.25, 21)]})

    changed = read(f"/results/{found.pk}/water/").partition('id="changes"')[2].partition("</section>")[0]

    assert "77.4% (24 / 31)" in changed
    assert "87.1% (27 / 31)" in changed
    assert "Signed in time" not in changed


def test_three_more_answers_in_time_lift_the_total(world, read):
    """The page says what the total, rank and tier would be; everybody else stays as counted."""
    found = published_round()
    before = Score.objects.get(subject="water").total

    page = read(f"/results/{found.pk}/water/?m-answered=3&o-answered=&m-solved=x&m-signed=9999999")

    tried = re.search(r"data-tried.*?if it were so.*?<b>([\d.]+)</b>", page, re.DOTALL)
    assert tried
    assert float(tried[1]) > before
    assert "data-tried" not in read(f"/results/{found.pk}/water/?m-answered=zwei")


def test_two_of_a_class_stand_side_by_side(world, read, client):
    """Who gives more points in which indicator, and by how many; never across classes."""
    found = published_round(counts={**COUNTS, "north": COUNTS["lamps"]}, classes={"north": "streets"})

    page = read(f"/results/{found.pk}/compare?one=water&other=lamps")

    assert drawn(page, "pairs-data")["names"] == ["Water company", "Lamp office"]
    assert "24 / 31" in page
    assert "55 / 60" in page
    assert client.get(f"/results/{found.pk}/compare?one=water&other=north").status_code == 404
    assert client.get(f"/results/{found.pk}/compare").status_code == 404


def test_a_table_is_a_spreadsheet_with_numerators_and_denominators(world, client):
    """One row a subject; who is unranked has the reason and neither rank nor total."""
    found = published_round()

    answer = client.get(f"/results/{found.pk}/table.xlsx?lang=en")

    book = python_calamine.load_workbook(io.BytesIO(answer.content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    by_code = {row[2]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_code["water"]["按时答复率 分子 Answered in time numerator"] == 24
    assert by_code["housing"]["总分 Total"] == ""
    assert by_code["housing"]["不排名原因 Why unranked"] == "too few cases to be ranked"
    own = python_calamine.load_workbook(io.BytesIO(client.get(f"/results/{found.pk}/water/figures.xlsx").content))
    assert [row[1:3] for row in own.get_sheet_by_index(1).to_python()[1:3]] == [[30, 31], [24, 31]]


def test_a_certificate_is_for_the_named_of_a_settled_round(world, read, client):
    """It names unit, ranking, period, title and seal; nobody else has one, and no round before its seal."""
    settled = published_round(state="settled")
    best = Score.objects.filter(round=settled, tier="good").first()
    published = published_round(period=JANUARY)

    page = read(f"/results/{settled.pk}/{best.subject}/certificate")

    assert "Model unit of service" in page
    assert settled.digest[:16] in page
    assert f"/results/{settled.pk}/{best.subject}/certificate" in read(f"/results/{settled.pk}/{best.subject}/")
    for path in (f"{settled.pk}/housing", f"{settled.pk}/water", f"{published.pk}/{best.subject}"):
        assert client.get(f"/results/{path}/certificate").status_code == 404


def test_areas_are_coloured_by_tier(world, read):
    """A grid with an outline has the colour of its tier and leads to its page; units that share an area have none."""
    grids = [f"{NORTH}001{number:03d}" for number in (1, 2, 3)]
    areas = published_round(source=GRIDS, counts=dict(zip(grids, COUNTS.values(), strict=False)))
    units = published_round()

    shapes = json.loads(read(f"/results/{areas.pk}/map.json?class=departments"))["regions"]["features"]

    assert {shape["properties"]["name"] for shape in shapes} == {"北门第1网格", "北门第2网格", "北门第3网格"}
    assert shapes[0]["properties"]["url"].startswith(f"/results/{areas.pk}/{NORTH}")
    assert all(shape["properties"]["c"] in range(1, 7) for shape in shapes)
    assert 'data-map="plan"' in read(f"/results/{areas.pk}/")
    assert 'data-map="plan"' not in read(f"/results/{units.pk}/")


def test_objecting_is_offered_while_it_is_open(world, read, clock):
    """The link to the form is there until the last day of publicity, and not after."""
    found = published_round()
    assert f'href="/evaluation/{found.pk}/object/water/"' in read(f"/results/{found.pk}/water/")

    clock.to(found.objections_until)
    clock.forward(minutes=1)

    assert "/object/water/" not in read(f"/results/{found.pk}/water/")
    assert "The time to object is over" in read(f"/results/{found.pk}/water/")


def test_a_settled_round_shows_its_seal(world, read):
    """The digest, and the commands by which anybody comes to the same result."""
    found = published_round(state="settled")

    page = read(f"/results/{found.pk}/")

    assert found.digest in page
    assert "round recompute" in page


def test_a_ranking_of_another_area_is_one_of_its_own(world, read):
    """The index shows the latest round of a ranking in each area, the city's first."""
    published_round(period=JANUARY)
    latest, other = published_round(), published_round(area_code="3699")

    index = read("/results/")

    assert index.count("data-ranking=") == 1
    assert index.index(f"/results/{other.pk}/") < index.index(f"/results/{latest.pk}/")
    assert set(re.findall(r"/results/\d+/", index)) == {f"/results/{each.pk}/" for each in (latest, other)}
    assert COUNTY not in index
