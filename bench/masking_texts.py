# SPDX-License-Identifier: Apache-2.0

"""Messages of residents that nobody wrote, with what in them leads to a person and what only looks so.

Nothing here is taken from the finder under test: names, numbers and sentences are drawn from pools of their own. Each
pool has three parts without a common entry: two the finder was developed with, and one it was measured on untouched.
"""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.masking_numbers import Half, Numbers

PRIVATE = (
    *(
        "mobile",
        "landline",
        "identity",
        "passport",
        "card",
        "plate",
        "email",
        "wechat",
        "qq",
        "query_code",
        "name",
        "english",
    ),
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What leads to a person in a text, from `start` up to `end`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Made:
    """A text with the truth about it, and the template it was made from."""

    text: str
    truths: tuple[Truth, ...]
    template: str


_POOLS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "masking_pools.toml").read_text("utf-8"))
SURNAMES: dict[str, list[str]] = {half: pool["surnames"].split() for half, pool in _POOLS.items()}
GIVEN: dict[str, list[str]] = {half: pool["given"].split() for half, pool in _POOLS.items()}
FIRST_NAMES: dict[str, list[str]] = {half: pool["first_names"] for half, pool in _POOLS.items()}
LAST_NAMES: dict[str, list[str]] = {half: pool["last_names"] for half, pool in _POOLS.items()}
PLACES: dict[str, list[str]] = {half: pool["places"] for half, pool in _POOLS.items()}
# One slot a word in braces.
TEMPLATES = {half: tuple(pool["templates"]) for half, pool in _POOLS.items()}


