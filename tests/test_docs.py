"""Everything public is documented, every page is in step, and every name keeps to the glossary."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from rasd.model import VOCABULARIES, ids

ROOT = Path(__file__).resolve().parents[1]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# --- what is public is documented ---------------------------------------------------------------------------------


def commands(command: Any, name: str) -> Iterator[str]:
    yield name
    for part, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            yield from commands(below, f"{name} {part}")


def test_every_command_is_documented() -> None:
    import typer

    from rasd.cli import app

    page = read("docs/cli.md")
    missing = [name for name in commands(typer.main.get_command(app), "rasd") if f"## {name}\n" not in page]
    assert not missing, f"docs/cli.md lacks {missing}. Run `make docs`."


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_entry_of_a_closed_list_is_documented(vocabulary: str) -> None:
    page = read(f"docs/codebook/{vocabulary}.md")
    missing = [entry for entry in ids(vocabulary) if f"| `{entry}` |" not in page]
    assert not missing, f"docs/codebook/{vocabulary}.md lacks {missing}. Run `make docs`."


def issue_codes() -> dict[str, str]:
    """Return every literal code of an Issue in the source, with the file that makes it."""
    found = {}
    for path in SOURCE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called.strip("_").lower() not in ("issue", "add_issue", "note_issue"):
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "code"] or node.args[:1]
            if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
                found[given[0].value] = name_of(path)
    return found


def test_every_issue_code_is_documented() -> None:
    listed = set(re.findall(r"^\| `([^`]+)` \|", read("docs/issues.md"), re.MULTILINE))
    made = issue_codes()
    lacking = {code: made[code] for code in sorted(set(made) - listed)}
    assert not lacking, f"docs/issues.md lacks {lacking}. Add a row: code, what was met, what is left open."
    assert not listed - set(made), (
        f"docs/issues.md tells of codes that nothing makes: {sorted(listed - set(made))}"
    )


def test_every_room_is_on_the_map() -> None:
    rooms = [path.parent.name for path in sorted((ROOT / "src/rasd").glob("*/__init__.py"))]
    page = read("docs/map.md")
    missing = [room for room in rooms if f"## `{room}`\n" not in page]
    assert not missing, f"docs/map.md lacks {missing}: a heading and a paragraph each."


def test_every_make_target_is_listed_by_help() -> None:
    text = read("Makefile")
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())  # type: ignore[index]
    explained = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
    assert phony == explained


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_named_in_docs_exist_as_targets(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    text = page.read_text("utf-8")
    spans = [*FENCE.findall(text), *re.findall(r"`(make [a-z][^`]*)`", text)]
    named = {word for span in spans for word in re.findall(r"^make ([a-z]+)", span, re.MULTILINE)}
    assert named <= targets, f"{name_of(page)}: no such target: {sorted(named - targets)}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_named_in_docs_exist(page: Path) -> None:
    import typer

    from rasd.cli import app

    known = {name.split()[1] for name in commands(typer.main.get_command(app), "rasd") if " " in name}
    named = set(re.findall(r"(?:^\S*bin/|^|`)rasd ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE))
    assert named <= known, f"{name_of(page)}: no such command: {sorted(named - known)}"


# --- pages are in step and whole ------------------------------------------------------------------------------------


def test_generated_pages_are_in_step() -> None:
    run = subprocess.run(
        [sys.executable, "tools/docs_build.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings as GitHub makes them."""
    found = set()
    for heading in re.findall(r"^#{1,6} (.+)$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"<[^>]+>|`", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading))
        found.add(re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (
            anchor and path.suffix == ".md" and anchor not in anchors(path.read_text("utf-8"))
        ):
            broken.append(link)
    assert not broken, f"{name_of(page)}: {broken}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_speak_of_the_product_and_not_of_their_writers(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    assert not re.search(r"\b([Ww]e|[Oo]ur|us)\b", re.sub(r"`[^`]*`", "", text))


# --- names -------------------------------------------------------------------------------------------------------


def banned_words() -> dict[str, str]:
    """Return the words that the glossary marks as checked, with the word to use."""
    found = {}
    for row in re.findall(r"^\| (`.*)\|$", read("docs/glossary.md"), re.MULTILINE):
        use, _, never = (part.strip() for part in re.split(r" \| ", row, maxsplit=2))
        for word in re.findall(r"(\w+)\\\*", never):
            found[word] = use
    return found


def words_of(name: str) -> list[str]:
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return [part.lower() for part in parts] + [part.lower().removesuffix("s") for part in parts]


def test_the_glossary_bans_something() -> None:
    assert {"article", "event", "attacker", "location"} <= set(banned_words())


@pytest.mark.parametrize("path", SOURCE, ids=name_of)
def test_modules_and_classes_keep_to_the_glossary(path: Path) -> None:
    banned = banned_words()
    tree = ast.parse(path.read_text("utf-8"))
    names = [path.stem, *(node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for name in names:
        for word in words_of(name):
            assert word not in banned, f"{name_of(path)}: {name}: say {banned[word]} (docs/glossary.md)"


# --- the repository names no machine ---------------------------------------------------------------------------------


def test_nothing_names_a_machine_or_a_package_host() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: which files belong to the repository is not known")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    # Written in pieces, so that this file does not name what it looks for.
    folders = "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me/[a-z]", "Us" + "ers/[a-zA-Z]", "op" + "t/"])
    hosts = "|".join(
        ["--(extra-)?index-" + "url", "--find-" + "links [^-]", "pythonhosted" + r"\.org", "file" + ":///"]
    )
    pattern = re.compile(rf"(?<![\w./>~*-])/({folders})\b|{hosts}")
    found = []
    for name in listed.stdout.decode("utf-8").split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    assert not found, found


def test_the_version_is_written_once() -> None:
    import tomllib

    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert importlib.import_module("rasd").__version__ == project["version"]
