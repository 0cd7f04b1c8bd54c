# SPDX-License-Identifier: Apache-2.0
"""Writes the reference page of ranking files from the code that reads them: `manage.py write_reference`.

What a key means stands in `reference_keys`. A test fails while the page in docs/reference is older than the code.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sidan.evaluation.declare import Ranking
from sidan.evaluation.in_words import PERIOD_WORDS, SUBJECT_WORDS
from sidan.evaluation.measures import MEASURES
from sidan.evaluation.reference_keys import (
    CLASSES_MEAN,
    DIRECTIONS_MEAN,
    FORMS_MEAN,
    KEYS,
    PERIODS_MEAN,
    SCALES_MEAN,
    STANDINGS_MEAN,
    SUBJECTS_MEAN,
    TIERS_MEAN,
)
from sidan.evaluation.shelf import OFFICIAL, proved
from sidan.programmes.reference import key_rows, table

_HEAD = """\
# Ranking files (考评办法文件)

Made from the code by `python manage.py write_reference`; change the code, not this page. A ranking is one TOML file,
such as `sidan/programmes/rankings/service_towns.toml`. A key or name that is not on this page is refused when the file
is read, with the nearest one that is. Texts are written `{ zh = "…", en = "…" }`. How one is written:
[write a ranking](../how-to/write-a-ranking.md); how it is worked out: [evaluation](../topics/evaluation.md).
"""
_LISTS: Mapping[str, Mapping[Any, str]] = {
    "What is compared (`subjects`)": SUBJECTS_MEAN,
    "Periods (`period`)": PERIODS_MEAN,
    "Scales (`scale`)": SCALES_MEAN,
    "Directions (`direction`)": DIRECTIONS_MEAN,
    "What may leave the count (`without`)": STANDINGS_MEAN,
    "What classes are made by (`class_by`)": CLASSES_MEAN,
    "What a tier is given for (`tier_by`)": TIERS_MEAN,
}


def rankings_page() -> str:
    """Return the page in Markdown."""
    return "\n".join(_lines()) + "\n"


def shipped() -> list[Ranking]:
    """Return the rankings of this project, in the order of menus."""
    found = (proved(path.read_text(encoding="utf-8"), name=path.name) for path in OFFICIAL.glob("*.toml"))
    return sorted(found, key=lambda ranking: (ranking.menu, ranking.code))


def _lines() -> Iterator[str]:
    """Yield the lines of the page: the keys of each table, then the closed lists."""
    yield _HEAD
    for title, (declared, meanings) in KEYS.items():
        yield from key_rows(title, declared, meanings)
    yield from table(
        "What is shipped",
        ("ranking", "中文", "compared", "period", "measures and weights"),
        (
            (
                f"`{each.code}`",
                each.name.zh,
                SUBJECT_WORDS[each.subjects].en,
                PERIOD_WORDS[each.period].en,
                ", ".join(f"{one.outside or one.measure} {one.weight:g}" for one in each.indicators),
            )
            for each in shipped()
        ),
    )
    for title, names in _LISTS.items():
        yield from table(title, ("name", "meaning"), ((f"`{name}`", meaning) for name, meaning in names.items()))
    yield from table(
        "Measures (`measure`)",
        ("measure", "中文", "form", "good", "needs"),
        (
            (
                f"`{code}`",
                measure.words.zh,
                FORMS_MEAN[measure.form],
                measure.good,
                ", ".join(f"`{key}`" for key in sorted(measure.needs)) or "—",
            )
            for code, measure in MEASURES.items()
        ),
    )
