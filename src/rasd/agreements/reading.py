"""One agreement's file: YAML to model, with the line of every value, so that each complaint names its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from rasd.errors import DataError
from rasd.lexicon.files import LOADER, parse
from rasd.model import Agreement

__all__ = ["Finding", "Loc", "Sheet", "agreement_files", "read_sheet", "take"]

_MOST_BYTES = 2_000_000
_DEEPEST = 30
_LABELS = ("id", "actor", "name", "day", "until", "start")
Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about an agreement's file that a person should know."""

    file: str
    line: int
    place: str
    """Which part of the file, as in ``terms no_strikes``; empty for all of it."""
    fact: str
    remedy: str
    is_error: bool = True
    """False: the agreement is usable, and somebody should look."""

    @property
    def message(self) -> str:
        """Fact and remedy, with the part of the file that they are about."""
        return (f"{self.place}: " if self.place else "") + f"{self.fact} {self.remedy}".strip()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(slots=True)
class Sheet:
    """A parsed file with what is found amiss in it."""

    path: Path
    content: Any = None
    lines: dict[Loc, int] = field(default_factory=dict, repr=False)
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether it cannot be used."""
        return any(finding.is_error for finding in self.findings)

    @property
    def id(self) -> str | None:
        """The id that the file gives, sound or not."""
        given = self.content.get("id") if isinstance(self.content, dict) else None
        return given if isinstance(given, str) else None

    @property
    def reference_lines(self) -> list[int]:
        """The lines on which values of `references:` stand."""
        return [line for loc, line in self.lines.items() if loc[:1] == ("references",)]

    def line(self, loc: Loc) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def complain(self, loc: Loc, fact: str, remedy: str, *, is_error: bool = True) -> None:
        """Keep a finding about the value at `loc`, once."""
        finding = Finding(str(self.path), self.line(loc), self._place(loc), fact, remedy, is_error)
        if finding not in self.findings:
            self.findings.append(finding)

    def complain_of_line(self, line: int, fact: str, remedy: str) -> None:
        """Keep a finding that spoils nothing about a line."""
        self.findings.append(Finding(str(self.path), line, "", fact, remedy, is_error=False))

    def _place(self, loc: Loc) -> str:
        """Return ``terms no_strikes`` for (terms, 2, acts, 0): the entry by its own name."""
        held, words = self.content, []
        for part in loc[:2]:
            try:
                held = held[part]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(part, str):
                words.append(part)
                continue
            named = (
                next((held[key] for key in _LABELS if held.get(key)), None)
                if isinstance(held, dict)
                else held
            )
            words.append(str(part + 1 if named is None else named))
        return " ".join(words)


def agreement_files(path: Path) -> list[Path]:
    """Return the agreements' files at `path`: itself, those of a folder and of its folder ``agreements``.

    Of a theatre pack only the latter.

    Raises DataError when nothing is there.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise DataError(f"{path}: no such file or folder. Give an agreement's file, or a folder of them.")
    try:
        own = [] if (path / "theatre.yaml").is_file() else path.glob("*.yaml")
        found = sorted([*own, *path.glob("agreements/*.yaml")])
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}). Give another folder.") from None
    if not found:
        raise DataError(f"{path}: holds no agreement (*.yaml). Write one with `rasd agreement new ID`.")
    return found


