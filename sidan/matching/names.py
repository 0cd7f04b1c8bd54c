# SPDX-License-Identifier: Apache-2.0
"""What companies and advisers are called, by their codes."""

from collections.abc import Collection, Mapping

from sidan.base.errors import Words
from sidan.matching.models import Adviser, Company


def company_names(codes: Collection[str]) -> Mapping[str, Words]:
    """Return the names of companies in both languages, by the unit's code. One query, none for no code."""
    if not codes:
        return {}
    found = Company.objects.filter(unit__code__in=codes).values_list("unit__code", "unit__name", "unit__name_en")
    return {code: Words(zh, en or zh) for code, zh, en in found}


def adviser_names(codes: Collection[str]) -> Mapping[str, str]:
    """Return the names of advisers by code. One query, none for no code."""
    return dict(Adviser.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def named(*, company: str, liaison: str) -> dict[str, object]:
    """Return both names as a sentence takes them, the code where there is none. Two queries, for a refusal alone."""
    return {
        "company": company_names([company]).get(company, company),
        "liaison": adviser_names([liaison]).get(liaison, liaison),
    }
