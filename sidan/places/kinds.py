# SPDX-License-Identifier: Apache-2.0
"""Kinds of areas, sites and stations that Sidan knows the names of, and facilities; a county's own show as written."""

from collections.abc import Mapping

from sidan.base.errors import Words

LEVEL_NAMES: Mapping[str, Words] = {
    "city": Words("市", "City"),
    "county": Words("县（区）", "County"),
    "town": Words("乡镇（街道）", "Town or street"),
    "community": Words("村（社区）", "Village or community"),
    "grid": Words("网格", "Grid"),
}
# A market, school or park that is a grid of its own, with a crew of its own (专属网格).
EXCLUSIVE = "exclusive"
AREA_KINDS: Mapping[str, Words] = {
    "general": Words("综合网格", "General grid"),
    EXCLUSIVE: Words("专属网格", "Exclusive grid"),
    "base": Words("基础网格", "Basic grid"),
    "micro": Words("微网格", "Micro grid"),
    "street": Words("街道", "Street"),
    "town": Words("镇", "Town"),
    "township": Words("乡", "Township"),
    "community": Words("社区", "Community"),
    "village": Words("村", "Village"),
}
# Of the kinds above, those a grid can be drawn as; 综合 comes first, 专属 is kept apart from all others.
GRID_KINDS = ("general", "exclusive", "base", "micro")
SITE_KINDS: Mapping[str, Words] = {
    "building": Words("楼栋", "Building"),
    "stair": Words("单元", "Stair"),
    "shop": Words("门店", "Shop"),
    "station": Words("驿站", "Station"),
    "other": Words("其他", "Other"),
}
STATION_KINDS: Mapping[str, Words] = {
    "rest": Words("驿站", "Rest station"),
    "members": Words("党群服务站", "Service station of the Party and the people"),
    "services": Words("综合服务网点", "Service point for many matters"),
    "other": Words("其他站点", "Other station"),
}
FACILITIES: Mapping[str, Words] = {
    "water": Words("饮水", "drinking water"),
    "charging": Words("手机充电", "phone charging"),
    "battery": Words("电动车充换电", "battery charging for scooters"),
    "microwave": Words("微波炉", "microwave"),
    "fridge": Words("冰箱", "fridge"),
    "toilet": Words("卫生间", "toilet"),
    "first_aid": Words("急救药箱", "first-aid kit"),
    "aed": Words("除颤器 AED", "defibrillator (AED)"),
    "seats": Words("休息座椅", "rest seats"),
    "cooling": Words("空调", "air conditioning"),
    "reading": Words("读书角", "reading corner"),
    "lactation": Words("母婴室", "lactation room"),
    "wifi": Words("无线网络", "Wi-Fi"),
    "tools": Words("便民工具", "tools to borrow"),
    "umbrella": Words("雨伞", "umbrellas to borrow"),
    "step_free": Words("无障碍通道", "step-free access"),
}


def area_kind(code: str) -> Words:
    """Return the name of a kind of area; a county's own kind is its own name."""
    return AREA_KINDS.get(code) or Words(code, code)


def site_kind(code: str) -> Words:
    """Return the name of a kind of site; a county's own kind is its own name."""
    return SITE_KINDS.get(code) or Words(code, code)


def station_kind(code: str) -> Words:
    """Return the name of a kind of station; a county's own kind is its own name."""
    return STATION_KINDS.get(code) or Words(code, code)


def facility(code: str) -> Words:
    """Return the name of a facility; one of a county's own is its own name."""
    return FACILITIES.get(code) or Words(code, code)
