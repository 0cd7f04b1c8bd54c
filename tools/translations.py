# SPDX-License-Identifier: Apache-2.0
"""Find every sentence that users may read, and see that each has its Chinese.

    python tools/translations.py check     say which sentences lack a translation; exit 1 when any does
    python tools/translations.py update    add the missing ones, still empty, to the catalogue of their package

The catalogue of a file is the nearest `locale/` folder above it, else one in its package. Sentences are the literal
arguments of gettext, of Refused and its kin and of Said in Python, and of `translate` and `blocktranslate` in
templates.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SIDAN = ROOT / "sidan"
LANGUAGE = "zh_Hans"
# Name of the function -> positions of (context, singular, plural) among its arguments.
FUNCTIONS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("Refused", "NotFound", "Stale", "Said", "Full", "Hindered"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
Text = str | tuple[str, ...] | list[str] | None  # as Babel holds a sentence: alone, or with its plural
PLACE = re.compile(r"%\((\w+)\)|%[sd]")
# What is read as a sentence with named places although no function says so.
LIKE_A_SENTENCE = re.compile(r"(?=.*%\(\w+\)[sd])([A-Z][a-z]|%\().* .*[.)]")


@dataclass(frozen=True)
class Sentence:
    """A text to translate, as it stands in one file."""

    text: str
    plural: str | None
    context: str | None
    where: Path

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalogue finds it by."""
        return self.context, self.text


class Unmarked(NamedTuple):
    """A text that no function marks as a sentence, and where it stands."""

    where: Path
    line: int
    text: str

    def __str__(self) -> str:
        """Say where which text stands."""
        return f"{self.where.relative_to(ROOT)}:{self.line}: “{self.text}” is in no catalogue"


def sentences() -> Iterator[Sentence]:
    """Yield every sentence of the package, Python first."""
    for path in sorted(SIDAN.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_code(path.read_text(), path)
    for path in sorted([*SIDAN.rglob("templates/**/*.html"), *SIDAN.rglob("templates/**/*.txt")]):
        # Django turns a template into calls of gettext between blanks; the rest is not Python, so calls are cut out.
        for call in re.finditer(
            r"\bn?p?gettext\((?:[^()'\"]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")*\)", templatize(path.read_text())
        ):
            yield from _in_code(call[0], path)


def _in_code(code: str, path: Path) -> Iterator[Sentence]:
    """Yield the sentences among the calls in a piece of Python."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            context, text, plural = (_literal(node, place) for place in FUNCTIONS.get(name, (None, None, None)))
            if text:
                yield Sentence(text, plural, context, path)


def _literal(call: ast.Call, place: int | None) -> str | None:
    """Return the text written as the argument at `place`, or None when there is none."""
    if place is None or place >= len(call.args):
        return None
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def catalogue_path(source: Path) -> Path:
    """Return the Chinese catalogue that the sentences of `source` belong to."""
    package = SIDAN / source.relative_to(SIDAN).parts[0]
    folders = [folder for folder in source.parents if folder.is_relative_to(package)]
    home = next((folder for folder in folders if (folder / "locale").is_dir()), package)
    return home / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read_catalogues() -> dict[Path, Catalog]:
    """Return the Chinese catalogues by their paths."""
    found = {}
    for path in sorted(SIDAN.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.po")):
        with path.open("rb") as text:
            found[path] = read_po(text)
    return found


def faults() -> list[str]:
    """Return a line for each sentence without a translation, and for each translation that would go wrong."""
    known: dict[tuple[str | None, str], dict[Path, Message]] = defaultdict(dict)
    lines = []
    for path, catalogue in read_catalogues().items():
        for message in catalogue:
            if message.id and not message.fuzzy:
                known[message.context, _first(message.id)][path] = message
                lines += [f"{path.relative_to(ROOT)}: {fault}" for fault in _message_faults(message)]
    for found in known.values():
        if len({_first(message.string) for message in found.values()}) > 1:
            places = ", ".join(str(path.relative_to(ROOT)) for path in found)
            lines.append(f"{places}: “{_first(next(iter(found.values())).id)}” is translated in different ways")
    missing = {(sentence.where, sentence.text) for sentence in sentences() if sentence.key not in known}
    lines += [f"{where.relative_to(ROOT)}: “{text}” has no translation" for where, text in sorted(missing)]
    texts = {text for messages in known.values() for message in messages.values() for text in _forms(message.id)}
    lines += [f"{fault}; say it by Said, Refused or gettext" for fault in _unmarked() if fault.text not in texts]
    return lines


def _unmarked() -> Iterator[Unmarked]:
    """Yield the texts in code that look like sentences with named places, but for those said in two languages."""
    for path in sorted(SIDAN.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words"]
        known = {id(text) for call in calls for text in call.args}
        known |= {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if not isinstance(node, ast.Constant) or id(node) in known:
                continue
            if isinstance(node.value, str) and LIKE_A_SENTENCE.fullmatch(node.value):
                yield Unmarked(path, node.lineno, node.value)


def _message_faults(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation: empty, or naming other values than the English."""
    english, chinese = _whole(message.id), _whole(message.string)
    if not chinese.strip():
        yield f"“{_first(message.id)}” is not translated yet"
    elif set(PLACE.findall(english)) != set(PLACE.findall(chinese)) and "%" in english + chinese:
        yield f"“{_first(message.id)}” and its translation name different values"


def _first(text: Text) -> str:
    """Return the text, or the singular of a pair."""
    return text if isinstance(text, str) else (text or [""])[0]


def _forms(text: Text) -> list[str]:
    """Return the text, or both forms of a pair."""
    return [text] if isinstance(text, str) else list(text or ())


def _whole(text: Text) -> str:
    """Return the text, or all forms of a pair."""
    return " ".join(_forms(text))


def update() -> dict[Path, int]:
    """Add missing sentences, untranslated, to their catalogues; return how many went where. Nothing is taken out."""
    known = {(message.context, _first(message.id)) for c in read_catalogues().values() for message in c if message.id}
    added: dict[Path, int] = defaultdict(int)
    changed: dict[Path, Catalog] = read_catalogues()
    for sentence in sentences():
        if sentence.key not in known:
            path = catalogue_path(sentence.where)
            catalogue = changed.setdefault(path, Catalog(locale=LANGUAGE, project="Sidan", fuzzy=False))
            text = (sentence.text, sentence.plural) if sentence.plural else sentence.text
            flags = ["python-format"] if PLACE.search(sentence.text) else []
            catalogue.add(text, context=sentence.context, flags=flags)
            known.add(sentence.key)
            added[path] += 1
    for path in added:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, changed[path], width=110, omit_header=False)
    return added


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        for path, count in update().items():
            print(f"{path.relative_to(ROOT)}: {count} to translate")
    elif found := faults():
        print(*found, sep="\n")
        sys.exit(1)
