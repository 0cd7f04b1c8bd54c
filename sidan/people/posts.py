# SPDX-License-Identifier: Apache-2.0
"""The closed list of posts a person may hold, over what, and which may not be held together. Pure: no Django."""

from dataclasses import dataclass
from typing import Literal

from sidan.base.errors import Words

Scope = Literal["area", "unit", "city", "tie"]


@dataclass(frozen=True, slots=True)
class PostRole:
    """What a post lets its holder be, and what it is held over: an area, a unit or the whole city.

    A `tie` is given to nobody: whoever works at a unit that is a partner of a grid has it.
    """

    words: Words
    scope: Scope


POST_ROLES: dict[str, PostRole] = {
    "dispatcher": PostRole(Words("片区调度员", "area dispatcher"), "area"),
    "supervisor": PostRole(Words("督办员", "supervisor"), "area"),
    "revisitor": PostRole(Words("回访员", "revisit officer"), "area"),
    "leader": PostRole(Words("分管领导", "leader"), "area"),
    # Grid heads and building heads are crew with a title of their own, kept in the post.
    "crew": PostRole(Words("网格员", "grid crew"), "area"),
    "intake": PostRole(Words("话务员", "intake officer"), "area"),
    "member": PostRole(Words("党员、志愿者", "member or volunteer"), "area"),
    "organiser": PostRole(Words("组织员", "organiser"), "area"),
    "convener": PostRole(Words("议事召集人", "convener"), "area"),
    "treasurer": PostRole(Words("经费管理员", "treasurer"), "area"),
    "liaison": PostRole(Words("惠企特派员", "liaison"), "area"),
    # Plans the grids of an area anew, and lets a plan become true; see sidan/planning.
    "planner": PostRole(Words("网格规划员", "grid planner"), "area"),
    # Runs rounds of evaluation over an area, and checks outside figures and exclusions; see sidan/evaluation.
    "evaluator": PostRole(Words("考评员", "evaluator"), "area"),
    "handler": PostRole(Words("承办人", "handler"), "unit"),
    "unit_head": PostRole(Words("单位负责人", "head of a unit"), "unit"),
    "company": PostRole(Words("企业联系人", "company contact"), "unit"),
    "partner": PostRole(Words("网格共建伙伴", "grid partner"), "tie"),
    # GB/T 22239-2019 level 3 asks for three administrators who are three persons.
    "system_admin": PostRole(Words("系统管理员", "system administrator"), "city"),
    "security_admin": PostRole(Words("安全管理员", "security administrator"), "city"),
    "auditor": PostRole(Words("审计员", "auditor"), "area"),
}

AREA_ROLES = tuple(code for code, role in POST_ROLES.items() if role.scope == "area")
UNIT_ROLES = tuple(code for code, role in POST_ROLES.items() if role.scope == "unit")
CITY_ROLES = tuple(code for code, role in POST_ROLES.items() if role.scope == "city")
# What can be given to a person; a tie follows from the unit.
GIVEN_ROLES = tuple(code for code, role in POST_ROLES.items() if role.scope != "tie")

# An auditor sees who looked at what and sees no contact; the administrators see neither.
CONTACT_ROLES = frozenset(
    {"dispatcher", "supervisor", "revisitor", "crew", "intake", "handler", "unit_head", "member"},
)


def may_be_held_together(one: str, other: str) -> bool:
    """Say whether one person may hold both posts on the same day.

    An auditor audits everybody and so holds nothing else; who runs the system does not give out rights in it.
    """
    if one == other:
        return True
    return "auditor" not in (one, other) and {one, other} != {"system_admin", "security_admin"}
