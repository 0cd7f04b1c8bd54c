# SPDX-License-Identifier: Apache-2.0
"""What must stay true of the house and that no tool checks for us."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sidan.orders.channels import CHANNELS
from sidan.orders.declare import KINDS, OUTCOMES
from sidan.orders.outcomes import TIES

ROOT = Path(__file__).resolve().parents[1]
SIDAN = ROOT / "sidan"
PROGRAMMES = sorted(SIDAN.glob("programmes/*.toml"))
CODE = sorted(
    path
    for folder in ("sidan", "tests", "tools", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
OURS = [path for path in CODE if path.is_relative_to(SIDAN)]
FACES = SIDAN / "web"
# Django's admin edits rows as such, and hands them in and out by its own rules.
ADMIN = FACES / "administration"
FILE_LINES = 300
FUNCTION_LINES = 50
# Path from the root -> why it is one idea all the same.
LONG_FILES: dict[str, str] = {}
# A name that can hold anything will.
VAGUE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "services",
    "service",
    "manager",
    "managers",
    "misc",
}

# Words of the engine's own that a programme may use for a move, too: a unit's part in an order.
ENGINE_WORDS = {"lead", "assist"}


def name_of(path: Path) -> str:
    """Return a path as the tests' messages show it."""
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    """Return the files that belong to the repository, or would with the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def calls_and_names(tree: ast.AST) -> Iterator[str]:
    """Yield every dotted name that is imported or used in a piece of code, outermost first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def read(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    return ((name_of(path), path.read_text()) for path in paths)


def parsed(paths: Iterable[Path]) -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and the tree of each file; a tree is made once for all rules."""
    return ((name_of(path), tree_of(path)) for path in paths)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the tree of a file."""
    return ast.parse(path.read_text())


def test_a_file_is_short_enough_to_hold_in_mind():
    """Past 300 lines a file holds a second idea, unless the list above says why not."""
    long = {name: len(text.splitlines()) for name, text in read(CODE)}

    assert {name: lines for name, lines in long.items() if lines > FILE_LINES and name not in LONG_FILES} == {}


def test_no_excuse_outlives_its_file():
    """A file in the list of long ones is still there and still long."""
    for name, reason in LONG_FILES.items():
        assert reason
        assert len((ROOT / name).read_text().splitlines()) > FILE_LINES, name


def test_a_function_is_short():
    """No function is longer than a page."""
    long = [
        f"{name} {node.name}: {node.end_lineno - node.lineno + 1}"
        for name, tree in parsed(CODE)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]

    assert long == []


def test_a_file_names_its_licence():
    """The first line says the licence, and an __init__.py says nothing at all."""
    licence = "# SPDX-License-Identifier: Apache-2.0"
    for name, text in read(CODE):
        if name.endswith("__init__.py"):
            assert text in {"", f"{licence}\n"}, name
        else:
            assert licence in text.splitlines()[:2], name


def test_a_module_is_named_for_what_it_holds():
    """Neither a file nor a folder bears a name that could hold anything."""
    assert [name_of(path) for path in OURS if VAGUE_NAMES & set(path.relative_to(SIDAN).with_suffix("").parts)] == []


def test_nothing_listens_to_signals():
    """What happens after a change is read in one place, so no part of the framework's signals is imported."""
    heard = [
        f"{name}: {used}"
        for name, tree in parsed(OURS)
        for used in calls_and_names(tree)
        if ".signals" in used or used.startswith("django.dispatch")
    ]

    assert heard == []


def test_a_page_asks_for_rows_by_name():
    """Faces call functions that say what they ask for; none builds a query of its own."""
    pages = [path for path in OURS if FACES in path.parents and ADMIN not in path.parents]
    used = [
        f"{name}:{node.lineno}"
        for name, tree in parsed(pages)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]

    assert used == []


def declared_names() -> set[str]:
    """Return the programmes', stages' and moves' names in all programme files, less those of the engine's own lists."""
    names = set()
    for path in PROGRAMMES:
        programme = tomllib.loads(path.read_text())
        names |= {programme["code"]}
        names |= {part["code"] for table in ("stages", "moves") for part in programme.get(table, [])}
    return names - set(KINDS) - set(OUTCOMES) - set(TIES) - set(CHANNELS) - ENGINE_WORDS


def test_the_engine_knows_no_programme():
    """No programme, stage or move is named in the engine, and no answer is taken by the name of its field."""
    names = declared_names()
    engine = [path for path in sorted(SIDAN.glob("orders/**/*.py")) if "migrations" not in path.parts]
    found = []
    for name, tree in parsed(engine):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in names:
                found.append(f"{name}:{node.lineno}: {node.value}")
            if isinstance(node, ast.Subscript) and re.search(r"answers\['\w+'\]$", ast.unparse(node)):
                found.append(f"{name}:{node.lineno}: {ast.unparse(node)}")

    assert found == []


def test_the_repository_names_no_machine_and_no_registry():
    """Whoever clones it, wherever, finds no address of somebody else's registry and no path of somebody's machine."""
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "npmmirror" + ".com"]
    paths = ["/work" + "/main", "/work" + "/shared", "/root" + "/", "/tmp" + "/sidan/", "/opt" + "/pypi"]
    foreign = re.compile("|".join(map(re.escape, hosts + paths)))

    found = []
    for path in tracked():
        text = path.read_bytes().decode(errors="ignore")
        found += [f"{name_of(path)}: {hit[0]}" for hit in foreign.finditer(text)]

    assert found == []


def test_nothing_made_by_machines_is_tracked():
    """Compiled translations, environments and data stay out of the repository."""
    made = re.compile(r"(^|/)(\.venv|node_modules|var|__pycache__)/|\.(mo|pyc|db|sqlite3)$")

    assert [name_of(path) for path in tracked() if made.search(name_of(path))] == []
