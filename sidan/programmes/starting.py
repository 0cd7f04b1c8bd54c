# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  the text is a file of its own, one row a line
"""A sound programme file to begin with, which says what each part is for in both languages."""

import re

from sidan.base.errors import Refused
from sidan.programmes.shelf import filed, files

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def starting_file(code: str, *, own_folder: str = "") -> str:
    """Return a file for a new programme of that code, its prefix one that no other has; refuse a code that is taken."""
    if not _CODE.fullmatch(code):
        raise Refused("Write the code in small letters, digits and “_”, beginning with a letter, such as “manhole”.")
    found, _ = filed(files(own_folder))
    if any(each.programme.code == code for each in found):
        raise Refused("There is a programme “%(code)s” already.", code=code)
    prefix = free_prefix(code, taken={each.programme.prefix for each in found})
    return _FILE.replace("@code@", code).replace("@prefix@", prefix)


def free_prefix(code: str, *, taken: set[str]) -> str:
    """Return two letters of the code that number no other orders: “MH” for manhole; more letters when all are taken."""
    letters = [letter for letter in code.upper() if letter.isalpha()]
    hard = [letter for letter in letters[1:] if letter not in "AEIOUY"]
    seconds: list[str] = [*hard, *letters[1:], *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    for second in seconds:
        if letters[0] + second not in taken:
            return f"{letters[0]}{second}"
    return "".join(letters)[:6]


_FILE: str = """\
# 一句话说明这个工作法做什么。 One sentence: what this programme is for.
#
# 从上到下改：名称、填写项、环节、动作；改完运行 manage.py programme check 本文件。
# Edit from top to bottom: names, fields, stages, moves; then run manage.py programme check on this file.
code    = "@code@"    # 代码，定了不要改 the code; never change it
edition = 1          # 版次，每次修改加一 raise it with every change
prefix  = "@prefix@"       # 单号前缀 order numbers begin with it
public  = true       # 居民可见 shown to the public
basis   = "写上依据的文件"  # 依据：哪个文件、哪一条 the document it rests on
name    = { zh = "新工作法", en = "New programme" }
summary = { zh = "居民发起，片区派单，单位办理，居民评价。", en = "A resident begins, the area dispatches, a unit does it, the resident judges." }

# 单个表单里放在一起的动作 Moves that stand in one form.
[groups]
handle  = { zh = "办理", en = "Handle" }
verdict = { zh = "解决了吗？", en = "Was it solved?" }

# 怎样发起：谁、填什么、进入哪个环节 How an order begins: who, what is asked, which stage it enters.
[opening]
to    = "registered"
by    = ["anyone"]
asks  = ["text", "photos"]
does  = ["keep_text"]
name  = { zh = "发起", en = "Report" }
told  = { zh = "已登记。", en = "It was registered." }
tells = { dispatcher = { zh = "新单 %(number)s 待派", en = "New order %(number)s to dispatch" } }

# ---------------------------------------------------------------- 填写项 what is asked
# 个人信息写 personal = true；对外可见写 public = true；选填写 required = false。
# personal = true for personal data, public = true for what the reporter sees, required = false for what may stay empty.

[fields.text]
type   = "text"
label  = { zh = "请说明情况", en = "What is the matter?" }
public = true
max    = 1000

[fields.photos]
type     = "photos"
label    = { zh = "照片", en = "Photos" }
required = false
public   = true
max      = 3

[fields.unit]
type   = "unit"
label  = { zh = "承办单位", en = "Unit" }
public = true

[fields.answer]
type   = "text"
label  = { zh = "办理结果", en = "Result" }
public = true
max    = 2000

[fields.reason]
type   = "text"
label  = { zh = "理由", en = "Reason" }
public = true
max    = 1000

# ---------------------------------------------------------------- 环节 stages
# kind：waiting 等待、working 办理、checking 评价、closed 结束；holder：轮到谁；deadline：多久之内。
# kind says what the stage is, holder whose turn it is, deadline by when. Limits count in urgent_hours, working_hours,
# working_days or natural_days. A stage without a deadline says why (patient).

[[stages]]
code     = "registered"
kind     = "waiting"
holder   = "dispatcher"
deadline = { clock = "dispatch", limit = "4 working_hours" }
name     = { zh = "待派单", en = "To be dispatched" }
told     = { zh = "已登记，等待派单。", en = "Registered; it waits to be dispatched." }

[[stages]]
code     = "working"
kind     = "working"
holder   = "unit"
deadline = { clock = "handle", limit = "5 working_days" }
name     = { zh = "办理中", en = "At work" }
told     = { zh = "%(unit)s正在办理。", en = "%(unit)s is at work." }

[[stages]]
code    = "late"
kind    = "waiting"
holder  = "supervisor"
patient = { zh = "督办员跟进到办结。", en = "The supervisor follows it to its end." }
name    = { zh = "超时督办", en = "Late" }
told    = { zh = "超时了，督办员正在跟进。", en = "It is late; the supervisor follows it up." }

[[stages]]
code     = "checking"
kind     = "checking"
holder   = "reporter"
deadline = { clock = "verdict", limit = "7 natural_days" }
name     = { zh = "待评价", en = "To be judged" }
told     = { zh = "已办理，请您评价。", en = "Done; please judge." }

[[stages]]
code = "closed"
kind = "closed"
name = { zh = "已办结", en = "Closed" }
told = { zh = "已办结。", en = "Closed." }

# ---------------------------------------------------------------- 动作 moves
# from 从哪些环节，to 到哪个环节，by 谁可以办，asks 填什么，needs 条件，does 效果，at_most 最多几次，told 对外怎么说，
# tells 通知谁。每个有时限的环节都要有一个时钟的动作（by = ["clock"]）；退回的动作必须限次数（at_most）。
# Every stage with a deadline needs one move by the clock; a move back must be bounded (at_most).

[[moves]]
code    = "dispatch"
from    = ["registered", "late"]
to      = "working"
by      = ["dispatcher", "supervisor"]
asks    = ["unit"]
does    = ["give_lead"]
at_most = 3
primary = true
group   = "handle"
name    = { zh = "派单", en = "Dispatch" }
told    = { zh = "已派给%(unit)s。", en = "It was dispatched to %(unit)s." }
tells   = { unit = { zh = "%(number)s 请在 %(due)s 前办结", en = "%(number)s: please finish by %(due)s" } }

[[moves]]
code    = "decline"
from    = ["registered", "late"]
to      = "closed"
by      = ["dispatcher", "supervisor"]
asks    = ["reason"]
outcome = "not_accepted"
group   = "handle"
name    = { zh = "不受理", en = "Decline" }
told    = { zh = "没有受理，理由已写明。", en = "It was not accepted; the reason is given." }

[[moves]]
code    = "done"
from    = ["working"]
to      = "checking"
by      = ["unit"]
asks    = ["answer", "photos"]
does    = ["answer_lead_share"]
primary = true
group   = "handle"
name    = { zh = "办结", en = "Done" }
told    = { zh = "%(unit)s已办理，请您评价。", en = "%(unit)s has done it; please judge." }

[[moves]]
code    = "settle"
from    = ["late"]
to      = "closed"
by      = ["supervisor"]
asks    = ["answer"]
outcome = "explained"
primary = true
group   = "handle"
name    = { zh = "了结", en = "Settle" }
told    = { zh = "督办员了结了此单。", en = "The supervisor has settled it." }

[[moves]]
code    = "solved"
from    = ["checking"]
to      = "closed"
by      = ["reporter"]
outcome = "solved"
primary = true
group   = "verdict"
name    = { zh = "解决了", en = "Yes, solved" }
told    = { zh = "评价：解决了。", en = "Verdict: solved." }

[[moves]]
code     = "not_solved"
from     = ["checking"]
to       = "working"
by       = ["reporter"]
asks     = ["reason"]
restarts = ["handle"]
at_most  = 1
returns  = true
group    = "verdict"
name     = { zh = "没解决", en = "No, not solved" }
told     = { zh = "评价：没解决，退回重办。", en = "Verdict: not solved; it is done again." }
tells    = { unit = { zh = "%(number)s 没解决，请重办", en = "%(number)s was not solved; please do it again" } }

[[moves]]
code       = "still_not_solved"
from       = ["checking"]
to         = "late"
by         = ["reporter"]
asks       = ["reason"]
at_most    = 1
instead_of = "not_solved"
group      = "verdict"
name       = { zh = "还是没解决", en = "Still not solved" }
told       = { zh = "还是没解决，转督办员。", en = "Still not solved; it went to the supervisor." }
tells      = { supervisor = { zh = "%(number)s 还是没解决", en = "%(number)s is still not solved" } }

[[moves]]
code  = "too_late"
from  = ["registered", "working"]
to    = "late"
by    = ["clock"]
late  = true
name  = { zh = "超时", en = "Late" }
told  = { zh = "超时了，已转督办员。", en = "It is late and went to the supervisor." }
tells = { supervisor = { zh = "%(number)s 超时", en = "%(number)s is late" } }

[[moves]]
code    = "unrated"
from    = ["checking"]
to      = "closed"
by      = ["clock"]
outcome = "unrated"
name    = { zh = "到时未评价", en = "No verdict in time" }
told    = { zh = "到时没有评价，已办结。", en = "No verdict came; it was closed." }

# ---------------------------------------------------------------- 指标 its own figures

[[indicators]]
code    = "on_time"
name    = { zh = "按时办理", en = "Done in time" }
measure = "on_time"
stage   = "working"
"""
