# SPDX-License-Identifier: Apache-2.0
"""Kinds of areas and sites that Sidan knows the names of; a county may use others, which are shown as written."""

from collections.abc import Mapping

from sidan.base.errors import Words

LEVEL_NAMES: Mapping[str, Words] = {
    "city": Words("市", "City"),
    "county": Words("县（区）", "County"),
    "town": Words("乡镇（街道）", "Town or street"),
    "community": Words("村（社区）", "Village or community"),
    "grid": Words("网格", "Grid"),
}
AREA_KINDS: Mapping[str, Words] = {
    "general": Words("综合网格", "General grid"),
    "exclusive": Words("专属网格", "Exclusive grid"),
    "base": Words("基础网格", "Basic grid"),
    "micro": Words("微网格", "Micro grid"),
    "street": Words("街道", "Street"),
    "town": Words("镇", "Town"),
    "township": Words("乡", "Township"),
    "community": Words("社区", "Community"),
    "village": Words("村", "Village"),
}
SITE_KINDS: Mapping[str, Words] = {
    "building": Words("楼栋", "Building"),
    "stair": Words("单元", "Stair"),
    "shop": Words("门店", "Shop"),
    "other": Words("其他", "Other"),
}


def area_kind(code: str) -> Words:
    """Return the name of a kind of area; a county's own kind is its own name."""
    return AREA_KINDS.get(code) or Words(code, code)


def site_kind(code: str) -> Words:
    """Return the name of a kind of site; a county's own kind is its own name."""
    return SITE_KINDS.get(code) or Words(code, code)
