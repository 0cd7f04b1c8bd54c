# SPDX-License-Identifier: Apache-2.0
"""A message as terms that survive another spelling: pairs of characters, those that name a place told apart.

三期, 3期 and 第三期 are one; so are 魅力之城 and 魅力之城小区, full-width and traditional characters. Greetings and the
names of districts say nothing about the trouble and are left out. A term is a number below TERMS, so that a message is
a short row of numbers in the database and the rarity of all terms one small array. Pure: no Django.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sidan.dispatch.characters import SIMPLIFIED

TERMS = 1 << 18  # a few times the pairs of characters in use, so that few share a number
PLACE, OPENING = 1 << 20, 1 << 21  # marks beside a term's number
READ_CHARACTERS = 1200  # few messages are longer, and all say early what they are about
OPENING_CHARACTERS = 40  # about the length of a title
MOST_TERMS = 320
NAME_CHARACTERS = 6  # of a place before the word that says what kind of place it is

_HAN_DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789")
_NUMBERED = re.compile(
    r"第?([零〇一二两三四五六七八九十]{1,3})(?=[期栋幢号组弄层楼区座])|第(?=\d+[期栋幢号组弄层楼区座])"
)
_GREETINGS = re.compile(
    r"尊敬的[\u4e00-\u9fff]{0,6}?(?:领导|书记|市长|局长|区长|县长|政府|部门)们?|(?:各位)?领导们?|[\u4e00-\u9fff]书记|您好|你好|"
    r"谢谢|感谢|(?:恳|敬|烦|望)请|请问|请求|希望|反映|投诉|举报|咨询|建议|关于|有关|相关|部门|问题|情况|处理|解决|答复|回复|政府"
)
_DISTRICTS = re.compile(r"西地省|[a-z]\d{0,2}(?:市|区|县)(?!\d)|[\u4e00-\u9fff]{2}(?:省|市|县)(?=[\u4e00-\u9fff])")
_KINDS = (
    "小区|花园|家园|公寓|公馆|大厦|广场|大道|社区|街道|市场|学校|学院|大学|中学|小学|幼儿园|医院|公园|工业园|产业园|"
    "车站|地铁站|工地|项目|楼盘|新城|新村|国际|世家|酒店|商城|步行街|路口|立交|高速|水库|菜场|路|街|巷|弄|村|镇|乡|苑|"
    "府|城|湾|庭|园|桥|河|湖|港|栋|期|组|池|站|店|校|厂"
)
_PLACES = re.compile(f"(?:{_KINDS})")
# What cannot stand inside the name of a place ends it to the left.
_NOT_IN_NAMES = re.compile(
    r"[在的和与是到从于往对把被让我你他她们这那有无没不了请及或向由市区县镇乡路街号为给本该就都也又还靠近]"
)
_RUNS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff0-9a-z]+")


@dataclass(frozen=True)
class Terms:
    """The terms of one message: `codes` are sorted and bear the marks PLACE and OPENING."""

    codes: NDArray[np.int32]

    @cached_property
    def numbers(self) -> NDArray[np.int32]:
        """Return the terms without their marks."""
        return self.codes & (TERMS - 1)

    def to_bytes(self) -> bytes:
        """Return them as they are kept."""
        return self.codes.astype("<i4").tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Terms":
        """Read what `to_bytes` wrote."""
        return cls(np.frombuffer(kept, dtype="<i4"))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.codes)


def terms_of(text: str, *, place: str = "") -> Terms:
    """Return the terms of a message; every word of `place`, the reporter's own words for it, names a place."""
    spoken = _Words()
    spoken.read(plain(place)[:READ_CHARACTERS], is_place=True)
    spoken.read(plain(text)[:READ_CHARACTERS])
    kept = list(spoken.marks.items())[:MOST_TERMS]
    return Terms(np.array(sorted(number | marks for number, marks in kept), dtype=np.int32))


def plain(text: str) -> str:
    """Return a text in one spelling: narrow, simplified, small letters, plain digits, without greetings."""
    text = unicodedata.normalize("NFKC", text).lower().translate(SIMPLIFIED)
    text = _NUMBERED.sub(lambda found: _digits(found[1] or ""), text)
    return _GREETINGS.sub(" ", _DISTRICTS.sub(" ", text.replace("·", "").replace("•", "")))


def place_names(text: str) -> list[str]:
    """Return what in a plain text seems to name a place, each once, in order."""
    return list(dict.fromkeys(run[start:end] for run in _RUNS.findall(text) for start, end in _names(run)))


def pairs_of(run: str) -> Iterator[tuple[int, str]]:
    """Yield the pairs of characters of a run with where each begins; a number is one character."""
    for start in range(len(run)):
        yield start, run[start : start + 2]


def number_of(pair: str) -> int:
    """Return the number of a term."""
    return zlib.crc32(pair.encode()) & (TERMS - 1)


class _Words:
    """Terms as they are met, each with its marks."""

    def __init__(self) -> None:
        """Begin with none."""
        self.marks: dict[int, int] = {}
        self._read = 0

    def read(self, text: str, *, is_place: bool = False) -> None:
        """Take the terms of a plain text."""
        for run in _RUNS.findall(text):
            named = [(0, len(run))] if is_place else _names(run)
            for start, pair in pairs_of(run):
                inside = any(begin <= start and start + 2 <= end for begin, end in named)
                opening = not is_place and self._read + start < OPENING_CHARACTERS
                number = number_of(pair)
                marks = (PLACE if inside else 0) | (OPENING if opening else 0)
                self.marks[number] = self.marks.get(number, 0) | marks
                if marks:
                    number = number_of(pair[0])
                    self.marks[number] = self.marks.get(number, 0) | marks
            self._read += 0 if is_place else len(run)


def _names(run: str) -> list[tuple[int, int]]:
    """Return where the names of places stand in a run, with the word for their kind."""
    found: list[tuple[int, int]] = []
    for kind in _PLACES.finditer(run):
        begin = max(0, kind.start() - NAME_CHARACTERS)
        for stop in _NOT_IN_NAMES.finditer(run, begin, kind.start()):
            begin = stop.end()
        if begin < kind.start():
            joined = bool(found) and begin <= found[-1][1]
            found[-1 if joined else len(found) :] = [(min(begin, found[-1][0]) if joined else begin, kind.end())]
    return found


def _digits(written: str) -> str:
    """Return a Chinese number up to 99 in digits."""
    tens, ten, ones = written.partition("十")
    if not ten:
        return written.translate(_HAN_DIGITS)
    return f"{tens.translate(_HAN_DIGITS) or '1'}{ones.translate(_HAN_DIGITS) or '0'}"
