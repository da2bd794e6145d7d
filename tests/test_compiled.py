"""The compiled reader (`make compiled`) reads as the interpreted one does, of the same source, to the byte."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from rasd.coding import Coder
from rasd.model import Document

ROOT = Path(__file__).resolve().parents[1]
HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
    "wheel"
]["hooks"]["mypyc"]

READ = """
import json, sys
from rasd.coding import Coder
from rasd.model import Document
coder = Coder()
for line in sys.stdin:
    print(coder.code(Document(**json.loads(line))).model_dump_json())
"""
WHERE = """
import importlib.util, json, sys
names = json.load(sys.stdin)
print(json.dumps({name: importlib.util.find_spec(name).origin for name in names}))
"""

SENT = """
import pickle
from rasd.lexicon import Lexicon
from rasd.scale.sieve import Sieve
lexicon = pickle.loads(pickle.dumps(Lexicon.load()))
sieve = pickle.loads(pickle.dumps(Sieve.of(lexicon)))
print(lexicon.version, bool(sieve.of_text("\u0642\u0635\u0641 \u0627\u0644\u062c\u064a\u0634")))
"""


@pytest.fixture(scope="module")
def python() -> str:
    """The interpreter beside which the compiled reader is installed."""
    found = ROOT / ".compiled" / "bin" / "python"
    if not found.exists():
        pytest.skip("No compiled reader here. Run: make compiled")
    return str(found)


def ask(python: str, script: str, given: str) -> str:
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [python, "-c", script],
        check=False,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def sources() -> list[Path]:
    """Return the files that are compiled."""
    left_out = {ROOT / name.lstrip("/") for name in HOOK["exclude"]}
    found: list[Path] = []
    for name in HOOK["include"]:
        place = ROOT / name.strip("/")
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [path for path in found if path not in left_out]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


def texts() -> list[str]:
    """Return the example texts of the corpus beside the words, and the demo's articles."""
    found = [path.read_text("utf-8") for path in sorted((ROOT / "demo" / "articles").glob("*.txt"))]
    for path in sorted((ROOT / "src/rasd/data").rglob("corpus/**/*.yaml")):
        held = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for case in held.get("cases") or ():
            found += [text for text in case.get("texts") or () if isinstance(text, str)]
        found += [text for text in held.get("silent") or () if isinstance(text, str)]
    return [text.replace("[", "").replace("]", "") for text in found]


def test_the_whole_reader_is_compiled_and_of_this_source(python: str) -> None:
    modules = {module_of(path): path for path in sources()}
    where = json.loads(ask(python, WHERE, json.dumps(list(modules))))
    interpreted = [name for name in modules if not where[name].endswith((".so", ".pyd"))]
    assert not interpreted
    site = Path(where["rasd.coding.coder"]).parents[2]
    stale = [
        name
        for name, path in modules.items()
        if (site / path.relative_to(ROOT / "src")).read_bytes() != path.read_bytes()
    ]
    assert not stale, f"{stale} changed since. Run: make compiled"


def test_records_are_the_same_to_the_byte(python: str) -> None:
    documents = [Document(text=text, published="2024-03-14", outlet="الوكالة") for text in texts()]
    documents += [
        document.model_copy(update={"published": None, "theatre": "yemen"}) for document in documents[::7]
    ]
    # One long text, read in pieces, and what is no text at all.
    documents += [
        Document(text="\n".join(texts())[:150_000]),
        Document(text=""),
        Document(text="\ud800قتل\x00"),
    ]
    assert len(documents) > 1_000
    lines = "".join(json.dumps(one.model_dump(exclude_none=True)) + "\n" for one in documents)
    told = ask(python, READ, lines).splitlines()
    coder = Coder()
    different = [
        document.text[:200]
        for document, line in zip(documents, told, strict=True)
        if coder.code(document).model_dump_json() != line
    ]
    assert not different


def test_words_and_sieve_go_to_another_process(python: str) -> None:
    assert ask(python, SENT, "").split() == [Coder().lexicon.version, "False"]
