# SPDX-License-Identifier: Apache-2.0
"""Three programmes of a county's own, served for a test and withdrawn after it.

WISH is public and asks the least; CALL is opened by companies and members and asks no text; OBJECTION is public, is
about another order and is heard by the supervisor.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sidan.orders import registry
from sidan.orders.declare import Programme
from sidan.programmes.shelf import proved

WISH = """
code = "wish"
edition = 1
prefix = "WS"
basis = "a made-up notice"
public = true
menu = 60
name = { zh = "微心愿", en = "Small wish" }
summary = { zh = "邻里帮忙的小心愿", en = "Something small that a neighbour may do" }
[opening]
to = "listed"
by = ["anyone"]
asks = ["text", "kind"]
does = ["keep_text"]
name = { zh = "许个心愿", en = "Make a wish" }
told = { zh = "已登记", en = "Listed" }
[fields.text]
type = "text"
label = { zh = "心愿", en = "Wish" }
[fields.kind]
type = "choice"
keep = true
published = true
label = { zh = "哪一类", en = "Kind" }
choices = [
  { code = "goods", label = { zh = "物品", en = "Goods" } },
  { code = "help", label = { zh = "帮忙", en = "A helping hand" } },
]
[fields.shown]
type = "photos"
published = true
required = false
label = { zh = "完成照片", en = "Photo of it" }
[fields.result]
type = "text"
published = true
label = { zh = "怎么完成的", en = "How it was done" }
[fields.whose]
type = "line"
personal = true
required = false
label = { zh = "心愿人", en = "Whose wish" }
[fields.hours]
type = "number"
published = true
required = false
label = { zh = "用时（小时）", en = "Hours given" }
[[stages]]
code = "listed"
kind = "waiting"
holder = "member"
deadline = { clock = "claim", limit = "3 working_days" }
name = { zh = "待认领", en = "Listed" }
told = { zh = "等待认领", en = "Waiting to be claimed" }
[[stages]]
code = "claimed"
kind = "working"
holder = "taker"
deadline = { clock = "claimed", limit = "5 natural_days" }
name = { zh = "已认领", en = "Claimed" }
told = { zh = "有人认领了", en = "Claimed" }
[[stages]]
code = "fulfilled"
kind = "closed"
name = { zh = "已圆梦", en = "Fulfilled" }
told = { zh = "心愿已完成", en = "The wish came true" }
[[moves]]
code = "claim"
from = ["listed"]
to = "claimed"
by = ["member", "crew"]
does = ["take_up"]
at_most = 2
primary = true
name = { zh = "认领", en = "Claim" }
told = { zh = "有人认领了", en = "Somebody claimed it" }
[[moves]]
code = "fulfil"
from = ["claimed"]
to = "fulfilled"
by = ["taker"]
asks = ["result", "shown", "whose", "hours"]
outcome = "done"
primary = true
name = { zh = "完成", en = "Fulfil" }
told = { zh = "心愿完成了", en = "It is done" }
[[moves]]
code = "unclaimed"
from = ["listed"]
to = "fulfilled"
by = ["clock"]
outcome = "unrated"
name = { zh = "无人认领", en = "Nobody claimed it" }
[[moves]]
code = "slow"
from = ["claimed"]
to = "listed"
by = ["clock"]
late = true
name = { zh = "超时", en = "Too slow" }
"""

CALL = """
code = "call"
edition = 1
prefix = "CL"
basis = "a made-up notice"
menu = 70
name = { zh = "企业呼叫", en = "Call" }
summary = { zh = "企业有事，叫一声", en = "A company calls" }
[opening]
to = "called"
by = ["company", "member"]
asks = ["grade", "cost", "on", "with_unit", "note"]
name = { zh = "呼叫", en = "Call" }
told = { zh = "已呼叫", en = "Called" }
[fields.grade]
type = "choice"
keep = true
label = { zh = "等级", en = "Grade" }
choices = [
  { code = "soon", label = { zh = "一般", en = "Usual" } },
  { code = "now", label = { zh = "紧急", en = "Pressing" } },
]
[fields.cost]
type = "money"
keep = true
required = false
label = { zh = "预计花费", en = "Expected cost" }
[fields.on]
type = "date"
keep = true
label = { zh = "哪天", en = "Day" }
[fields.with_unit]
type = "unit"
keep = true
required = false
label = { zh = "请谁来", en = "Whom" }
[fields.note]
type = "line"
required = false
label = { zh = "说明", en = "Note" }
[[stages]]
code = "called"
kind = "waiting"
holder = "organiser"
deadline = { clock = "come", limit = "2 working_days" }
name = { zh = "待响应", en = "Called" }
told = { zh = "等待响应", en = "Waiting for an answer" }
[[stages]]
code = "came"
kind = "closed"
name = { zh = "已到场", en = "Came" }
told = { zh = "已到场", en = "They came" }
[[moves]]
code = "arrive"
from = ["called"]
to = "came"
by = ["organiser", "liaison"]
outcome = "done"
primary = true
name = { zh = "到场", en = "Arrive" }
[[moves]]
code = "judge"
from = ["called"]
to = "came"
by = ["opener"]
needs = ["not_the_handler"]
outcome = "withdrawn"
name = { zh = "撤回呼叫", en = "Take the call back" }
[[moves]]
code = "nobody_came"
from = ["called"]
to = "came"
by = ["clock"]
outcome = "unrated"
late = true
name = { zh = "无人响应", en = "Nobody came" }
"""

OBJECTION = """
code = "doubt"
edition = 1
prefix = "DB"
basis = "a made-up notice"
public = true
menu = 80
name = { zh = "公示异议", en = "Objection" }
summary = { zh = "对公示内容有异议，在这里说", en = "Object to something published" }
[opening]
to = "raised"
by = ["anyone"]
asks = ["about", "text"]
does = ["keep_text"]
name = { zh = "提出异议", en = "Object" }
told = { zh = "已收到", en = "Received" }
[fields.about]
type = "order"
label = { zh = "对哪一件", en = "About which" }
[fields.text]
type = "text"
label = { zh = "理由", en = "Reasons" }
[[stages]]
code = "raised"
kind = "waiting"
holder = "supervisor"
deadline = { clock = "hear", limit = "5 working_days" }
name = { zh = "待核实", en = "Raised" }
told = { zh = "正在核实", en = "It is being looked into" }
[[stages]]
code = "heard"
kind = "closed"
name = { zh = "已答复", en = "Heard" }
told = { zh = "已答复", en = "Answered" }
[[moves]]
code = "hear"
from = ["raised"]
to = "heard"
by = ["supervisor"]
outcome = "explained"
primary = true
name = { zh = "答复", en = "Answer" }
[[moves]]
code = "unheard"
from = ["raised"]
to = "heard"
by = ["clock"]
outcome = "unrated"
name = { zh = "超时", en = "Too late" }
"""


@contextmanager
def serving(*sources: str) -> Iterator[list[Programme]]:
    """Serve programmes of the county's own, and withdraw them at the end."""
    programmes = [proved(source, name="own.toml") for source in sources]
    registry.forget_recorded()
    for programme, source in zip(programmes, sources, strict=True):
        registry.serve(programme, source)
    try:
        yield programmes
    finally:
        for programme in programmes:
            registry.withdraw(programme.code)
        registry.forget_recorded()
