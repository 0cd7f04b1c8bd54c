# SPDX-License-Identifier: Apache-2.0
"""A run of a round as one zip file that a person can read, and back again without a loss. Pure: no Django.

Nobody's name and no words of orders are in it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sidan.base.errors import Refused
from sidan.evaluation.bundle import Bundle, Compared
from sidan.evaluation.papers import Pairs, Paper, PaperFact
from sidan.evaluation.tallies import TALLIES
from sidan.evaluation.working import flat

# Every file has the same time, so that the same run gives the same bytes.
_WHEN = (2000, 1, 1, 0, 0, 0)
_TEXTS = frozenset({"class_code", "why", "tier"})
_WHOLE = frozenset({"rank", "rank_best", "rank_worst"})

README = """\
这是一轮考评的全部依据和结果。任何人都可以用 sidan 重新计算：

    manage.py round recompute <本文件>

不需要数据库。算出的封存码与 digest.txt 一致，说明结果确由这些数据算出、没有改动；不一致时打印第一处不同。
ranking.toml 排名文件；round.json 轮次；subjects.csv 参评对象及类别；facts.csv 每张单计了什么（first_hours 按分钟记）；
counts.csv 步骤和走访等计数；outside.csv 外部指标；exclusions.csv 剔除的单及剔除情形；
scores.csv 结果；sensitivity.json 敏感性。
不含任何居民的个人信息，也不含单子的内容。

These are all inputs and results of one round of evaluation. Anybody can compute it again with sidan:

    manage.py round recompute <this file>

