# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  a pattern cut into lines is harder to read than a long one
"""Finds numbers that lead to a person: phones, identity numbers, cards, addresses of mail, accounts. Pure: no Django.

Full-width digits, Chinese numerals, blanks and dashes between digits are read as people write them. Dates, amounts,
order numbers and the like are taken out first, so that no part of them is taken for a phone.
"""

import re
from collections.abc import Iterator
from datetime import date

from sidan.base.private_finds import Find

_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)}
_WIDE |= {wide: chr(wide - 0xFEE0) for wide in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= dict(zip(map(ord, "＋－＠．＿（）：　"), "+-@._(): ", strict=True))
_WIDE |= dict.fromkeys(map(ord, "‐‑–—−―─"), "-")
_SPELT = str.maketrans("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两", "00012345678911234567892")
_SPELT_RUN = re.compile(r"[零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]")
_BOX = "\ufe0f\u20e3"  # 1️⃣ is the digit with a frame around it

# The number of an order or a parcel, an act, a licence: what a label before it says is no phone.
_LABEL = (
    r"(?:订单|工单|运单|快递|流水|受理|诉求|投诉|合同|发票|票据|案|编|单|批|档|文|备案|许可证|营业执照|登记|设备|资产|条形码"
    r"|电表|水表|气表|燃气|户|表|订座|取件|取票|房产证|产权证|不动产|order|invoice|tracking|parcel|ticket|meter|serial)"
)
_NUMBERED = re.compile(
    "|".join(
        (
            r"(?<![A-Za-z0-9])[A-Z]{1,6}[- ]?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?\d{6}[- ]?\d(?!\d)",  # our own order numbers
            rf"(?i:{_LABEL}\s?(?:号码?|编号|单号|number|no\.?|#)?\s?(?:是|为|is)?\s?[:#]?\s?)(?=[A-Za-z\d])[A-Za-z]{{0,6}}-?\d[\d-]{{6,}}",
        )
    )
)
_MEASURED = re.compile(
    "|".join(
        (
            r"(?<!\d)(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[12]\d|3[01]|0?[1-9])(?!\d)(?:[ T]?\d\d?:\d\d(?::\d\d)?)?",
            r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{6})?(?!\d)",
            r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])",  # an address on the net
            r"(?:[¥￥$]\s?)\d[\d,]*(?:\.\d+)?",
            r"(?<!\d)\d[\d,]*(?:\.\d+)?\s?(?=元|块钱|万元|亿|美元|平方|平米|㎡|m²|立方|公里|千米|千瓦|度电|吨|公斤|yuan\b|RMB|kWh)",
            r"(?<!\d)(?:400|800)[- ]?\d{3}[- ]?\d{4}(?!\d)",
            r"(?<!\d)(?:400|800)[- ]?\d{4}[- ]?\d{3}(?!\d)",
            r"(?<![\d-])(?<!\d )0\d{2,3}[- ]?(?:12\d{3}|9[56]\d{3,4})(?!\d)",  # 0794-12345: a hotline called from afar
        )
    )
)

