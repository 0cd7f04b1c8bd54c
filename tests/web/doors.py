# SPDX-License-Identifier: Apache-2.0
"""Who may enter which page: the one table a reviewer reads, and the people it names.

A page lets in whoever gets anything but the sign-in page, 403 or 404. The order everybody asks for lies in the northern
street; the water company contested it, and the lamp office has it now.
"""

STAFF = frozenset(
    [
        "dispatcher",
        "south_dispatcher",
        "other_dispatcher",
        "supervisor",
        "leader",
        "revisitor",
        "crew",
        "handler",
        "head",
        "plumber",
        "intake",
        "system_admin",
        "security_admin",
        "auditor",
        "planner",
        "evaluator",
        "second_evaluator",
    ]
)
PEOPLE = STAFF | {"nobody", "stranger"}
SIGNED_IN = PEOPLE - {"nobody"}
# Posts over the order's area, its unit, and the unit that once held it.
IN_SIGHT = frozenset(
    ["dispatcher", "supervisor", "leader", "revisitor", "crew", "handler", "head", "plumber", "intake"]
)
TAKERS = frozenset(["dispatcher", "south_dispatcher", "other_dispatcher", "crew", "intake"])
PRINTERS = frozenset(["dispatcher", "crew", "system_admin"])
PLANNERS = frozenset(["planner"])
# Who dispatches, supervises or leads somewhere.
HOT = frozenset(["dispatcher", "south_dispatcher", "other_dispatcher", "supervisor", "leader"])
# Who may read how the grids of their own area are staffed.
STAFFERS = frozenset(
    ["dispatcher", "south_dispatcher", "other_dispatcher", "supervisor", "leader", "planner", "security_admin"]
)
ROUTERS = frozenset(["dispatcher", "south_dispatcher", "other_dispatcher", "system_admin"])
ROUTE_READERS = ROUTERS | {"supervisor", "leader", "auditor"}
ADMINISTRATORS = frozenset(["system_admin", "security_admin"])
EVALUATORS = frozenset(["evaluator", "second_evaluator"])
# Who evaluates, oversees, or answers for something that is compared: a unit or an area.
CONCERNED = EVALUATORS | HOT | {"auditor", "handler", "head", "plumber"}
# Who reads the registers of companies besides their organisers.
REGISTER_READERS = frozenset(["leader", "auditor"])
NOBODY: frozenset[str] = frozenset()