class Maker(Numbers):
    """Makes texts of one half, the same for the same seed."""

    def __init__(self, half: Half, *, seed: int) -> None:
        """Take the pools of a half."""
        self.half, self._draw = half, random.Random(f"{half}-{seed}")

    def make(self, count: int) -> list[Made]:
        """Return so many texts, each template as often as another."""
        templates = TEMPLATES[self.half]
        return [self._made(templates[number % len(templates)]) for number in range(count)]

    def _made(self, template: str) -> Made:
        """Return a template with its slots filled."""
        text, truths = "", []
        for part in template.replace("}", "{").split("{"):
            filler = getattr(self, f"_{part}", None) if part.isidentifier() and part.isascii() else None
            if filler is None:
                text += part
                continue
            filled = filler()
            if part in PRIVATE:
                truths.append(Truth(part, len(text), len(text) + len(filled)))
            text += filled
        return Made(text, tuple(truths), template)

    def _name(self) -> str:
        """Return the full name of a person."""
        return self._draw.choice(SURNAMES[self.half]) + self._draw.choice(GIVEN[self.half])

    def _english(self) -> str:
        """Return a name in Latin letters."""
        return f"{self._draw.choice(FIRST_NAMES[self.half])} {self._draw.choice(LAST_NAMES[self.half])}"

    def _order(self) -> str:
        """Return the number of an order of ours."""
        day = f"{self._draw.randint(23, 26)}{self._draw.randint(1, 12):02d}{self._draw.randint(1, 28):02d}"
        return f"SD-{day}-{self._digits(6)}-{self._digits(1)}"

    def _tracking(self) -> str:
        """Return the number of a parcel or of an order in a shop."""
        return self._draw.choice(
            (f"SF1{self._digits(12)}", f"YT{self._digits(13)}", f"7{self._digits(13)}", f"2024{self._digits(14)}")
        )

    def _contract(self) -> str:
        """Return the number of a contract."""
        return self._draw.choice((f"HT{self._digits(8)}", f"2023-{self._digits(6)}", f"（2021）{self._digits(5)}号"))

    def _meter(self) -> str:
        """Return the number of a household at a supplier."""
        return self._digits(10)

    def _lamp(self) -> str:
        """Return the number of a lamp."""
        return f"{self._draw.choice('ABC')}{self._digits(4)}"

    def _grid(self) -> str:
        """Return the code of a grid."""
        return f"361002{self._draw.randint(1, 12):03d}{self._draw.randint(1, 30):03d}{self._draw.randint(1, 20):03d}"

    def _price(self) -> str:
        """Return a price in yuan."""
        amount = self._draw.choice(
            (
                f"{self._draw.randint(2, 900)}",
                f"{self._draw.randint(1000, 990000)}",
                f"{self._draw.randint(1, 90)}.{self._digits(2)}",
                f"1{self._draw.randint(3, 9)}{self._digits(9)}",
            )
        )
        return f"{amount}元"

    def _price_en(self) -> str:
        """Return a price in English."""
        return f"{self._draw.randint(10, 90000)} yuan"

    def _date(self) -> str:
        """Return a day in Chinese."""
        return f"{self._draw.randint(2015, 2024)}年{self._draw.randint(1, 12)}月{self._draw.randint(1, 28)}日"

    def _isodate(self) -> str:
        """Return a day in digits."""
        year, month, day = self._draw.randint(2015, 2024), self._draw.randint(1, 12), self._draw.randint(1, 28)
        return self._draw.choice(
            (f"{year}-{month:02d}-{day:02d}", f"{year}.{month}.{day}", f"{year}{month:02d}{day:02d}")
        )

    def _time(self) -> str:
        """Return a time of day."""
        return self._draw.choice(
            (f"{self._draw.randint(6, 22)}:{self._draw.randint(10, 59)}", f"早上{self._draw.randint(6, 9)}点半")
        )

    def _room(self) -> str:
        """Return a house and a room."""
        a, b, c = self._draw.randint(1, 40), self._draw.randint(1, 4), self._draw.randint(101, 3204)
        return self._draw.choice((f"{a}栋{b}单元{c}室", f"{a}号楼{c}", f"{a}-{b}-{c}", f"{a}幢{c}号", f"{c}号"))

    def _roomen(self) -> str:
        """Return a room in English."""
        return f"{self._draw.randint(1, 30)}-{self._draw.randint(101, 3204)}"

    def _area(self) -> str:
        """Return a floor area."""
        return f"{self._draw.randint(20, 200)}.{self._digits(2)}平方米"

    def _amount(self) -> str:
        """Return a consumption."""
        return f"{self._draw.randint(10, 900)}{self._draw.choice(('度', '吨', '立方'))}"

    def _number(self) -> str:
        """Return a small number."""
        return str(self._draw.randint(3, 80))

    def _distance(self) -> str:
        """Return a distance."""
        return f"{self._draw.randint(300, 9000)}米"

    def _bus(self) -> str:
        """Return the number of a bus."""
        return str(self._draw.randint(1, 999))

    def _statute(self) -> str:
        """Return the number of a document."""
        return self._draw.choice(
            (
                "京政发〔2019〕12号",
                "赣发改价管〔2021〕308号",
                "GB/T 33358-2016",
                "国务院令第722号",
                "物业管理条例第41条",
            )
        )

    def _qqgroup(self) -> str:
        """Return a group of QQ."""
        return self._draw.choice(("QQ群", "QQ群" + self._digits(9), "微信群"))

    def _hotline(self) -> str:
        """Return a number everybody may call."""
        return self._draw.choice(
            (
                "12345",
                "110",
                "119",
                "120",
                "122",
                "95598",
                "400-820-8820",
                "4008208820",
                "0794-12345",
                "10086",
                "12315",
                "96119",
            )
        )

    def _titled(self) -> str:
        """Return a surname with a title."""
        titles = {
            "development": ("师傅", "阿姨", "局长", "女士"),
            "test": ("先生", "主任", "书记", "医生", "老师", "队长"),
        }
        return self._draw.choice([each for each in SURNAMES[self.half] if len(each) == 1]) + self._draw.choice(
            titles.get(self.half, titles["test"])
        )

    def _masked_name(self) -> str:
        """Return a name that is covered already."""
        return self._draw.choice(SURNAMES[self.half]) + self._draw.choice(("某", "某某", "**", "XX"))

    def _place(self) -> str:
        """Return a place."""
        return self._draw.choice(PLACES[self.half])

    def _company(self) -> str:
        """Return the name of a company."""
        return self._draw.choice(("大成建筑公司", "李宁专卖店", "王老吉凉茶铺", "周大福金店", "江南物业有限公司"))

    def _school(self) -> str:
        """Return the name of a school."""
        return self._draw.choice(("第一中学", "实验小学", "红星幼儿园", "育才学校"))
