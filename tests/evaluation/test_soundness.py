# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  each planted fault stands on one line with its sentence and the line it is found at
"""Every way in which a ranking file can be wrong is refused with a sentence, and found at its line."""

import re

import pytest

from sidan.programmes.fault_lines import line_of
from tests.evaluation.sample import SAMPLE, changed, faults

KIND_CLASSES = SAMPLE[SAMPLE.index("[[classes]]") : SAMPLE.index("[[tiers]]")]
TIERS = SAMPLE[SAMPLE.index("[[tiers]]") :]


def sized(*bounds: str) -> str:
    """Return the sample with classes by size instead, a row for each of the bounds."""
    rows = [
        f'[[classes]]\ncode = "c{number}"\nname = {{ zh = "类", en = "Class" }}\n{each}\n'
        for number, each in enumerate(bounds)
    ]
    return changed(('class_by = "kind"', 'class_by = "size"\nclass_measure = "given"'), (KIND_CLASSES, "".join(rows)))


def tiered(by: str, *rows: str) -> str:
    """Return the sample with other tiers."""
    tiers = [f'[[tiers]]\ncode = "t{n}"\nname = {{ zh = "档", en = "Tier" }}\n{row}\n' for n, row in enumerate(rows)]
    return changed(("minimum  = 10", f'minimum = 10\ntier_by = "{by}"'), (TIERS, "".join(tiers)))


def test_the_sample_is_sound() -> None:
    """What every fault here spoils is sound itself."""
    assert faults(SAMPLE) == []


