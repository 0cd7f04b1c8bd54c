# SPDX-License-Identifier: Apache-2.0
"""Companies, advisers, skills and conflicts entered one by one: who may, what is refused, and what is audited."""

from dataclasses import replace
from datetime import date

import pytest

from sidan.base.errors import Invalid, NotFound, Refused
from sidan.matching.conflicts import conflicted_with_all, conflicts_of, end_conflict, find_conflict, keep_apart
from sidan.matching.instances import problem_of
from sidan.matching.models import Adviser, AdviserAbsence, Company, Conflict, Skill
from sidan.matching.problem import Weights
from sidan.matching.register_facts import AdviserFacts, CompanyFacts, facts_of_adviser, facts_of_company
from sidan.matching.register_queries import advisers_of, companies_of, find_adviser, find_company
from sidan.matching.registering import (
    add_adviser,
    add_company,
    change_adviser,
    change_company,
    close_adviser,
    reopen_adviser,
    set_absences,
)
from sidan.matching.skills import SkillFacts, Vocabulary, add_skill, change_skill, facts_of_skill, vocabulary
from sidan.people.models import AuditEntry, Unit
from tests.matching.society import Society
from tests.world import COUNTY, NORTH, World

OUTSIDERS = ("stranger", "liaison", "boss", "south_organiser", "leader", "handler")


def faults(refused: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    """Return the first fault of each field."""
    return {name: str(found[0]) for name, found in refused.value.faults.items()}


def new_firm(world: World, area: str = NORTH) -> Unit:
    """Return a unit of kind company that is in no register yet."""
    return Unit.objects.create(code="firm-9", name="新厂", kind="company", area=world.areas[area])


def test_an_organiser_enters_and_changes_a_company(world: World, society: Society) -> None:
    """The row has the facts and its county, and the log has who did it."""
    by = world.actor("organiser")

    company = add_company(new_firm(world), CompanyFacts(size="large", needs=("finance", "law"), team=2), by=by)
    change_company(company, replace(facts_of_company(company), lon=116.01, lat=28.01, rhythm_days=30), by=by)

    company.refresh_from_db()
    assert (company.needs, company.team, company.lon, company.rhythm) == (["finance", "law"], 2, 116.01, 30)
    assert company.county == COUNTY
    assert list(AuditEntry.objects.order_by("id").values_list("action", "subject")) == [
        ("company.added", "company:firm-9"),
        ("company.changed", "company:firm-9"),
    ]


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_but_organisers_of_the_area_keep_its_registers(world: World, society: Society, name: str) -> None:
    """A stranger, a liaison, a company, a leader and the organiser of another area are refused, and nothing changes."""
    by = world.actor(name)
    firm, adviser = society.companies["firm-1"], society.advisers["L1"]

    for press in (
        lambda: add_company(new_firm(world), CompanyFacts(), by=by),
        lambda: change_company(firm, CompanyFacts(), by=by),
        lambda: add_adviser("E9", AdviserFacts(kind="expert", name="x", unit=firm.unit, area_code=COUNTY), by=by),
        lambda: change_adviser(adviser, facts_of_adviser(adviser), by=by),
        lambda: close_adviser(adviser, by=by),
        lambda: reopen_adviser(adviser, by=by),
        lambda: set_absences(adviser, [], by=by),
        lambda: keep_apart(firm, adviser, "kin", by=by),
        lambda: end_conflict(Conflict(pk=society.keep_apart("firm-2", "L1", "other").pk), by=by),
    ):
        with pytest.raises(Refused, match="kept by the organisers of the area"):
            press()
        Unit.objects.filter(code="firm-9").delete()
        Conflict.objects.filter(kind="other").delete()

    assert not AuditEntry.objects.exists()


def test_registers_are_read_by_area(world: World, society: Society) -> None:
    """An organiser and a leader of the county read all of it, the southern organiser the south, the rest nothing."""
    north, south = ["firm-1", "firm-2", "firm-3"], ["firm-4", "firm-5", "firm-6"]

    read = {
        name: [company.unit.code for company in companies_of(world.actor(name))]
        for name in ("organiser", "leader", "south_organiser", "liaison", "boss", "stranger")
    }

    assert read == {
        "organiser": north + south, "leader": north + south, "south_organiser": south,
        "liaison": [], "boss": [], "stranger": [],
    }  # fmt: skip
    assert [each.code for each in advisers_of(world.actor("organiser"), "liaison")] == ["L1", "L2", "L3"]
    assert find_company("firm-4", by=world.actor("south_organiser")).unit.code == "firm-4"
    with pytest.raises(NotFound, match="There is no company firm-1"):
        find_company("firm-1", by=world.actor("south_organiser"))
    with pytest.raises(NotFound, match="There is no adviser L1"):
        find_adviser("L1", by=world.actor("liaison"))


def test_each_wrong_field_of_a_company_has_its_sentence(world: World, society: Society) -> None:
    """Unknown skills name the nearest, and places, teams and rhythms say what is out of range."""
    company = society.companies["firm-1"]
    facts = CompanyFacts(
        size="huge", lon=28.01, lat=116.01, needs=("finanse",), languages=("law",), team=2, rhythm_days=3
    )

    with pytest.raises(Invalid) as refused:
        change_company(company, facts, by=world.actor("organiser"))

    assert faults(refused) == {
        "size": "huge is not a size of companies.",
        "lon": "Longitude and latitude seem swapped.",
        "needs": "There is no skill “finanse”; the nearest are: Finance.",
        "languages": "“law” is a skill and belongs in its own column.",
        "team": "A team of 2 needs as many skills named.",
        "rhythm_days": "A rhythm lies between 7 and 366 days.",
    }


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ((118.0, 28.0), "The place lies more than 20 km outside the area."),
        ((116.1, None), "Longitude and latitude must be given together."),
        ((200.0, 99.0), "A longitude lies between -180 and 180 degrees, a latitude between -90 and 90."),
    ],
)
def test_a_place_that_cannot_be_is_told(
    world: World, society: Society, place: tuple[float, float | None], told: str
) -> None:
    """A place far outside the county, half a place and one off the earth are refused."""
    with pytest.raises(Invalid) as refused:
        change_company(
            society.companies["firm-1"], CompanyFacts(lon=place[0], lat=place[1]), by=world.actor("organiser")
        )

    assert told in faults(refused).values()


