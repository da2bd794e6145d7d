"""``rasd unread``: what the reader misses, by its own measure."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_NOTHING, Ticker, complain, printable
from rasd.cli.options import PublishedOption, TheatreOption
from rasd.cli.packs import PackOption, pack_folders

if TYPE_CHECKING:
    from rasd.cli.coders import ClauseOutcome
    from rasd.collection import Defaults

__all__ = ["unread"]

_OUTCOMES = ("read", "reason", "unread")
_GROUPS = ("outlet", "theatre", "year")
_EXAMPLES = 2  # of an outline
_SHOWN = 220  # characters of a clause in the table


@dataclass(frozen=True, slots=True)
class _Row:
    """One clause of force with the document that it stands in."""

    document: str
    group: str
    clause: ClauseOutcome


def unread(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|-", help="Files, folders or - for standard input, as `rasd read` takes them."
        ),
    ],
    published: PublishedOption = None,
    theatre: TheatreOption = None,
    limit: Annotated[int, typer.Option(min=0, help="How many outlines of unread clauses to list.")] = 20,
    sample: Annotated[
        int, typer.Option(min=0, help="Also list so many random clauses of each outcome, to judge by eye.")
    ] = 0,
    outcome: Annotated[
        str | None, typer.Option(metavar="OUTCOME", help="Only these in --sample: read, reason or unread.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed draws another sample.")] = 0,
    by: Annotated[
        str | None, typer.Option(metavar="GROUP", help="Also the share by theatre, outlet or year.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    theatre_pack: PackOption = None,
) -> None:
    """Say how many clauses of force were read, and list those that were not.

    A clause of force holds a word of violence, harm or a weapon and a person, a place or an actor. It is read when a
    report came of it or took a value from it; else a reason may be stated by words of the text (docs/codebook/reasons.md);
    else it is unread. An outline is a clause with people, places, actors, numbers and dates named by dimension.

    Exit code 0: all documents were read; 1: some failed, the rest is counted; 2: nothing was read.
    """
    from rasd.cli.read import defaults_of
    from rasd.errors import DocumentError

    if outcome is not None and outcome not in _OUTCOMES:
        raise DocumentError(f'Unknown outcome "{outcome}". Outcomes: {", ".join(_OUTCOMES)}.')
    if by is not None and by not in _GROUPS:
        raise DocumentError(f'Clauses are not grouped by "{by}". Groups: {", ".join(_GROUPS)}.')
    packs = pack_folders(theatre_pack)
    defaults = defaults_of(published, None, theatre, packs=packs)
    rows, documents, failed = _rows(paths, defaults, by or "theatre", packs)
    if not documents:
        complain("Nothing to read: no input held a document.")
        raise typer.Exit(EXIT_NOTHING)
    told = _told(rows, documents, limit, by)
    if sample:
        told["sample"] = _sample(rows, sample, seed, (outcome,) if outcome else _OUTCOMES)
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(told)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _rows(
    paths: list[str], defaults: Defaults, by: str, packs: tuple[Path, ...]
) -> tuple[list[_Row], int, int]:
    """Return the clauses of all documents, how many documents were read, and how many failed."""
    from rasd.cli.coders import load_reader
    from rasd.collection import collect

    reader = load_reader(packs)
    rows: list[_Row] = []
    documents = failed = 0
    ticker = Ticker(wanted=True)
    try:
        for collected in collect(paths, defaults, sys.stdin.buffer):
            ticker.tick()
            if collected.document is None:
                failed += 1
                complain(str(collected.error))
                continue
            record, clauses = reader.clauses(collected.document)
            documents += 1
            group = {
                "outlet": record.outlet,
                "theatre": record.theatre,
                "year": (record.published or "")[:4],
            }[by] or "none"
            name = collected.document.id or collected.where
            rows += [_Row(name, group, clause) for clause in clauses]
    finally:
        ticker.close()
    return rows, documents, failed


def _counts(rows: list[_Row]) -> dict[str, Any]:
    counted = Counter(row.clause.outcome for row in rows)
    share = counted["unread"] / len(rows) if rows else 0.0
    return {"clauses": len(rows), **{name: counted[name] for name in _OUTCOMES}, "share": round(share, 4)}


def _told(rows: list[_Row], documents: int, limit: int, by: str | None) -> dict[str, Any]:
    """Return everything there is to say, as the JSON says it."""
    missed: dict[str, list[_Row]] = {}
    for row in rows:
        if row.clause.outcome == "unread":
            missed.setdefault(row.clause.outline, []).append(row)
    frequent = sorted(missed.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:limit]
    told: dict[str, Any] = {"documents": documents, **_counts(rows)}
    told["reasons"] = dict(Counter(row.clause.reason for row in rows if row.clause.reason).most_common())
    if by:
        groups = sorted({row.group for row in rows})
        told["by"] = {group: _counts([row for row in rows if row.group == group]) for group in groups}
    told["outlines"] = [
        {"outline": outline, "count": len(held), "examples": [_shown(row) for row in held[:_EXAMPLES]]}
        for outline, held in frequent
    ]
    return told


def _shown(row: _Row) -> dict[str, Any]:
    clause = row.clause
    shown: dict[str, Any] = {
        "document": row.document,
        "span": list(clause.span),
        "outcome": clause.outcome,
        "text": clause.text,
    }
    if clause.reports:
        shown["reports"] = list(clause.reports)
    if clause.reason is not None and clause.reason_span is not None:
        shown["reason"] = clause.reason
        shown["reason_span"] = list(clause.reason_span)
        first, last = (edge - clause.span[0] for edge in clause.reason_span)
        if 0 <= first < last <= len(clause.text):
            shown["reason_text"] = clause.text[first:last]
    return shown


def _sample(rows: list[_Row], size: int, seed: int, outcomes: tuple[str, ...]) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = []
    for outcome in outcomes:
        held = [row for row in rows if row.clause.outcome == outcome]
        drawn += [_shown(row) for row in Random(seed).sample(held, min(size, len(held)))]
    return drawn


def _print(told: dict[str, Any]) -> None:
    from rasd.model import terms

    say = typer.echo
    say(
        f"{told['unread']} of {told['clauses']} clauses of force are unread: {told['share']:.1%}"
        f" ({told['documents']} documents; {told['read']} read, {told['reason']} with a stated reason)."
    )
    for group, counted in told.get("by", {}).items():
        say(f"  {printable(group):20} {counted['share']:6.1%}  {counted['unread']} of {counted['clauses']}")
    if told["reasons"]:
        say("\nStated reasons")
        for reason, count in told["reasons"].items():
            term = terms("reasons")[reason]
            say(f"  {count:6}  {reason:18} {term.en} · {term.ar}")
    if told["outlines"]:
        say("\nUnread, by outline")
        for row in told["outlines"]:
            say(f"  {row['count']:6}  {printable(row['outline'])}")
            for example in row["examples"]:
                say(f"          {_line(example)}")
    if told.get("sample"):
        say("\nSample")
        for example in told["sample"]:
            why = example.get("reason") or ", ".join(f"report {one}" for one in example.get("reports", ()))
            words = f' "{" ".join(example["reason_text"].split())}"' if "reason_text" in example else ""
            say(printable(f"  {example['outcome']:6}  {why}{words}") + f"\n          {_line(example)}")


def _line(example: dict[str, Any]) -> str:
    text = " ".join(example["text"].split())
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    first, last = example["span"]
    return printable(f"{example['document']} {first}–{last}: {text}")