No database is needed. The digest that comes out is that of digest.txt when the result follows from these data and
nothing was changed; otherwise the first difference is printed. ranking.toml: the ranking file; round.json: the round;
subjects.csv: who is compared, and in which class; facts.csv: what each order counts (first_hours in minutes);
counts.csv: steps, visits and the like; outside.csv: figures from outside; exclusions.csv: orders left out, with the
ground; scores.csv: the result; sensitivity.json: how firm it is. It holds no personal data of residents and no words
of orders.
"""


def written(bundle: Bundle) -> bytes:
    """Return a run as a zip file."""
    frozen = bundle.about["frozen"]
    round_json = {**bundle.about, "frozen": {key: kept for key, kept in frozen.items() if key != "exclusions"}}
    texts = {
        "README.txt": README,
        "ranking.toml": bundle.source,
        "round.json": _json(round_json),
        "subjects.csv": _table(
            ("code", "name", "name_en", "class"),
            ((each.code, each.name, each.name_en, each.class_code) for each in bundle.compared),
        ),
        "facts.csv": _facts(bundle.compared),
        "counts.csv": _table(("subject", "kind", "scope", "name", "count", "of"), _counts(bundle.compared)),
        "outside.csv": _table(
            ("subject", "figure", "value"),
            (
                (each.code, name, number)
                for each in bundle.compared
                for name, number in sorted(each.paper.outside.items())
            ),
        ),
        "exclusions.csv": _table(("order", "subject", "ground"), frozen.get("exclusions", [])),
        "scores.csv": _scores(bundle.compared),
        "sensitivity.json": _json(bundle.sensitivity),
        "digest.txt": f"{bundle.digest}\n",
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in texts.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(info, text.encode())
    return kept.getvalue()


def opened(content: bytes) -> Bundle:
    """Return the run in a zip file; refuse what is none, naming the file in it that cannot be read."""
    name = "zip"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            texts = {info.filename: zipped.read(info).decode() for info in zipped.infolist()}
        name = "round.json"
        about = json.loads(texts[name])
        name = "exclusions.csv"
        about["frozen"]["exclusions"] = [list(row.values()) for row in _rows(texts[name])]
        name = "facts.csv"
        facts = _facts_read(texts[name])
        name = "counts.csv"
        counts = _counts_read(texts[name])
        name = "outside.csv"
        outside: dict[str, dict[str, float]] = {}
        for row in _rows(texts[name]):
            outside.setdefault(row["subject"], {})[row["figure"]] = float(row["value"])
        name = "scores.csv"
        results = _scores_read(texts[name])
        name = "subjects.csv"
        compared = [
            Compared(
                row["code"],
                row["name"],
                row["name_en"],
                row["class"],
                Paper(
                    facts.get(row["code"], ()),
                    counts.get((row["code"], "step"), {}),
                    counts.get((row["code"], "special"), {}),
                    outside.get(row["code"], {}),
                ),
                results[row["code"]],
            )
            for row in _rows(texts[name])
        ]
        name = "sensitivity.json"
        sensitivity = json.loads(texts[name])
        name = "digest.txt"
        return Bundle(texts["ranking.toml"], about, compared, sensitivity, texts[name].strip())
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, csv.Error):
        raise Refused("This is not an export of a round: %(name)s cannot be read.", name=name) from None


def _json(value: Any) -> str:
    """Return a value as JSON that a person can read."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV; floats are written so that they are read back as the same."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _rows(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV text by the names of its columns."""
    return csv.DictReader(io.StringIO(text), strict=True)


def _facts(compared: Sequence[Compared]) -> str:
    """Return what each order counts, with a column for each tally that any of them counts."""
    used = {name for each in compared for fact in each.paper.facts for name in fact.tallies}
    names = [name for name in TALLIES if name in used]
    rows = (
        (
            each.code,
            fact.order,
            fact.programme,
            fact.standing,
            "" if fact.hours is None else repr(float(fact.hours)),
            *(fact.tallies.get(name) or "" for name in names),
        )
        for each in compared
        for fact in each.paper.facts
    )
    return _table(("subject", "order", "programme", "standing", "hours", *names), rows)


def _facts_read(text: str) -> dict[str, list[PaperFact]]:
    """Return the facts of each subject."""
    found: dict[str, list[PaperFact]] = {}
    for row in _rows(text):
        tallies = {name: float(row[name]) for name in TALLIES if row.get(name)}
        hours = float(row["hours"]) if row["hours"] else None
        found.setdefault(row["subject"], []).append(
            PaperFact(row["order"], row["programme"], row["standing"], tallies, hours)
        )
    return found


def _counts(compared: Sequence[Compared]) -> Iterator[Sequence[Any]]:
    """Yield what is counted otherwise: steps and special measures, by scope."""
    for each in compared:
        for kind, kept in (("step", each.paper.steps), ("special", each.paper.special)):
            for scope, pairs in sorted(kept.items()):
                yield from ((each.code, kind, scope, name, *pairs[name]) for name in sorted(pairs))


def _counts_read(text: str) -> dict[tuple[str, str], dict[str, Pairs]]:
    """Return steps and special measures by subject and kind."""
    found: dict[tuple[str, str], dict[str, dict[str, tuple[float, float]]]] = {}
    for row in _rows(text):
        scopes = found.setdefault((row["subject"], row["kind"]), {})
        scopes.setdefault(row["scope"], {})[row["name"]] = (float(row["count"]), float(row["of"]))
    return {key: dict(scopes) for key, scopes in found.items()}


def _scores(compared: Sequence[Compared]) -> str:
    """Return the results, a column for each number."""
    flats = [(each.code, flat(each.result)) for each in compared]
    names = list(dict.fromkeys(name for _, result in flats for name in result))
    rows = ((code, *(_cell(result.get(name)) for name in names)) for code, result in flats)
    return _table(("subject", *names), rows)


def _scores_read(text: str) -> dict[str, dict[str, Any]]:
    """Return the result of each subject as a score keeps it."""
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(text):
        result: dict[str, Any] = {"parts": {}, "extras": []}
        extras: dict[str, dict[str, Any]] = {}
        for name, cell in row.items():
            kind, _, rest = name.partition(".")
            code, _, last = rest.rpartition(".")
            if kind == "parts":
                result["parts"].setdefault(code, {})[last] = _number(cell)
            elif kind == "extras":
                extras.setdefault(code, {"code": code})[last] = _number(cell)
            elif name != "subject":
                result[name] = _value(name, cell)
        result["extras"] = list(extras.values())
        found[row["subject"]] = result
    return found


def _cell(value: Any) -> Any:
    """Return a value as a cell: nothing for no data, 1 and 0 for yes and no."""
    if value is None:
        return ""
    return int(value) if isinstance(value, bool) else value


def _value(name: str, cell: str) -> Any:
    """Return a cell of the results as a score keeps it."""
    if name in _TEXTS:
        return cell
    if name == "is_ranked":
        return cell == "1"
    if name in _WHOLE:
        return int(cell) if cell else None
    return _number(cell)


def _number(cell: str) -> float | None:
    """Return a number, None for no data."""
    return float(cell) if cell else None
