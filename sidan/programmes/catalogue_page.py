# SPDX-License-Identifier: Apache-2.0
"""Writes the reference page of the catalogue from its file: `python -m sidan.programmes.catalogue_page`.

Pure: no Django. A test fails while the page in docs/reference is older than the file.
"""

from collections.abc import Iterator
from pathlib import Path

from sidan.base.errors import Words
from sidan.programmes.catalogue import PHOTOS, Catalogue, Condition, Danger, Matter, Photos
from sidan.programmes.catalogue_reader import read_catalogue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "catalogue.md"

_PHOTOS: dict[Photos, str] = dict(zip(PHOTOS, ("前后 before, after", "后 after", "—"), strict=True))
_HEAD = """\
# Catalogue of matters (事项目录)

Made from `sidan/programmes/catalogues/{code}.toml` by `python -m sidan.programmes.catalogue_page`; change the file, not
this page. Edition {edition}: {matters} matters on {groups} branches.

{basis}

Limits stand as units of [deadlines](../topics/deadlines.md); the usual condition of a matter stands first. **!** marks
matters in which life or limb may be in danger. Photos are what an answer must show. A county overrides rows by its own
sheet. The everyday words that suggest a matter stand in the file.
"""


def catalogue_page(catalogue: Catalogue) -> str:
    """Return the page in Markdown."""
    return "\n".join(_lines(catalogue)) + "\n"


def _lines(catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of the page: the head, the tree, the dangers and the kinds of unit."""
    yield _HEAD.format(
        code=catalogue.code,
        edition=catalogue.edition,
        matters=len(catalogue.matters),
        groups=len(catalogue.groups),
        basis=catalogue.basis,
    )
    for group in catalogue.groups:
        yield f"{'##' if not group.parent else '###'} {_both(group.name)}\n"
        if matters := catalogue.matters_in(group.code):
            yield "| matter | code | usual unit | photos | conditions and limits |"
            yield "|---|---|---|---|---|"
            yield from (_matter(matter, catalogue.unit_kinds[matter.unit_kind]) for matter in matters)
            yield ""
    yield "## Dangers (危险)\n\nTheir words make the report page show the number to call before anything else.\n"
    yield "| danger | call | advice |\n|---|---|---|"
    yield from map(_danger, catalogue.dangers)
    yield "\n## Kinds of unit (单位类型)\n\n| code | 中文 | English |\n|---|---|---|"
    yield from (f"| `{code}` | {name.zh} | {name.en} |" for code, name in catalogue.unit_kinds.items())


def _matter(matter: Matter, unit_kind: Words) -> str:
    """Return the row of one matter."""
    urgent = "**!** " if matter.urgent else ""
    limits = "<br>".join(map(_condition, matter.conditions))
    cells = (f"{urgent}{_both(matter.name)}", f"`{matter.code}`", _both(unit_kind), _PHOTOS[matter.photos], limits)
    return f"| {' | '.join(cells)} |"


def _condition(condition: Condition) -> str:
    """Return one condition with its limit."""
    return f"{_both(condition.name)}: {condition.limit.words().en}"


def _danger(danger: Danger) -> str:
    """Return the row of one danger."""
    return f"| {_both(danger.name)} | {danger.number} | {danger.advice.zh} {danger.advice.en} |"


def _both(name: Words) -> str:
    """Return a name in both languages."""
    return f"{name.zh} {name.en}"


if __name__ == "__main__":
    PAGE.write_text(catalogue_page(read_catalogue()), encoding="utf-8")
