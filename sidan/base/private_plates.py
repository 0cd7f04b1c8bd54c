# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  a pattern cut into lines is harder to read than a long one
"""Finds number plates of vehicles (GA 36-2018) in a free text. Pure: no Django."""

import re
from collections.abc import Iterator

from sidan.base.private_finds import Find

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_GAP = r"[ \u3000·•.．・\-－]{0,2}"
_SIGN = "[A-HJ-NP-Za-hj-np-zＡ-ＨＪ-ＮＰ-Ｚａ-ｈｊ-ｎｐ-ｚ0-9０-９]"
_LETTER = "[A-HJ-NP-Za-hj-np-zＡ-ＨＪ-ＮＰ-Ｚａ-ｈｊ-ｎｐ-ｚ]"
_ALNUM = "[A-Za-zＡ-Ｚａ-ｚ0-9０-９]"

# 赣A12345, 赣F·D12345 (new energy, one sign more), 赣A1234学; between all signs a blank may stand.
_ORDINARY = (
    rf"[{_PROVINCES}]{_GAP}{_LETTER}{_GAP}(?:{_SIGN}[ \u3000]?){{4,5}}(?:{_SIGN}|[学警挂港澳领试超])(?!{_ALNUM})"
)
_EMBASSY = rf"(?:使{_GAP}[0-9０-９]{{6}}|[0-9０-９]{{6}}{_GAP}使)(?!{_ALNUM})"
_POLICE = rf"[WＷwｗ][JＪjｊ]{_GAP}(?:[{_PROVINCES}]|[0-9０-９]{{2}}){_GAP}(?:{_SIGN}){{4,5}}(?!{_ALNUM})"
_MILITARY = (
    rf"(?:军{_GAP}[A-Za-zＡ-Ｚ]|[空海北沈兰济南广成]{_GAP}[A-Za-zＡ-Ｚ]|(?<=[车牌]|[照号]|[：: ])(?<!{_ALNUM})(?!GB)[VKHBSLJNGCEZ][A-DJ-PR-TVY])"
    rf"{_GAP}[0-9０-９]{{5}}(?!{_ALNUM})"
)
_PLATE = re.compile("|".join((_POLICE, _ORDINARY, _EMBASSY, _MILITARY)))
# "京A" before a word in capitals is no plate; of a plate's last signs at most two, or three of a new energy one, are letters.
_LEAST_DIGITS = 3
_DIGIT = re.compile("[0-9０-９]")
_HAS_PLATE = re.compile(
    f"[{_PROVINCES}使军空海北沈兰济南广成][ \u3000·•.．・\\-－]{{0,2}}{_ALNUM}|[WＷwｗ][JＪjｊ]|[A-Z]{{2}}|[0-9０-９]使"
)


def find_plates(text: str) -> Iterator[Find]:
    """Yield the plates of a text, civil, new energy, police, military, of embassies, trailers and learners."""
    if not _HAS_PLATE.search(text):
        return
    for match in _PLATE.finditer(text):
        if len(_DIGIT.findall(match.group())) >= _LEAST_DIGITS:
            yield Find("plate", match.start(), match.start() + len(match.group().rstrip(" \u3000")))
