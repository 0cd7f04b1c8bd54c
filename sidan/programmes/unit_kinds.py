# SPDX-License-Identifier: Apache-2.0
"""The names of kinds of units: the catalogue's, and those a county has brought in itself."""

from collections.abc import Mapping
from functools import cache

from sidan.base.errors import Words
from sidan.people.queries import present_kinds
from sidan.programmes.catalogue_reader import read_catalogue

# Kinds that no matter of the catalogue is for, and other programmes name.
_FURTHER: Mapping[str, Words] = {
    "company": Words("企业", "Company"),
    "party_branch": Words("党支部", "Party branch"),
    # The seven fields of model branches: two are written down, five are a guess (rankings/model_branches.toml).
    "branch_offices": Words("机关党支部", "Party branch of an office"),
    "branch_community": Words("城市社区党支部", "Party branch of an urban community"),
    "branch_school": Words("学校党支部", "Party branch of a school"),
    "branch_hospital": Words("医院党支部", "Party branch of a hospital"),
    "branch_state_company": Words("国有企业党支部", "Party branch of a state-owned company"),
    "branch_private_company": Words("非公企业党支部", "Party branch of a private company"),
    "branch_association": Words("社会组织党支部", "Party branch of an association"),
    "owners_committee": Words("业主委员会", "Owners' committee"),
    "university": Words("高校与科研单位", "University or institute"),
    "college": Words("职业院校", "Vocational college"),
    "school": Words("学校", "School"),
    "hospital": Words("医院", "Hospital"),
    "institute": Words("科研院所", "Research institute"),
    "association": Words("协会、商会", "Association or chamber"),
    "professional": Words("专业服务机构", "Professional service"),
    "outside": Words("本系统以外的单位", "Unit outside this system"),
}


def unit_kinds() -> Mapping[str, Words]:
    """Return the kinds of units by code: those of the catalogue and those that units have already; one query."""
    return {**{code: Words(code, code) for code in present_kinds()}, **_FURTHER, **_declared()}


def unit_kind(code: str) -> Words:
    """Return the name of a kind of unit; a county's own kind is its own name. No query."""
    return _declared().get(code) or _FURTHER.get(code) or Words(code, code)


@cache
def _declared() -> Mapping[str, Words]:
    """Return the catalogue's kinds of units by code; the file is read once for the process."""
    return read_catalogue().unit_kinds