def read_sheet(path: Path) -> Sheet:
    """Parse one file; what keeps it from being parsed is a finding of the sheet."""
    sheet = Sheet(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            sheet.complain((), f"is larger than {_MOST_BYTES // 1_000_000} MB.", "Simplify its polygons.")
            return sheet
        loader = _Loader(path.read_text("utf-8"))
        node = loader.get_single_node()
        sheet.lines.update(_lines(node))
        sheet.content = None if node is None else loader.construct_document(node)
    except _Refused as refused:
        sheet.findings.append(Finding(str(path), refused.line, "", refused.fact, refused.remedy))
        return sheet
    except OSError as error:
        sheet.complain((), f"cannot be read ({error.strerror}).", "Give a file that you may read.")
        return sheet
    except (ValueError, yaml.YAMLError, RecursionError):
        sheet.findings.append(_unparsed(path))
        return sheet
    if not isinstance(sheet.content, dict):
        sheet.complain((), "is no table of keys.", "Write `id:`, `title:`, `parties:`, `terms:` and so on.")
    return sheet


class _Loader(LOADER):  # type: ignore[misc, valid-type]
    """YAML as people write it: `on` is a key and `yes` an answer, only true and false are truth values."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, shape) for tag, shape in rules if tag != "tag:yaml.org,2002:bool" or letter in "tTfF"]
    for letter, rules in LOADER.yaml_implicit_resolvers.items()
}


def _unparsed(path: Path) -> Finding:
    """Return why a file could not be parsed, in the words that every data file is told in."""
    try:
        parse(path)
        told = f"{path}:1: is nested too deeply. Write it as docs/agreements.md shows."
    except DataError as error:
        told = str(error)
    except RecursionError:
        told = f"{path}:1: is nested too deeply. Write it as docs/agreements.md shows."
    line, _, rest = told.removeprefix(f"{path}:").partition(": ")
    is_placed = line.strip().isdigit()
    fact, _, remedy = (rest if is_placed else told.removeprefix(f"{path}: ")).partition(". ")
    return Finding(str(path), int(line) if is_placed else 1, "", fact + ".", remedy)


class _Refused(Exception):
    def __init__(self, node: yaml.Node, fact: str, remedy: str) -> None:
        super().__init__(fact)
        self.line = node.start_mark.line + 1
        self.fact = fact
        self.remedy = remedy


def _lines(root: yaml.Node | None) -> dict[Loc, int]:
    """Return the line of every value; refuses keys written twice, references and depth without end."""
    found: dict[Loc, int] = {}
    seen: set[int] = set()
    waiting: list[tuple[Loc, yaml.Node]] = [] if root is None else [((), root)]
    while waiting:
        loc, node = waiting.pop()
        if id(node) in seen:
            raise _Refused(node, "is referred to from elsewhere (`*`).", "Write the words again there.")
        seen.add(id(node))
        if len(loc) > _DEEPEST:
            raise _Refused(node, "is nested too deeply.", "Write it as docs/agreements.md shows.")
        found.setdefault(loc, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            waiting += [((*loc, number), part) for number, part in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*loc, str(key.value))
                if inner in found:
                    raise _Refused(key, f"the key {key.value!r} stands twice.", "Keep one of them.")
                found[inner] = key.start_mark.line + 1
                waiting.append((inner, value))
    return found


def take(sheet: Sheet, theatre: str | None) -> Agreement | None:
    """Return the agreement of a sheet; None, with findings, where its content is none."""
    if sheet.has_errors:
        return None
    try:
        agreement = Agreement.model_validate(sheet.content)
    except ValidationError as error:
        told: set[Loc] = set()
        for one in error.errors(include_url=False):
            loc = tuple(one["loc"])
            missing = one["type"] == "missing"
            while loc and loc not in sheet.lines and not (missing and loc[:-1] in sheet.lines):
                loc, missing = loc[:-1], False
            if loc in told:
                continue  # the other arms of a union
            told.add(loc)
            sheet.complain(loc[:-1] if one["type"] == "missing" else loc, *_words(dict(one), loc))
        return None
    if theatre is not None:
        if agreement.theatre not in (None, theatre):
            sheet.complain(
                ("theatre",), f"is {agreement.theatre!r} in the pack {theatre}.", "Leave the key out."
            )
        agreement.theatre = theatre
    return agreement


def _words(error: dict[str, Any], loc: Loc) -> tuple[str, str]:
    """Return fact and remedy of one complaint of the model."""
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    given = error.get("input")
    shown = repr(given) if len(repr(given)) < 80 else repr(given)[:77] + "…"
    context = error.get("ctx") or {}
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {key!r}.", f"Keys: {', '.join(_keys(loc[:-1]))}."
        case "missing":
            return f"`{key}:` is missing.", f"Write it; keys here: {', '.join(_keys(loc[:-1]))}."
        case "literal_error":
            return f"`{key}:` is {shown}.", f"Write {context.get('expected', 'another word')}."
        case "string_pattern_mismatch" if key == "country":
            return f"{shown} is no country.", "Write its two capitals (ISO 3166-1), as in SY."
        case "string_pattern_mismatch":
            return f"{shown} is no id.", "Write small Latin letters, digits and _, beginning with a letter."
        case "value_error":
            said = str(context.get("error") or error["msg"])
            fact, _, remedy = said.partition(". ")
            return f"`{key}:`: {fact}.".replace("..", "."), remedy
        case "too_short":
            return f"`{key}:` is empty.", "Write at least one."
        case "string_too_short":
            return f"`{key}:` is empty.", "Write the words."
        case "model_type" | "dict_type" | "model_attributes_type":
            keys = _keys(loc)
            return f"`{key}:` is {shown}, no table of keys.", (
                f"Write `{{key: value}}` with: {', '.join(keys)}." if keys else "Write `{key: value}`."
            )
        case "list_type":
            return f"`{key}:` is {shown}, no list.", f"Write `{key}: [{given}]`."
        case "string_type":
            return f"`{key}:` is {shown}, no text.", "Put it in quotes."
    return f"`{key}:` is {shown}: {error['msg'].lower()}.", "See docs/agreements.md for what stands there."


def _keys(loc: Loc) -> list[str]:
    """Return the keys that the entry at `loc` may have."""
    model: type[BaseModel] | None = Agreement
    for part in loc:
        if model is None or isinstance(part, int):
            continue
        held = next((one for name, one in model.model_fields.items() if part in (name, one.alias)), None)
        model = next(_models(held.annotation), None) if held is not None else None
    if model is None:
        return []
    hidden = {"schema_version"}
    return [one.alias or name for name, one in model.model_fields.items() if name not in hidden]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
