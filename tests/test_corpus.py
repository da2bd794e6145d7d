"""The corpus is the specification: every example beside the words reads as it says, clean and disturbed.

A file ``data/arabic/corpus/<dimension>.yaml`` holds `published`, `cases` (rule, tier, says, texts with the evidence in
brackets), `silent` (look-alikes that must give nothing) and `silent_weak` (those that should and do not yet). Where the
mentions of one text differ, `says` is a list, one a mention. `tests/dimensions.py` says how a dimension is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from dimensions import DIMENSIONS, shapes_of
from noise import variants
from rasd.conformance.examples import marked
from rasd.grammar.passage import Mention
from rasd.lexicon.files import root

CORPUS = sorted(
    path
    for path in (root() / "arabic" / "corpus").glob("*.yaml")
    if path.stem not in ("reports", "political", "breaches", "clauses")
)
KEYS = {"rule", "tier", "says", "texts", "published", "but", "note"}
TIERS = ("strong", "medium", "weak")


@dataclass(frozen=True)
class Case:
    """One text of a corpus file."""

    where: str
    dimension: str
    text: str
    spans: tuple[tuple[int, int], ...]
    says: Any
    """What every mention says, or a list of what each says."""
    rule: str
    tier: str
    published: date | None
    but: tuple[str, ...]
    """Disturbances that really change the meaning (آب without its madda is "father")."""


def day_of(value: Any) -> date | None:
    if value is None or isinstance(value, date) and not isinstance(value, datetime):
        return value
    return value.date() if isinstance(value, datetime) else datetime.fromisoformat(str(value)).date()


def plain(value: Any) -> Any:
    """Return YAML values as the reader gives them: days as ISO text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def load(path: Path) -> Iterator[Case]:
    """Yield the texts of one file with their line numbers."""
    content = yaml.safe_load(path.read_text("utf-8"))
    tree = yaml.compose(path.read_text("utf-8"))
    assert isinstance(tree, yaml.MappingNode)
    nodes = {key.value: node for key, node in tree.value}
    published = day_of(content.get("published"))

    def lines(node: Any) -> list[int]:
        return [item.start_mark.line + 1 for item in node.value]

    for case, node in zip(content.get("cases") or (), nodes["cases"].value, strict=True):
        assert not set(case) - KEYS, f"{path.name}: unknown key {set(case) - KEYS}. Keys: {sorted(KEYS)}"
        inner = {key.value: value for key, value in node.value}
        for text, line in zip(case["texts"], lines(inner["texts"]), strict=True):
            words, spans = marked(text)
            yield Case(
                f"{path.name}:{line}",
                path.stem,
                words,
                tuple(spans),
                plain(case["says"]),
                case["rule"],
                case.get("tier", "strong"),
                day_of(case["published"]) if "published" in case else published,
                tuple(case.get("but") or ()),
            )
    for key, tier in (("silent", "strong"), ("silent_weak", "weak")):
        for text, line in zip(content.get(key) or (), lines(nodes[key]) if key in nodes else (), strict=True):
            yield Case(f"{path.name}:{line}", path.stem, text, (), {}, "silent", tier, published, ())


CASES = [case for path in CORPUS if path.stem in DIMENSIONS for case in load(path)]

DISTURBED = [case for case in CASES if case.rule != "silent" and case.tier != "weak"]


def picture(case: Case, text: str, spans: list[tuple[int, int]], found: list[Mention]) -> str:
    """Return what the reader saw: the units, the mentions and the rules that fired."""
    lines = [
        f"{case.where}: {text}",
        f"  wanted {case.rule} {case.says} at {[text[start:end] for start, end in spans]}",
    ]
    show = DIMENSIONS[case.dimension].show
    if show is not None:
        lines.append("  units:\n    " + show(text))
    for mention in found:
        start, end = mention.span
        lines.append(
            f"  read [{text[start:end]}] {mention.value} by {' < '.join(mention.fired or (mention.rule,))}"
        )
    return "\n".join(lines if found else [*lines, "  read nothing"])


def differences(case: Case, text: str, spans: list[tuple[int, int]]) -> str:
    """Return an empty text when the case holds, else the picture of what was read instead."""
    dimension = DIMENSIONS[case.dimension]
    found = dimension.read(text, case.published)
    each = case.says if isinstance(case.says, list) else [case.says] * len(found)
    fired = [
        case.rule in (mention.rule, *mention.fired) or case.rule in dimension.wordless for mention in found
    ]
    right = (
        [mention.span for mention in found] == list(spans)
        and len(each) == len(found)
        and (any(fired) if isinstance(case.says, list) else all(fired))
        and all(
            mention.value.get(key) == value
            for mention, says in zip(found, each, strict=True)
            for key, value in {**dimension.defaults, **says}.items()
        )
    )
    return "" if right else picture(case, text, spans, found)


def judge(case: Case, problem: str) -> None:
    if problem and case.tier == "weak":
        pytest.xfail(f"weak case\n{problem}")
    assert not problem, problem


@pytest.mark.parametrize("case", CASES, ids=[case.where for case in CASES])
def test_the_text_reads_as_the_corpus_says(case: Case) -> None:
    judge(case, differences(case, case.text, list(case.spans)))


@pytest.mark.parametrize("case", DISTURBED, ids=[case.where for case in DISTURBED])
def test_disturbed_spelling_changes_neither_reading_nor_evidence(case: Case) -> None:
    problems = [
        f"{name}: {problem}"
        for name, text, spans in variants(case.text, list(case.spans))
        if name not in case.but and (problem := differences(case, text, spans))
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("dimension", sorted({case.dimension for case in CASES}))
def test_every_shape_has_an_example_and_every_dimension_a_look_alike(dimension: str) -> None:
    own = [case for case in CASES if case.dimension == dimension]
    missing = set(shapes_of(dimension)) - {case.rule for case in own}
    assert not missing, f"write a case in {dimension}.yaml for: {', '.join(sorted(missing))}"
    assert any(case.rule == "silent" and case.tier == "strong" for case in own), (
        f"write a `silent` text in {dimension}.yaml"
    )
    assert {case.tier for case in own} <= set(TIERS)


def test_every_corpus_file_is_read() -> None:
    assert CORPUS, "no corpus files"
    unknown = [path.name for path in CORPUS if path.stem not in DIMENSIONS]
    assert not unknown, f"say in tests/dimensions.py how to read: {', '.join(unknown)}"
