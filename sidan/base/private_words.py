# SPDX-License-Identifier: Apache-2.0
"""Finds words in a free text that lead to one person, and covers them: numbers, plates, accounts, names. Pure.

Of a number nothing is left but what kind it was (“〔电话〕”): in a small town the last four digits and a street are as
good as the whole (PIPL Art 6 asks for the smallest scope, Art 51 for de-identification). A Chinese name keeps its
surname (张某某), as courts print it, so that one still reads who did what to whom. In doubt a number is covered and a
name stands: a covered order number costs a look, a name covered by mistake costs the sense of the sentence.

What stays: hotlines, order numbers, prices, dates, house numbers, licences of companies, a surname with a title
(张师傅, 王局长) and names that are covered already (李某某). The whole name of an official is covered like any other.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sidan.base.errors import Words
from sidan.base.private_finds import Find, apart
from sidan.base.private_names import find_names
from sidan.base.private_names_en import find_english_names
from sidan.base.private_numbers import find_numbers
from sidan.base.private_plates import find_plates

# Nobody reads further than this for private words at once; forms take 3,000 characters.
MOST_CHARACTERS = 20_000

KINDS: Mapping[str, Words] = {
    "phone": Words("电话", "phone"),
    "landline": Words("电话", "phone"),
    "identity": Words("证件号", "identity number"),
    "passport": Words("证件号", "identity number"),
    "card": Words("银行卡号", "bank card"),
    "plate": Words("车牌", "plate"),
    "email": Words("邮箱", "e-mail"),
    "account": Words("账号", "account"),
    "query_code": Words("查询密码", "query code"),
    "name": Words("姓名", "name"),
}


def find_private(text: str) -> list[Find]:
    """Return what leads to a person in a text, in the order it stands there, none inside another."""
    text = text[:MOST_CHARACTERS]
    numbers = apart([*find_numbers(text), *find_plates(text)])
    return apart([*numbers, *find_names(text, beside=numbers), *find_english_names(text)])


def masked(text: str, *, language: str = "zh", keep: Collection[str] = ()) -> str:
    """Return a text with what leads to a person covered, in the words of a language; kinds named in `keep` stay."""
    return covered(text, find_private(text), language=language, keep=keep)


def covered(text: str, finds: Collection[Find], *, language: str = "zh", keep: Collection[str] = ()) -> str:
    """Return a text with these finds covered; what lies beyond MOST_CHARACTERS is left out, since nobody looked."""
    parts, reached = [], 0
    for find in finds:
        if find.kind in keep:
            continue
        parts += [text[reached : find.start], _cover(find, text, language)]
        reached = find.end
    return "".join([*parts, text[reached:MOST_CHARACTERS]])


def words_covered(text: str, *, keep: Collection[str] = ()) -> str | Words:
    """Return a text with what leads to a person covered, in both languages; as it is where nothing does."""
    finds = [find for find in find_private(text) if find.kind not in keep]
    return Words(covered(text, finds), covered(text, finds, language="en")) if finds else text


def without_private(text: str) -> str:
    """Return a text with a gap where something led to a person, as a search index keeps it."""
    parts, reached = [], 0
    for find in find_private(text):
        parts.append(text[reached : find.start])
        reached = find.end
    return " ".join([*parts, text[reached:MOST_CHARACTERS]])


@dataclass(frozen=True, slots=True)
class Told:
    """What kinds of private words a text holds, in words and in the order they first stand in it."""

    kinds: tuple[Words, ...]

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return bool(self.kinds)


def told_in(text: str) -> Told:
    """Return what kinds of private words a text holds, for a hint to whoever writes it."""
    return Told(tuple(dict.fromkeys(KINDS[find.kind] for find in find_private(text))))


def _cover(find: Find, text: str, language: str) -> str:
    """Return what stands in the place of a find."""
    if find.kind == "name" and find.kept:
        given = find.end - find.start - find.kept
        return text[find.start : find.start + find.kept] + "某" * min(given, 2)
    word = KINDS[find.kind].in_language(language)
    return f"[{word}]" if language.startswith("en") else f"〔{word}〕"