def test_a_unit_of_another_kind_is_no_company(world: World, society: Society) -> None:
    """The lamp office cannot be entered as a company, nor a company twice."""
    by = world.actor("organiser")

    with pytest.raises(Refused, match="not a company"):
        add_company(world.units["lamps"], CompanyFacts(), by=by)
    with pytest.raises(Refused, match="in the register of companies already"):
        add_company(world.units["firm-1"], CompanyFacts(), by=by)


def test_a_liaison_needs_an_account_with_the_post(world: World, society: Society) -> None:
    """No account, an account without the post and an account that is another liaison's are refused."""
    by, unit = world.actor("organiser"), world.units["housing"]
    plain = AdviserFacts(kind="liaison", name="新人", unit=unit, area_code=COUNTY)

    told = {}
    for name, user in (("none", None), ("handler", world.people["handler"]), ("liaison", world.people["liaison"])):
        with pytest.raises(Invalid) as refused:
            add_adviser("L9", replace(plain, user=user), by=by)
        told[name] = faults(refused)["user"]
    expert = add_adviser("E9", replace(plain, kind="expert", capacity=0), by=by)

    assert told == {
        "none": "A liaison needs an account; please give the user name.",
        "handler": "handler holds no post of a liaison.",
        "liaison": "liaison is the account of adviser L1 already.",
    }
    assert (expert.kind, expert.user) == ("expert", None)


def test_an_adviser_is_changed_closed_and_opened_again(world: World, society: Society) -> None:
    """A capacity out of range is told; closing and opening are audited once each."""
    by, adviser = world.actor("organiser"), society.advisers["L1"]

    with pytest.raises(Invalid) as refused:
        change_adviser(adviser, replace(facts_of_adviser(adviser), capacity=-1), by=by)
    change_adviser(adviser, replace(facts_of_adviser(adviser), capacity=9), by=by)
    close_adviser(adviser, by=by)
    close_adviser(adviser, by=by)
    reopen_adviser(adviser, by=by)

    adviser.refresh_from_db()
    assert faults(refused) == {"capacity": "A capacity lies between 0 and 200 companies."}
    assert (adviser.capacity, adviser.is_active) == (9, True)
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "adviser.changed", "adviser.closed", "adviser.reopened",
    ]  # fmt: skip


def test_absences_replace_those_before_and_never_overlap(world: World, society: Society) -> None:
    """A span that stays keeps its note, another goes, and overlapping ones are refused."""
    by, adviser = world.actor("organiser"), society.advisers["L1"]
    stays, goes = (date(2026, 3, 1), date(2026, 3, 10)), (date(2026, 4, 1), date(2026, 4, 2))
    for first, last in (stays, goes):
        AdviserAbsence.objects.create(adviser=adviser, from_on=first, until_on=last, note="培训")

    set_absences(adviser, [stays, (date(2026, 5, 1), date(2026, 5, 1))], by=by)
    with pytest.raises(Refused, match="2026-03-01~2026-03-10 and 2026-03-10~2026-03-12 overlap"):
        set_absences(adviser, [stays, (date(2026, 3, 10), date(2026, 3, 12))], by=by)

    assert list(adviser.absences.values_list("from_on", "note")) == [(stays[0], "培训"), (date(2026, 5, 1), "")]


