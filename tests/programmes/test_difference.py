# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  each change stands on one line with its sentences
"""What changed between two editions is said in words, and nothing that changed goes unsaid."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Words
from sidan.orders.declare import Choice, Deadline, Declared, Field, Indicator, Move, Opening, Programme, Stage
from sidan.programmes.difference import differences
from sidan.programmes.difference_words import LABELS
from sidan.programmes.reader import read
from tests.programmes.samples import SAMPLE, changed, sample

HANDLE = 'deadline = { clock = "handle", by = "grade", limit = "5 working_days" }'
FENCE = '[[moves]]\ncode = "fence"\nfrom = ["working"]\nby = ["crew"]\nname = { zh = "警示", en = "Fence" }\n\n'


def between(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is said of the sample with changes made."""
    return [(words.zh, words.en) for words in differences(sample(), read(changed(SAMPLE, *changes)))]


def test_nothing_is_said_of_the_same_text() -> None:
    """A new number alone is no change."""
    assert between() == []
    assert between(("edition = 1", "edition = 2")) == []


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (HANDLE, HANDLE.replace("5 w", "3 w"), "“办理中”：主办单位的时限由5个工作日改为3个工作日。", "The lead unit now has 3 working days instead of 5 in “At work”."),
        (HANDLE, HANDLE.replace("5 working_days", "2 urgent_hours"), "“办理中”：主办单位的时限由5个工作日改为2个紧急工作时。", "The lead unit now has 2 urgent hours instead of 5 working days in “At work”."),
        (HANDLE, HANDLE.replace("5 working_days", "1 working_days"), "“办理中”：主办单位的时限由5个工作日改为1个工作日。", "The lead unit now has 1 working day instead of 5 in “At work”."),
        (', by = "grade"', "", "环节“办理中”：随答复而定的时限由“等级”改为无。", "Stage “At work”: the answer its limit goes by is now none instead of “Grade”."),
        (HANDLE + "\n", "", "“办理中”不再有时限（原为5个工作日）。", "“At work” has no time limit any more (5 working days before)."),
        ('patient = { zh', 'deadline = { clock = "more", limit = "2 natural_days" }\npatient = { zh', "“超时督办”新设时限：督办员2个自然日。", "In “Late” the supervisor now has 2 natural days."),
        ('zh = "办理中"', 'zh = "处理中"', "环节“办理中”：名称由“办理中”改为“处理中”。", "Stage “At work”: the name is in Chinese now “处理中” instead of “办理中”."),
        ('{ zh = "待评价", en = "To be judged" }', '{ zh = "请评价", en = "Please judge" }', "环节“待评价”：名称由“待评价”改为“请评价”。", "Stage “To be judged”: the name is now “Please judge” instead of “To be judged”."),
        ("# ---------------------------------------------------------------- 指标", FENCE + "# 指标", "新增动作“警示”。", "There is a new move “Fence”."),
        ('by      = ["supervisor"]', 'by      = ["supervisor", "leader"]', "动作“了结”：可由谁办理增加分管领导。", "Move “Settle”: who may now also leader."),
        ('by      = ["dispatcher", "supervisor"]', 'by      = ["dispatcher"]', "动作“派单”：可由谁办理去掉督办员。", "Move “Dispatch”: who may no longer supervisor."),
        ('by      = ["dispatcher", "supervisor"]', 'by      = ["supervisor", "dispatcher"]', "动作“派单”：可由谁办理次序改为督办员、片区调度员。", "Move “Dispatch”: who may in another order: supervisor, area dispatcher."),
        ('asks    = ["answer"]', 'asks    = ["answer", "cost"]', "动作“了结”：填写项增加“费用”。", "Move “Settle”: what is asked now also “Cost”."),
        ("at_most = 3", "at_most = 2", "动作“派单”：次数上限由3改为2。", "Move “Dispatch”: how often at most is now 2 instead of 3."),
        ('does    = ["give_lead"]', 'does    = ["give_lead", "designate"]', "动作“派单”：效果增加designate。", "Move “Dispatch”: the effects now also designate."),
        ("max    = 1000", "max    = 500", "填写项“请说明情况”：最大值由1000改为500。", "Field “What is the matter?”: the most is now 500 instead of 1000."),
        ("keep    = true", "keep    = false", "填写项“等级”：留存在单上由是改为否。", "Field “Grade”: kept on the order is now no instead of yes."),
        ('  { code = "blue", label = { zh = "蓝", en = "Blue" } },\n', "", "填写项“等级”：取消选项“蓝”。", "Field “Grade”: the choice “Blue” is gone."),
        ('handle = "2 urgent_hours"', 'handle = "4 urgent_hours"', "填写项“等级”：选项“红”：时限（handle）由2 urgent_hours改为4 urgent_hours。", "Field “Grade”: Choice “Red”: the limit of handle is now 4 urgent_hours instead of 2 urgent_hours."),
        ('unit = { zh = "%(number)s 请在', 'unit = { zh = "%(number)s 务必在', "动作“派单”：通知（主办单位）由“%(number)s 请在 %(due)s 前办结”改为“%(number)s 务必在 %(due)s 前办结”。", "Move “Dispatch”: the message to lead unit is in Chinese now “%(number)s 务必在 %(due)s 前办结” instead of “%(number)s 请在 %(due)s 前办结”."),
        ('basis   = "写上依据的文件"', 'basis   = "第三条"', "工作法：依据由写上依据的文件改为第三条。", "The programme: the document it rests on is now 第三条 instead of 写上依据的文件."),
        ("[groups]", "[limits]\nmost = 3\n[groups]", "工作法：数值（most）新增：3。", "The programme: the number most is new: 3."),
        ('code    = "spent"', 'code    = "costs"', "指标“费用合计”的代码由 spent 改为 costs。", "The indicator “Spent” has the code costs instead of spent."),
        ('by    = ["anyone"]', 'by    = ["intake"]', "发起：可由谁办理增加话务员。", "The opening: who may now also intake officer."),
    ],
)  # fmt: skip
def test_a_change_is_said_in_both_languages(old: str, new: str, zh: str, en: str) -> None:
    """One change of the text is one sentence a clerk understands, that says where it is."""
    assert (zh, en) in between((old, new))


