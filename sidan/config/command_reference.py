# SPDX-License-Identifier: Apache-2.0
"""Writes the reference page of commands from the commands themselves: `manage.py write_reference`."""

import re
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.utils.translation import override

_MAKEFILE = Path(__file__).resolve().parents[2] / "Makefile"
_TARGET = re.compile(r"^(?P<name>[a-z]+):.*## (?:.* · )?(?P<help>.+)$", re.MULTILINE)
_HEAD = """\
# Commands

Made from the code by `python manage.py write_reference`; change the code, not this page. The environment variables they
read: [settings](settings.md).

## make

| command | what it does |
|---|---|
"""
_OURS = """
## manage.py

Run as `.venv/bin/python manage.py COMMAND`. `--help` says the same, and the options that every command of Django has.
Django's own `migrate`, `createsuperuser` and `changepassword` work as they do everywhere.
"""


def commands_page() -> str:
    """Return the page in Markdown."""
    with override("en"):
        return "\n".join(_lines()) + "\n"


def our_commands() -> dict[str, BaseCommand]:
    """Return the commands of Sidan's own packages by name, in alphabetical order."""
    ours = sorted((name, app) for name, app in get_commands().items() if str(app).startswith("sidan."))
    return {name: load_command_class(str(app), name) for name, app in ours}


def _lines() -> Iterator[str]:
    """Yield the lines of the page: make's targets, then each command with its arguments."""
    targets = _TARGET.findall(_MAKEFILE.read_text(encoding="utf-8"))
    yield _HEAD + "\n".join(f"| `make {name}` | {told} |" for name, told in targets)
    yield _OURS
    for name, command in our_commands().items():
        yield f"### {name}\n\n{_sentence(command.help)}\n"
        parser = command.create_parser("manage.py", name)
        verbs = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
        yield from _table(action for action in _own(parser, name) if action not in verbs)
        for verb in verbs:
            yield from _verbs(name, verb)


def _verbs(name: str, verbs: "_SubParsersAction[ArgumentParser]") -> Iterator[str]:
    """Yield what each verb of a command does, with its own arguments."""
    helps = {choice.dest: choice.help or "" for choice in verbs._choices_actions}
    for verb, parser in verbs.choices.items():
        told = _sentence(helps.get(verb, ""))
        yield f"#### {name} {verb}\n\n{told[:1].upper()}{told[1:]}\n"
        yield from _table(_own(parser, name))


def _table(arguments: Iterable[Action]) -> Iterator[str]:
    """Yield a table of arguments, nothing where there are none."""
    rows = [f"| `{_shown(action)}` | {_cell(action)} |" for action in arguments]
    if rows:
        yield "| argument | what it is |\n|---|---|"
        yield from rows
        yield ""


def _own(parser: ArgumentParser, name: str) -> list[Action]:
    """Return the arguments that a parser has besides those of every command."""
    common = {action.dest for action in BaseCommand().create_parser("manage.py", name)._actions}
    return [action for action in parser._actions if action.dest not in common]


def _shown(action: Action) -> str:
    """Return an argument as typed."""
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not action.option_strings:
        return f"[{metavar} …]" if action.nargs == "*" else f"[{metavar}]" if action.nargs == "?" else metavar
    return action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {metavar}"


def _cell(action: Action) -> str:
    """Return what an argument is for, fit for a table."""
    told = str(action.help or "") % {"default": action.default, "prog": "manage.py"}
    if action.choices:
        told += f" ({', '.join(map(str, action.choices))})"
    if action.required and action.option_strings:
        told += " (required)"
    return told.replace("|", "\\|").replace("\n", " ")


def _sentence(told: str) -> str:
    """Return a help text on one line, closed by a full stop."""
    return " ".join(str(told).split()).rstrip(".") + "."
