"""``rasd evaluate --swap`` and ``--noise``: texts changed, read again and compared."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from rasd.cli.console import EXIT_FAILED, Ticker, complain, printable

if TYPE_CHECKING:
    from rasd.coding import Coder
    from rasd.evaluation.rereading import Mismatch, Rereading, Tally
    from rasd.model import Document

__all__ = ["reread"]

_AROUND = 30  # characters shown beside a changed one


def reread(
    coder: Coder, gold: Path, swap: str | None, noise: str | None, *, errors: bool, as_json: bool
) -> None:
    """Read every document of `gold` again with `swap` or `noise`, print the shares; exit code 1 on a difference."""
    from rasd.errors import DocumentError

    if swap is not None and noise is not None:
        raise DocumentError("--swap and --noise are two trials. Run them one after the other.")
    # A wrong pair or name is told before a long run.
    pairs = _pairs(coder, swap) if swap is not None else None
    names = _noises(noise) if noise is not None else []
    documents = list(_documents(gold))
    if not documents:
        raise DocumentError(f"{gold}: no document. Give JSON Lines with `text`, or a folder of examples.")
    ticker = Ticker(wanted=not errors)
    run = (
        _swapped(coder, documents, pairs, ticker)
        if swap is not None
        else _noisy(coder, documents, names, ticker)
    )
    rereadings = list(run)
    ticker.close()
    _print(rereadings, is_swap=swap is not None, errors=errors, as_json=as_json)
    if not all(one.is_equal for one in rereadings):
        raise typer.Exit(EXIT_FAILED)


def _pairs(coder: Coder, given: str) -> list[tuple[str, str]] | None:
    """Return the pair that is asked for; None: every pair that meets."""
    from rasd.errors import DocumentError

    if given == "all":
        return None
    one, colon, other = given.partition(":")
    if not colon or one == other:
        raise DocumentError(f'--swap "{given}" is no pair. Write two actors as SYR_GOV:SYR_OPP, or all.')
    for actor in (one, other):
        if actor not in coder.lexicon.actors:
            known = ", ".join(sorted(coder.lexicon.actors))
            raise DocumentError(f'Unknown actor "{actor}" in --swap. Actors: {known}.')
    return [(one, other)]


def _noises(given: str) -> list[str]:
    from rasd.errors import DocumentError
    from rasd.evaluation.rereading import NOISE

    if given == "all":
        return list(NOISE)
    if given not in NOISE:
        raise DocumentError(f'Unknown --noise "{given}". Noises: all, {", ".join(NOISE)}.')
    return [given]


def _documents(gold: Path) -> Iterator[Document]:
    from rasd.collection import Defaults, collect
    from rasd.evaluation.rereading import read_examples

    if gold.is_dir() and any(gold.glob("*.yaml")):
        yield from read_examples(gold)
        return
    for collected in collect([str(gold)], Defaults(), sys.stdin.buffer):
        if collected.error is not None:
            complain(str(collected.error))
        if collected.document is not None:
            yield collected.document


def _swapped(
    coder: Coder, documents: list[Document], pairs: list[tuple[str, str]] | None, ticker: Ticker
) -> Iterator[Rereading]:
    from rasd.evaluation.swap import Trial, meeting

    by_theatre: dict[str, list[tuple[str, str]]] = {}
    if pairs is None:
        trials = (Trial(coder, document) for document in documents)
        by_theatre = meeting((trial.theatre, trial.actors) for trial in trials)
    for document in documents:
        trial = Trial(coder, document)
        named = trial.actors
        for pair in by_theatre.get(trial.theatre, []) if pairs is None else pairs:
            if not named.isdisjoint(pair) and (found := trial.exchanged(pair)) is not None:
                yield found
        ticker.tick()


def _noisy(coder: Coder, documents: list[Document], names: list[str], ticker: Ticker) -> Iterator[Rereading]:
    from rasd.evaluation.rereading import reread_disturbed

    for document in documents:
        record = coder.code(document)
        for name in names:
            if (found := reread_disturbed(coder, document, record, name)) is not None:
                yield found
        ticker.tick()


def _print(rereadings: list[Rereading], *, is_swap: bool, errors: bool, as_json: bool) -> None:
    from rasd.evaluation.rereading import tallies

    whole = tallies(rereadings, by=lambda one: "all")
    parts = tallies(
        rereadings, by=(lambda one: f"{one.theatre}\t{one.change}") if is_swap else (lambda one: one.change)
    )
    if as_json:
        import json

        figures: dict[str, Any] = _figures(whole["all"]) if whole else {}
        figures["by"] = {name.replace("\t", " "): _figures(tally) for name, tally in parts.items()}
        if errors:
            figures["differences"] = [
                _row(one, mismatch) for one in rereadings for mismatch in one.mismatches
            ]
        typer.echo(json.dumps(figures, ensure_ascii=False))
        return
    theatres = tallies(rereadings, by=lambda one: one.theatre)
    groups = [theatres, parts] if is_swap else [parts, theatres]
    for line in _table([*(group for group in groups), whole]):
        typer.echo(line)
    if errors:
        for one in rereadings:
            for line in _told(one):
                typer.echo(printable(line))


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        "read": tally.read,
        "equal": tally.equal,
        "share": round(tally.share, 5),
        "excused": tally.excused,
        "values": tally.values,
        "left": tally.left,
    }


def _table(groups: Iterable[dict[str, Tally]]) -> Iterator[str]:
    yield f"{'':34} {'read':>7} {'equal':>7} {'share':>8} {'excused':>8} {'values':>7} {'left':>6}"
    for group in groups:
        for name, tally in sorted(group.items()):
            title = name.replace("\t", "  ")
            yield (
                f"{title:34} {tally.read:7} {tally.equal:7} {tally.share:8.2%} {tally.excused:8}"
                f" {tally.values:7} {tally.left:6}"
            )
    yield "equal: the same record and evidence; excused: equal but for a kind that is inferred; left: not exchanged, with the reason"


def _row(one: Rereading, mismatch: Mismatch) -> dict[str, Any]:
    return {
        "document": one.document,
        "change": one.change,
        "report": None if mismatch.report is None else mismatch.report + 1,
        "field": mismatch.field,
        "before": mismatch.before,
        "after": mismatch.after,
        "excused": mismatch.excused,
    }


def _told(one: Rereading) -> Iterator[str]:
    """Tell each difference of a rereading, and under them what was changed in the text; else why it was left aside."""
    for reason in one.left:
        yield f"{one.document}\t{one.change}\t-\tleft\t{reason}"
    for mismatch in one.mismatches:
        report = "-" if mismatch.report is None else str(mismatch.report + 1)
        note = f"\t({mismatch.excused})" if mismatch.excused else ""
        yield (
            f"{one.document}\t{one.change}\t{report}\t{mismatch.field}\t{mismatch.before}\t{mismatch.after}{note}"
        )
    if not one.is_equal:
        for segment in one.alignment.segments[:5]:
            start, end = segment.after
            before, after = one.text[max(0, start - _AROUND) : start], one.text[end : end + _AROUND]
            yield f"\t{before}[{one.text[start:end]}]{after}".replace("\n", " ")
