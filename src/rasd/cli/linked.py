"""``rasd evaluate`` of a linked set: which documents tell the same incident, held against a linking by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rasd.evaluation import LinkDocument
    from rasd.model import Record

__all__ = ["evaluate_links"]


def evaluate_links(
    gold: Path,
    incidents: Path | None,
    documents: Iterable[tuple[LinkDocument, Record | None]],
    *,
    errors: bool,
    as_json: bool,
    packs: tuple[Path, ...],
) -> None:
    """Link the documents' reports and print the figures; with `errors`, the pairs and ranges that are wrong."""
    from rasd.evaluation import read_gold_incidents, score_links
    from rasd.lexicon import Lexicon
    from rasd.linking import Linker, Member, incidents_of, members_of, traits_of

    wanted = [] if incidents is None else read_gold_incidents(incidents)
    linker = Linker()
    members: dict[str, Member] = {}
    told: dict[str, frozenset[str]] = {}
    for one, record in documents:
        told[one.document.id or ""] = one.incidents
        for member in members_of(record, one.document.text) if record is not None else ():
            members[member.id] = member
            linker.add(traits_of(member))
    found = incidents_of(linker, lambda ids: [members[one] for one in ids], lexicon=Lexicon.load(packs=packs))
    score = score_links(told, found, wanted)
    if as_json:
        typer.echo(json.dumps(score.as_json(), ensure_ascii=False))
    else:
        pairs = score.pairwise
        typer.echo(
            f"pairwise      P {pairs.precision:.3f}   R {pairs.recall:.3f}   F1 {pairs.f1:.3f}   documents"
            f" {score.documents}   linked pairs in the gold {pairs.hits + pairs.missed}"
        )
        typer.echo(
            f"B-cubed       P {score.b_cubed_precision:.3f}   R {score.b_cubed_recall:.3f}   F1 {score.b_cubed_f1:.3f}"
        )
        if score.ranges_of:
            typer.echo(f"ranges exact  {score.ranges_exact} of {score.ranges_of} incidents")
    if errors:
        for what, pair in [
            *(("wrong", pair) for pair in score.wrong),
            *(("missed", pair) for pair in score.missed),
        ]:
            typer.echo(f"{what}\t{pair[0]}\t{pair[1]}", err=as_json)
        for line in score.wrong_ranges:
            typer.echo(f"range\t{line}", err=as_json)
