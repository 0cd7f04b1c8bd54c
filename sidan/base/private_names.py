# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  a pattern cut into lines is harder to read than a long one
"""Finds Chinese names of persons where the words around them say that a person is named. Pure: no Django.

A surname alone tells little: 于, 高, 方 begin more words than names. A name is taken for one when something before it
introduces a person (我叫, 联系人：, 业主), when a title, a sex or a number that leads to a person follows, when it
closes the text as a signature, or when the same text has named it before. The weaker the introduction, the more the
name itself must look like one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sidan.base.name_introductions import STRONG, WEAK, introduced
from sidan.base.name_neighbours import FOLLOWERS, PLACES, TITLES, WORDS
from sidan.base.private_finds import Find
from sidan.base.surnames import COMMON, COMPOUND, GIVEN, NEVER, SURNAMES, WORDY

_HAN = re.compile("[㐀-鿿]")
_NUMBERED = ("phone", "landline", "identity", "passport", "card", "account")

_SURNAME_AT = re.compile(f"[{''.join(sorted({*SURNAMES, *(name[0] for name in COMPOUND)}))}]")
_AND = re.compile("[、/／]|[和与及跟]|以及")
_TITLE = re.compile(
    "[，,]?[您你]好|先生|女士|小姐|太太|同志|老师|老師|师傅|師傅|医生|醫生|阿姨|叔叔|大爷|大妈|老人|律师|教授|书记|書記|主任|局长|局長|队长|隊長|校长|院长|所长|村长|镇长|经理|經理|老板|老闆|同学|警官|民警|大夫"
)
_SEX = re.compile(r"[，,、 （(]{1,2}[男女](?:[，,、。；; )）性]|$)")
_BEFORE_NUMBER = re.compile(
    r"(?:[ 　,，:：;；、（(/-]|的?(?:联系|聯繫)?(?:电话|電話|手机|手機)(?:号码?|號碼?)?|身份证号?码?|公民身份号码|身份證號?碼?|证件号码?|银行卡号?|卡号|账号|帐号|微信号?|[Tt]el|QQ|是|为|号码|本人|:|：)*$"
)
_SIGNED = re.compile(
    r"(?:^|[\n。！!？?，,；;—–\- 　])(?P<name>[㐀-鿿·]{2,6})[ 　]*(?:敬上|敬启|谨上|上|留|书|叩首|拜上)?[ 　]*(?:[\n ]*\d{2,4}[-年./].{0,12})?[。.]?\s*$"
)
_BEFORE = "被把与和跟对由的给向让叫请找替代是同及据告午晚"
_SURE_END = 3
_OWNS = frozenset("的家说和")
_ROW = re.compile("(?<![㐀-鿿、])[㐀-鿿]{2,4}(?:、[㐀-鿿]{2,4}){2,}")
_LEAST_IN_ROW = 3
_DOTTED = re.compile(r"(?<=[㐀-鿿])[·•・](?=[㐀-鿿])")
_MOST_BEFORE_DOT, _MOST_BEHIND_DOT = 6, 8
_PARTICLES = "的和与在是把被将从对向说因不没住欠拖都还无也打骂让叫养"
# 东方花苑, 文昌里 look like names and are places, unless somebody is said to be called so.
_PLACE_ENDS = "苑园府坊湾渡里庭邸"
_REPEATED_FROM = 2
_MOST_NAMES = 60

_HOUSE = re.compile(r"[ 　]?[\d０-９]{1,5}[-－#号栋幢弄单]")
_FOLLOWS = re.compile("|".join(sorted(map(re.escape, FOLLOWERS), key=len, reverse=True)))
_TITLED = re.compile("|".join(sorted(map(re.escape, TITLES), key=len, reverse=True)))
_PLACED = re.compile("|".join(sorted(map(re.escape, PLACES), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class _Name:
    """A stretch that may be a name: how well it ends, and whether all its signs are those of given names."""

    start: int
    end: int
    surname: int
    ends: int
    is_likely: bool

    @property
    def given(self) -> int:
        """Return how many signs the given name has."""
        return self.end - self.start - self.surname


def find_names(text: str, *, beside: Sequence[Find] = ()) -> list[Find]:
    """Return the names of persons in a text; `beside` are the numbers found in it, which speak for a name."""
    found: dict[int, Find] = {}
    for name in _named(text, beside):
        found.setdefault(name.start, name)
    return sorted([*found.values(), *_again(text, found)], key=lambda find: find.start)[:_MOST_NAMES]


def _named(text: str, beside: Sequence[Find]) -> Iterator[Find]:
    """Yield the names that their surroundings introduce, the surest first."""
    if "·" in text or "•" in text:
        yield from _dotted(text)
    for match in _SURNAME_AT.finditer(text):
        strength = introduced(text, match.start())
        if strength:
            yield from _listed(text, match.start(), strength)
        elif _stands_apart(text, match.start()):
            yield from _distinct(text, match.start())
    for find in beside:
        if find.kind in _NUMBERED:
            yield from _as_find(_ending_at(text, _gap_before(text, find.start)), text)
    for pattern in (_SEX, _TITLE):
        for match in pattern.finditer(text):
            yield from _as_find(_ending_at(text, match.start()), text)
    for match in _ROW.finditer(text):
        yield from _row(text, match.start(), match.end())
    yield from _signature(text)


def _signature(text: str) -> Iterator[Find]:
    """Yield the name with which a text is signed."""
    signed = _SIGNED.search(text[-40:])
    if signed is not None:
        start = max(0, len(text) - 40) + signed.start("name")
        name = _best(text, start)
        if name is not None and name.end == start + len(signed["name"]) and name.is_likely and start > 0:
            yield from _as_find(name, text)


def _stands_apart(text: str, start: int) -> bool:
    """Say whether something may begin at a place: after what is no character, or after 被, 由, 的 and the like."""
    return start == 0 or not _HAN.match(text[start - 1]) or text[start - 1] in _BEFORE


def _distinct(text: str, start: int) -> Iterator[Find]:
    """Yield a name that nobody introduces and that can be nothing else: 被王建国打伤, 陈文婷家漏水."""
    name = _best(text, start)
    if name is None or not name.is_likely or text[start] in WORDY or not name.ends:
        return
    given = text[start + name.surname : name.end]
    is_rare = all(sign not in COMMON for sign in given)
    if name.given == 1 and (name.ends < _SURE_END or not is_rare):
        return
    is_apart = (start == 0 or not _HAN.match(text[start - 1])) and text[name.end : name.end + 1] in _OWNS
    if name.given == 2 and all(sign in COMMON for sign in given) and not is_apart:
        return
    if text[name.end - 1] in _PLACE_ENDS:
        return
    yield from _as_find(name, text)
    joined = _AND.match(text, name.end)
    if joined is not None:
        yield from _listed(text, joined.end(), WEAK)


def _gap_before(text: str, number: int) -> int:
    """Return where what leads up to a number begins: “的电话是” and the like."""
    gap = _BEFORE_NUMBER.search(text, max(0, number - 16), number)
    return gap.start() if gap is not None else number


def _dotted(text: str) -> Iterator[Find]:
    """Yield the names of peoples who put a dot between own and father's name: 我叫阿卜杜拉·买买提."""
    for dot in _DOTTED.finditer(text):
        for start in range(max(0, dot.start() - _MOST_BEFORE_DOT), dot.start() - 1):
            end = dot.end()
            if not introduced(text, start):
                continue
            while end < min(len(text), dot.end() + _MOST_BEHIND_DOT) and not _FOLLOWS.match(text, end):
                if not _HAN.match(text[end]):
                    break
                end += 1
            yield Find("name", start, end)
            break


