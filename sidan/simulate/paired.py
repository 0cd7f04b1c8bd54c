# SPDX-License-Identifier: Apache-2.0
"""Who serves whom in the demo city: two rounds of pairs, their visits, and a plan that is open to comments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sidan.base import clock
from sidan.matching.adopting import adopt
from sidan.matching.conflicts import keep_apart
from sidan.matching.drafting import draft
from sidan.matching.models import Pairing, PairingPlan
from sidan.matching.problem import Weights
from sidan.matching.proposing import proposals_for, propose
from sidan.matching.registering import add_company
from sidan.matching.remarks import open_to_comments, own_pairs, remark
from sidan.orders import registry
from sidan.orders.moves import Place, submit
from sidan.people.actors import Actor, actor_of
from sidan.people.models import Post, User
from sidan.places.calendars import calendar_for
from sidan.simulate.city import City
from sidan.simulate.firms import Firms, facts_of, found
from sidan.simulate.plays import Play, PlayedMove, Plays

# Both plans were adopted shortly before the usual ninety days of orders begin.
FIRST, SECOND = timedelta(days=115), timedelta(days=100)
COMMENTS_DAYS = 5
# The first companies have plays of their own; of the rest all but every sixth are visited in the demo's days.
VISITED_FROM, VISITED_TO, LEFT_OUT = 5, 60, 6
TALK = "（演示）了解生产和用工情况，半小时左右。"
TOO_FAR, AS_BEFORE = "（演示）有两家隔得远，一天走不完，能不能换近一点的？", "（演示）希望还是原来的特派员，熟悉情况。"
PROBLEMS = (
    "厂区门口路灯不亮，夜班不安全。",
    "厂门前道路坑洼，货车颠簸。",
    "厂区旁垃圾堆积，请清运。",
    "路口堵车，货车进不来。",
)


def pair_up(city: City, end: datetime, *, rng: Random) -> Firms:
    """Enter companies and those who help them, adopt one plan, and another after kin came to light."""
    with clock.travel(end - FIRST):
        today = calendar_for("").local(clock.now()).date()
        by = _organiser()
        firms = found(city, today=today, rng=rng, by=by)
        plan = draft(firms.county, "上一轮结对方案（演示）", weights=Weights(balance=0.2), by=by)
        adopt(plan, by=by, version=plan.version)
        clock.move_to(end - SECOND)
        known = Pairing.objects.select_related("company", "adviser").latest("pk")
        keep_apart(known.company, known.adviser, "kin", "（演示）姻亲关系", by=by)
        plan = draft(firms.county, "本轮结对方案（演示）", weights=Weights(distance=1.5, change=0.05), by=by)
        adopt(plan, by=by, version=plan.version)
    return firms


def visits(firms: Firms) -> Plays:
    """Return the visits of the demo's days as plays: most are held, some declined, some find problems."""
    return Plays(programme="visit", plays=tuple(_visits(firms)))


def look_ahead(firms: Firms, end: datetime) -> PairingPlan:
    """Let two more companies come, draft a plan that cannot cover one of them, and take remarks; propose experts."""
    with clock.travel(end - timedelta(hours=6)):
        by = _organiser()
        for number, unit in enumerate(firms.newcomers, start=len(firms.companies)):
            last = firms.companies[-1]
            add_company(unit, facts_of(number, (last.lon or 0.0, last.lat or 0.0)), by=by)
        plan = draft(firms.county, "下一轮结对方案（演示，征求意见）", weights=Weights(), fewest_changes=True, by=by)
        today = calendar_for("").local(clock.now()).date()
        plan = open_to_comments(plan, today + timedelta(days=COMMENTS_DAYS), by=by, version=plan.version)
        for said, who in ((TOO_FAR, firms.liaisons[0].user), (AS_BEFORE, _contact(firms))):
            if who is not None and own_pairs(plan, by=actor_of(who)).exists():
                remark(plan, said, by=actor_of(who))
        clock.move_to(end - timedelta(hours=5))
        _need(firms, by)
    return plan


def _visits(firms: Firms) -> Iterator[Play]:
    """Yield a visit for most companies by their liaison, spread over the days."""
    liaisons = {each.pk: number for number, each in enumerate(firms.liaisons, start=1)}
    places = {each.pk: number for number, each in enumerate(firms.companies, start=1)}
    living = Pairing.objects.filter(until_on__isnull=True, seat=0).order_by("company_id")
    served = {places[each.company_id]: liaisons[each.adviser_id] for each in living}
    numbers = [number for number in range(VISITED_FROM, VISITED_TO) if number in served and number % LEFT_OUT]
    for turn, number in enumerate(numbers):
        yield Play(
            days_ago=80 - 78 * turn / len(numbers),
            by=f"liaison:{served[number]}",
            answers={"company": f"@unit:company/{number}", "planned_on": "@day:3", "text": TALK},
            moves=tuple(_moves(turn)),
        )


def _moves(turn: int) -> Iterator[PlayedMove]:
    """Yield what becomes of a visit: every sixth is declined, every fourth finds a problem, half of which end well."""
    if turn % 6 == 5:
        yield PlayedMove(move="decline", by="party:1", after="3h", answers={"declined": "（演示）近期赶订单。"})
        return
    yield PlayedMove(move="accept", by="party:1", after="2h")
    if turn % 4 != 1:
        yield PlayedMove(move="held_clear", by="opener", after="3d", answers={"findings": "（演示）没有困难。"})
        return
    problem = PROBLEMS[turn // 4 % len(PROBLEMS)]
    said = {"findings": "（演示）反映一件事。", "problems": [problem]}
    yield PlayedMove(move="held", by="opener", after="3d", answers=said)
    if turn % 8 == 1:
        done = {"summary": "（演示）已办好。"}
        yield PlayedMove(move="strike_off", by="opener", after="2d", waits=True, answers=done)
        yield PlayedMove(move="confirm", by="party:1", after="5h", answers={"satisfaction": 5, "comment": "好。"})


def _need(firms: Firms, by: Actor) -> None:
    """Let the first company state a need, and propose three experts for it."""
    unit = firms.companies[0].unit
    words = "（演示）自动化产线改造后次品多，想请懂陶瓷热处理工艺和数控机床的专家看看。"
    place = Place(unit.area.code if unit.area else firms.county)
    contact = _contact(firms)
    order = submit(
        registry.current("expert"),
        {"subject": "technology", "text": words},
        by=actor_of(contact),
        place=place,
        via="web",
    )
    codes = [offer.adviser.code for offer in proposals_for(order, by=by).first]
    propose(order, codes, by=by, why="（演示）三家各有所长，请企业自选。")


def _contact(firms: Firms) -> User:
    """Return who answers for the first company."""
    return Post.objects.filter(role="company", unit=firms.companies[0].unit).select_related("user").earliest("pk").user


def _organiser() -> Actor:
    """Return the first organiser of the first deep county, with the posts of that day."""
    return actor_of(Post.objects.filter(role="organiser").select_related("user").earliest("pk").user)
