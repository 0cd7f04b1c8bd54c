# SPDX-License-Identifier: Apache-2.0
"""Fills the database with orders, steps and shares by COPY, spread as life spreads them.

Areas, units and matters are those of the demo city. Most orders are closed; the open ones are the newest. The rows are
such as the engine writes but for the digests, which are made up: these chains do not verify.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from django.db import connection

from sidan.base.clock import now
from sidan.base.numbers import order_number
from sidan.base.text import bigrams
from sidan.orders import registry
from sidan.orders.catalogue import Condition
from sidan.orders.searching import area_word
from sidan.people.models import Unit
from sidan.places.codes import path_of
from sidan.places.models import Area

YEARS = 3
OPEN_DAYS = 20
CHUNK = 2000
RARE_WORD, RARE_EVERY = "萤火虫", 5000
COMMON_WORD = "路灯"
NEVER = "9999-01-01 00:00:00+00"
TABLES = "orders_order, orders_step, orders_share, orders_searchentry, notify_message, procrastinate_jobs"
PLACES = ("幸福小区3栋2单元", "新华路与建设路口", "老粮站后门", "滨河公园东门", "实验小学门口", "菜市场西侧")
TROUBLES = (
    "路灯不亮，晚上看不见路，老人走路容易摔倒，请尽快安排人来修",
    "下水道堵了三天，污水往外冒，整条巷子都是臭味，孩子上学要绕路",
    "楼上装修到半夜，噪音很大，物业说管不了，希望有人来处理一下",
    "人行道上停满了车，轮椅和婴儿车过不去，交警来过一次又回来了",
    "小区的垃圾两天没有清运，天气热，苍蝇很多，邻居都有意见",
    "自来水水压太低，五楼以上早晚没有水用，反映过多次没有结果",
    "路面有一个大坑，昨天有电动车摔倒，请先放个警示牌再修补",
    "公交车经常不按时来，早高峰等了四十分钟，上班都迟到了",
)
DETAILS = (
    "从上个月开始",
    "已经一个多星期了",
    "邻居们都可以作证",
    "打过电话没有人接",
    "希望给个明确的时间",
    "谢谢你们的工作",
)
# Stage, kind, holder and version of an open order, and how many of a hundred stand there.
OPEN_STAGES = (
    ("registered", "waiting", "dispatcher", 1, 15),
    ("dispatched", "waiting", "unit", 2, 15),
    ("working", "working", "unit", 3, 50),
    ("checking", "checking", "reporter", 4, 20),
)
ORDER = (
    'id, number, programme, edition, county, area_code, place_text, matter_id, condition_id, "limit", text, via, '
    "is_urgent, is_confidential, code_digest, stage, kind, holder, unit_id, assisting, is_designated, clocks, counts, "
    "due_at, queue_at, outcome, solved, satisfaction, version, digest, created_at, entered_at, closed_at, "
    "participants, facts"
)
STEP = "order_id, seq, move, source, target, role, unit_id, made_at, due_at, answers, salts, commitments, digest"
MOVES = (
    ("open", "", "registered", "anyone"),
    ("dispatch", "registered", "dispatched", "dispatcher"),
    ("sign", "dispatched", "working", "unit"),
    ("answer", "working", "checking", "unit"),
    ("solved", "checking", "closed", "reporter"),
)


class Spread(NamedTuple):
    """What orders are spread over."""

    grids: list[str]
    units: list[int]
    conditions: list[tuple[int, int, str]]
    code_digest: str


class Row(NamedTuple):
    """The lines of one order for each table."""

    order: str
    steps: list[str]
    share: str
    words: str


def spread(code_digest: str) -> Spread:
    """Return the city's grids, units and matters; every order gets the same query code."""
    return Spread(
        grids=list(Area.objects.filter(level="grid").values_list("code", flat=True)),
        units=list(Unit.objects.values_list("pk", flat=True)),
        conditions=[(row.matter_id, row.pk, row.limit) for row in Condition.objects.all()],
        code_digest=code_digest,
    )