WHO: dict[str, frozenset[str]] = {
    # What residents see; with number and query code, whoever comes.
    "home": PEOPLE, "privacy": PEOPLE, "report": PEOPLE, "report_in": PEOPLE, "published": PEOPLE,
    "hints": PEOPLE, "areas": PEOPLE, "scan": PEOPLE,
    "track": PEOPLE, "outlines": PEOPLE, "stations": PEOPLE, "station": PEOPLE, "brand_css": PEOPLE,
    "grids": PEOPLE, "grid": PEOPLE,
    "programmes": PEOPLE, "about": PEOPLE, "public": PEOPLE,
    # The codes below are wrong ones: nobody enters by them, whatever post they hold.
    "public:order": NOBODY, "kept": NOBODY, "qr": NOBODY, "order_photo": NOBODY, "order_thumb": NOBODY,
    "ballot": NOBODY, "draft_photo": NOBODY, "photo": NOBODY, "thumb": NOBODY,
    # The order nobody published.
    "published_order": NOBODY, "published_photo": NOBODY, "published_thumb": NOBODY,
    # Visits: no liaison is among these people, and no visit is there; the worker is a script and names nobody.
    "matching:visits": NOBODY, "visits_worker": PEOPLE, "plan_visits": NOBODY, "matching:visit": NOBODY,
    "record_visit": NOBODY, "visits_area": frozenset({"leader", "auditor"}),
    # Plans of new grids that are not there, as their pages are asked for; tests/web/planning asks for one that is.
    "planning:plans": PLANNERS, "planning:new": PLANNERS, "compare": PLANNERS,
    "planning:plan": NOBODY, "map": NOBODY, "again": NOBODY, "curve": NOBODY, "recompute": NOBODY, "community": NOBODY,
    "planning:move": NOBODY, "undo": NOBODY, "publish": NOBODY, "hide": NOBODY, "withdraw": NOBODY, "adopt": NOBODY,
    "unschedule": NOBODY, "roll_back": NOBODY, "geojson": NOBODY, "workbook": NOBODY, "planning:print": NOBODY,
    "public:plans": PEOPLE, "public:plan": NOBODY, "plan_map": NOBODY,
    # Accounts.
    "sign_in": PEOPLE, "sign_out": NOBODY, "password": SIGNED_IN, "demo": NOBODY, "bell": SIGNED_IN,
    "look": NOBODY, "look_areas": NOBODY,
    # The desk.
    "inbox": STAFF, "counts": STAFF, "save_filter": STAFF, "drop_filter": NOBODY, "send": STAFF, "new": STAFF,
    "take": TAKERS, "tree": TAKERS, "crew": frozenset({"crew"}), "messages": STAFF, "messages_read": STAFF,
    "coverage": STAFFERS, "coverage_sheet": STAFFERS,
    "purse": STAFF, "purses": frozenset({"auditor"}), "ledger": frozenset({"auditor"}),
    "desk:order": IN_SIGHT, "move": NOBODY, "watch": IN_SIGHT, "contact": IN_SIGHT, "print": IN_SIGHT,
    "chain": IN_SIGHT, "register": IN_SIGHT, "original": IN_SIGHT, "lower": IN_SIGHT,
    # Of contacts of companies; tests/web/matching/test_own.py asks.
    "own": NOBODY, "own_needs": NOBODY,
    # Of needs alone; tests/web/desk/test_experts.py asks for one.
    "propose_experts": NOBODY, "choose_expert": NOBODY,
    "twins": frozenset({"dispatcher", "supervisor"}), "merge_twins": frozenset({"dispatcher", "supervisor"}),
    # Nobody answers the order asked for: its unit has not signed for it; tests/web/desk/test_answering.py has others.
    "answer": NOBODY, "similar": NOBODY,
    # The order asked for shares nothing between parties; tests/web/desk/test_agreed.py asks for one that does.
    "agreed": NOBODY,
    # Only the convener of a place that has a meeting, which this order's has not.
    "meeting": NOBODY, "attendance": NOBODY, "vouchers": NOBODY, "papers": NOBODY, "count_papers": NOBODY,
    "notice": NOBODY, "minutes": NOBODY,
    # Routes; the route asked for is not there, tests/web/routes asks for one that is.
    "routes:routes": ROUTE_READERS, "troubles": ROUTE_READERS, "routes:try": ROUTE_READERS,
    "routes:new": ROUTERS, "routes:change": NOBODY, "routes:stop": NOBODY, "thresholds": frozenset({"system_admin"}),
    # Posters and sheets; the kind of sheet asked for is that of people.
    "choose": PRINTERS | {"south_dispatcher", "other_dispatcher"}, "posters": PRINTERS,
    "index": ADMINISTRATORS | EVALUATORS,
    "kind": frozenset({"security_admin"}), "trial": frozenset({"security_admin"}), "apply": NOBODY, "drop": NOBODY,
    "file": frozenset({"security_admin"}), "form": frozenset({"security_admin"}),
    "passwords": frozenset({"security_admin"}),
    # The area asked for is no community, in which alone grids are drawn; tests/web/drawing/test_page.py asks for one.
    "drawing:choose": PLANNERS, "draw": NOBODY,
    # Plans of pairs; the one asked for is not there, tests/web/matching asks for one that is. No organiser stands here.
    "matching:plans": frozenset({"leader", "auditor"}), "pairs": frozenset({"leader", "auditor"}), "numbers": PEOPLE,
    "new_plan": NOBODY, "compare_plans": frozenset({"leader", "auditor"}), "matching:plan": NOBODY, "pair_map": NOBODY,
    "compute_plan": NOBODY, "seat": NOBODY, "seat_choices": NOBODY, "change_pair": NOBODY, "open_plan": NOBODY,
    "say": NOBODY, "adopt_plan": NOBODY, "unschedule_plan": NOBODY, "discard_plan": NOBODY, "pairs_workbook": NOBODY,
    "pairs_print": NOBODY, "plan_newcomers": NOBODY, "plan_without": NOBODY,
    # Registers of companies and those who help them: nobody here is an organiser, and none of what is asked for is
    # there; tests/web/matching asks for some that are.
    "matching:companies": REGISTER_READERS, "new_company": NOBODY, "matching:company": NOBODY,
    "matching:advisers": REGISTER_READERS, "new_adviser": NOBODY, "matching:adviser": NOBODY, "adviser_state": NOBODY,
    "matching:skills": REGISTER_READERS, "matching:skill": NOBODY,
    "matching:units": REGISTER_READERS, "matching:unit": NOBODY,
    "matching:conflicts": NOBODY, "stop_conflict": NOBODY,
    # The API; tests/web/api asks with keys, and for what is there.
    "openapi-json": PEOPLE, "api-root": NOBODY,
    "api:companies": REGISTER_READERS, "api:advisers": REGISTER_READERS, "api:skills": REGISTER_READERS,
    "pairings": REGISTER_READERS, "api:company": NOBODY, "api:adviser": NOBODY, "absences": NOBODY,
    "api:units": REGISTER_READERS, "api:unit": NOBODY,
    "api:skill": NOBODY, "api:conflicts": NOBODY, "api:conflict": NOBODY,
    # The leaders' page.
    "board:programmes": frozenset({"leader", "supervisor"}), "programme": NOBODY,
    "hot": HOT, "look_anew": HOT, "before": HOT, "before_sheet": HOT,
    # An issue that is not there; tests/web/board/test_hot.py asks for one that is.
    "issue": NOBODY, "name_issue": NOBODY, "hush_issue": NOBODY,
    "board:grids": frozenset({"leader", "supervisor"}),
    # Results: what is published is everybody's; the round asked for is not there, tests/web/results asks for others.
    "results:index": PEOPLE, "results:round": NOBODY, "results:compare": NOBODY, "results:map": NOBODY,
    "results:table_sheet": NOBODY, "results:subject": NOBODY, "results:subject_sheet": NOBODY,
    "results:certificate": NOBODY, "results:indicator": NOBODY,
    # Rounds; the round asked for is not there, tests/web/evaluation asks for one that is.
    "evaluation:rounds": CONCERNED, "opening": EVALUATORS, "evaluation:round": NOBODY, "act": NOBODY,
    "difference": NOBODY, "export": NOBODY, "unit": NOBODY, "object": NOBODY,
    # What people add; the figure and the exclusion asked for are not there, tests/web/evaluation asks for others.
    "outside": EVALUATORS, "correct_outside": NOBODY, "check_outside": NOBODY,
    "exclusions": EVALUATORS | {"head"}, "propose": EVALUATORS | {"head"}, "decide_exclusion": NOBODY,
    "rechecks": EVALUATORS | {"revisitor", "leader", "auditor"},
    "board": frozenset({"leader", "supervisor"}), "sheet": frozenset({"leader", "supervisor"}),
}  # fmt: skip
