# SPDX-License-Identifier: Apache-2.0
"""Sixty companies and twelve liaisons as the sheets an office fills in, sound ones and ones with faults."""

from typing import Any

from sidan.base.sheet_writing import write_table
from sidan.matching import adviser_columns, company_columns
from sidan.matching.skills import vocabulary
from tests.world import COUNTY, NORTH

FIRMS, LIAISONS = 60, 12
SKILLS = ("融资", "用工", "法务", "技术攻关", "物流", "税务")


def firms_sheet(*more: dict[str, Any]) -> bytes:
    """Return the form of companies, filled in for sixty of the northern street, two of them key, and more below."""
    rows = [
        {
            "code": f"F{number:02d}",
            "name": f"东山企业{number:02d}",
            "area": NORTH,
            "industry": "制造",
            "lon": round(116 + number % 10 / 400, 4),
            "lat": round(28.011 + number // 10 / 900, 4),
            "needs": f"{SKILLS[number % 6]}、{SKILLS[(number + 1) % 6]}",
            "is_key": number < 2,
        }
        for number in range(FIRMS)
    ]
    columns = company_columns.columns(vocabulary())
    return write_table(columns, [*rows, *more], title=company_columns.TITLE)


def liaisons_sheet(*, last_capacity: int = 7) -> bytes:
    """Return the form of advisers, filled in for twelve liaisons who sign in as helper0 to helper11."""
    rows = [
        {
            "code": f"L{number:02d}",
            "kind": "特派员",
            "name": f"特派员{number:02d}",
            "username": f"helper{number}",
            "unit": "north",
            "area": COUNTY,
            "lon": round(116 + number / 500, 4),
            "lat": 28.013,
            "skills": f"{SKILLS[number % 6]}、{SKILLS[(number + 2) % 6]}",
            "capacity": 7 if number < LIAISONS - 1 else last_capacity,
        }
        for number in range(LIAISONS)
    ]
    return write_table(adviser_columns.columns(vocabulary()), rows, title=adviser_columns.TITLE)
