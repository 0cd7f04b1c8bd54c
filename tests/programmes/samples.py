# SPDX-License-Identifier: Apache-2.0
"""A sound programme that uses every kind of part, for tests that spoil it or change it."""

from dataclasses import replace

from sidan.orders.declare import Programme
from sidan.orders.relying import Relies
from sidan.orders.soundness import Vocabulary, faults_of
from sidan.programmes.reader import Unreadable, read
from sidan.programmes.starting import starting_file
from sidan.programmes.vocabulary import VOCABULARY


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Return a text with each replacement made once; what is to be replaced must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


SAMPLE = changed(
    starting_file("sample"),
    ('asks  = ["text", "photos"]', 'asks  = ["text", "grade", "until", "photos"]'),
    (
        "[fields.text]",
        """[fields.grade]
type    = "choice"
label   = { zh = "等级", en = "Grade" }
keep    = true
choices = [
  { code = "red", label = { zh = "红", en = "Red" }, limits = { handle = "2 urgent_hours" } },
  { code = "blue", label = { zh = "蓝", en = "Blue" } },
]

[fields.until]
type  = "date"
label = { zh = "到哪天", en = "Until" }
keep  = true

[fields.cost]
type  = "money"
label = { zh = "费用", en = "Cost" }

[fields.found]
type     = "lines"
label    = { zh = "发现的问题", en = "What was found" }
required = false

[fields.text]""",
    ),
    ('deadline = { clock = "handle", limit', 'deadline = { clock = "handle", by = "grade", limit'),
    ('asks    = ["answer", "photos"]', 'asks    = ["answer", "photos", "cost", "found"]'),
    (
        "[[indicators]]",
        """[[indicators]]
code    = "spent"
name    = { zh = "费用合计", en = "Spent" }
measure = "sum"
move    = "done"
field   = "cost"

[[indicators]]""",
    ),
)

# Guards and effects that rely on what no official one does yet, so that every sentence can be provoked.
RELYING = replace(
    VOCABULARY,
    guards=[*VOCABULARY.guards, "up_to_the_limit", "before_until"],
    effects=[*VOCABULARY.effects, "count_up"],
    relies={
        **VOCABULARY.relies,
        "up_to_the_limit": Relies(asks={"cost": "money"}, limits=("most",)),
        "before_until": Relies(kept=("until",)),
        "count_up": Relies(makes={"counted": "number"}),
    },
)


def faults(text: str, *, vocabulary: Vocabulary = RELYING) -> list[str]:
    """Return the sentences with which a text is refused; none when it is sound."""
    try:
        return faults_of(read(text), vocabulary=vocabulary)
    except Unreadable as refused:
        return refused.faults


def sample() -> Programme:
    """Return the sample, read."""
    return read(SAMPLE)
