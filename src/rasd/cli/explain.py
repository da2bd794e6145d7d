"""``rasd explain``: how a text was read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.console import EXIT_FAILED, complain, printable
from rasd.cli.packs import PackOption, pack_folders

if TYPE_CHECKING:
    from rasd.cli.coders import Explanation
    from rasd.collection import Defaults
    from rasd.model import Document, Record

__all__ = ["explain"]

_PATH_ENDINGS = (".txt", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv", ".tsv")


def explain(
    source: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|FILE|-", help="A text, a file with one document or more, or - for standard input."
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Publication date where the text states none, ISO 8601."),
    ] = None,
    theatre: Annotated[str | None, typer.Option(help="Theatre where the document states none.")] = None,
    format: Annotated[
        str,
        typer.Option(
            metavar="FORMAT", help="text for people; jsonl: one text a line in, its mentions a line out."
        ),
    ] = "text",
    outlet: Annotated[str | None, typer.Option(help="Outlet where the document states none.")] = None,
    theatre_pack: PackOption = None,
) -> None:
    """Show how a text is read: folded text, tokens, mentions, rules, clauses, reports.

    With --format jsonl each line of the input is a plain text or {"text": …, "published": …}, and each line of the
    output {"text", "mentions": [{"dimension", "span", "value", "rule"}], "clauses": [{"span", "status", "notes"}]}.
    """
    from rasd.cli.coders import load_reader
    from rasd.cli.read import defaults_of
    from rasd.errors import DocumentError

    if format not in ("text", "jsonl"):
        raise DocumentError(f'Unknown format "{format}". Formats: jsonl, text.')
    packs = pack_folders(theatre_pack)
    defaults = defaults_of(published, outlet, theatre, packs=packs)
    path = _path(source)
    reader = load_reader(packs)
    failed = False
    if format == "jsonl":
        failed = _explain_lines(reader, source, path, defaults)
    else:
        for number, (document, where) in enumerate(_documents(source, path, defaults)):
            if number:
                typer.echo("")
            if document is None:
                failed = True
                complain(where)
                continue
            for line in _told(reader.explain(document)):
                typer.echo(printable_lines(line))
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _path(source: str) -> Path | None:
    """Return the file that is meant, or None for a text or standard input; a missing file is an error, not a text."""
    from rasd.errors import DocumentError

    try:
        if source != "-" and Path(source).is_file():
            return Path(source)
    except (OSError, ValueError):  # longer than a name may be, or with a NUL: a text
        return None
    if source.lower().endswith(_PATH_ENDINGS) and " " not in source:
        raise DocumentError(
            f"{source}: no such file. Give a file, a text in quotes, or - for standard input."
        )
    return None


def _documents(source: str, path: Path | None, defaults: Defaults) -> Iterator[tuple[Document | None, str]]:
    from rasd.collection import collect
    from rasd.collection.rows import document_of

    if path is None and source != "-":
        yield document_of({"text": source}, "the text given", defaults), "the text given"
        return
    for collected in collect([source], defaults, sys.stdin.buffer):
        yield collected.document, collected.where if collected.error is None else str(collected.error)


def _explain_lines(reader: Any, source: str, path: Path | None, defaults: Defaults) -> bool:
    """Write the mentions of each line; returns whether a line failed."""
    import json

    from rasd.collection.rows import document_of
    from rasd.errors import DocumentError

    failed = False
    for where, line in _lines(source, path, defaults):
        try:
            document = document_of(_row(line, where), where, defaults)
        except DocumentError as error:
            failed = True
            complain(str(error))
            continue
        explanation = reader.explain(document)
        mentions = [
            {"dimension": m.dimension, "span": list(m.span), "value": m.value, "rule": m.rule}
            for m in explanation.mentions
        ]
        clauses = [
            {"span": list(clause.span), "status": clause.status, "notes": list(clause.notes)}
            for clause in explanation.clauses
        ]
        row = {"text": document.text, "mentions": mentions, "clauses": clauses}
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()
    return failed


def _row(line: str, where: str) -> dict[str, Any]:
    """Return a line as a row: an object as it is, a JSON text or any other line as its text."""
    import json

    from rasd.errors import DocumentError

    if not line.startswith(("{", '"')):
        return {"text": line}
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        if line.startswith('"'):  # a sentence that begins with a quotation
            return {"text": line}
        raise DocumentError(f'{where}: not JSON: {error}. Write {{"text": …}} or a plain text.') from None
    return value if isinstance(value, dict) else {"text": value}


def _lines(source: str, path: Path | None, defaults: Defaults) -> Iterator[tuple[str, str]]:
    from rasd.collection.stream import Peeked, lines

    if path is None and source != "-":
        yield "the text given", source
        return
    name = "standard input" if path is None else str(path)
    binary = sys.stdin.buffer if path is None else path.open("rb")
    with binary:
        for line in lines(Peeked(binary, first_line=path is None), name, 2 * defaults.max_bytes):
            if line.error is not None:
                complain(str(line.error))
            elif line.text.strip():
                yield f"{name}:{line.number}", line.text.rstrip("\r\n")


def printable_lines(text: str) -> str:
    """Return `text` without what could steer a terminal, newlines kept."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _told(explanation: Explanation) -> Iterable[str]:
    yield "Folded"
    yield "  " + explanation.folded.replace("\n", "\n  ")
    yield "Theatres"
    yield "  " + (", ".join(explanation.theatres) or "none")
    yield "Tokens"
    yield "  " + " · ".join(token.text if token.text != "\n" else "⏎" for token in explanation.tokens)
    yield "Mentions"
    for mention in explanation.mentions:
        value = ", ".join(
            f"{key}={shown}" for key, shown in mention.value.items() if shown not in (None, "", [])
        )
        place = f"{mention.span[0]}–{mention.span[1]}"
        yield f"  {mention.dimension:12} {place:>11}  {value}  [{mention.rule}]"
    yield "Clauses"
    for clause in explanation.clauses:
        yield f"  {clause.span[0]}–{clause.span[1]} → {clause.status}: {clause.text.strip()}"
        for note in clause.notes:
            yield f"      {note}"
    yield from _told_record(explanation.record)


def _told_record(record: Record) -> Iterable[str]:
    yield "Reports"
    for number, report in enumerate(record.reports, start=1):
        yield f"  {number}. {report.kind} ({report.factuality})  [{report.rule}]"
        for field, value in report:
            for one in value if isinstance(value, list) else [value]:
                if hasattr(one, "evidence"):
                    yield _told_value(field, one)
    if not record.reports:
        yield "  none"
    if record.tolls:
        yield "Tolls"
        for toll in record.tolls:
            yield _told_value("", toll)
    if record.claimed_totals:
        yield "Claimed totals"
        for total in record.claimed_totals:
            yield _told_value("", total)
    if record.issues:
        yield "Issues"
        for issue in record.issues:
            yield f"  {issue.code}: {issue.message}"


def _told_value(field: str, value: Any) -> str:
    shown = value.model_dump(mode="json", exclude_defaults=True, exclude={"evidence", "rule", "data_version"})
    facts = ", ".join(f"{key}={one}" for key, one in shown.items())
    spans = " ".join(f"{start}–{end}" for start, end in value.evidence)
    return f"      {field:14} {facts or 'none'}  {spans}  [{value.rule}]"
