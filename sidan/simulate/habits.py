# SPDX-License-Identifier: Apache-2.0
"""What people of the demo city tend to do with an order in each stage, how soon, and in which words.

Units differ: some answer within time, some are slow, some mend badly. The figures are made up and describe no city.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sidan.base import clock
from sidan.orders.models import Order
from sidan.people.models import User
from sidan.simulate import texts
from sidan.simulate.hands import Hands

PHOTO_BEFORE, PHOTO_AFTER = "(photo before)", "(photo after)"
WORKING_DAY_MINUTES = 480


@dataclass(frozen=True)
class Habit:
    """A move somebody means to make after a while."""

    move: str
    who: str
    user: User | None = None
    answers: dict[str, object] = field(default_factory=dict)
    working_minutes: int = 0
    minutes: int = 0


class Habits(Hands):
    """What each of them tends to do next with an order."""

    def next_habit(self, order: Order) -> Habit | None:
        """Return what is likely to happen next with the order, or None when it is left to the clock."""
        plan = getattr(self, f"_in_{order.stage}", None)
        found: Habit | None = plan(order) if plan else None
        return found

    def _dispatching(self, order: Order, move: str, *, besides: int | None = None, sooner: float = 1.0) -> Habit:
        """Return a dispatch to the right unit, now and then to a wrong one, now and then with an assisting one."""
        rng = self.rng
        unit = self.unit_for(order, besides=besides)
        if move == "dispatch" and rng.random() < 0.07:
            unit = rng.choice(self.city.units)
        answers: dict[str, object] = {"unit": unit.code, "matter_decided": self.meant[order.pk]}
        if rng.random() < 0.05:
            answers["assisting"] = [rng.choice([u.code for u in self.city.units if u.pk != unit.pk])]
        minutes = max(1, round(rng.lognormvariate(1.9, 0.6) * sooner))
        return Habit(move, "staff", self.over("dispatcher", order), answers, working_minutes=minutes)

    def _in_registered(self, order: Order) -> Habit | None:
        rng, chance = self.rng, self.rng.random()
        dispatcher = self.over("dispatcher", order)
        minutes = max(1, round(rng.lognormvariate(1.9, 0.6)))
        if order.version > 1 or chance < 0.8:
            return self._dispatching(order, "dispatch")
        if chance < 0.86:
            answers: dict[str, object] = {"answer": rng.choice(texts.ANSWERS).format(day="当天")}
            return Habit("answer_now", "staff", dispatcher, answers, working_minutes=minutes)
        if chance < 0.92:
            return Habit("take", "staff", self.over("crew", order), working_minutes=minutes)
        if chance < 0.95:
            return Habit(
                "ask_facts", "staff", dispatcher, {"question": rng.choice(texts.QUESTIONS)}, working_minutes=minutes
            )
        if chance < 0.985:
            ground = rng.choice(sorted(texts.DECLINES))
            answers = {"ground": ground, "explanation": texts.DECLINES[ground]}
            return Habit("decline", "staff", dispatcher, answers, working_minutes=minutes)
        return self._merging(order, dispatcher) or self._dispatching(order, "dispatch")

    def _merging(self, order: Order, dispatcher: User | None) -> Habit | None:
        """Return a merge into an open order of the same grid, where there is one."""
        other = Order.objects.open().filter(area_code=order.area_code).exclude(pk=order.pk).order_by("-id").first()
        if other is None:
            return None
        return Habit("merge", "staff", dispatcher, {"duplicate": other.number}, working_minutes=6)

    def _in_dispatch_overdue(self, order: Order) -> Habit | None:
        return self._dispatching(order, "dispatch", sooner=6)

    def _in_asking(self, order: Order) -> Habit | None:
        return self._reply("reply_facts")

    def _in_unit_asking(self, order: Order) -> Habit | None:
        return self._reply("reply_unit")

    def _reply(self, move: str) -> Habit | None:
        """Return the resident's answer to a question; one in four never answers."""
        if self.rng.random() < 0.25:
            return None
        return Habit(
            move, "reporter", None, {"facts": self.rng.choice(texts.FACTS)}, minutes=self.rng.randint(20, 1800)
        )

    def _in_on_the_spot(self, order: Order) -> Habit | None:
        rng = self.rng
        if rng.random() < 0.1:
            return Habit("give_back", "staff", order.member, {"reason": "需要专业设备。"}, working_minutes=120)
        return self._with_photos(order, "spot_done", order.member, rng.randint(15, 420))

    def _with_photos(self, order: Order, move: str, user: User | None, minutes: int) -> Habit:
        """Return an answer in words, with the pictures the order's matter asks for."""
        day = clock.now() + timedelta(minutes=minutes)
        answers: dict[str, object] = {"answer": self.rng.choice(texts.ANSWERS).format(day=f"{day:%-m月%-d日}")}
        wanted = order.matter.photos if order.matter else "none"
        if wanted == "before_after" or self.rng.random() < 0.1:
            answers["before"] = PHOTO_BEFORE
        if wanted != "none" or self.rng.random() < 0.2:
            answers["after"] = PHOTO_AFTER
        return Habit(move, "staff", user, answers, working_minutes=max(1, minutes))

    def _in_dispatched(self, order: Order) -> Habit | None:
        rng = self.rng
        wrong = order.unit_id is not None and order.unit_id != self.unit_for(order).pk
        if not order.is_designated and (wrong or rng.random() < 0.02):
            answers: dict[str, object] = {"reason": rng.choice(texts.CONTESTS)}
            return Habit("contest", "staff", self.at(order.unit_id), answers, working_minutes=rng.randint(10, 100))
        pace = self.pace.get(order.unit_id or 0, 0.5)
        return Habit(
            "sign", "staff", self.at(order.unit_id), working_minutes=max(1, round(rng.lognormvariate(4.0, 0.7) * pace))
        )

    def _in_sign_overdue(self, order: Order) -> Habit | None:
        return Habit("sign", "staff", self.at(order.unit_id), working_minutes=self.rng.randint(20, 400))

    def _in_contested(self, order: Order) -> Habit | None:
        rng = self.rng
        right = order.unit_id == self.unit_for(order).pk
        if right:
            dispatcher = self.over("dispatcher", order)
            return Habit(
                "uphold",
                "staff",
                dispatcher,
                {"reason": "经核对职责清单，由你单位办理。"},
                working_minutes=rng.randint(10, 200),
            )
        return self._dispatching(order, "redirect", besides=order.unit_id, sooner=5)

    def _in_contest_overdue(self, order: Order) -> Habit | None:
        return self._in_contested(order)

    def _in_working(self, order: Order) -> Habit | None:
        rng, chance, user = self.rng, self.rng.random(), self.at(order.unit_id)
        owing = self.owing_assistant(order)
        if owing is not None and chance < 0.8:
            return Habit(
                "assist",
                "staff",
                self.at(owing),
                {"share_answer": "已配合完成。"},
                working_minutes=rng.randint(30, 300),
            )
        first = order.version < 5
        if first and chance < 0.05:
            return Habit("ask_reporter", "staff", user, {"question": rng.choice(texts.QUESTIONS)}, working_minutes=60)
        if first and chance < 0.12:
            return Habit("ask_extension", "staff", user, {"reason": rng.choice(texts.REASONS)}, working_minutes=200)
        if first and chance < 0.14:
            until = (clock.now() + timedelta(days=rng.randint(10, 90))).date().isoformat()
            answers: dict[str, object] = {"reason": rng.choice(texts.REASONS), "until": until}
            return Habit("ask_suspension", "staff", user, answers, working_minutes=100)
        if first and chance < 0.3:
            return Habit(
                "progress",
                "staff",
                user,
                {"progress": rng.choice(texts.PROGRESS)},
                working_minutes=rng.randint(60, 480),
            )
        minutes = self._working_time(order)
        if chance > 0.95:
            return Habit(
                "explain", "staff", user, {"explanation": rng.choice(texts.EXPLANATIONS)}, working_minutes=minutes
            )
        return self._with_photos(order, "answer", user, minutes)

    def _working_time(self, order: Order) -> int:
        """Return how long a unit takes: its pace times what is left, with the spread of life."""
        left = WORKING_DAY_MINUTES
        if order.due_at is not None:
            left = max(30, round((order.due_at - clock.now()) / timedelta(days=1) * WORKING_DAY_MINUTES * 0.75))
        return max(10, round(left * self.pace.get(order.unit_id or 0, 0.5) * self.rng.lognormvariate(0, 0.55)))

    def _in_extension_asked(self, order: Order) -> Habit | None:
        dispatcher = self.over("dispatcher", order)
        if self.rng.random() < 0.8:
            return Habit("grant_extension", "staff", dispatcher, working_minutes=self.rng.randint(10, 200))
        return Habit("refuse_extension", "staff", dispatcher, {"reason": "时间足够，请抓紧办理。"}, working_minutes=60)

    def _in_suspension_asked(self, order: Order) -> Habit | None:
        dispatcher = self.over("dispatcher", order)
        if self.rng.random() < 0.65:
            until = (clock.now() + timedelta(days=self.rng.randint(8, 60))).date().isoformat()
            return Habit("grant_suspension", "staff", dispatcher, {"until": until}, working_minutes=90)
        return Habit("refuse_suspension", "staff", dispatcher, {"reason": "可以先做临时处置。"}, working_minutes=60)

    def _in_suspended(self, order: Order) -> Habit | None:
        if self.rng.random() < 0.85:
            return None
        return Habit("resume_early", "staff", self.at(order.unit_id), working_minutes=2000)

    def _in_overdue(self, order: Order) -> Habit | None:
        rng = self.rng
        if order.steps.filter(move="press").count() == 0 and rng.random() < 0.6:
            answers: dict[str, object] = {"reason": "请立即办理并说明原因。"}
            return Habit(
                "press", "staff", self.over("supervisor", order), answers, working_minutes=rng.randint(30, 300)
            )
        if rng.random() < 0.06:
            answers = {"unit": self.unit_for(order, besides=order.unit_id).code, "reason": "长期未办，改派。"}
            return Habit("reassign", "staff", self.over("supervisor", order), answers, working_minutes=300)
        owing = self.owing_assistant(order)
        if owing is not None:
            return Habit("assist", "staff", self.at(owing), {"share_answer": "已配合完成。"}, working_minutes=60)
        return self._with_photos(order, "answer", self.at(order.unit_id), round(rng.lognormvariate(6.2, 0.9)))

    def _in_with_leader(self, order: Order) -> Habit | None:
        owing = self.owing_assistant(order)
        if owing is not None:
            return Habit("assist", "staff", self.at(owing), {"share_answer": "已配合完成。"}, working_minutes=60)
        return self._with_photos(order, "answer", self.at(order.unit_id), round(self.rng.lognormvariate(6.6, 0.8)))

    def _in_checking(self, order: Order) -> Habit | None:
        return self._verdict(order, good="solved", bad="not_solved")

    def _in_quick_check(self, order: Order) -> Habit | None:
        return self._verdict(order, good="solved", bad="quick_not_solved")

    def _in_explained(self, order: Order) -> Habit | None:
        return self._verdict(order, good="accept_explanation", bad="not_solved")

    def _in_final_check(self, order: Order) -> Habit | None:
        return self._verdict(order, good="solved", bad="final_no")

    def _verdict(self, order: Order, *, good: str, bad: str) -> Habit | None:
        """Return the resident's verdict, or a revisit, or nothing: close to half never say."""
        rng = self.rng
        chance = rng.random()
        if chance > 0.72:
            return None
        who, user = ("reporter", None) if chance < 0.56 else ("staff", self.over("revisitor", order))
        care = self.care.get(order.unit_id or 0, 0.8)
        quality = rng.random()
        minutes = rng.randint(60, 60 * 24 * 5)
        if quality < care:
            answers: dict[str, object] = {"satisfaction": str(rng.choice((5, 5, 5, 4, 4, 3)))}
            if comment := rng.choice(texts.COMMENTS):
                answers["comment"] = comment
            move = "partly" if good == "solved" and quality > care * 0.86 else good
            return Habit(move, who, user, answers, minutes=minutes)
        answers = {"satisfaction": str(rng.choice((1, 1, 2, 3))), "unsolved": rng.choice(texts.UNSOLVED)}
        move = bad if order.counts.get(bad, 0) < 3 else f"still_{bad}".replace("still_quick_", "quick_still_")
        return Habit(move, who, user, answers, minutes=minutes)

    def _in_problem(self, order: Order) -> Habit | None:
        answers: dict[str, object] = {"answer": "督办员现场协调，整体更换，已验收。"}
        return Habit(
            "settle", "staff", self.over("supervisor", order), answers, working_minutes=self.rng.randint(400, 1800)
        )

    def _in_problem_with_leader(self, order: Order) -> Habit | None:
        return self._in_problem(order)

    def _in_not_accepted(self, order: Order) -> Habit | None:
        if order.counts.get("object") or self.rng.random() < 0.8:
            return None
        return Habit(
            "object", "reporter", None, {"objection": "情况有变化，请再看一看。"}, minutes=self.rng.randint(60, 2000)
        )

    def _in_objected(self, order: Order) -> Habit | None:
        move = "overturn" if self.rng.random() < 0.4 else "uphold_decline"
        answers: dict[str, object] = {"explanation": "经复核，依据和去处已写明。"}
        return Habit(move, "staff", self.over("supervisor", order), answers, working_minutes=self.rng.randint(30, 400))


def frequency(code: str) -> float:
    """Return how often a matter is ordered beside others: what lies in the street comes more often than papers."""
    return 2.4 if code.startswith(texts.SEEN) else 0.7