# What is replaced, with what; how the one sentence begins; what stands in the line that is named.
@pytest.mark.parametrize(
    ("old", "new", "sentence", "line"),
    [
        # names
        ('code     = "sample"', 'code     = "Sample"', "code: “Sample” must be small letters", "Sample"),
        ("edition  = 1", "edition  = 0", "edition: editions count from 1", "edition"),
        ('basis    = "made up"', 'basis    = " "', "basis: name the document", "basis"),
        ('en = "Sample" }', 'en = "" }', "name: the English text is missing", "name "),
        ('zh = "一档"', 'zh = ""', "tiers “first” name: the Chinese text is missing", "name"),
        ('zh = "授予样例"', 'zh = ""', "certificate: the Chinese text is missing", "certificate"),
        ('code = "second"', 'code = "first"', "tiers: the code “first” is used twice", 'code = "first"'),
        ('code    = "awards"', 'code    = "income"', "bonuses “income” code: another part of the score has the code", 'code    = "income"'),
        ('code    = "awards"', 'code    = "Awards"', "bonuses “Awards” code: it must be small letters", "Awards"),
        # weights and points
        ("weight  = 10\nscale", "weight  = 12.5\nscale", "indicators: the weights add up to 102.5, not to 100.", "[[indicators]]"),
        ("weight  = 10\nscale", "weight  = nan\nscale", "indicators “progress” weight: it is no number", "nan"),
        ("least = 72, gives = 0.2", "least = inf, gives = 0.2", "indicators “first_answer” bands: it is no number", "bands"),
        ("least_points = 2", "least_points = 21", "indicators “satisfied” least_points: give points from 0 to the weight, 20", "least_points"),
        ("most_points  = 18", "most_points  = 28", "indicators “satisfied” most_points: give points above 0 and up to the weight", "most_points"),
        ("least_points = 2", "least_points = 18", "indicators “satisfied” least_points: nothing is left between 18 and 18", "least_points"),
        # measures and the keys they need
        ('measure = "step_share"', 'measure = "step_shares"', "indicators “progress” measure: there is no measure “step_shares”; did you mean “step_share”?", "step_shares"),
        ('move    = "progress"\n', "", "indicators “progress” move: the measure “step_share” needs to be told which move is counted", "step_share"),
        ('of_move = "sign"\n', "", "indicators “progress” of_move: the measure “step_share” needs to be told of which move", "step_share"),
        ('of_move = "sign"', 'of_move = "progress"', "indicators “progress” of_move: a move “progress” is always the whole of itself", "of_move"),
        ('outside = "income"\n', "", "indicators “income” outside: the measure “outside” needs to be told which outside figure", "outside"),
        ('scale   = "best"', 'scale   = "best"\nmove    = "sign"', "indicators “income” move: the measure “outside” has no use for it", "move"),
        ('scale   = "best"', 'scale   = "best"\ncredit  = { 5 = 1.0 }', "indicators “income” credit: the measure “outside” has no use for it", "credit"),
        ('scale   = "best"', 'scale   = "best"\nprogrammes = ["service"]', "indicators “income” programmes: the measure “outside” is not counted by programmes", "programmes"),
        (", 1 = 0.0 }", " }", "indicators “satisfied” credit: say what level “1” is worth", "credit"),
        ("5 = 1.0", "6 = 1.0", "indicators “satisfied” credit: there is no level “6”", "credit"),
        ("5 = 1.0", "5 = 1.5", "indicators “satisfied” credit: a level is worth a part from 0 to 1", "credit"),
        ("5 = 1.0", "5 = 0.5", "indicators “satisfied” credit: level “5” is worth less than level “4”", "credit"),
        # direction and scale
        ('direction = "less"\nbeside', "beside", "indicators “overdue” direction: of “overdue_open” the less the better; write direction = “less”.", "overdue_open"),
        ('measure = "answered"', 'measure = "answered"\ndirection = "less"', "indicators “handled” direction: of “answered” the more the better", "direction"),
        ('scale   = "best"\n', "", "indicators “income” scale: “outside” is no share; choose", "outside"),
        ("target  = 0.8\n", "", "indicators “progress” target: the scale “target” needs one", 'scale   = "target"'),
        ("target  = 0.8", "target  = 80", "indicators “progress” target: a share is said as a share, 0.9 for 90 percent", "target  = 80"),
        ("target  = 0.8", "target  = 0", "indicators “progress” target: everybody reaches 0", "target  = 0"),
        ('scale   = "best"', 'scale   = "best"\ntarget  = 3', "indicators “income” target: only the scale “target” has one", "target  = 3"),
        ('scale   = "best"', 'scale   = "best"\nbands = [{ least = 3, gives = 1 }]', "indicators “income” bands: only the scale “bands” has them", "bands = [{"),
        ("gives = 1.0 }", "gives = 0.9 }", "indicators “first_answer” bands gives: the first band gives all the points", "bands = ["),
        ("gives = 1.0 }", "gives = 1.2 }", "indicators “first_answer” bands gives: a band gives a part of the points", "bands = ["),
        ("least = 48", "least = 80", "indicators “first_answer” bands least: bounds rise, where less is better, from the best band down, but 72 follows 80", "bands = ["),
        ("gives = 0.2", "gives = 0.6", "indicators “first_answer” bands gives: a worse band gives less, but 0.6 follows 0.6", "bands = ["),
        # nothing counts twice unnoticed
        ('beside  = ["overdue"]\n', "", "indicators “handled” beside: it counts “answered” as “overdue” does", '"answered"'),
        ('beside  = ["overdue"]', 'beside  = ["overdue", "handled"]', "indicators “handled” beside: it names itself", "beside"),
        ('beside  = ["overdue"]', 'beside  = ["overdue", "incame"]', "indicators “handled” beside: there is no indicator “incame”; did you mean “income”?", "beside"),
        ('outside = "awards"', 'outside = "income"', "bonuses “awards” outside: “income” is weighed in the indicator “income” already", "outside"),
        ('outside = "incidents"', 'outside = "awards"', "deductions “incidents” outside: “awards” counts in bonuses “awards” already", "outside"),
        # bonuses and deductions
        ("points  = 2", "points  = -2", "deductions “incidents” points: give points above 0", "points  = -2"),
        ("at_most = 3", "at_most = 0.5", "bonuses “awards” at_most: 0.5 in all is less than the 1 for one piece", "at_most"),
        ("at_most = 3", "at_most = 300", "bonuses “awards” at_most: it is more than the 100 points", "at_most"),
        ('outside = "awards"', 'outside = ""', "bonuses “awards” outside: name the outside figure", "outside"),
        # the whole
        ("minimum  = 10", "minimum  = -1", "minimum: give at least 1", "minimum"),
        ("minimum  = 10", "minimum  = 10\nfirst_day = 29", "first_day: a period begins on a day from 1 to 28", "first_day"),
        ("minimum  = 10", "minimum  = 10\nmissing_most = 20", "missing_most: give the part of the weights", "missing_most"),
        ("minimum  = 10", "minimum  = 10\nrecheck = -1", "recheck: give how many", "recheck"),
        ('publicity = "5 working_days"', 'publicity = "5 moons"', "publicity: “5 moons” is not a time limit", "5 moons"),
        ('programmes = ["service"]', 'programmes = ["service", "service"]', "programmes: “service” is named twice", "programmes"),
        # classes by kind
        ('class_by = "kind"', 'class_by = "one"', "class_by: with “one” all are compared with all", "class_by"),
        ('kinds = ["health"]', 'kinds = ["health", "water_resources"]', "classes “health” kinds: “water_resources” stands in the class “water” already", "kinds"),
        ('kinds    = ["water_resources", "health"]', 'kinds    = ["water_resources", "health", "police"]', "kinds: no class holds “police”", "kinds"),
        ('kinds    = ["water_resources", "health"]', 'kinds    = ["health"]', "classes “water” kinds: “water_resources” is not among the kinds", "kinds"),
        ('kinds = ["health"]', 'kinds = ["health"]\nleast = 3', "classes “health” least: classes by kind have no bounds", "least = 3"),
        ('class_by = "kind"', 'class_by = "kind"\nclass_measure = "given"', "class_measure: only classes by “size” are made by it", "class_measure"),
        (KIND_CLASSES, KIND_CLASSES[: KIND_CLASSES.rindex("[[classes]]")], "classes: name at least two classes", "[[classes]]"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_told_at_its_line(old: str, new: str, sentence: str, line: str) -> None:
    """Each is refused with a sentence that names the key, and the line that is named is the one to mend."""
    spoiled = changed((old, new))

    found = [fault for fault in faults(spoiled) if fault.startswith(sentence)]

    assert len(found) == 1, faults(spoiled)
    assert line in spoiled.splitlines()[line_of(found[0], spoiled) - 1]


@pytest.mark.parametrize(
    ("bounds", "sentence"),
    [
        (("below = 50", "least = 50"), None),
        (("least = 0\nbelow = 50", "least = 50\nbelow = 90", "least = 90"), None),
        (("below = 50", "least = 60"), "classes “c1” least: nobody from 50 to 60 has a class."),
        (("below = 50", "least = 40"), "classes “c1” least: it overlaps with “c0”."),
        (("", "least = 40"), "classes “c1” least: it overlaps with “c0”."),
        (("least = 5\nbelow = 50", "least = 50"), "classes “c0” least: nobody below 5 has a class; leave it out."),
        (("below = 50", "least = 50\nbelow = 90"), "classes “c1” below: nobody from 90 on has a class; leave it out."),
        (
            ("below = 50", "least = 50\nbelow = 50", "least = 50"),
            "classes “c1” below: nothing is at least 50 and below 50.",
        ),
        (
            ("below = 50", 'least = 50\nkinds = ["health"]'),
            "classes “c1” kinds: classes by “size” have bounds, not kinds.",
        ),
    ],
)
def test_classes_by_size_leave_no_gap_and_do_not_overlap(bounds: tuple[str, ...], sentence: str | None) -> None:
    """Everybody has one class, whatever the size."""
    assert faults(sized(*bounds)) == ([sentence] if sentence else [])


def test_a_size_is_a_plain_count() -> None:
    """Classes are made of how much there is to do, not of how well it was done."""
    well = sized("below = 50", "least = 50").replace('"given"', '"solved"')
    unknown = well.replace('class_measure = "solved"', 'class_measure = "givn"')

    assert faults(well) == ["class_measure: a size is a plain count; choose “received” or “given”."]
    assert faults(unknown) == ["class_measure: there is no measure “givn”; did you mean “given”?"]


def test_areas_of_one_level_are_of_one_kind() -> None:
    """Towns have no kinds to be parted by."""
    assert faults(changed(('subjects = "units"', 'subjects = "towns"'))) == [
        "kinds: only units have kinds, and this ranking compares towns.",
        "class_by: towns are all of one kind; choose “size” or “outside”.",
    ]


@pytest.mark.parametrize(
    ("by", "rows", "sentence"),
    [
        ("share", ("share = 0.2", "share = 0.8"), None),
        (
            "share",
            ("share = 0.2", "share = 0.7"),
            "tiers: the shares add up to 0.9, not to 1; the last may be left open.",
        ),
        (
            "share",
            ("share = 0.6", "share = 0.6", ""),
            "tiers: the shares before the last add up to 1.2, and nothing is left for “t2”.",
        ),
        ("share", ("", "share = 0.5"), "tiers “t0” share: only the last tier may leave it out and hold the rest."),
        ("share", ("share = 20", ""), "tiers “t0” share: give the part of a class it holds, 0.2 for 20 percent."),
        ("share", ("share = 0.2\nleast = 90", ""), "tiers “t0” least: tiers by “share” have “share” instead."),
        ("share", ("",), "tiers: name at least two tiers, the best first."),
        ("score", ("least = 90", "least = 80", ""), None),
        ("score", ("least = 90", "least = 0"), None),
        ("score", ("least = 80", "least = 90", ""), "tiers “t1” least: 90 is not below the 80 of “t0”."),
        (
            "score",
            ("least = 90", "least = 60"),
            "tiers “t1” least: whoever has less than 60 would have no tier; leave it out.",
        ),
    ],
)
def test_tiers_hold_everybody_once(by: str, rows: tuple[str, ...], sentence: str | None) -> None:
    """Shares add up to the whole, scores fall, and the last tier takes the rest."""
    found = faults(tiered(by, *rows))

    assert sentence is None or sentence in found, found
    assert sentence is not None or found == []


def test_the_same_move_counts_twice_and_another_does_not() -> None:
    """Two indicators of steps count the same only when they count the same move of programmes that overlap."""
    more = '[[indicators]]\ncode = "more"\nmeasure = "step_in_time"\nweight = 10\nname = { zh = "多", en = "More" }\nmove = "{}"\n'
    made = changed(('weight  = 20\nscale   = "best"', 'weight  = 10\nscale   = "best"'))

    same = faults(made + more.replace("{}", "progress"))
    elsewhere = faults(made + more.replace("{}", "progress") + 'programmes = ["visit"]\n')

    assert [each.partition(" beside")[0] for each in same] == ["indicators “progress”", "indicators “more”"]
    assert "it counts “step” of “progress” as" in same[0]
    assert faults(made + more.replace("{}", "sign")) == elsewhere == []


def test_a_ranking_of_outside_figures_may_do_without_cases() -> None:
    """Whoever is compared by what others measured needs no settled order; whoever is compared by orders does."""
    without = changed(("minimum  = 10", "minimum  = 0"))
    orders_alone = without.replace('measure = "outside"', 'measure = "solved"').replace(
        'scale   = "best"\noutside = "income"\n', ""
    )

    assert faults(without) == []
    assert faults(orders_alone) == ["minimum: give at least 1; without a case there is nothing to rank."]


def test_a_ranking_without_indicators_is_refused() -> None:
    """There must be something to compare by."""
    source = SAMPLE[: SAMPLE.index("[[indicators]]")] + "indicators = []\n" + SAMPLE[SAMPLE.index("[[bonuses]]") :]

    assert faults(source) == ["indicators: there is nothing to compare by; name at least one indicator."]


@pytest.mark.parametrize("spoil", ["without", "twice"])
def test_whatever_is_struck_out_or_doubled_is_told_or_harmless(spoil: str) -> None:
    """Without any one line, or with it twice, a file is sound or refused with sentences and lines; nothing else happens."""
    lines = SAMPLE.splitlines(keepends=True)

    for number, line in enumerate(lines):
        spoiled = "".join([*lines[:number], *([line, line] if spoil == "twice" else []), *lines[number + 1 :]])
        for fault in faults(spoiled):
            assert re.match(r"[A-Z“\w].*[.?]$", fault), fault
            assert 1 <= line_of(fault, spoiled) <= len(lines) + 1