def fill(count: int, *, still_open: int, over: Spread) -> None:
    """Put `count` orders with their steps in the place of what there was, the newest `still_open` of them open."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
        # Built afterwards in one go; filled row by row it would take most of the time.
        cursor.execute("DROP INDEX IF EXISTS search_by_words")
        rows = _rows(count, still_open=still_open, over=over)
        for chunk in _chunks(rows):
            _copy(cursor, f"orders_order ({ORDER})", (row.order for row in chunk))
            _copy(cursor, f"orders_step ({STEP})", (line for row in chunk for line in row.steps))
            _copy(
                cursor,
                "orders_share (order_id, unit_id, part, given_at, answer, is_on_paper)",
                (r.share for r in chunk if r.share),
            )
            _copy(cursor, "orders_searchentry (order_id, words)", (row.words for row in chunk))
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("CREATE INDEX search_by_words ON orders_searchentry USING gin (words)")
        cursor.execute("SELECT setval(pg_get_serial_sequence('orders_order', 'id'), %s)", [count])
        for table in TABLES.split(", "):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("CHECKPOINT")


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows some thousand at a time."""
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _copy(cursor: "object", target: str, lines: Iterable[str]) -> None:
    """Send lines to a table."""
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:  # type: ignore[attr-defined]  # psycopg's own
        copy.write("".join(f"{line}\n" for line in lines))


def _rows(count: int, *, still_open: int, over: Spread) -> Iterator[Row]:
    """Yield the orders, the oldest first."""
    rng = Random(7)
    prefix, end = registry.current("service").prefix, now()
    begin, turn = end - timedelta(days=365 * YEARS), end - timedelta(days=OPEN_DAYS)
    closed = count - still_open
    for number in range(1, count + 1):
        is_open = number > closed
        if is_open:
            at = turn + (end - turn) * ((number - closed) / (still_open + 1))
        else:
            at = begin + (turn - begin) * (number / closed)
        yield _row(number, at, is_open=is_open, prefix=prefix, end=end, over=over, rng=rng)


def _row(number: int, at: datetime, *, is_open: bool, prefix: str, end: datetime, over: Spread, rng: Random) -> Row:
    """Return the lines of one order."""
    grid, unit = rng.choice(over.grids), rng.choice(over.units)
    matter, condition, limit = rng.choice(over.conditions)
    text = f"{rng.choice(TROUBLES)}。{rng.choice(DETAILS)}，{rng.choice(DETAILS)}。第{rng.randrange(4000)}号"
    if number % RARE_EVERY == 0:
        text += RARE_WORD
    place = rng.choice(PLACES)
    ended = at + timedelta(hours=rng.randrange(5, 400))
    stage, kind, holder, version = "closed", "closed", "", 5
    due = queue = ""
    if is_open:
        stage, kind, holder, version, _ = rng.choices(OPEN_STAGES, weights=[each[4] for each in OPEN_STAGES])[0]
        # About one in seven is late.
        due = queue = str(end + timedelta(hours=rng.randrange(-24, 144)))
    is_sent = version > 1
    outcome, solved, stars = (
        (r"", r"", r"\N") if is_open else ("solved", "yes", str(rng.choices((1, 2, 3, 4, 5), (1, 1, 2, 4, 8))[0]))
    )
    order = "\t".join((
        str(number), order_number(prefix, at, number), "service", "1", grid[:6], grid, place,
        str(matter) if is_sent else r"\N", str(condition) if is_sent else r"\N", limit if is_sent else "", text, "web",
        "f", "f", over.code_digest, stage, kind, holder, str(unit) if is_sent else r"\N", "{}", "f", "{}", "{}",
        due or r"\N", queue or NEVER, outcome, solved, stars, str(version), "0" * 64, str(at), str(at),
        r"\N" if is_open else str(ended), "{}", "{}",
    ))  # fmt: skip
    words = " ".join(
        f"'{word}'" for word in {*bigrams(f"{place}\n{text}"), *(area_word(code) for code in path_of(grid))}
    )
    share = f"{number}\t{unit}\tlead\t{at}\t\tf" if is_sent else ""
    return Row(order, list(_steps(number, at, version, text=text, unit=unit)), share, f"{number}\t{words}")


def _steps(number: int, at: datetime, version: int, *, text: str, unit: int) -> Iterator[str]:
    """Yield the lines of an order's steps."""
    for seq, (move, source, target, role) in enumerate(MOVES[:version], start=1):
        said = {"open": {"text": text}, "answer": {"answer": "已安排人员处理完毕，今后每月巡查一次。"}}.get(move, {})
        answers = json.dumps(said, ensure_ascii=False)
        made_at = at + timedelta(hours=seq - 1)
        by = str(unit) if role == "unit" else r"\N"
        made = f"{move}\t{source}\t{target}\t{role}\t{by}\t{made_at}"
        yield f"{number}\t{seq}\t{made}\t\\N\t{answers}\t{{}}\t{{}}\t{'0' * 64}"
