# SPDX-License-Identifier: Apache-2.0
"""Tables and figures as spreadsheets, every figure with its numerator and denominator."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.base import cells
from sidan.base.columns import Column
from sidan.base.errors import Words
from sidan.base.sheet_writing import Sheet, write_workbook
from sidan.evaluation.declare import Ranking
from sidan.evaluation.reading import scores_of
from sidan.evaluation.round_rows import Score
from sidan.web.htmx import Request
from sidan.web.results.access import XLSX, keep, round_for, score_for
from sidan.web.results.reckoning import weights_of
from sidan.web.results.waterfall import added_to, steps_of
from sidan.web.round_words import Head, class_name, head_of, name_of_subject, rank_words, tier_name, why_words

MOST_ROWS = 20_000


@require_safe
def table_sheet(request: Request, pk: int) -> HttpResponse:
    """Return all classes of a round as one spreadsheet; three queries."""
    found = round_for(request, pk)
    head = head_of(found)
    ranked = list(scores_of(found)[:MOST_ROWS])
    unranked = list(scores_of(found, is_ranked=False)[:MOST_ROWS])
    rows = (_row(head.ranking, score) for score in [*ranked, *unranked])
    sheets = [
        Sheet(Words("结果", "Results"), _columns(head.ranking), rows),
        Sheet(Words("说明", "How it is reckoned"), _TOLD, _told(head)),
        Sheet(Words("指标", "Indicators"), _WEIGHTS, _weights(head.ranking)),
    ]
    return _file(request, sheets, f"results-{found.pk}.xlsx")


@require_safe
def subject_sheet(request: Request, pk: int, subject: str) -> HttpResponse:
    """Return one subject's figures, points and extras as a spreadsheet; one query."""
    score = score_for(request, pk, subject)
    head = head_of(score.round)
    sheets = [
        Sheet(Words("得分", "Score"), _columns(head.ranking)[:_PLAIN], [_row(head.ranking, score)]),
        Sheet(Words("指标", "Indicators"), _STEPS, _steps(head.ranking, score)),
        Sheet(Words("说明", "How it is reckoned"), _TOLD, _told(head)),
    ]
    return _file(request, sheets, f"results-{pk}-{subject}.xlsx")


def _file(request: Request, sheets: list[Sheet], name: str) -> HttpResponse:
    """Return a workbook to be kept under a name."""
    response = HttpResponse(write_workbook(sheets, language=get_language() or "zh-hans"), content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return keep(request, response)


def _text(name: str, zh: str, en: str, width: int = 16) -> Column:
    """Return a column of texts."""
    return Column(name, Words(zh, en), cells.text(), width=width)


def _number(name: str, header: Words) -> Column:
    """Return a column of numbers."""
    return Column(name, header, cells.text(), style="number", width=14)


_HEAD = (
    _text("class", "类别", "Class"),
    _text("rank", "名次区间", "Range of ranks", 12),
    _text("subject", "编码", "Code"),
    _text("name", "名称", "Name", 30),
    _text("tier", "档次", "Tier", 12),
    _number("total", Words("总分", "Total")),
    _number("low", Words("误差范围下限", "Interval from")),
    _number("high", Words("误差范围上限", "Interval to")),
    _number("steady", Words("权重变动下档次不变比例", "Tier stays in")),
    _number("cases", Words("办件数", "Cases")),
    _text("why", "不排名原因", "Why unranked", 24),
)
_PLAIN = len(_HEAD)
_TOLD = (_text("key", "项目", "What", 20), _text("value", "内容", "Value", 90))
_WEIGHTS = (
    _text("name", "指标", "Indicator", 24),
    _text("measure", "计量", "Measure", 24),
    _number("weight", Words("权重", "Weight")),
    _text("scale", "计分方式", "Scale", 40),
)
_STEPS = (
    _text("name", "指标", "Indicator", 24),
    _number("count", Words("分子", "Numerator")),
    _number("of", Words("分母", "Denominator")),
    _number("value", Words("实际值", "Value")),
    _number("low", Words("误差范围下限", "Interval from")),
    _number("high", Words("误差范围上限", "Interval to")),
    _number("shrunk", Words("计分值", "Value that counts")),
    _number("points", Words("得分", "Points")),
    _number("weight", Words("满分", "Of")),
    _number("lost", Words("失分", "Lost")),
)


def _columns(ranking: Ranking) -> tuple[Column, ...]:
    """Return the columns of a ranking's table: three for each indicator."""
    figures = [
        _number(f"{indicator.code}.{key}", Words(f"{indicator.name.zh} {zh}", f"{indicator.name.en} {en}"))
        for indicator in ranking.indicators
        for key, zh, en in (("count", "分子", "numerator"), ("of", "分母", "denominator"), ("value", "值", "value"))
    ]
    return (*_HEAD, *figures)


def _row(ranking: Ranking, score: Score) -> dict[str, Any]:
    """Return one subject; whoever has no rank has no total either, and the reason instead."""
    row: dict[str, Any] = {
        "class": class_name(ranking, score.class_code),
        "subject": score.subject,
        "name": name_of_subject(score),
        "cases": score.cases,
    }
    if score.is_ranked:
        row |= {"rank": rank_words(score), "tier": tier_name(ranking, score.tier), "total": score.total,
                "low": score.low, "high": score.high, "steady": score.steady}  # fmt: skip
    else:
        row["why"] = why_words(score)
    for code, part in score.parts.items():
        row |= {f"{code}.{key}": part.get(key) for key in ("count", "of", "value")}
    return row


def _steps(ranking: Ranking, score: Score) -> Iterator[dict[str, Any]]:
    """Yield the indicators of a subject, then its bonuses and deductions."""
    for step in steps_of(score, ranking):
        part = {key: step.cell.part.get(key) for key in ("count", "of", "value", "low", "high", "shrunk")}
        yield {
            "name": step.cell.indicator.name,
            **part,
            "points": step.points,
            "weight": step.weight,
            "lost": step.lost,
        }
    for each in added_to(score, ranking):
        yield {"name": each.name, "count": each.found, "points": each.points}


def _told(head: Head) -> Iterator[dict[str, Any]]:
    """Yield what must be known to read or recompute a table."""
    found = head.round
    yield {"key": Words("考评", "Ranking"), "value": head.name}
    yield {"key": Words("区域", "Area"), "value": head.place}
    yield {"key": Words("周期", "Period"), "value": f"{found.since.isoformat()} – {found.until.isoformat()}"}
    yield {"key": Words("状态", "State"), "value": head.state}
    yield {"key": Words("依据", "Basis"), "value": head.ranking.basis}
    yield {"key": Words("版次", "Edition"), "value": found.edition}
    yield {"key": Words("计算次数", "Run"), "value": found.run}
    yield {"key": Words("封存摘要", "Digest"), "value": found.digest}


def _weights(ranking: Ranking) -> Iterator[dict[str, Any]]:
    """Yield the indicators with their weights."""
    for each in weights_of(ranking):
        yield {
            "name": each.indicator.name,
            "measure": each.measure,
            "weight": each.indicator.weight,
            "scale": each.scale,
        }