_START = r"(?<![\dA-Za-z])(?:(?:\+|00)?86[- ]?)?"
_MOBILES = (
    # Eleven in a row, in groups parted alike, or digit by digit.
    re.compile(_START + r"\(?(1[3-9]\d)\)?([- ./·_~*|]{0,3})(\d{4})\2(\d{4})(?!\d)"),
    re.compile(_START + r"1[3-9](?:(?P<s>[- ·_~]{1,2})\d{2,5})(?:(?P=s)\d{2,5}){1,4}(?!\d)"),
    re.compile(_START + r"1[3-9]\d(?:[- ]\d{2,5}){2,3}(?!\d)"),
    re.compile(_START + r"1[3-9]\d[- ]{1,2}\d{8}(?!\d)"),
    re.compile(_START + r"1[3-9]\d\d(?:[- ]\d{2,4}){2,3}(?!\d)"),
    re.compile(_START + r"1[3-9]\d{3,6}[- ]\d{4,6}(?!\d)"),
    re.compile(_START + r"1[ \-·._,，、/]{1,2}[3-9](?:[ \-·._,，、/]{1,2}\d){9}(?!\d)"),
    re.compile(_START + r"1[3-9]\d(?:[ ·_]?\d){8}(?!\d|[-.]\d)"),
)
_LANDLINE = re.compile(
    r"(?<![\dA-Za-z])(?:(?:\+|00)?86[- ]?0?|\(?0)(?:10|2\d|[3-9]\d{2})\)?[- ]{0,3}[2-8]\d{2,3}[- ]?\d{4}(?!\d)(?:[-转]\d{1,6}(?!\d))?"
)
_LOCAL = re.compile(
    r"(?i:电话|座机|固话|家电|来电|致电|拨打|联系|tel|phone|call|dial)[^\d\n]{0,8}?(?<![\d-])([2-8]\d{2,3}[- ]?\d{4})(?![\d元块]|[-]\d)"
)
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_GAPS = r"[ \-·*_]{0,2}"
_IDENTITY = re.compile(
    rf"(?<![\dA-Za-z])[1-9]{_GAPS}\d(?:{_GAPS}\d){{4}}{_GAPS}(?:1{_GAPS}[89]|2{_GAPS}0)(?:{_GAPS}\d){{6}}(?:{_GAPS}\d){{3}}{_GAPS}[\dXx×](?![\dA-Za-z])"
)
_OLD_IDENTITY = re.compile(rf"(?<![\dA-Za-z]){_PROVINCE}\d{{4}}[ -]?\d{{6}}[ -]?\d{{3}}(?![\dA-Za-z])")
_PROVINCE_OF = re.compile(_PROVINCE)
_IDENTITY_LABEL = re.compile(
    r"(?i:身份证|身份证号码?|证件号码?|公民身份号码|社保卡号?|医保卡号?|identity (?:card|number)|ID(?: card| no| number)?)[^\dA-Za-z]{0,6}(?:is|no|number)?[^\dA-Za-z]{0,3}(\d[\d -]{13,20}[\dXx×])(?![\dA-Za-z])"
)
_PASSPORT = re.compile(r"(?<![A-Za-z\d])(?:[EeGg]\d{8}|[Ee][A-HJ-NP-Za-hj-np-z]\d{7})(?![A-Za-z\d])")
_PASSPORT_LABEL = re.compile(
    r"(?i:护照|通行证|军官证|士兵证|居留证|居留许可|台胞证|回乡证|驾驶证|驾照|passport|permit)(?i:号码?|证号|档案编号|\s?(?:no\.?|number))?\s?(?:是|为|is)?[:#\s]{0,3}([A-Za-z]{0,2}\d{7,12}[A-Za-z]?)(?![A-Za-z\d])"
)
_CARD = re.compile(
    r"(?<![\dA-Za-z])(?:62|4\d|5[1-5]|3[5-7]|9[58])\d{2}(?:([ -]?)\d{4})(?:\1\d{4}){2}(?:\1\d{1,3})?(?![\dA-Za-z])"
)
_CARD_LABEL = re.compile(
    r"(?i:银行卡|储蓄卡|信用卡|借记卡|社保卡|工资卡|卡号|账号|帐号|账户|帐户|收款|打款|转账|bank (?:card|account)|card (?:no|number)|account)[^\d\n]{0,12}?(\d{4}(?:[ -]?\d{3,4}){2,4}\d{0,3})(?![\dA-Za-z])"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z\d._%+-])[A-Za-z\d][A-Za-z\d._%+-]{0,63} ?@ ?[A-Za-z\d][A-Za-z\d-]{0,62}(?:\.[A-Za-z\d-]{1,63}){1,4}"
)
_WECHAT = re.compile(
    r"(?:微信|威信|薇信|微 信|(?<![A-Za-z])(?i:wechat|weixin|vx|wx|v信|加v))(?:号码?|账号|ID|id| id)?\s?(?:是|为|is|同号)?\s?[:;,]?\s?([A-Za-z_][A-Za-z\d_-]{5,19})(?![A-Za-z\d_-])"
)
_QQ = re.compile(
    r"(?:(?<![A-Za-z])[Qq][Qq]|扣扣|企鹅号)(?:号码?|账号)?\s?(?:是|为|is)?\s?[:;,]?\s?([1-9]\d{4,10})(?!\d)"
)
_ACCOUNT = re.compile("[微威薇扣企]|[QqVvWw][QqXx信]|[Ww]e[Cc]hat|WECHAT|加[vV]|weixin")
_QUERY = re.compile("查询|[Qq]uery")
_CODE_SIGN = "[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]"
_QUERY_CODE = re.compile(
    rf"(?<![A-Za-z\d-])({_CODE_SIGN}{{4}})[- ]({_CODE_SIGN}{{4}})[- ]({_CODE_SIGN}{{2}})(?![A-Za-z\d-])"
)
_QUERY_LABEL = re.compile(
    rf"(?i:查询码|查询密码|query code)\s?(?:是|为|is)?[:\s]{{0,3}}({_CODE_SIGN}{{4}}[- ]?{_CODE_SIGN}{{4}}[- ]?{_CODE_SIGN}{{2}})(?![A-Za-z\d])"
)

# Seven digits with at most three other signs between two of them: shorter ones lead to nobody.
_RUN = re.compile(r"\d(?:[^\d\n㐀-鿿。！？]{0,3}\d){6,}")
_AROUND = 12
_SPELT_LONG = re.compile(r"(?:[零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖][ \-]?){4}")
_MOBILE_DIGITS, _CHECKED_CARDS = 11, range(15, 20)
_OLDEST_YEAR, _OLD_NUMBERS_UNTIL = 1900, 99
# Area codes have fifteen digits too; nobody alive with a number of fifteen was born before this year.
_OLD_NUMBERS_FROM = 25