def test_conflicts_are_entered_ended_and_read_by_organisers_alone(world: World, society: Society) -> None:
    """A leader reads none, and the audit log names neither kind nor person."""
    by, firm, adviser = world.actor("organiser"), society.companies["firm-1"], society.advisers["L1"]

    made = keep_apart(firm, adviser, "kin", "姐弟", by=by)
    keep_apart(firm, world.units["lamps"], "licensing", by=by)
    with pytest.raises(Refused, match="already"):
        keep_apart(firm, adviser, "kin", by=by)

    assert [len(conflicts_of(world.actor(name))) for name in ("organiser", "leader", "liaison", "boss")] == [2, 0, 0, 0]
    end_conflict(find_conflict(made.pk, by=by), by=by)
    assert conflicts_of(by).count() == 1
    assert Conflict.objects.count() == 2
    log = AuditEntry.objects.filter(subject=f"conflict:{made.pk}").order_by("id")
    assert [(entry.action, entry.details) for entry in log] == [("conflict.made", {}), ("conflict.ended", {})]
    with pytest.raises(NotFound):
        find_conflict(made.pk, by=by)


def test_a_liaison_who_conflicts_with_all_is_found(world: World, society: Society) -> None:
    """Own conflicts and those of the unit count together; one company left in reach is enough to be no case."""
    by = world.actor("organiser")
    for code in ("firm-1", "firm-2", "firm-3", "firm-4"):
        keep_apart(society.companies[code], society.advisers["L2"], "supervising", by=by)
    keep_apart(society.companies["firm-5"], world.units["lamps"], "licensing", by=by)
    assert conflicted_with_all(problem_of(COUNTY, weights=Weights(), fewest_changes=False)) == []

    keep_apart(society.companies["firm-6"], world.units["lamps"], "licensing", by=by)

    assert conflicted_with_all(problem_of(COUNTY, weights=Weights(), fewest_changes=False)) == ["L2"]


def test_skills_are_kept_by_organisers(world: World, society: Society) -> None:
    """A word means one skill; nobody else may add or change any."""
    by = world.actor("organiser")

    skill = add_skill("export", SkillFacts(name="出口", name_en="Export", words=("外贸",)), by=by)
    change_skill(skill, replace(facts_of_skill(skill), words=("外贸", "海外市场")), by=by)
    with pytest.raises(Refused, match="“贷款” means Finance already"):
        add_skill("loans", SkillFacts(name="贷款", name_en="Loans"), by=by)
    with pytest.raises(Refused, match="parts one skill from the next"):
        add_skill("both", SkillFacts(name="销售、市场", name_en="Both"), by=by)
    for name in ("liaison", "boss", "stranger", "leader"):
        with pytest.raises(Refused, match="kept by the organisers"):
            add_skill("more", SkillFacts(name="其他", name_en="More"), by=world.actor(name))

    assert Skill.objects.get(code="export").words == ["外贸", "海外市场"]


def test_a_skill_out_of_use_stays_with_who_has_it(world: World, society: Society) -> None:
    """The company that needs it may still be changed; another may not take it up."""
    by = world.actor("organiser")
    skill = Skill.objects.get(code="finance")
    change_skill(skill, replace(facts_of_skill(skill), is_active=False), by=by)

    change_company(society.companies["firm-1"], CompanyFacts(needs=("finance",), size="large"), by=by)
    with pytest.raises(Invalid) as refused:
        change_company(society.companies["firm-3"], CompanyFacts(needs=("finance",)), by=by)

    assert faults(refused) == {"needs": "Finance is out of use."}


def test_skills_are_understood_by_code_name_and_other_words(world: World, society: Society) -> None:
    """Signs of both scripts part them, and the same skill named twice counts once."""
    words = vocabulary()

    assert words.codes_in("finance、用工；TECHNOLOGY,贷款／办证\n法务", kind="skill") == (
        "finance", "workers", "technology", "approvals", "law",
    )  # fmt: skip
    assert words.codes_in("", kind="language") == ()
    assert words.names_of(["finance", "law"], "zh-hans") == "融资、法务"
    with pytest.raises(Refused, match="There is no language “法语”"):
        words.codes_in("英语、法语", kind="language")
    assert Vocabulary(()).nearest("融资", "skill") is None
    assert Company.objects.count() == 6
    assert Adviser.objects.count() == 7
