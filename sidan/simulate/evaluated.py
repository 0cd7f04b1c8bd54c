# SPDX-License-Identifier: Apache-2.0
"""The evaluation of the demo city: one round settled after an objection held, one published, one being checked."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sidan.base import clock
from sidan.evaluation import outside, shelf
from sidan.evaluation.behind import orders_behind
from sidan.evaluation.excluding import agree, propose
from sidan.evaluation.facts import recount_all
from sidan.evaluation.objecting import object_to
from sidan.evaluation.outside import OutsideFacts
from sidan.evaluation.periods import last_period
from sidan.evaluation.round_rows import Round, Score
from sidan.evaluation.rounds import compute, let_check, open_round, publish, recompute, settle
from sidan.orders.models import Order
from sidan.orders.moves import make
from sidan.people.actors import Actor, actor_of
from sidan.people.models import Post
from sidan.places.calendars import calendar_for
from sidan.places.models import Area
from sidan.simulate import names

DEPARTMENTS, TOWNS, VILLAGES = "service_departments", "service_towns", "red_flag_liveable"
MORNING = 9
# The published round was published so long ago, so that it still takes objections whenever the demo is built.
LATELY = timedelta(hours=20)
MOST_VILLAGES = 12
# village figure -> least and most
FIGURES: Mapping[str, tuple[int, int]] = {
    "village_surroundings_score": (70, 98),
    "village_sanitary_toilets_percent": (60, 100),
}
EVIDENCE = "（演示）季度现场检查记录"


def evaluate(end: datetime, *, rng: Random) -> int:
    """Enter figures from outside, play the rounds of the first deep county up to `end`, and count all facts as of then.

    Return how many rounds there are now.
    """
    with clock.travel(end):
        county = next(iter(names.DEEP))
        today = calendar_for(county).local(end).date()
        first, second = (actor_of(post.user) for post in _posts("evaluator", county)[:2])
        _village_figures(county, today, first, second, rng)
        since, until = last_period(shelf.ranking(TOWNS), today)
        _settled(county, last_period(shelf.ranking(TOWNS), since), first, second)
        began = max(_morning(county, until + timedelta(days=1), hour=0), end - LATELY)
        _published(county, (since, until), began, first)
        clock.move_to(end)
        let_check(compute(open_round(DEPARTMENTS, county, since=since, until=until, by=first), by=first), by=first)
        # The older rounds had them counted as of their own days.
        recount_all()
    return Round.objects.count()


def _village_figures(county: str, today: date, first: Actor, second: Actor, rng: Random) -> None:
    """Enter what was measured elsewhere of some villages; a second person checks it, but for the last one."""
    since, until = last_period(shelf.ranking(VILLAGES), today)
    villages = list(Area.objects.filter(level="community", code__startswith=county).order_by("code")[:MOST_VILLAGES])
    for village in villages:
        for indicator, (least, most) in FIGURES.items():
            facts = OutsideFacts(village.code, indicator, since, until, Decimal(rng.randint(least, most)), EVIDENCE)
            figure = outside.enter(facts, by=first)
            if village != villages[-1]:
                outside.check(figure, by=second)


def _settled(county: str, period: tuple[date, date], first: Actor, second: Actor) -> None:
    """Play a round of the towns to its seal: one objection held and was corrected, one did not."""
    day = period[1] + timedelta(days=2)
    clock.move_to(_morning(county, day))
    found = open_round(TOWNS, county, since=period[0], until=period[1], by=first)
    found = let_check(compute(found, by=first), by=first)
    clock.move_to(_morning(county, day + timedelta(days=1)))
    found = publish(found, by=first)
    scores = list(Score.objects.select_related("round").filter(round=found, run=1, is_ranked=True).order_by("-rank"))
    wronged = next(((score, number) for score in scores if (number := _lost(score))), None)
    clock.advance(hours=5)
    if wronged is not None:
        _corrected(county, *wronged, first=first, second=second)
    satisfied = next((score for score in scores if wronged is None or score.pk != wronged[0].pk), None)
    if satisfied is not None:
        text = "（演示）这个街道的热线那个月老是占线，分数不该这么高。"
        _hear(county, object_to(found, satisfied.subject, {"text": text}, Actor.anyone()), is_right=False)
    found.refresh_from_db()
    assert found.objections_until is not None
    clock.move_to(max(clock.now(), found.objections_until + timedelta(hours=1)))
    settle(found, by=first)


def _corrected(county: str, score: Score, number: str, *, first: Actor, second: Actor) -> None:
    """Let a town object to an order that was not its own; it is left out by two persons, and all is computed again."""
    found, own = score.round, _posts("dispatcher", score.subject)
    if not own:
        return
    order = Order.objects.get(number=number)
    text = f"（演示）{number} 是派错的单，不属我们街道的职责，请剔除。"
    objection = object_to(found, score.subject, {"text": text}, actor_of(own[0].user))
    clock.advance(hours=2)
    evidence = "（演示）派单员书面说明。"
    agree(propose(order, None, ground="wrong_unit", evidence=evidence, by=first), by=second)
    _hear(county, objection, is_right=True)
    recompute(found, reason=f"{score.name}的异议成立，剔除一张派错的单。", by=second)
    _move(objection, "put_right", "leader", county, correction="已剔除并重新计算。")


def _published(county: str, period: tuple[date, date], began: datetime, by: Actor) -> None:
    """Publish a round of the towns of late, with an objection of a town and one of a resident."""
    clock.move_to(began)
    found = open_round(TOWNS, county, since=period[0], until=period[1], by=by)
    found = publish(let_check(compute(found, by=by), by=by), by=by)
    scores = list(Score.objects.filter(round=found, run=1).order_by("subject")[:2])
    town = _posts("dispatcher", scores[0].subject)
    if town:
        text = "（演示）有两张单是夜里转来的，响应时间应从次日上班起算。"
        object_to(found, scores[0].subject, {"text": text}, actor_of(town[0].user))
    object_to(found, scores[-1].subject, {"text": "（演示）我们这里好几件事没人回电话。"}, Actor.anyone())


def _lost(score: Score) -> str:
    """Return the number of an order by which a town lost something, empty for none."""
    return next((number for number, count, of in orders_behind(score, "contacted") if count < of), "")


def _hear(county: str, order: Order, *, is_right: bool) -> None:
    """Let a supervisor hear an objection and find it right, or not."""
    clock.advance(hours=1)
    _move(order, "acknowledge_other", "supervisor", county, remark="（演示）轮次由考评员计算，听取的人没有参与。")
    if is_right:
        _move(order, "correct", "supervisor", county, findings="这张单确系派错。", to_correct="剔除后重新计算。")
    else:
        _move(order, "uphold", "supervisor", county, findings="电话系统记录没有占线，得分计算无误。")


def _move(order: Order, move: str, role: str, county: str, **answers: Any) -> None:
    """Make one move as somebody of a post over the county."""
    make(order, move, answers, by=actor_of(_posts(role, county)[0].user))


def _posts(role: str, area_code: str) -> list[Post]:
    """Return the posts of a role over an area, in their order."""
    return list(Post.objects.filter(role=role, area_code=area_code).select_related("user").order_by("pk"))


def _morning(county: str, day: date, *, hour: int = MORNING) -> datetime:
    """Return an hour of a day in the county's own time."""
    zone = calendar_for(county).local(clock.now()).tzinfo
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)
