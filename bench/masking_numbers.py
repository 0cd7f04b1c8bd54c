# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  ways of writing read best on one line
"""Numbers that lead to nobody real, in the ways people write them: phones, identity numbers, cards, plates, accounts."""

import random
from typing import Literal

Half = Literal["development", "second", "test"]


class Numbers:
    """Draws numbers for one part of the pools."""

    half: Half
    _draw: random.Random

    def _digits(self, count: int) -> str:
        """Return so many digits."""
        return "".join(self._draw.choice("0123456789") for _ in range(count))

    def _mobile(self) -> str:
        """Return a mobile number, written in one of the ways people write it."""
        number = "1" + self._draw.choice("3456789") + self._digits(9)
        a, b, c = number[:3], number[3:7], number[7:]
        ways = {
            "development": (
                number, number, number, f"{a} {b} {c}", f"{a}-{b}-{c}", wide(number), f"+86{number}", f"+86 {number}",
                spelt(number), " ".join(number), f"{a}-{number[3:]}",
            ),
            "test": (
                number, number, number, f"{a}-{b}-{c}", f"{a} {b} {c}", wide(number), f"+86-{number}", f"86{number}",
                spelt(number), f"{number[:5]} {number[5:]}", f"{a} {number[3:]}", f"{a}.{b}.{c}", wide(f"{a} {b} {c}"), f"0086 {number}",
            ),
        }  # fmt: skip
        return self._draw.choice(ways.get(self.half, ways["test"]))

    def _landline(self) -> str:
        """Return a landline with its area code."""
        short = self._draw.random() < 0.3
        area = self._draw.choice(("010", "021", "027")) if short else f"0{self._draw.choice('3578')}{self._digits(2)}"
        number = self._draw.choice("5678") + self._digits(7 if short else 6)
        return self._draw.choice((f"{area}-{number}", f"{area}{number}", f"({area}){number}", f"{area} {number}"))

    def _identity(self) -> str:
        """Return an identity number of eighteen signs, rarely a wrong one, or an old one of fifteen."""
        area = self._draw.choice(("362501", "110105", "440304", "361002", "510107", "330106"))
        day = f"{self._draw.randint(1940, 2015)}{self._draw.randint(1, 12):02d}{self._draw.randint(1, 28):02d}"
        body = area + day + self._digits(3)
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
        way = self._draw.random()
        if way < 0.1:
            return body + self._draw.choice("0123456789")
        if way < 0.2:
            return f"{area}{self._draw.randint(30, 98)}{day[4:]}{self._digits(3)}"
        if way < 0.35:
            return f"{area} {day} {body[14:]}{check}"
        return body + (check.lower() if way < 0.6 else check)

    def _passport(self) -> str:
        """Return the number of a passport."""
        return self._draw.choice((f"E{self._digits(8)}", f"EA{self._digits(7)}", f"G{self._digits(8)}"))

    def _card(self) -> str:
        """Return the number of a bank card that passes its check."""
        body = self._draw.choice(("622202", "621700", "623052", "622848")) + self._digits(self._draw.choice((9, 12)))
        total = 0
        for place, digit in enumerate(reversed(body)):
            value = int(digit) * (2 - place % 2)
            total += value - 9 if value > 9 else value
        number = body + str(-total % 10)
        groups = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
        return self._draw.choice((number, groups))

    def _plate(self) -> str:
        """Return the plate of a vehicle."""
        place = self._draw.choice("赣京沪粤浙闽湘鄂皖苏") + self._draw.choice("ABCDEFGHJK")
        body = self._draw.choice(
            (
                self._digits(5),
                f"{self._digits(1)}{self._draw.choice('ABCDKLMN')}{self._digits(3)}",
                f"{self._draw.choice('HJKPQRS')}{self._digits(4)}",
            )
        )
        ways = (
            f"{place}{body}", f"{place}·{body}", f"{place} {body}", f"{place}{self._draw.choice('DF')}{self._digits(5)}",
            f"{place}{self._digits(4)}{self._draw.choice('学警挂')}", wide(f"{place}{body}"), f"{place[0]}{place[1].lower()}{body.lower()}", f"{place}-{body}",
        )  # fmt: skip
        return self._draw.choice(ways)

    def _email(self) -> str:
        """Return an address of mail."""
        name = self._draw.choice(
            ("zhang", "li.ming", "abc_2020", "happy-day", "wang" + self._digits(3), self._digits(9))
        )
        return f"{name}@{self._draw.choice(('qq.com', '163.com', 'example.com', 'mail.example.cn'))}"

    def _wechat(self) -> str:
        """Return an account of WeChat."""
        return self._draw.choice(("wx_", "li", "sunny-", "happy")) + self._digits(self._draw.randint(4, 8))

    def _qq(self) -> str:
        """Return a number of QQ."""
        return self._draw.choice("123456789") + self._digits(self._draw.randint(5, 9))

    def _query_code(self) -> str:
        """Return a query code as it is printed."""
        signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        code = "K" + "".join(self._draw.choice(signs) for _ in range(8)) + "7"
        return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def wide(text: str) -> str:
    """Return a text with digits and letters in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in text)


def spelt(digits: str) -> str:
    """Return digits as Chinese numerals."""
    return digits.translate(str.maketrans("0123456789", "零一二三四五六七八九"))