def find_numbers(text: str) -> Iterator[Find]:
    """Yield what leads to a person among the numbers, addresses and accounts of a text; finds may overlap."""
    plain = _plain(text)
    yield from _addresses(plain)
    runs = [(max(0, run.start() - _AROUND), run.end() + _AROUND) for run in _RUN.finditer(plain)]
    if runs:
        bare = _NUMBERED.sub(_shield, plain)
        measured = _MEASURED.sub(_shield, bare)
        for start, end in runs:
            yield from _identities(bare, start, end)
            yield from _cards(bare, start, end)
            yield from _phones(measured, start, end)
    if _SPELT_LONG.search(plain):
        yield from _spelt(plain)


def _plain(text: str) -> str:
    """Return a text of the same length, with narrow digits, letters and signs."""
    return (
        "".join(" " if sign in _BOX else sign for sign in text.translate(_WIDE))
        if "\u20e3" in text
        else text.translate(_WIDE)
    )


def _shield(match: re.Match[str]) -> str:
    """Return as many signs that are no digits."""
    return "§" * len(match.group())


def _addresses(text: str) -> Iterator[Find]:
    """Yield addresses of mail, accounts and query codes."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Find("email", *match.span())
    if _ACCOUNT.search(text):
        for pattern in (_WECHAT, _QQ):
            for match in pattern.finditer(text):
                yield Find("account", *match.span(1))
    if _QUERY.search(text):
        for match in _QUERY_LABEL.finditer(text):
            yield Find("query_code", *match.span(1))
    for match in _QUERY_CODE.finditer(text):
        code = "".join(match.groups())
        if any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code) and code == code.upper():
            yield Find("query_code", *match.span())


def _identities(text: str, start: int, end: int) -> Iterator[Find]:
    """Yield identity numbers with a birthday that can be, right check digit or not, and passports."""
    for match in _IDENTITY.finditer(text, start, end):
        digits = _digits(match.group())
        if _PROVINCE_OF.match(digits) and _is_day(digits[6:14]):
            yield Find("identity", *match.span())
    for match in _OLD_IDENTITY.finditer(text, start, end):
        digits = _digits(match.group())
        if _OLD_NUMBERS_FROM <= int(digits[6:8]) <= _OLD_NUMBERS_UNTIL and _is_day(f"19{digits[6:12]}"):
            yield Find("identity", *match.span())
    for match in _IDENTITY_LABEL.finditer(text, start, end):
        if len(_digits(match[1])) + (not match[1][-1].isdigit()) in (15, 17, 18, 19):
            yield Find("identity", *match.span(1))
    for match in _PASSPORT.finditer(text, start, end):
        yield Find("passport", *match.span())
    for match in _PASSPORT_LABEL.finditer(text, start, end):
        yield Find("passport", *match.span(1))


def _cards(text: str, start: int, end: int) -> Iterator[Find]:
    """Yield numbers of bank cards: those that pass Luhn's check, and any that a word before calls so."""
    for match in _CARD.finditer(text, start, end):
        if _passes_luhn(_digits(match.group())):
            yield Find("card", *match.span())
    for match in _CARD_LABEL.finditer(text, start, end):
        if len(_digits(match[1])) in _CHECKED_CARDS:
            yield Find("card", *match.span(1))


def _phones(text: str, start: int, end: int) -> Iterator[Find]:
    """Yield mobile numbers and landlines."""
    for pattern in _MOBILES:
        for match in pattern.finditer(text, start, end):
            digits = _digits(match.group())
            if (
                len(digits.removeprefix("00").removeprefix("86") if len(digits) > _MOBILE_DIGITS else digits)
                == _MOBILE_DIGITS
            ):
                yield Find("phone", *match.span())
    for match in _LANDLINE.finditer(text, start, end):
        yield Find("landline", *match.span())
    for match in _LOCAL.finditer(text, start, end):
        yield Find("landline", *match.span(1))


def _spelt(text: str) -> Iterator[Find]:
    """Yield mobile and identity numbers written, wholly or in part, in Chinese numerals."""
    digits = text.translate(_SPELT)
    for find in (*_phones(digits, 0, len(digits)), *_identities(digits, 0, len(digits))):
        if find.kind in ("phone", "identity") and _SPELT_RUN.search(text, find.start, find.end):
            yield find


def _digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(sign for sign in text if sign.isdigit())


def _is_day(digits: str) -> bool:
    """Say whether eight digits are a day somebody alive may be born on."""
    try:
        return date.fromisoformat(digits).year >= _OLDEST_YEAR
    except ValueError:
        return False


def _passes_luhn(digits: str) -> bool:
    """Say whether the last digit is the check digit of ISO/IEC 7812."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits[-2::-1]))
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return (total + int(digits[-1])) % 10 == 0