def _row(text: str, start: int, end: int) -> Iterator[Find]:
    """Yield the names of a row in which three or more stand and everything before the last mark is one."""
    names, at = [], start
    while (name := _best(text, at)) is not None and name.is_likely:
        names.append(name)
        if text[name.end : name.end + 1] != "、" or name.end >= end:
            break
        at = name.end + 1
    if len(names) >= _LEAST_IN_ROW:
        for name in names:
            yield from _as_find(name, text)


def _listed(text: str, start: int, strength: int) -> Iterator[Find]:
    """Yield the name that begins at a place, and those joined to it: 村民王小明、李大海和赵四."""
    while True:
        name = _best(text, start, is_sure=strength == STRONG)
        if name is None or not _is_enough(text, name, strength):
            return
        yield Find("name", name.start, name.end, name.surname)
        joined = _AND.match(text, name.end)
        if joined is None:
            return
        start, strength = joined.end(), WEAK


def _best(text: str, start: int, *, is_sure: bool = False) -> _Name | None:
    """Return the likeliest name that begins at a place, None where none does; `is_sure` when one is named for sure."""
    return _best_of(text[start : start + 16], start, is_sure)


@lru_cache(maxsize=1024)
def _best_of(text: str, offset: int, is_sure: bool) -> _Name | None:
    """Return the likeliest name at the beginning of a stretch that stands at `offset`."""
    surname = 2 if text[:2] in COMPOUND else 1 if text[:1] in SURNAMES else 0
    if not surname or _TITLED.match(text, surname):
        return None
    found = [name for given in (1, 2) if (name := _candidate(text, surname, given, offset)) is not None]
    if surname == 1 and text[:2] in WORDS:
        found = [name for name in found if is_sure and name.ends == 3 and name.is_likely]
    return max(found, key=lambda name: (name.ends > 0, name.is_likely, name.ends, name.given), default=None)


