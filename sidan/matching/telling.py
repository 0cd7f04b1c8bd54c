# SPDX-License-Identifier: Apache-2.0
"""Who is told of a plan of pairs: its liaisons and the contacts of its companies, each of their own alone.

How people are told is wired in, as the messages are another package's.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Literal

from sidan.base.errors import Words
from sidan.matching.models import Adviser, Company, PairingPlan, PlannedPair
from sidan.people.days import city_today, held_on
from sidan.people.models import Post

# Which page a line leads to: the plan to say something of, a company's own, a liaison's visits.
Page = Literal["plan", "company", "visits"]
Teller = Callable[[Mapping[int, Words], Page, PairingPlan], object]


def _nobody(said: Mapping[int, Words], page: Page, plan: PairingPlan) -> None:
    """Tell nobody, until the wiring says how."""


_teller: Teller = _nobody


def install(teller: Teller) -> None:
    """Say how people are told; called by the wiring."""
    global _teller  # noqa: PLW0603  wired once
    _teller = teller


def tell_opened(plan: PairingPlan, until: date) -> None:
    """Tell the liaisons and companies of a plan that they may say what they think. Two queries and the telling."""
    rows = PlannedPair.objects.filter(plan=plan).values_list("company__unit_id", "adviser__user_id")
    units, users = {unit for unit, _ in rows}, {user for _, user in rows if user}
    said = Words(
        f"结对方案“{plan.name}”征求意见，请于{_day_zh(until)}前反馈。",
        f"The plan of pairs “{plan.name}” is open to comments until {until:%-d %b}.",
    )
    _teller(dict.fromkeys([*users, *_contacts(units)], said), "plan", plan)


def tell_adopted(plan: PairingPlan, *, ended: Collection[tuple[int, int]], opened: Collection[tuple[int, int]]) -> None:
    """Tell those whose pairs end or begin today; pairs are (company, adviser) by row. Three queries."""
    gained = Counter(adviser for _, adviser in opened)
    lost = Counter(adviser for _, adviser in ended)
    advisers = Adviser.objects.filter(pk__in=[*gained, *lost], user__isnull=False).values_list("pk", "user_id")
    said = {user: _change(gained[pk], lost[pk]) for pk, user in advisers}
    changed = {company for company, _ in [*ended, *opened]}
    units = set(Company.objects.filter(pk__in=changed).values_list("unit_id", flat=True))
    ours = Words("贵企业的特派员自今日起有调整。", "Your company's liaison changes from today on.")
    _teller(dict.fromkeys(_contacts(units), ours), "company", plan)
    _teller(said, "visits", plan)


def _change(gained: int, lost: int) -> Words:
    """Return what a liaison is told."""
    return Words(
        f"您结对的企业自今日起有调整：新增 {gained} 家，结束 {lost} 家。",
        f"Your companies change from today on: {gained} more, {lost} fewer.",
    )


def _contacts(units: Collection[int]) -> list[int]:
    """Return the users who are contacts of companies today. One query."""
    posts = Post.objects.filter(held_on(city_today()), role="company", unit__in=units, user__is_active=True)
    return list(posts.order_by("user").values_list("user", flat=True).distinct())


def _day_zh(day: date) -> str:
    """Return a day as Chinese offices write it."""
    return f"{day.month}月{day.day}日"
