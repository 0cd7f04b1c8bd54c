# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  each planted fault stands on one line with its sentence and the line it is found at
"""Every kind of fault is told with the line it stands at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.programmes.fault_lines import line_of, with_lines
from tests.programmes.samples import SAMPLE, changed, faults

HANDLE = 'deadline = { clock = "handle", by = "grade", limit = "5 working_days" }'
VERDICT = 'deadline = { clock = "verdict", limit = "7 natural_days" }'
LATE_MOVE = 'code  = "too_late"\nfrom  = ["registered", "working"]\nto    = "late"\nby    = ["clock"]\n'


def named(text: str, line: int) -> str:
    """Return a line; the header of a table of a list with its code behind it."""
    lines = text.splitlines()
    if not lines[line - 1].startswith("[["):
        return lines[line - 1]
    code = lines[line].partition("=")[2].strip(' "')
    return f"{lines[line - 1]} {code}"


def test_the_sample_is_sound() -> None:
    """What every fault here spoils is sound itself."""
    assert faults(SAMPLE) == []


# What is replaced, with what; how the sentence begins and goes on; what stands in the line that is named.
@pytest.mark.parametrize(
    ("old", "new", "sentence", "line"),
    [
        # the reader
        ("[groups]", "[groups", "This is not TOML", "[groups"),
        ('told = { zh = "已办结。", en = "Closed." }', 'told = { zh = "已办结。", en = "Closed. }', "This is not TOML", 'en = "Closed. }'),
        ("edition = 1", "editon = 1", "In the file the key “editon” is unknown", "editon = 1"),
        ("at_most = 3", "at_mots = 3", "In moves “dispatch” the key “at_mots” is unknown", "at_mots = 3"),
        ('clock = "dispatch", limit', 'clock = "dispatch", limits', "In stages “registered” deadline the key “limits” is unknown", 'clock = "dispatch"'),
        ('en = "Done" }', 'en = "Done", fr = "Fait" }', "In moves “done” name the key “fr” is unknown", "fr ="),
        ("keep    = true", "kept    = true", "In fields “grade” the key “kept” is unknown", "kept    = true"),
        ('zh = "蓝", en = "Blue" } }', 'zh = "蓝", en = "Blue" }, limit = "1 day" }', "In fields “grade” choices “blue” the key “limit” is unknown", 'code = "blue"'),
        ('told  = { zh = "已登记。"', 'tell  = { zh = "已登记。"', "In opening the key “tell” is unknown", "tell  ="),
        ("edition = 1", 'edition = "one"', "Expected `int`, got `str` in edition", 'edition = "one"'),
        ('kind     = "working"', 'kind     = "busy"', "Invalid enum value 'busy' in stages “working” kind", 'kind     = "busy"'),
        ("at_most = 3", 'at_most = "3"', "Expected `int | null`, got `str` in moves “dispatch” at_most", 'at_most = "3"'),
        ('to    = "registered"\nby', "by", "Object missing required field `to` in opening", "[opening]"),
        ('clock = "verdict", ', "", "Object missing required field `clock` in stages “checking” deadline", '"7 natural_days"'),
        ("max    = 1000", 'max    = "1000"', "Expected `int | null`, got `str` in fields “text” max", 'max    = "1000"'),
        # names on closed lists
        ('holder   = "dispatcher"', 'holder   = "mayor"', "stages “registered” holder: there is no role “mayor”", 'holder   = "mayor"'),
        ('by      = ["unit"]', 'by      = ["mayor"]', "moves “done”: there is no role “mayor”", 'by      = ["mayor"]'),
        ('by    = ["anyone"]', 'by    = ["mayor"]', "opening: there is no role “mayor”", 'by    = ["mayor"]'),
        ("tells   = { unit = { zh", "tells   = { mayor = { zh", "moves “dispatch”: there is no role “mayor”", "tells   = { mayor"),
        ('does    = ["answer_lead_share"]', 'does    = ["ring_bell"]', "moves “done”: there is no effect “ring_bell”", "ring_bell"),
        ('does    = ["answer_lead_share"]', 'needs   = ["nice_weather"]', "moves “done”: there is no guard “nice_weather”", "nice_weather"),
        ('outcome = "explained"', 'outcome = "great"', "moves “settle” outcome: there is no outcome “great”", 'outcome = "great"'),
        # codes and references
        ('to    = "registered"', 'to    = "gone"', "opening to: there is no stage “gone”", 'to    = "gone"'),
        ('to      = "checking"', 'to      = "gone"', "moves “done”: there is no stage “gone”", 'to      = "gone"'),
        ('instead_of = "not_solved"', 'instead_of = "nothing"', "moves “still_not_solved” instead_of: there is no move “nothing”", 'instead_of = "nothing"'),
        ('group    = "verdict"', 'group    = "judging"', "moves “not_solved” group: there is no group “judging”", 'group    = "judging"'),
        ('code    = "done"', 'code    = "dispatch"', "moves: the code “dispatch” is used twice", 'code    = "dispatch"'),
        ('code = "closed"', 'code = "checking"', "stages: the code “checking” is used twice", 'code = "checking"'),
        ('asks  = ["text",', 'asks  = ["colour", "text",', "opening asks: the field “colour” is not declared", "colour"),
        ('asks    = ["answer"]', 'asks    = ["colour"]', "moves “settle” asks: the field “colour” is not declared", "colour"),
        (HANDLE, 'deadline = { clock = "handle", until = "some_day" }', "stages “working” deadline until: the field “some_day” is not declared", "some_day"),
        # fields and indicators
        ('type  = "money"', 'type  = "gold"', "fields “cost” type: there is no field type “gold”", 'type  = "gold"'),
        ('type  = "money"', 'type  = "choice"', "fields “cost” choices: a choice field needs choices", "[fields.cost]"),
        ("max    = 1000", "max    = 1000\nkeep = true", "fields “text” keep: free or personal answers", "keep = true"),
        ("max    = 1000", "max    = 1000\npersonal = true\npublished = true", "fields “text” published: what is personal is not published", "published = true"),
        ("max    = 1000", 'max    = 1000\nopens = "service"', "fields “text” opens: only the entries", 'opens = "service"'),
        ("max    = 1000", "max    = 1000\nmin = 1001", "fields “text” min: it is more than max", "min = 1001"),
        ('code = "blue"', 'code = "red"', "fields “grade” choices: the code “red” is used twice", 'code = "red"'),
        ("limits = { handle =", "limits = { haste =", "fields “grade” choice “red” limits: no stage runs the clock “haste”", 'code = "red"'),
        ('"2 urgent_hours"', '"2 moons"', "fields “grade” choice “red” limits: “2 moons” is not a time limit", "2 moons"),
        ('measure = "sum"', 'measure = "most"', "indicators “spent” measure: there is no measure “most”", 'measure = "most"'),
        ('field   = "cost"\n', "", "indicators “spent”: the measure “sum” needs “field”", 'measure = "sum"'),
        ('field   = "cost"', 'field   = "cost"\nstage = "working"', "indicators “spent”: the measure “sum” has no “stage”", 'stage = "working"'),
        ('move    = "done"', 'move    = "undone"', "indicators “spent” move: there is no move “undone”", "undone"),
        ('field   = "cost"', 'field   = "text"', "indicators “spent” field: there is no number or amount “text”", 'field   = "text"'),
        ('code    = "on_time"', 'code    = "spent"', "indicators: the code “spent” is used twice", 'code    = "spent"'),
        # words
        ('en = "At work" }', 'en = "" }', "stages “working” name: the English text is missing", 'en = "" }'),
        ('zh = "等级"', 'zh = " "', "fields “grade” label: the Chinese text is missing", 'zh = " "'),
        ('zh = "蓝"', 'zh = ""', "fields “grade” choice “blue” label: the Chinese text is missing", 'code = "blue"'),
        ('handle  = { zh = "办理"', 'handle  = { zh = ""', "groups “handle”: the Chinese text is missing", "handle  ="),
        ('zh = "费用合计"', 'zh = ""', "indicators “spent” name: the Chinese text is missing", 'en = "Spent"'),
        ('zh = "%(number)s 请在', 'zh = "%(name)s 请在', "moves “dispatch” tells “unit”: a text may not name “name”", "%(name)s"),
        ('zh = "%(number)s 请在', 'zh = "50% %(number)s 请在', "moves “dispatch” tells “unit”: write a percent sign as “%%”", "50%"),
        ('zh = "%(unit)s正在办理。"', 'zh = "%(unit)s办了50%。"', "stages “working” told: write a percent sign as “%%”", "50%"),
        ('basis   = "写上依据的文件"', 'basis   = ""', "basis: name the document", "basis   ="),
        ('code    = "sample"', 'code    = "Sample One"', "code: “Sample One” must be small letters", "Sample One"),
        ('prefix  = "', 'prefix  = "7', "prefix: “7", 'prefix  = "7'),
        ("edition = 1", "edition = 0", "edition: editions count from 1", "edition = 0"),
        ('code    = "settle"', 'code    = "Settle it"', "moves “Settle it” code: it must be", "Settle it"),
        # clocks
        ('told     = { zh = "%(unit)s', 'pauses = ["rain"]\ntold     = { zh = "%(unit)s', "stages “working” pauses: no stage runs the clock “rain”", 'pauses = ["rain"]'),
        ('restarts = ["handle"]', 'restarts = ["rain"]', "moves “not_solved” restarts: no stage runs the clock “rain”", 'restarts = ["rain"]'),
        ("returns  = true", "returns  = true\nlate = true", "moves “not_solved” late: only the clock's own move", "late = true"),
        ("at_most = 3", "at_most = 0", "moves “dispatch” at_most: give a number from 1 on", "at_most = 0"),
        ('instead_of = "not_solved"', 'instead_of = "still_not_solved"', "moves “still_not_solved” instead_of: it waits for itself", "instead_of ="),
        (HANDLE, 'deadline = { clock = "handle" }', "stages “working” deadline: give a limit", 'deadline = { clock = "handle" }'),
        (HANDLE, 'deadline = { clock = "handle", limit = "5 moons" }', "stages “working” deadline limit: “5 moons” is not a time limit", "5 moons"),
        (HANDLE, 'deadline = { clock = "handle", by = "matter", limit = "1 day" }', "stages “working” deadline by: the programme names no catalogue", 'by = "matter"'),
        (HANDLE, 'deadline = { clock = "handle", by = "cost", limit = "1 day" }', "stages “working” deadline by: name “matter” or a choice field", 'by = "cost"'),
        ('limits = { handle = "2 urgent_hours" }', 'limits = { dispatch = "2 urgent_hours" }', "stages “working” deadline by: no choice of “grade” limits the clock “handle”", 'by = "grade"'),
        (VERDICT, "", "stages “checking”: it keeps somebody waiting", "[[stages]] checking"),
        ('patient = { zh', 'deadline = { clock = "more", limit = "1 day" }\npatient = { zh', "stages “late” deadline: no move by the clock", 'clock = "more"'),
        ('from  = ["registered", "working"]', 'from  = ["registered", "working", "late"]', "moves “too_late”: the clock makes it from “late”, which has no deadline", '"late"]'),
        ('from    = ["checking"]\nto      = "closed"\nby      = ["clock"]', 'from    = ["checking", "working"]\nto      = "closed"\nby      = ["clock"]', "stages “working”: the clock may make only one move", "[[stages]] working"),
        ('code = "closed"\nkind = "closed"', 'code = "closed"\nkind = "closed"\ndeadline = { clock = "end", limit = "1 day" }', "stages “closed” deadline: a closed stage has none", 'clock = "end"'),
        (LATE_MOVE, LATE_MOVE + 'needs = ["not_designated"]\n', "moves “too_late” needs: the clock's own move may not depend", "not_designated"),
        (LATE_MOVE, LATE_MOVE + 'asks = ["answer"]\n', "moves “too_late” asks: the clock's own move may not depend", 'asks = ["answer"]'),
        (LATE_MOVE, LATE_MOVE + "at_most = 2\n", "moves “too_late” at_most: the clock's own move may not run out", "at_most = 2"),
        (LATE_MOVE, LATE_MOVE.replace('["clock"]', '["clock", "crew"]'), "moves “too_late” by: what the clock does nobody else does", '["clock", "crew"]'),
        (LATE_MOVE, LATE_MOVE.replace('to    = "late"\n', ""), "moves “too_late” to: the clock's own move must lead to another stage", "[[moves]] too_late"),
        # hands, bounds and the graph
        ('holder   = "dispatcher"\n', "", "stages “registered” holder: say whose turn it is", "[[stages]] registered"),
        ('holder   = "dispatcher"', 'holder   = "leader"', "stages “registered” holder: “leader” may make no move there", 'holder   = "leader"'),
        ('code = "closed"\n', 'code = "closed"\nholder = "leader"\n', "stages “closed” holder: a closed stage waits for nobody", 'holder = "leader"'),
        ('by      = ["supervisor"]', "by      = []", "moves “settle” by: nobody may make it", "by      = []"),
        ('from    = ["late"]', "from    = []", "moves “settle” from: it leads out of no stage", "from    = []"),
        ("at_most  = 1\nreturns", "returns", "moves “not_solved” at_most: a return must be bounded", "[[moves]] not_solved"),
        ('instead_of = "not_solved"', 'instead_of = "solved"', "moves “still_not_solved” instead_of: “solved” never runs out", 'instead_of = "solved"'),
        ("at_most = 3\n", "", "moves: an order could go round for ever (late → working → late)", "[[moves]] dispatch"),
        ('kind = "closed"\n', 'kind = "waiting"\nholder = "leader"\npatient = { zh = "等", en = "Wait" }\n', "stages: no stage is closed", "[[stages]] registered"),
        # what is relied on
        ('asks    = ["unit"]\n', "", "moves “dispatch” asks: “give_lead” needs the field “unit”", 'does    = ["give_lead"]'),
        ('[fields.unit]\ntype   = "unit"', '[fields.unit]\ntype   = "line"', "fields “unit” type: “give_lead” in moves “dispatch” needs the type “unit”", 'type   = "line"'),
        ('[fields.unit]\n', '[fields.unit]\nrequired = false\n', "fields “unit” required: “give_lead” in moves “dispatch” needs an answer", "required = false"),
        ('does    = ["give_lead"]\n', "", "stages “working” holder: on some way there, no “unit” has been named", 'holder   = "unit"'),
        ('does    = ["answer_lead_share"]', 'needs   = ["up_to_the_limit"]', "limits: “up_to_the_limit” in moves “done” needs the number “most”", "up_to_the_limit"),
        ("# 单个", "limits = { rest = 3 }\n# 单个", "limits: no guard of this programme asks for “rest”", "limits ="),
        ("[groups]", "[limits]\nfew = 2\nrest = 3\n[groups]", "limits: no guard of this programme asks for “rest”", "rest = 3"),
        ('"until", "photos"]', '"photos"]\nneeds = ["before_until"]', "opening: “before_until” needs “until”, which some way there has not kept", "before_until"),
        ('does    = ["answer_lead_share"]', 'does    = ["count_up"]', "fields “counted”: “count_up” in moves “done” answers it", "count_up"),
        ('does    = ["answer_lead_share"]', 'does    = ["answer_lead_share"]\nneeds = ["before_until"]', "", ""),
        ('does    = ["give_lead"]', 'does    = ["give_lead", "extend"]', "moves “dispatch”: “extend” needs a stage with a deadline to leave", "extend"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line(old: str, new: str, sentence: str, line: str) -> None:
    """A planted fault is told with a sentence, and the line that is named is the one to mend."""
    spoiled = changed(SAMPLE, (old, new))

    found = [fault for fault in faults(spoiled) if fault.startswith(sentence)]

    if not sentence:
        assert faults(spoiled) == []
        return
    assert found, faults(spoiled)
    assert line in named(spoiled, line_of(found[0], spoiled))


def test_a_table_of_its_own_is_found_by_its_header() -> None:
    """A deadline written as a table inside its stage is found there."""
    spoiled = changed(SAMPLE, (HANDLE, ""), (
        'told     = { zh = "%(unit)s正在办理。", en = "%(unit)s is at work." }',
        'told     = { zh = "%(unit)s正在办理。", en = "%(unit)s is at work." }\n[stages.deadline]\nclock = "handle"\nlimit = "5 moons"',
    ))  # fmt: skip

    (fault,) = faults(spoiled)

    assert spoiled.splitlines()[line_of(fault, spoiled) - 1] == 'limit = "5 moons"'


def test_the_second_of_two_stages_with_one_fault_each() -> None:
    """Faults of several tables come in the order of the file, each with its own line."""
    spoiled = changed(SAMPLE, ("4 working_hours", "4 moons"), ("7 natural_days", "7 moons"))

    lines = with_lines(faults(spoiled), spoiled, name="a.toml")

    texts = spoiled.splitlines()
    assert [each.split(": ")[0] for each in lines] == [
        f"a.toml:{next(n for n, text in enumerate(texts, start=1) if moons in text)}"
        for moons in ("4 moons", "7 moons")
    ]


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_sentence_finds_some_line(sentence: str, before: str) -> None:
    """Whatever a sentence says of whatever file, a line of the file is named and nothing fails."""
    for fault in (
        sentence,
        f"moves “{sentence}” asks: “{sentence}”.",
        f"In {sentence} the key “{sentence}” is unknown.",
        f"stages: {sentence}",
    ):
        assert 1 <= line_of(fault, SAMPLE) <= len(SAMPLE.splitlines()) + 1