def _candidate(text: str, surname: int, given: int, offset: int) -> _Name | None:
    """Return the name with that many signs of a given name, None where they cannot be one."""
    end = surname + given
    signs = text[surname:end]
    if len(signs) < given or any(sign in NEVER or not _HAN.match(sign) for sign in signs):
        return None
    if signs in _NO_GIVEN or (given == 2 and signs[1] in "和与" and text[end : end + 1] in SURNAMES):
        return None
    if _PLACED.match(text, end) or _HOUSE.match(text, end):
        return None
    return _Name(offset, offset + end, surname, _ends(text, end), all(sign in GIVEN for sign in signs))


# 李家 is a family; 张女士, 王反映 end after the surname.
_NO_GIVEN = frozenset(TITLES) | {word for word in FOLLOWERS if len(word) == 2} | {"家"}


def _ends(text: str, at: int) -> int:
    """Return how well a name ends at a place: 3 before what is no character, 2 before a word, 1 before a particle."""
    if at >= len(text) or not _HAN.match(text[at]):
        return 3
    follows = _FOLLOWS.match(text, at)
    if follows is None:
        return 1 if text[at] in NEVER else 0
    return 2 if len(follows.group()) > 1 else 1


def _is_enough(text: str, name: _Name, strength: int) -> bool:
    """Say whether a name looks enough like one for how it is introduced."""
    is_wordy = text[name.start] in WORDY and name.surname == 1
    if strength == STRONG:
        return name.ends > 0 or name.is_likely
    if not name.is_likely or text[name.end - 1] in _PLACE_ENDS:
        return False
    if is_wordy and name.given == 1:
        return name.ends >= 2 or (name.ends == 1 and text[name.end] in _PARTICLES)
    return name.ends > 0 or name.given == 2


def _ending_at(text: str, end: int) -> _Name | None:
    """Return the likely full name that ends at a place."""
    for length in (4, 3, 2):
        start = end - length
        if start < 0:
            continue
        surname = 2 if text[start : start + 2] in COMPOUND else 1 if text[start] in SURNAMES else 0
        given = length - surname
        if not surname or given not in (1, 2):
            continue
        if surname == 1 and text[start : start + 2] in WORDS:
            continue
        signs = text[start + surname : end]
        if any(sign not in GIVEN or sign in NEVER for sign in signs) or _TITLED.fullmatch(signs):
            continue
        is_open = _begins(text, start)
        if (given == 1 or text[start] in WORDY) and not is_open:
            continue
        if _TITLED.fullmatch(text, start - 1, start + 1) or _TITLED.fullmatch(text, start - 2, start + 1):
            continue
        return _Name(start, end, surname, 3, True)
    return None


_OPENS = re.compile('[的是叫找给和与跟及、，。；：:,.!！?？ 　\n（(“"]|$|[》】]')


def _begins(text: str, start: int) -> bool:
    """Say whether a place is where a word may begin for sure."""
    return start == 0 or bool(_OPENS.match(text[start - 1])) or not _HAN.match(text[start - 1])


def _as_find(name: _Name | None, text: str) -> Iterator[Find]:
    """Yield the find of a name."""
    if name is not None:
        yield Find("name", name.start, name.end, name.surname)


def _again(text: str, found: dict[int, Find]) -> Iterator[Find]:
    """Yield where the names found stand once more."""
    for words in {text[find.start : find.end]: find for find in found.values()}.items():
        name, find = words
        if len(name) < _REPEATED_FROM or text.count(name) < 2:
            continue
        at = text.find(name)
        while at >= 0:
            if at not in found and not _PLACED.match(text, at + len(name)):
                yield Find("name", at, at + len(name), find.kept)
            at = text.find(name, at + len(name))
