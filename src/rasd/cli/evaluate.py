"""``rasd evaluate``: how near the reader is to a coding by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rasd.cli.console import EXIT_FAILED, Ticker, complain
from rasd.cli.packs import PackOption, pack_folders

if TYPE_CHECKING:
    from rasd.cli.figures import Figures
    from rasd.cli.pool import Outcome
    from rasd.evaluation import Cell, Comparison, Difference, LinkDocument, Loss, Score, Scorer
    from rasd.model import Document, Record

__all__ = ["evaluate"]


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="JSON Lines of documents with text and reports, of sentences with text and assault (true, false), or"
            " of documents with text and the keys of the incidents that they tell.",
        ),
    ],
    errors: Annotated[bool, typer.Option("--errors", help="List every slot that differs.")] = False,
    by: Annotated[
        str | None, typer.Option(metavar="theatre", help="Tables for each theatre too, slots by theatres.")
    ] = None,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="95 % intervals: bootstrap over documents, Wilson for shares.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as one JSON object.")] = False,
    core: Annotated[
        bool,
        typer.Option("--core", help="Read with the core list of places alone: the same on every machine."),
    ] = False,
    frozen: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Compare with this frozen run (TSV), or write it when there is none."
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Write the frozen run anew; losses must be explained.")
    ] = False,
    why: Annotated[
        str | None,
        typer.Option(
            metavar="REASON",
            help="With --update: explains each loss that is not yet explained, in the file beside the frozen run.",
        ),
    ] = None,
    incidents: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="With documents that name incidents: those incidents, with documents, killed and injured.",
        ),
    ] = None,
    theatre_pack: PackOption = None,
    swap: Annotated[
        str | None,
        typer.Option(
            metavar="A:B", help="Read the texts with two actors exchanged, or all: every two that meet."
        ),
    ] = None,
    noise: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Read the texts disturbed by one kind of noise, or all."),
    ] = None,
) -> None:
    """Code the documents of a gold file and compare, slot by slot.

    With --swap or --noise the texts are changed and read again: the records must be the same. Reports are not needed
    then, and a folder of examples (YAML) will do.

    Beside a frozen run RUN.tsv stands RUN.explained.tsv: why a value that was right is wrong now, one row each. Rows
    that explain what is right again are refused; --update drops them.

    Exit code 0; 1 when something got worse that nobody explained, an explanation is stale, or a changed text is read
    otherwise; 2 when the gold cannot be read.
    """
    from rasd.errors import DocumentError
    from rasd.evaluation import is_link_set, is_sentence_set

    if swap is not None or noise is not None:
        from rasd.cli.coders import load_reader
        from rasd.cli.rereading import reread

        reader = load_reader(pack_folders(theatre_pack), core=core)
        reread(reader, gold, swap, noise, errors=errors, as_json=as_json)
        return
    if by not in (None, "theatre"):
        raise DocumentError(f'Unknown --by "{by}". Groups: theatre.')
    if (update or why) and frozen is None:
        raise DocumentError("--update and --why write a frozen run: name its file with --frozen FILE.")
    if why is not None and not (update and why.strip()):
        raise DocumentError(
            "--why explains the losses that --update accepts: give a reason, and both options."
        )
    packs = pack_folders(theatre_pack)
    if is_link_set(gold):
        if by or intervals or frozen:
            raise DocumentError(
                f"{gold}: a linked set has no slots: neither --by, --intervals nor --frozen applies."
            )
        from rasd.cli.linked import evaluate_links

        documents = _linked(gold, core=core, packs=packs, wants_ticker=not errors)
        evaluate_links(gold, incidents, documents, errors=errors, as_json=as_json, packs=packs)
        return
    if is_sentence_set(gold):
        if by or intervals:
            raise DocumentError(
                f"{gold}: judged sentences have no slots and theatres: neither --by nor --intervals applies."
            )
        cells = _evaluate_sentences(gold, errors=errors, as_json=as_json, core=core, packs=packs)
        if frozen is not None:
            _against_frozen(frozen, _read_frozen(frozen), cells, update=update, why=why)
        return
    run = _Run(gold, core=core, packs=packs, wants_ticker=not errors)
    before = _read_frozen(frozen)
    figures = _figures(run, before, by_theatre=by is not None, intervals=intervals)
    _print(figures, as_json=as_json)
    if errors:
        _list(run.whole.differences, to_stderr=as_json)
    if frozen is not None:
        from rasd.evaluation import frozen_cells

        _against_frozen(frozen, before, list(frozen_cells(run.comparisons)), update=update, why=why)


def _outcomes(
    documents: Iterable[Document], where: Path, *, core: bool, packs: tuple[Path, ...]
) -> Iterator[Outcome]:
    from rasd.cli.coders import load_reader
    from rasd.cli.pool import read_all
    from rasd.collection import Collected

    reader = load_reader(packs, core=core)
    for outcome in read_all(reader, (Collected(f"{where}: {one.id}", one) for one in documents)):
        if outcome.error is not None:
            complain(str(outcome.error))
        yield outcome


def _reports(outcome: Outcome) -> list[dict[str, Any]]:
    if outcome.record is None:
        return []
    reports: list[dict[str, Any]] = outcome.record.model_dump(mode="json")["reports"]
    return reports


@dataclass(slots=True)
class _Run:
    """The documents of a gold file, coded and compared."""

    gold: Path
    core: bool
    packs: tuple[Path, ...]
    wants_ticker: bool
    whole: Scorer = field(init=False)
    parts: dict[str, Scorer] = field(init=False)
    comparisons: list[Comparison] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        from rasd.errors import DocumentError
        from rasd.evaluation import Scorer, compare, read_gold

        coded = list(read_gold(self.gold))
        if not coded:
            raise DocumentError(
                f"{self.gold}: empty: no coded document. Give JSON Lines of documents with their reports."
            )
        self.whole = Scorer()
        self.parts = {name: Scorer() for name in sorted({one.document.theatre or "none" for one in coded})}
        ticker = Ticker(wanted=self.wants_ticker)
        outcomes = _outcomes((one.document for one in coded), self.gold, core=self.core, packs=self.packs)
        for one, outcome in zip(coded, outcomes, strict=True):
            ticker.tick()
            predicted, text = _reports(outcome), one.document.text
            theatre = one.document.theatre or "none"
            comparison = compare(one.id, one.reports, predicted, theatre=theatre, text=text)
            self.comparisons.append(comparison)
            for scorer in (self.whole, self.parts[theatre]):
                scorer.add(comparison, text, predicted)
        ticker.close()


def _linked(
    gold: Path, *, core: bool, packs: tuple[Path, ...], wants_ticker: bool
) -> Iterator[tuple[LinkDocument, Record | None]]:
    """Yield the documents of a linked set with their records."""
    from rasd.evaluation import read_link_set

    rows = list(read_link_set(gold))
    ticker = Ticker(wanted=wants_ticker)
    for row, outcome in zip(
        rows, _outcomes((one.document for one in rows), gold, core=core, packs=packs), strict=True
    ):
        ticker.tick()
        yield row, outcome.record
    ticker.close()


def _evaluate_sentences(
    path: Path, *, errors: bool, as_json: bool, core: bool, packs: tuple[Path, ...]
) -> list[Cell]:
    from rasd.evaluation import AssaultScore, Cell, read_sentences, tells_assault

    score = AssaultScore()
    cells: list[Cell] = []
    sentences = list(read_sentences(path))
    ticker = Ticker(wanted=not errors)
    outcomes = _outcomes((one.document for one in sentences), path, core=core, packs=packs)
    for one, outcome in zip(sentences, outcomes, strict=True):
        ticker.tick()
        says_yes = tells_assault(_reports(outcome))
        score.add(one, says_yes=says_yes)
        words = ("yes" if one.assault else "no", "yes" if says_yes else "no")
        cells.append(Cell(one.document.id or "", one.document.theatre or "none", "-", "assault", *words))
    ticker.close()
    if as_json:
        import json

        typer.echo(json.dumps(score.as_json(), ensure_ascii=False))
    else:
        tally = score.tally
        typer.echo(
            f"assault       P {tally.precision:.3f}   R {tally.recall:.3f}   F1 {tally.f1:.3f}   sentences"
            f" {score.sentences}   gold {tally.hits + tally.missed}   predicted {tally.hits + tally.false}"
        )
    if errors:
        for what, identity in score.errors:
            typer.echo(f"{what}\t{identity}", err=as_json)
    return cells


def _read_frozen(path: Path | None) -> list[Cell] | None:
    from rasd.evaluation import read_frozen

    return read_frozen(path) if path is not None and path.is_file() else None


def _figures(run: _Run, before: list[Cell] | None, *, by_theatre: bool, intervals: bool) -> Figures:
    from rasd.cli.figures import Figures
    from rasd.evaluation import bootstrap, frozen_cells, scores_of

    frozen, frozen_parts = _added(scores_of(before).values()) if before is not None else (None, {})
    reach, part_reach = {}, {}
    if intervals:
        scores = list(scores_of(frozen_cells(run.comparisons)).values())
        reach = bootstrap([score for _, score in scores])
        if by_theatre:
            part_reach = {
                name: bootstrap([score for theatre, score in scores if theatre == name]) for name in run.parts
            }
    parts = {name: part.score for name, part in run.parts.items()} if by_theatre else {}
    return Figures(run.whole.score, parts, reach, part_reach, frozen, frozen_parts)


def _added(scores: Iterable[tuple[str, Score]]) -> tuple[Score, dict[str, Score]]:
    from rasd.evaluation import Score

    whole: Score = Score()
    parts: dict[str, Score] = {}
    for theatre, score in scores:
        whole.add(score)
        parts.setdefault(theatre, Score()).add(score)
    return whole, parts


def _print(figures: Figures, *, as_json: bool) -> None:
    from rasd.cli.figures import as_object, tables

    if as_json:
        import json

        typer.echo(json.dumps(as_object(figures), ensure_ascii=False))
    else:
        typer.echo("\n".join(tables(figures)))


def _list(differences: list[Difference], *, to_stderr: bool) -> None:
    for one in differences:
        report = "-" if one.report is None else str(one.report + 1)
        typer.echo(f"{one.document}\t{report}\t{one.slot}\t{one.gold}\t{one.predicted}", err=to_stderr)


def _against_frozen(
    path: Path, before: list[Cell] | None, cells: Sequence[Cell], *, update: bool, why: str | None
) -> None:
    from rasd.evaluation import (
        Explanation,
        changes,
        explained_path,
        losses,
        read_explained,
        stale,
    )

    notes = explained_path(path)
    if before is None:
        _write(path, cells, notes, [])
        complain(f"{path}: frozen run of {len({cell.document for cell in cells})} documents written.")
        return
    explained = read_explained(notes)
    known = {one.loss for one in explained}
    worse = [loss for loss in losses(before, cells) if loss not in known]
    found = changes(before, cells)
    for change in found:
        was, now = (cell.predicted if cell is not None else "" for cell in (change.before, change.after))
        key = "  ".join(change.cell.key)
        complain(f"changed: {key}: gold {change.cell.gold or '-'}; was {was or '-'}; now {now or '-'}")
    if why is None:
        for loss in worse:
            complain(f"WORSE: {_row(loss)}")
    old = stale(explained, cells)
    if not update:
        for one in old:
            complain(f"STALE: {_row(one.loss)}: not wrong any more. Take the row out of {notes}.")
    if worse and why is None:
        complain(
            f"{path}: {len(worse)} values got worse. Mend them, or explain each with a row in {notes} (document, report,"
            " slot, value, reason), or all with --update --why REASON."
        )
        raise typer.Exit(EXIT_FAILED)
    if update:
        kept = [one for one in explained if one not in old]
        _write(path, cells, notes, [*kept, *(Explanation(loss, why or "") for loss in worse)])
        complain(f"{path}: frozen run written ({len(found)} rows changed).")
    elif old:
        raise typer.Exit(EXIT_FAILED)
    elif found:
        complain(f"{path}: {len(found)} rows changed, no loss unexplained. Keep them with --update.")


def _row(loss: Loss) -> str:
    return f"{loss.document}\t{loss.report}\t{loss.slot}\t{loss.value}"


def _write(path: Path, cells: Iterable[Cell], notes: Path, explained: Iterable[Any]) -> None:
    from rasd.errors import OutputError
    from rasd.evaluation import write_explained, write_frozen

    try:
        write_frozen(path, cells)
        write_explained(notes, explained)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}. Choose another --frozen.") from None
