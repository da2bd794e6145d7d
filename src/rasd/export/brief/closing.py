"""How a brief ends: whose words it rests on, how it was made and how well that works, and what it cannot know."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from rasd.export.brief.facts import Brief
from rasd.export.brief.ledger import masked_name
from rasd.export.brief.markup import listing, said, table
from rasd.export.page.labels import asset, isolated
from rasd.export.phrases import Phrases

__all__ = ["gaps_part", "method_part", "sources_part"]

_SLOTS = ("report", "kind", "date", "place", "perpetrator", "harm", "source", "all")


@cache
def _accuracy() -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(asset("accuracy.json"))
    return figures


def sources_part(brief: Brief, phrases: Phrases) -> str:
    """Return outlets and bodies with how many each, and the documents by the numbers under which they are cited."""
    outlets = Counter(one.outlet or "" for one in brief.documents.values())
    told_of: Counter[str] = Counter()
    for incident in brief.incidents:
        told_of.update({link.outlet or "" for link in incident.reports})
    rows = [
        (isolated(outlet) if outlet else said(phrases("unknown_outlet")), str(count), str(told_of[outlet]))
        for outlet, count in sorted(outlets.items(), key=lambda one: (-one[1], one[0]))
    ]
    heads = [phrases(one) for one in ("outlet_head", "documents_head", "incidents_head")]
    parts = [f'<p class="note">{said(phrases("masked_note"))}</p>']
    parts.append(f"<h3>{said(phrases('outlets_title'))}</h3>{table(heads, rows, name='counts')}")
    bodies = list(_bodies(brief, phrases))
    if bodies:
        heads = [phrases(one) for one in ("bodies_head", "sort_head", "figures_head")]
        parts.append(f"<h3>{said(phrases('bodies_title'))}</h3>{table(heads, bodies, name='counts')}")
    entries = "".join(
        f'<li id="s{one.number}" value="{one.number}">{_document(one.outlet, one.published, phrases)}'
        + (f" – {said(phrases('copy_mark'))}" if one.is_copy else "")
        + (f" – {said(phrases('party_mark'))}" if one.is_party else "")
        + "</li>"
        for one in brief.documents.values()
    )
    parts.append(f'<h3>{said(phrases("documents_title"))}</h3><ol class="documents">{entries}</ol>')
    return "".join(parts)


def _document(outlet: str | None, published: str | None, phrases: Phrases) -> str:
    name = isolated(outlet) if outlet else said(phrases("unknown_outlet"))
    return f"{name}, {said(published[:10])}" if published else name


def _bodies(brief: Brief, phrases: Phrases) -> Iterator[tuple[str, str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for incident in brief.incidents:
        for harm in (*incident.harm, *incident.conceded):
            for figure in harm.figures:
                if figure.source_type is not None and figure.source:
                    found[masked_name(figure.source, phrases), figure.source_type] += 1
    for (name, sort), count in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        yield isolated(name), said(phrases.term("source_types", sort)), str(count)


def method_part(brief: Brief, phrases: Phrases) -> str:
    """Return how the brief was made, with the accuracy of reading and linking as measured."""
    given = _accuracy()
    read, unseen = given["written_with"], given["unseen"]
    keys = ["method_read", "method_range", *(["method_ledger"] if brief.ledgers else [])]
    paragraphs = "".join(f"<p>{said(phrases(key, version=given['version']))}</p>" for key in keys)
    rows = [
        (
            said(phrases(f"slot_{slot}")),
            *(
                f'<bdi dir="ltr">{part["slots"][slot][2]} ({part["slots"][slot][3]})</bdi>'
                for part in (read, unseen)
            ),
        )
        for slot in _SLOTS
    ]
    note = phrases(
        "accuracy_note",
        with_documents=phrases.counted("documents", read["documents"]),
        unseen_documents=phrases.counted("documents", unseen["documents"]),
    )
    filled = {
        f"{name}_{key}": value
        for name, part in (("with", read), ("unseen", unseen))
        for key, value in zip(("hits", "of", "reach"), part["exact"], strict=True)
    }
    pairs, _, ranges = given["linking"]
    hits, _, of = ranges.partition(" of ")
    linking = phrases("accuracy_linking", pairs=pairs, ranges=phrases("ranges_of", hits=hits, of=of))
    heads = [phrases(one) for one in ("slot_head", "with_head", "unseen_head")]
    return (
        f"{paragraphs}<h3>{said(phrases('accuracy_title'))}</h3><p>{said(note)}</p>{table(heads, rows, name='counts')}"
        f"<p>{said(phrases('accuracy_exact', **filled))} {said(linking)}</p>"
    )


def gaps_part(brief: Brief, phrases: Phrases) -> str:
    """Return what the brief cannot know: silent feeds, and what incidents lack."""
    if brief.feeds is None or brief.feeds == 0:
        feeds = f"<p>{said(phrases('gap_no_feeds'))}</p>"
    elif not brief.silent:
        feeds = f"<p>{said(phrases('gap_all_well', n=brief.feeds))}</p>"
    else:
        lines = [
            phrases("gap_feed", outlet=one.outlet, since=one.since.isoformat(), why=one.why)
            for one in brief.silent
        ]
        feeds = f"<h3>{said(phrases('gap_feeds_title'))}</h3>{listing(map(said, lines))}"
    counts = {
        "gap_undated": brief.undated,
        "gap_undated_in": sum(one.date.start is None and one.date.end is None for one in brief.incidents),
        "gap_placeless": sum(all(place.latitude is None for place in one.places) for one in brief.incidents),
        "gap_area": sum(
            bool(one.places) and all(place.approximate for place in one.places) for one in brief.incidents
        ),
        "gap_nobody": sum(not one.perpetrators for one in brief.incidents),
        "gap_single": sum(one.independent_sources < 2 for one in brief.incidents),
    }
    lines = [
        phrases(key, incidents=phrases.counted("incidents", count)) for key, count in counts.items() if count
    ]
    if brief.issues:
        lines.append(phrases("gap_issues", n=brief.issues))
    if brief.other_kind:
        lines.append(phrases("gap_real" if brief.is_synthetic else "gap_synthetic", n=brief.other_kind))
    lines.append(phrases("gap_documents"))
    return feeds + listing(map(said, lines))
