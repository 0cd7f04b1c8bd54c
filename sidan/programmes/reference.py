# SPDX-License-Identifier: Apache-2.0
"""Writes the reference page of programme files from the code that reads them: `manage.py write_reference`.

What a name does is said by its docstring; what a key means stands in `reference_keys`. A test fails while the page in
docs/reference is older than the code.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sidan.base.errors import Words
from sidan.base.limits import UNITS, Limit
from sidan.orders.channels import CHANNELS
from sidan.orders.fields import FIELD_TYPES
from sidan.orders.outcomes import OUTCOMES
from sidan.orders.roles import ROLES
from sidan.programmes.description import KIND_NAMES
from sidan.programmes.measures import MEASURES
from sidan.programmes.reference_keys import HELD, KEYS, KINDS_MEAN, OUTCOMES_MEAN
from sidan.programmes.vocabulary import EFFECTS, GUARDS

_HEAD = """\
# Programme files (工作法文件)

Made from the code by `python manage.py write_reference`; change the code, not this page. A programme is one TOML file,
such as `sidan/programmes/service.toml`. A key or name that is not on this page is refused when the file is read, with
the nearest one that is. Texts are written `{ zh = "…", en = "…" }`. How a file is proved and served:
[architecture](../topics/architecture.md).
"""


def programmes_page() -> str:
    """Return the page in Markdown."""
    return "\n".join(_lines()) + "\n"


def key_rows(title: str, declared: type[msgspec.Struct], meanings: Mapping[str, str]) -> Iterator[str]:
    """Yield the table of the keys of one part of a file, after what its docstring says in its first paragraph."""
    yield f"## {title}\n\n{_first_paragraph(declared)}\n"
    yield "| key | value | without it | meaning |\n|---|---|---|---|"
    for field in msgspec.structs.fields(declared):
        key = field.encode_name
        yield f"| `{key}` | {_kind_of_value(field.type)} | {_default(field)} | {meanings[key]} |"
    yield ""


def table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield a section with one table."""
    yield f"## {title}\n"
    yield f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _lines() -> Iterator[str]:
    """Yield the lines of the page: the keys of each table, then the closed lists."""
    yield _HEAD
    for title, (declared, meanings) in KEYS.items():
        yield from key_rows(title, declared, meanings)
    yield from table(
        "Kinds of stage (`kind`)",
        ("kind", "中文", "English", "meaning"),
        ((f"`{kind}`", name.zh, name.en, KINDS_MEAN[kind]) for kind, name in KIND_NAMES.items()),
    )
    yield from table(
        "Roles (`by`, `holder`, `tells`)",
        ("role", "中文", "English", "held by"),
        ((f"`{role.code}`", role.words.zh, role.words.en, HELD[role.code]) for role in ROLES.values()),
    )
    yield from table("Field types (`type`)", ("type", "answer", "blanked on request"), _field_types())
    yield from table("Guards (`needs`)", ("guard", "meaning"), _told(GUARDS))
    yield from table("Effects (`does`)", ("effect", "meaning"), _told(EFFECTS))
    yield from table(
        "Measures (`measure`)",
        ("measure", "中文", "English", "needs"),
        (
            (f"`{code}`", each.words.zh, each.words.en, ", ".join(f"`{key}`" for key in sorted(each.needs)) or "—")
            for code, each in MEASURES.items()
        ),
    )
    yield from table(
        "Outcomes (`outcome`)",
        ("outcome", "中文", "English", "meaning"),
        ((f"`{code}`", name.zh, name.en, OUTCOMES_MEAN[code]) for code, name in OUTCOMES.items()),
    )
    yield from table("Units of limits (`limit`)", ("unit", "中文", "English"), _units())
    yield from table("Ways in (`via`)", ("way", "中文", "English"), _named(CHANNELS))


def _default(field: msgspec.structs.FieldInfo) -> str:
    """Return what a key left out stands for."""
    if field.required:
        return "refused"
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    if value in ("", None, (), {}):
        return "—"
    return f"`{json.dumps(value) if isinstance(value, tuple) else str(value).lower()}`"


def _kind_of_value(declared: Any) -> str:
    """Return in words what may stand behind a key, read from its annotation."""
    text = str(declared)
    for part, words in (
        ("dict[str, float]", "table of numbers"),
        ("dict", "table of texts"),
        ("tuple[str", "list of names"),
        ("tuple[typing.Literal", "list of names"),
        ("tuple", "list of tables"),
        ("Words", "text in both languages"),
        ("Literal", "name"),
        ("bool", "`true` or `false`"),
        ("float", "number"),
        ("int", "whole number"),
        ("str", "string"),
    ):
        if part in text:
            return "table of tables" if part == "dict" and "Words" not in text else words
    return "table"


def _field_types() -> Iterator[tuple[str, ...]]:
    """Yield a row for each field type."""
    for code, kind in FIELD_TYPES.items():
        yield f"`{code}`", _first_paragraph(kind.read), "yes" if kind.is_free else "only with `personal`"


def _told(functions: Mapping[str, Callable[..., Any]]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each function with what its docstring says."""
    return ((f"`{name}`", _first_paragraph(function)) for name, function in functions.items())


def _named(names: Mapping[str, Words]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each name in both languages."""
    return ((f"`{code}`", name.zh, name.en) for code, name in names.items())


def _units() -> Iterator[tuple[str, ...]]:
    """Yield a row for each unit, shown by a limit of two."""
    limits = {unit: Limit.parse(f"2 {unit}").words() for unit in UNITS}
    return ((f'`"2 {unit}"`', words.zh, words.en) for unit, words in limits.items())


def _first_paragraph(told: Any) -> str:
    """Return the first paragraph of a docstring on one line, without the count of queries, which is for programmers."""
    paragraph = " ".join((told.__doc__ or "").split("\n\n")[0].split())
    sentences = [part for part in paragraph.split(". ") if "quer" not in part and "Pure:" not in part]
    return ". ".join(sentences).rstrip(".") + "."
