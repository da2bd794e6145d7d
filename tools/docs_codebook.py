"""``docs/codebook/``: one page a closed list of ``src/rasd/data/vocab``."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby

from docs_schema import fields_of
from docs_tables import GENERATED, table
from rasd.model import Term, terms

__all__ = ["GENERATED", "pages", "vocabularies"]

HEADER = ("id", "Arabic", "English", "definition", "example", "ACLED", "PLOVER")


def vocabularies() -> list[str]:
    """Return the names of all closed lists, in the order of their files."""
    folder = files("rasd.data") / "vocab"
    return sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml"))


def title(vocabulary: str) -> str:
    """Return the heading of a list's page."""
    return vocabulary.replace("_", " ").capitalize()


def pages() -> dict[str, str]:
    """Return the index and one page a list."""
    made = {f"docs/codebook/{name}.md": page(name) for name in vocabularies()}
    rows = [
        (
            f"[{title(name)}]({name}.md)",
            len(terms(name)),
            ", ".join(f"`{field}`" for field in fields_of(name)),
        )
        for name in vocabularies()
    ]
    made["docs/codebook/index.md"] = "\n".join(
        [
            "# Codebook: the closed lists",
            "",
            GENERATED,
            "",
            "How a report is coded is told in [rules](rules.md); which fields a record has in [schema](../schema.md).",
            "Every list below is a file of `src/rasd/data/vocab/`; models, schema and these pages follow it.",
            "",
            *table(("list", "entries", "used by"), rows),
        ]
    )
    return made


def page(vocabulary: str) -> str:
    """Return the page of one list, grouped by family where it has families."""
    lines = [f"# {title(vocabulary)}", "", GENERATED, ""]
    used = fields_of(vocabulary)
    if used:
        lines += ["Used by " + ", ".join(f"`{field}`" for field in used) + ".", ""]
    lines += [f"Source: `src/rasd/data/vocab/{vocabulary}.yaml`.", ""]
    for family, members in groupby(_by_family(vocabulary), lambda term: term.family):
        if family:
            lines += [f"## {title(family)}", ""]
        lines += [*table(HEADER, (_row(term) for term in members)), ""]
    return "\n".join(lines)


def _by_family(vocabulary: str) -> list[Term]:
    order: dict[str, int] = {}
    for term in terms(vocabulary).values():
        order.setdefault(term.family, len(order))
    return sorted(terms(vocabulary).values(), key=lambda term: order[term.family])


def _row(term: Term) -> tuple[str, ...]:
    return (f"`{term.id}`", term.ar, term.en, term.definition, term.example, term.acled, term.plover)
