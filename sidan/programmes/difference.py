# SPDX-License-Identifier: Apache-2.0
"""What changed between two editions of a programme, in sentences of both languages. It reads no database.

The keys are taken from the declarations themselves, so that no change goes unsaid, a new key's neither.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from sidan.base.errors import Refused, Words
from sidan.base.limits import Limit
from sidan.orders.declare import Choice, Deadline, Declared, Programme, Stage
from sidan.programmes.difference_words import LABELS, NOTHING, Names, quoted

_PARTS = ("opening", "groups", "fields", "stages", "moves", "limits", "indicators")
_KINDS = {
    "stages": Words("环节", "stage"),
    "moves": Words("动作", "move"),
    "fields": Words("填写项", "field"),
    "indicators": Words("指标", "indicator"),
    "choices": Words("选项", "choice"),
}


def differences(old: Programme, new: Programme) -> list[Words]:
    """Return what `new` says otherwise than `old`, in the order of a file; nothing when only the edition differs."""
    names = Names(old), Names(new)
    found = [
        *_declared(Words("工作法", "The programme"), old, new, names, leave={"edition", *_PARTS}),
        *_mapping(Words("工作法", "The programme"), "limits", old.limits, new.limits, names),
        *_mapping(Words("工作法", "The programme"), "groups", old.groups, new.groups, names),
        *_declared(Words("发起", "The opening"), old.opening, new.opening, names),
        *_listed("fields", old.fields, new.fields, names),
        *_listed("stages", _by_code(old.stages), _by_code(new.stages), names),
        *_listed("moves", _by_code(old.moves), _by_code(new.moves), names),
        *_listed("indicators", _by_code(old.indicators), _by_code(new.indicators), names),
    ]
    return [Words(words.zh, words.en[0].upper() + words.en[1:]) for words in found]


def _by_code(declared: tuple[Any, ...]) -> dict[str, Any]:
    """Return the parts of a list by their codes."""
    return {each.code: each for each in declared}


def _listed(
    key: str, old: Mapping[str, Any], new: Mapping[str, Any], names: tuple[Names, Names], within: Words | None = None
) -> Iterator[Words]:
    """Yield the parts that are gone, new, under another code, and changed."""
    kind = _KINDS[key]
    at = Words(f"{within.zh}：", f"{within.en}: ") if within is not None else Words("", "")
    gone = {code: part for code, part in old.items() if code not in new}
    added = {code: part for code, part in new.items() if code not in old}
    for code, part in gone.items():
        name = _name(part)
        again = next((other for other, each in added.items() if _recoded(part, code=other) == each), None)
        if again is not None:
            del added[again]
            yield Words(
                f"{at.zh}{kind.zh}{name.zh}的代码由 {code} 改为 {again}。",
                f"{at.en}the {kind.en} {name.en} has the code {again} instead of {code}.",
            )
        else:
            yield Words(f"{at.zh}取消{kind.zh}{name.zh}。", f"{at.en}the {kind.en} {name.en} is gone.")
    for part in added.values():
        name = _name(part)
        yield Words(f"{at.zh}新增{kind.zh}{name.zh}。", f"{at.en}there is a new {kind.en} {name.en}.")
    yield from _in_other_order(at, kind, [code for code in old if code in new], [code for code in new if code in old])
    for code, part in new.items():
        if code in old:
            name = _name(old[code])
            where = Words(f"{at.zh}{kind.zh}{name.zh}", f"{at.en}{kind.en.capitalize()} {name.en}")
            yield from _declared(where, old[code], part, names)


def _in_other_order(at: Words, kind: Words, old: list[str], new: list[str]) -> Iterator[Words]:
    """Yield that parts stand in another order, by which pages show them."""
    if old != new:
        yield Words(f"{at.zh}{kind.zh}的次序改变。", f"{at.en}the {kind.en}s stand in another order.")


def _declared(
    where: Words,
    old: Declared,
    new: Declared,
    names: tuple[Names, Names],
    leave: frozenset[str] | set[str] = frozenset(),
) -> Iterator[Words]:
    """Yield every key of one declaration that is answered otherwise."""
    for key in (field.name for field in msgspec.structs.fields(type(new))):
        before, after = getattr(old, key), getattr(new, key)
        if key in leave or before == after:
            continue
        if key == "deadline" and isinstance(old, Stage) and isinstance(new, Stage):
            yield from _deadline(where, old, new, names)
        elif key == "by" and isinstance(after, str):
            yield _value(where, "by_answer", before, after, names)
        elif key == "choices":
            yield from _listed(key, _by_code(before), _by_code(after), names, within=where)
        elif isinstance(after, Mapping):
            # The limits of a choice are times; those of the programme are numbers.
            yield from _mapping(where, "times" if isinstance(old, Choice) else key, before, after, names)
        elif isinstance(after, tuple):
            yield from _codes(where, key, before, after, names)
        else:
            yield _value(where, key, before, after, names)


def _deadline(where: Words, old: Stage, new: Stage, names: tuple[Names, Names]) -> Iterator[Words]:
    """Yield how long somebody now has in a stage, and what else of its deadline changed."""
    before, after = old.deadline, new.deadline
    holder = names[1].of("holder", new.holder)
    stage = quoted(new.name)
    if before is None or after is None:
        shown = _limit(after or before)
        yield (
            Words(f"{stage.zh}新设时限：{holder.zh}{shown.zh}。", f"In {stage.en} {_the(holder)} now has {shown.en}.")
            if before is None
            else Words(
                f"{stage.zh}不再有时限（原为{shown.zh}）。",
                f"{stage.en} has no time limit any more ({shown.en} before).",
            )
        )
        return
    if before.limit != after.limit and before.limit and after.limit:
        was, now = _limit(before), _limit(after)
        yield Words(
            f"{stage.zh}：{holder.zh}的时限由{was.zh}改为{now.zh}。",
            f"{_the(holder).capitalize()} now has {now.en} instead of {_shorter(was.en, now.en)} in {stage.en}.",
        )
    yield from _declared(where, before, after, names, leave={"limit"} if before.limit and after.limit else set())


def _the(holder: Words) -> str:
    """Return a role with its article in English."""
    return holder.en if holder.en.startswith(("the ", "any", "some", "one ")) else f"the {holder.en}"


def _shorter(was: str, now: str) -> str:
    """Return the number alone when both limits are in one unit: “3 working days instead of 5”."""
    number, _, unit = was.partition(" ")
    return number if unit.rstrip("s") == now.partition(" ")[2].rstrip("s") else was


def _limit(deadline: Deadline | None) -> Words:
    """Return a limit in words; as written when it cannot be read."""
    if deadline is None or not deadline.limit:
        return Words("到约定的日期", "until an agreed day")
    try:
        return Limit.parse(deadline.limit).words()
    except Refused:
        return Words(deadline.limit, deadline.limit)


def _mapping(
    where: Words, key: str, old: Mapping[str, Any], new: Mapping[str, Any], names: tuple[Names, Names]
) -> Iterator[Words]:
    """Yield entries of a table that are new, gone or changed: messages, numbers, forms."""
    label = LABELS[key]
    for code in (*old, *(code for code in new if code not in old)):
        before, after = old.get(code), new.get(code)
        if before == after:
            continue
        name = names[1].of(key, code)
        of = Words(f"{where.zh}：{label.zh}（{name.zh}）", f"{where.en}: {label.en} {name.en}")
        was, now = _shown(before), _shown(after)
        if before is None:
            yield Words(f"{of.zh}新增：{now.zh}。", f"{of.en} is new: {now.en}.")
        elif after is None:
            yield Words(f"{of.zh}取消（原为{was.zh}）。", f"{of.en} is gone; it was {was.en}.")
        else:
            yield _instead(of, was, now)


def _codes(
    where: Words, key: str, old: tuple[str, ...], new: tuple[str, ...], names: tuple[Names, Names]
) -> Iterator[Words]:
    """Yield what joined and what left a list of names, or that it stands in another order."""
    label = _label(key)
    joined = [code for code in new if code not in old]
    left = [code for code in old if code not in new]
    if joined:
        shown = names[1].listed(key, joined)
        yield Words(f"{where.zh}：{label.zh}增加{shown.zh}。", f"{where.en}: {label.en} now also {shown.en}.")
    if left:
        shown = names[0].listed(key, left)
        yield Words(f"{where.zh}：{label.zh}去掉{shown.zh}。", f"{where.en}: {label.en} no longer {shown.en}.")
    if not joined and not left:
        shown = names[1].listed(key, new)
        yield Words(
            f"{where.zh}：{label.zh}次序改为{shown.zh}。", f"{where.en}: {label.en} in another order: {shown.en}."
        )


def _value(where: Words, key: str, old: Any, new: Any, names: tuple[Names, Names]) -> Words:
    """Return one answer that is another now."""
    label = _label(key)
    if isinstance(old, Words) or isinstance(new, Words):
        was, now = _shown(old), _shown(new)
    else:
        was, now = names[0].of(key, old), names[1].of(key, new)
    return _instead(Words(f"{where.zh}：{label.zh}", f"{where.en}: {label.en}"), was, now)


def _instead(of: Words, was: Words, now: Words) -> Words:
    """Return the sentence that something is now so and was otherwise; a text changed in one language says which."""
    zh = f"{of.zh}由{was.zh}改为{now.zh}。"
    en = f"{of.en} is now {now.en} instead of {was.en}."
    if was.zh == now.zh:
        zh = f"{of.zh}的英文由{was.en}改为{now.en}。"
    if was.en == now.en:
        en = f"{of.en} is in Chinese now {now.zh} instead of {was.zh}."
    return Words(zh, en)


def _shown(value: Any) -> Words:
    """Return a text in quotation marks, a number as it is."""
    if value is None:
        return NOTHING
    return quoted(value) if isinstance(value, Words) else Words(str(value), str(value))


def _label(key: str) -> Words:
    """Return what a key is called; its own name when the list does not know it yet."""
    return LABELS.get(key, Words(key, key))


def _name(part: Any) -> Words:
    """Return the name of a part of a file."""
    return quoted(part.name if hasattr(part, "name") else part.label)


def _recoded(part: Any, *, code: str) -> Any:
    """Return a part under another code; fields carry none."""
    return msgspec.structs.replace(part, code=code) if hasattr(part, "code") else part
