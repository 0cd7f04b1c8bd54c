# SPDX-License-Identifier: Apache-2.0
"""A ranking file with something of everything, for tests that plant faults in it."""

from sidan.evaluation.reader import Unreadable, read
from sidan.evaluation.soundness import faults_of

SAMPLE = """\
# Of everything something.
code     = "sample"
edition  = 1
basis    = "made up"
name     = { zh = "样例", en = "Sample" }
summary  = { zh = "什么都有一点。", en = "Something of everything." }
subjects = "units"
period   = "month"
kinds    = ["water_resources", "health"]
class_by = "kind"
minimum  = 10
publicity = "5 working_days"
programmes = ["service"]
certificate = { zh = "授予样例", en = "Named a sample" }

[[indicators]]
code    = "handled"
measure = "answered"
weight  = 20
beside  = ["overdue"]
name    = { zh = "处置率", en = "Handled" }

[[indicators]]
code      = "overdue"
measure   = "overdue_open"
weight    = 10
direction = "less"
beside    = ["handled"]
name      = { zh = "超期待处置率", en = "Overdue" }

[[indicators]]
code    = "satisfied"
measure = "satisfied"
weight  = 20
credit  = { 5 = 1.0, 4 = 1.0, 3 = 0.9, 2 = 0.0, 1 = 0.0 }
least_points = 2
most_points  = 18
name    = { zh = "满意率", en = "Satisfied" }

[[indicators]]
code      = "first_answer"
measure   = "first_answer_median"
weight    = 20
direction = "less"
scale     = "bands"
bands = [
  { least = 24, gives = 1.0 },
  { least = 48, gives = 0.6 },
  { least = 72, gives = 0.2 },
]
name      = { zh = "首次答复", en = "First answer" }

[[indicators]]
code    = "progress"
measure = "step_share"
weight  = 10
scale   = "target"
target  = 0.8
move    = "progress"
of_move = "sign"
name    = { zh = "进展告知", en = "Progress told" }

[[indicators]]
code    = "income"
measure = "outside"
weight  = 20
scale   = "best"
outside = "income"
name    = { zh = "收入", en = "Income" }

[[bonuses]]
code    = "awards"
outside = "awards"
points  = 1
at_most = 3
name    = { zh = "获奖", en = "Awards" }

[[deductions]]
code    = "incidents"
outside = "incidents"
points  = 2
at_most = 6
name    = { zh = "事故", en = "Incidents" }

[[classes]]
code  = "water"
kinds = ["water_resources"]
name  = { zh = "水利", en = "Water" }

[[classes]]
code  = "health"
kinds = ["health"]
name  = { zh = "卫生", en = "Health" }

[[tiers]]
code  = "first"
share = 0.3
name  = { zh = "一档", en = "First" }

[[tiers]]
code = "second"
name = { zh = "二档", en = "Second" }
"""


def changed(*replacements: tuple[str, str], text: str = SAMPLE) -> str:
    """Return the sample with each old text replaced; every one must be there once."""
    for old, new in replacements:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def faults(source: str) -> list[str]:
    """Return what is wrong with a file, whether its shape or its sense."""
    try:
        return faults_of(read(source))
    except Unreadable as refused:
        return refused.faults
