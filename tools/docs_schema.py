"""``docs/schema.md``: the fields of a record, from the models and their JSON Schema."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel

from docs_tables import GENERATED, table
from rasd.model import SCHEMA_VERSION, VOCABULARIES, Document, Incident, Record, Value, ids

INTRO = """`rasd read --format jsonl` writes one record a document and line; `rasd schema` prints the JSON Schema.

Evidence is given in code points of the document's text as it came: `text[start:end]` in Python is the wording."""


INCIDENTS = """`rasd link` and `rasd incidents` write incidents with `--format jsonl`, one a line; `rasd schema --incident` prints the
JSON Schema. A report is named `<document id>#<report id>`, and every value lists the reports that give it."""


def pages() -> dict[str, str]:
    """Return the page."""
    lines = [f"# Schema {SCHEMA_VERSION}", "", GENERATED, "", INTRO, ""]
    lines += ["## What goes in", "", *_model(Document.model_json_schema(), "Document")]
    lines += ["## What comes out", ""]
    lines += _model(Value.model_json_schema(), "Value")
    for name, schema in _schemas().items():
        lines += _model(schema, name)
    lines += ["## Incidents", "", INCIDENTS, ""]
    lines += models_of(Incident)
    return {"docs/schema.md": "\n".join(lines)}


def models_of(root: type[BaseModel]) -> list[str]:
    """Return the tables of a model and of those that it uses, each after its first use."""
    return [
        line
        for name, schema in _used_by(root.model_json_schema(), root.__name__).items()
        for line in _model(schema, name)
    ]


def fields_of(vocabulary: str) -> list[str]:
    """Return the fields (`Model.field`) whose values come from one closed list."""
    found = []
    for name, schema in _schemas().items():
        for field, rule in schema["properties"].items():
            options = _options(rule)
            if options is not None and _vocabulary(options) == vocabulary:
                found.append(f"{name}.{field}")
    return found


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    """Return Record, then the models that it uses, each after its first use."""
    return _used_by(Record.model_json_schema(), "Record")


def _used_by(schema: dict[str, Any], root: str) -> dict[str, dict[str, Any]]:
    known = {root: schema, **schema.get("$defs", {})}
    order = [root]
    for name in order:
        for used in _references(known[name]["properties"]):
            if used not in order:
                order.append(used)
    return {name: known[name] for name in order}


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"].rsplit("/", 1)[1]] if "$ref" in value else []
        return own + [name for part in value.values() for name in _references(part)]
    if isinstance(value, list):
        return [name for part in value for name in _references(part)]
    return []


def _model(schema: dict[str, Any], name: str) -> list[str]:
    shared = set(Value.model_fields) if name != "Value" else set()
    is_value = shared and shared <= set(schema["properties"])
    rows = [
        (f"`{field}`", _type(rule), _default(rule, field in schema.get("required", ())), _description(rule))
        for field, rule in schema["properties"].items()
        if not (is_value and field in shared)
    ]
    return [
        f"### {name}",
        "",
        schema.get("description", "")
        + (" A [value](#value): evidence, rule and data version too." if is_value else ""),
        "",
        *table(("field", "value", "default", "meaning"), rows),
        "",
    ]


def _options(rule: dict[str, Any]) -> tuple[str, ...] | None:
    if "enum" in rule:
        return tuple(rule["enum"])
    if "const" in rule:
        return (rule["const"],)
    for part in rule.get("anyOf", ()):
        if (found := _options(part)) is not None:
            return found
    return None


def _vocabulary(options: tuple[str, ...]) -> str | None:
    return next((name for name in VOCABULARIES if ids(name) == options), None)


def _type(rule: dict[str, Any]) -> str:
    if "anyOf" in rule:
        return " or ".join(_type(part) for part in rule["anyOf"])
    if "$ref" in rule:
        name = rule["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if (options := _options(rule)) is not None:
        name = _vocabulary(options)
        return (
            f"one of [{name}](codebook/{name}.md)" if name else ", ".join(f"`{option}`" for option in options)
        )
    if "prefixItems" in rule:
        return "[" + ", ".join(_type(part) for part in rule["prefixItems"]) + "]"
    if rule.get("type") == "array":
        return f"list of {_type(rule.get('items', {}))}"
    if rule.get("format") == "date":
        return "day"
    names = {
        "string": "text",
        "null": "null",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
    }
    kind = str(rule.get("type", "anything"))
    return names.get(kind, kind)


def _default(rule: dict[str, Any], required: bool) -> str:
    if required:
        return "always given"
    default = rule.get("default")
    if default in (None, "", []):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _description(rule: dict[str, Any]) -> str:
    own = rule.get("description") or rule.get("items", {}).get("description")
    return str(own or "")