def test_a_stage_under_another_code_is_no_new_stage() -> None:
    """A renamed code is told as such, with the moves that lead there."""
    said = between(
        ('code     = "checking"', 'code     = "judging"'),
        ('to      = "checking"', 'to      = "judging"'),
        ('from    = ["checking"]', 'from    = ["judging"]'),
        ('from     = ["checking"]', 'from     = ["judging"]'),
        ('from       = ["checking"]', 'from       = ["judging"]'),
        ('from    = ["checking"]', 'from    = ["judging"]'),
    )

    assert said[0] == (
        "环节“待评价”的代码由 checking 改为 judging。",
        "The stage “To be judged” has the code judging instead of checking.",
    )
    assert not any("新增环节" in zh or "取消环节" in zh for zh, _ in said)


def test_every_key_of_every_declaration_has_words() -> None:
    """No key is told by the name it has in the file."""
    declared: list[type[Declared]] = [Programme, Opening, Field, Choice, Stage, Deadline, Move, Indicator]
    parts = {"opening", "fields", "stages", "moves", "indicators", "edition"}

    keys = {field.name for each in declared for field in msgspec.structs.fields(each)}

    assert keys - parts - LABELS.keys() == set()


def other(value: Any, *, key: str) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Words):
        return Words(value.zh + "改", value.en + " changed")
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        added = Choice(code="added", label=Words("新", "New")) if key == "choices" else "added"
        return value[1:] if value else (added,)
    if isinstance(value, dict):
        return {**value, "added": 7 if key == "limits" else Words("新", "New")}
    if value is None:
        return {"min": 1, "max": 9, "at_most": 9, "deadline": Deadline(clock="new", limit="1 day")}.get(
            key, Words("新", "New")
        )
    if isinstance(value, Deadline):
        return None
    return f"{value}_changed"


def places() -> list[tuple[str, int, str]]:
    """Return every key of every part of the sample: the list, the place in it, and the key."""
    programme = sample()
    found = [("", 0, key.name) for key in msgspec.structs.fields(Programme)]
    found += [("opening", 0, key.name) for key in msgspec.structs.fields(Opening)]
    for part, declared in (("stages", Stage), ("moves", Move), ("indicators", Indicator), ("fields", Field)):
        for number in range(len(getattr(programme, part))):
            found += [(part, number, key.name) for key in msgspec.structs.fields(declared)]
    return [each for each in found if each not in ((("", 0, "edition")), ("", 0, "opening"), ("", 0, "fields"))]


def with_another(programme: Programme, part: str, number: int, *, key: str) -> Programme:
    """Return the programme with one key answered otherwise."""
    if not part:
        return msgspec.structs.replace(programme, **{key: other(getattr(programme, key), key=key)})
    held = getattr(programme, part)
    rows = (
        list(held.items()) if isinstance(held, dict) else list(enumerate(held)) if part != "opening" else [("", held)]
    )
    code, row = rows[number]
    rows[number] = (code, msgspec.structs.replace(row, **{key: other(getattr(row, key), key=key)}))
    now: Any = dict(rows) if isinstance(held, dict) else tuple(each for _, each in rows)
    return msgspec.structs.replace(programme, **{part: rows[0][1] if part == "opening" else now})


@given(st.sampled_from(places()))
def test_no_change_goes_unsaid(place: tuple[str, int, str]) -> None:
    """Whatever key is answered otherwise, something is said, in both languages, as sentences."""
    part, number, key = place
    old = sample()
    new = with_another(old, part, number, key=key)

    for before, after in ((old, new), (new, old)):
        said = differences(before, after)
        assert said
        for words in said:
            assert words.zh.endswith("。")
            assert words.en.endswith(".")
            assert words.en[0].isupper() or words.en[0] == "“"
