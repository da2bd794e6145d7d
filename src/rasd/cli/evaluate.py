"""``rasd evaluate``: how near the reader is to a coding by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, Ticker, complain

if TYPE_CHECKING:
    from rasd.evaluation import Comparison, Difference, Score

__all__ = ["evaluate"]


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="JSON Lines of documents with text and reports.")
    ],
    errors: Annotated[bool, typer.Option("--errors", help="List every slot that differs.")] = False,
    by: Annotated[str | None, typer.Option(metavar="theatre", help="A table for each theatre too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as one JSON object.")] = False,
    frozen: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Compare with this frozen run (TSV), or write it when there is none."
        ),
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Write the frozen run anew.")] = False,
) -> None:
    """Code the documents of a gold file and compare, slot by slot.

    Exit code 0; 1 when a value that was right in the frozen run is wrong now (not with --update); 2 when the gold
    cannot be read.
    """
    from rasd.cli.coders import load_reader
    from rasd.cli.pool import read_all
    from rasd.collection import Collected
    from rasd.errors import DocumentError
    from rasd.evaluation import Scorer, compare, read_gold

    if by not in (None, "theatre"):
        raise DocumentError(f'Unknown --by "{by}". Groups: theatre.')
    if update and frozen is None:
        raise DocumentError("--update writes a frozen run: name its file with --frozen FILE.")
    coded = list(read_gold(gold))
    if not coded:
        raise DocumentError(
            f"{gold}: empty: no coded document. Give JSON Lines of documents with their reports."
        )
    whole, parts = (
        Scorer(),
        {name: Scorer() for name in sorted({one.document.theatre or "none" for one in coded})},
    )
    comparisons: list[Comparison] = []
    ticker = Ticker(wanted=not errors)
    outcomes = read_all(load_reader(), (Collected(f"{gold}: {one.id}", one.document) for one in coded))
    for one, outcome in zip(coded, outcomes, strict=True):
        ticker.tick()
        if outcome.error is not None:
            complain(str(outcome.error))
        predicted = outcome.record.model_dump(mode="json")["reports"] if outcome.record is not None else []
        comparison = compare(one.id, one.reports, predicted)
        comparisons.append(comparison)
        for scorer in (whole, parts[one.document.theatre or "none"]):
            scorer.add(comparison, one.document.text, predicted)
    ticker.close()
    _print(whole.score, {name: part.score for name, part in parts.items()} if by else {}, as_json=as_json)
    if errors:
        _list(whole.differences, to_stderr=as_json)
    if frozen is not None:
        _against_frozen(frozen, comparisons, update=update)


def _print(score: Score, parts: dict[str, Score], *, as_json: bool) -> None:
    if as_json:
        import json

        figures = score.as_json()
        if parts:
            figures["by_theatre"] = {name: part.as_json() for name, part in parts.items()}
        typer.echo(json.dumps(figures, ensure_ascii=False))
        return
    typer.echo("\n".join(_table(score)))
    if parts:
        typer.echo("\n" + "\n".join(_theatre_table(parts)))


def _table(score: Score) -> Iterable[str]:
    from rasd.evaluation import GROUPS

    for group in GROUPS:
        yield f"{group:13} {'P':>7} {'R':>7} {'F1':>7} {'gold':>6} {'pred':>6}"
        for row, tally in score.rows(group).items():
            figures = f"{tally.precision:7.3f} {tally.recall:7.3f} {tally.f1:7.3f}"
            yield f"  {row:11} {figures} {tally.hits + tally.missed:6} {tally.hits + tally.false:6}"
    yield _summary(score)


def _summary(score: Score) -> str:
    exact = f"{score.harm_exact}/{score.harm_of}"
    if score.harm_of:
        exact = f"{score.harm_exact / score.harm_of:.3f} ({exact})"
    return (
        f"documents {score.documents}   exact harm {exact}   false alarms {score.alarmed}/{score.quiet} documents"
        f"   evidence {score.evidence_good}/{score.evidence_of}"
    )


def _theatre_table(parts: dict[str, Score]) -> Iterable[str]:
    titles = ("theatre", "docs", "incidents", "reports", "political", "exact harm", "alarms", "evidence")
    yield f"{titles[0]:12}" + "".join(f" {title:>10}" for title in titles[1:])
    for name, score in parts.items():
        incidents, political = score.rows("incidents"), score.rows("political")
        cells = (
            str(score.documents),
            f"{incidents['all'].f1:.3f}",
            f"{incidents['report'].recall:.3f}",
            f"{political['all'].f1:.3f}",
            f"{score.harm_exact}/{score.harm_of}",
            f"{score.alarmed}/{score.quiet}",
            f"{score.evidence_good}/{score.evidence_of}",
        )
        yield f"{name:12}" + "".join(f" {cell:>10}" for cell in cells)
    yield "incidents, political: F1 of all slots; reports: recall of incident reports"


def _list(differences: list[Difference], *, to_stderr: bool) -> None:
    for one in differences:
        report = "-" if one.report is None else str(one.report + 1)
        typer.echo(f"{one.document}\t{report}\t{one.slot}\t{one.gold}\t{one.predicted}", err=to_stderr)


def _against_frozen(path: Path, comparisons: list[Comparison], *, update: bool) -> None:
    from rasd.errors import OutputError
    from rasd.evaluation import changes, frozen_cells, read_frozen, write_frozen

    cells = list(frozen_cells(comparisons))
    found = changes(read_frozen(path), cells) if path.is_file() else []
    lost = sum(len(change.lost) for change in found)
    for change in found:
        mark = "WORSE" if change.lost else "changed"
        was, now = (cell.predicted if cell is not None else "" for cell in (change.before, change.after))
        complain(
            f"{mark}: {'  '.join(change.cell.key)}: gold {change.cell.gold or '-'}; was {was or '-'}; now {now or '-'}"
        )
    if update or not path.is_file():
        try:
            write_frozen(path, cells)
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written: {error.strerror}. Choose another --frozen."
            ) from None
        complain(f"{path}: frozen run of {len(comparisons)} documents written ({len(found)} rows changed).")
    elif lost:
        complain(
            f"{path}: {lost} values that were right are wrong now. Mend them, or accept them with --update."
        )
        raise typer.Exit(EXIT_FAILED)
    elif found:
        complain(f"{path}: {len(found)} rows changed, none for the worse. Keep them with --update.")
