"""The rule that read a value, in words of its own data: what it looks like, and the examples that it is held to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from rasd.model import VOCABULARIES, terms

__all__ = ["Rule", "rule_named"]

_EXAMPLES = 5
_RULE = re.compile(r"[\w.:-]{1,120}")


@dataclass(slots=True)
class Rule:
    """What the data says of one rule."""

    id: str
    shape: str = ""
    """The pattern of word classes, where the rule is a shape."""
    reads: str = ""
    """The example that stands beside the shape."""
    definition: str = ""
    """Of the coded word that it is named after."""
    examples: list[tuple[str, str, str]] = field(default_factory=list)
    """Sentences that it must read: before, the words that are read, behind."""
    where: list[str] = field(default_factory=list)
    """Files in which it stands."""
    is_near: bool = False
    """Whether the examples are of its dimension: it has none of its own."""

    @property
    def is_known(self) -> bool:
        """Whether the data says anything of it."""
        return bool(self.where or self.definition)


def rule_named(identity: str) -> Rule:
    """Return a rule of the reader by its id; one that the data does not tell of says nothing but its name."""
    if not _RULE.fullmatch(identity):
        return Rule("")
    room, _, word = identity.partition(".")
    known = _rules().get(identity)
    if known is None:
        near = next(
            (one for name, one in _rules().items() if name.startswith(f"{room}.") and one.examples), None
        )
        found = (
            Rule(identity, examples=near.examples, where=near.where, is_near=True) if near else Rule(identity)
        )
    else:
        found = Rule(identity, known.shape, known.reads, "", known.examples, known.where)
    if room in VOCABULARIES and word in terms(room):
        found.definition = terms(room)[word].definition
    return found


@cache
def _rules() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    data = files("rasd.data") / "arabic"
    for path in _yaml(data / "shapes"):
        for entry in _entries(path):
            if isinstance(entry, dict) and "id" in entry:
                rule = found.setdefault(entry["id"], Rule(entry["id"]))
                rule.shape, rule.reads = str(entry.get("shape", "")), str(entry.get("reads", ""))
                rule.where.append(f"shapes/{path.name}")
    for path in _yaml(data / "corpus"):
        for case in _cases(_entries(path)):
            rule = found.setdefault(str(case["rule"]), Rule(str(case["rule"])))
            if f"corpus/{path.name}" not in rule.where:
                rule.where.append(f"corpus/{path.name}")
            for text in case.get("texts") or ():
                if len(rule.examples) < _EXAMPLES and isinstance(text, str) and "[" in text and "]" in text:
                    rule.examples.append(_marked(text))
    return found


def _marked(text: str) -> tuple[str, str, str]:
    """Cut an example at its brackets.

    >>> _marked("قصف [دمشق] فجرا")
    ('قصف ', 'دمشق', ' فجرا')
    """
    before, _, rest = text.partition("[")
    words, _, behind = rest.partition("]")
    return before, words, behind


def _yaml(folder: Traversable) -> Iterator[Traversable]:
    if folder.is_dir():
        for path in sorted(folder.iterdir(), key=lambda one: one.name):
            if path.name.endswith(".yaml"):
                yield path
            elif path.is_dir():
                yield from _yaml(path)


def _entries(path: Traversable) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), Loader=loader) or []


def _cases(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if "rule" in found:
            yield found
        for value in found.values():
            yield from _cases(value)
    elif isinstance(found, list):
        for value in found:
            yield from _cases(value)
