# SPDX-License-Identifier: Apache-2.0
"""What stands above and below the line of each measure, in both languages. Pure: no Django.

Pages that show a figure show its numerator and denominator with these words; a test asks that every measure has them.
"""

from collections.abc import Mapping

from sidan.base.errors import Words

_DUE = Words("应答复的承办件（已答复或时限已过）", "parts due to be answered: answered, or out of time")
_GIVEN = Words("派给该单位的承办件", "parts given to the unit")
_JUDGED = Words("居民作出评判的单", "orders that residents judged")
_CLOSED = Words("办结的单", "orders that ended handled")
_FIRST = Words("首次答复次数", "first answers")
_ONE = Words("", "")

# code of the measure -> what is counted, and of what; the second is empty for a plain number.
COUNTED: Mapping[str, tuple[Words, Words]] = {
    "signed_on_time": (
        Words("按时签收", "signed in time"),
        Words("应签收的承办件（已签收或时限已过）", "parts due to be signed for: signed, or out of time"),
    ),
    "dispatched_on_time": (
        Words("按时派出", "dispatched in time"),
        Words("应派出的单（已派出或时限已过）", "orders due to be dispatched: dispatched, or out of time"),
    ),
    "contacted": (Words("时限内向居民说明过情况", "the resident was told something in time"), _DUE),
    "answered": (Words("已答复，不论早晚", "answered, in time or late"), _DUE),
    "answered_on_time": (Words("按时答复", "answered in time"), _DUE),
    "answered_late": (Words("超时答复", "answered late"), _DUE),
    "overdue_open": (Words("已超时，至今未答复", "late and not answered to this day"), _DUE),
    "closed": (Words("已办结", "ended"), _DUE),
    "closed_on_time": (Words("按时答复并已办结", "answered in time and ended"), _DUE),
    "closed_late": (Words("超时后办结", "ended after being late"), _DUE),
    "still_open": (Words("至今未办结", "not ended to this day"), Words("期内来单", "orders opened in the period")),
    "extended": (Words("延过期", "extended at least once"), _DUE),
    "suspended": (Words("挂过账", "suspended at least once"), _DUE),
    "pressed": (Words("被督办或领导催办过", "pressed by a supervisor or a leader"), _DUE),
    "late_days": (
        Words("超期天数合计，未答复的算到今天", "days late in all, to this day where there is no answer"),
        Words("超期的承办件", "parts that became late"),
    ),
    "late_days_each": (Words("超期天数合计", "days late in all"), _DUE),
    "first_answer_mean": (Words("到首次答复的小时数合计", "hours to the first answer in all"), _FIRST),
    "first_answer_median": (Words("一半的首次答复在此小时数内", "hours within which half came"), _FIRST),
    "first_answer_p90": (Words("九成的首次答复在此小时数内", "hours within which nine of ten came"), _FIRST),
    "accepted": (
        Words("办结、并入或撤回", "handled, merged or withdrawn"),
        Words("结束的单，含不受理", "orders that ended, those not accepted included"),
    ),
    "rightly_dispatched": (Words("一次派对", "given to the right unit at once"), _GIVEN),
    "wrongly_dispatched": (Words("派错后改派", "given to a unit that was not the right one"), _GIVEN),
    "returned": (Words("被该单位退回", "sent back by the unit"), _GIVEN),
    "wrongly_returned": (
        Words("退回后核定仍属该单位", "sent back though it was the right unit"),
        _GIVEN,
    ),
    "solved": (Words("居民认为解决了", "judged solved"), _JUDGED),
    "at_least_partly": (Words("居民认为解决或部分解决", "judged solved or partly solved"), _JUDGED),
    "explained": (Words("经解释接受，暂时解决不了", "explained that it cannot be solved, and accepted"), _CLOSED),
    "rated": (Words("居民说了话", "the resident said something"), _CLOSED),
    "satisfied": (
        Words("按档折算的满意评价", "marks, each worth its credit"),
        Words("满意度评价", "marks given"),
    ),
    "reworked": (Words("被居民退回重办过", "sent back by the resident at least once"), _DUE),
    "problems": (Words("成为问题工单", "became a problem order"), _DUE),
    "reopened": (Words("办结后重开", "opened again after the end"), _DUE),
    "received": (Words("期内来单", "orders opened in the period"), _ONE),
    "given": (Words("期内派给该单位的承办件", "parts given in the period"), _ONE),
    "assisted": (
        Words("协办已答复", "answered"),
        Words("应答复的协办件", "assisting parts due"),
    ),
    "step_count": (Words("该动作的次数", "times the step was made"), _ONE),
    "step_share": (
        Words("该动作的次数", "times the step was made"),
        Words("所占动作的次数", "times the other was made"),
    ),
    "step_in_time": (
        Words("该动作按时做出", "times it was made in time"),
        Words("该动作的次数", "times the step was made"),
    ),
    "visits": (Words("已走访", "visits done"), Words("约定日期已到的走访", "visits agreed for a day that has come")),
    "coverage": (
        Words("期内至少走访一次的企业", "companies visited at least once"),
        Words("辖区企业", "companies of the area"),
    ),
    "paired": (
        Words("特派员名额已配齐的企业", "companies with a liaison in every seat"),
        Words("辖区内应覆盖的企业", "companies of the area that are to have one"),
    ),
    "rhythm": (
        Words("周期内走访过", "visits made in their time"),
        Words("按结对频次应走访的次数，企业谢绝的不计", "visits due by rhythm, but for those declined"),
    ),
    "problems_solved": (
        Words("已解决的问题", "problems solved"),
        Words("走访发现、期内有了结论的问题", "problems found on visits and settled in the period"),
    ),
    "contacts": (
        Words("各单位到企业的次数合计", "visits from all units together"),
        Words("企业数×月数", "companies, times months"),
    ),
    "decisions": (
        Words("已落实的议定事项", "decisions carried out"),
        Words("到期的议定事项", "decisions whose time has come"),
    ),
    "funds": (Words("已使用的微服务资金", "funds spent"), Words("本年拨付的微服务资金", "funds allotted in the year")),
    "burden": (
        Words("工作人员填表数", "forms filled in by staff"),
        Words("岗位数×周数", "posts held, times weeks"),
    ),
    "outside": (Words("经两人核对的外部数值", "a figure from outside, checked by a second person"), _ONE),
}
