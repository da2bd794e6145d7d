"""What the cascade loses: its output held against the truth of a generated crawl, and against the full reader on the same pages."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rasd.evaluation import wilson
from rates.bare import payloads
from rates.figures import keep, progress

RELATED = {"shelling": {"shelling", "air_strike", "attack"}, "attack": {"attack", "clash", "explosion"}}
"""Kinds that may stand for one another where templates leave it open."""


def recall(folder: Path, output: Path, *, pages: int, negatives: int) -> None:
    """Hold the finished output of `rasd archive` over a crawl against its truth.

    `pages` reports of violence and `negatives` other Arabic pages, drawn by chance, are read in full as `rasd read` does;
    where the full reader finds a report, the cascade should have kept the document.
    """
    say = progress("recall")
    truth = [json.loads(line) for line in (folder / "truth.jsonl").open(encoding="utf-8")]
    documents = {row["url"]: json.loads(row["record"]) for row in documents_of(output)}
    say(f"{len(documents):,} documents in {output}")
    violent = [row for row in truth if row.get("violent")]
    others = [row for row in truth if row.get("violent") is False]
    unbroken = [row for row in violent if "broken" not in row]
    rows: list[dict[str, object]] = [_row("reports of violence, whole records", unbroken, documents)]
    rows += [
        _row(f"of them, {name}", several, documents) for name, several in sorted(_sorts(unbroken).items())
    ]
    broken = [row for row in violent if "broken" in row]
    if broken:
        rows.append(_row("reports of violence in broken records", broken, documents))
    rows += [_held(unbroken, documents, name) for name in ("place", "day", "kind", "killed", "perpetrator")]
    chance = random.Random(1)
    chosen = chance.sample(unbroken, min(pages, len(unbroken))) + chance.sample(
        others, min(negatives, len(others))
    )
    full = _in_full(folder, {row["address"] for row in chosen if "broken" not in row}, say)
    for name, several in (("reports of violence", violent), ("other Arabic pages", others)):
        read = [row["address"] for row in several if row["address"] in full]
        told = [address for address in read if full[address]]
        found = sum(address in documents for address in told)
        more = sum(address in documents for address in read) - found
        rows.append(_figures(f"{name}: full reader finds a report, cascade keeps it", len(told), found))
        rows.append(_figures(f"{name}: cascade alone keeps it", len(read), more))
    keep("recall", rows)


def documents_of(output: Path) -> Iterable[dict[str, Any]]:
    """Yield url and record of the documents that a run kept, those folded into others too: from its parts."""
    import pyarrow.parquet as pq

    paths = sorted((output / "parts").glob("*.parquet"))
    if not paths:
        raise SystemExit(f"{output}: holds no parts. Run: rasd archive CRAWL --output {output}")
    for path in paths:
        yield from pq.read_table(path, columns=["url", "record"]).to_pylist()


def _sorts(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    sorts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        sorts[f"layout {row['layout']}"].append(row)
        if row["charset"] != "utf-8":
            sorts[f"in {row['charset']}"].append(row)
        for name in ("entities", "mislabelled"):
            if row.get(name):
                sorts[name].append(row)
    return sorts


def _row(name: str, rows: list[dict[str, Any]], documents: dict[str, Any]) -> dict[str, object]:
    return _figures(name, len(rows), sum(row["address"] in documents for row in rows))


def _figures(name: str, number: int, found: int) -> dict[str, object]:
    return {
        "measure": name,
        "number": number,
        "found": found,
        "share": round(found / number, 4) if number else "",
        "at_least": round(wilson(found, number)[0], 4) if number else "",
    }


def _held(rows: list[dict[str, Any]], documents: dict[str, Any], field: str) -> dict[str, object]:
    """Return in how many documents found a report says what is true."""
    asked = [row for row in rows if row["address"] in documents and (field != "killed" or "killed" in row)]
    right = sum(
        any(_says(report, row, field) for report in documents[row["address"]]["reports"]) for row in asked
    )
    return _figures(f"of documents found, true {field}", len(asked), right)


def _says(report: dict[str, Any], row: dict[str, Any], field: str) -> bool:
    if field == "place":
        return any(
            place.get("gazetteer_id") == row["place"] or place["name"] == row["place_name"]
            for place in report.get("places") or ()
        )
    if field == "day":
        return bool((report.get("date") or {}).get("start") == row["day"])
    if field == "kind":
        return report["kind"] in RELATED.get(row["kind"], {row["kind"]})
    if field == "killed":
        return any(
            harm["effect"] == "killed" and harm.get("min") == row["killed"]
            for harm in report.get("harm") or ()
        )
    return any(one["actor"] == row["perpetrator"] for one in report.get("perpetrators") or ())


def _in_full(folder: Path, addresses: set[str], say: Any) -> dict[str, int]:
    """Return how many reports `rasd read` finds on each page."""
    from rasd.coding import Coder
    from rasd.collection import Defaults
    from rasd.errors import DocumentError
    from rasd.scale.extraction import extract
    from rasd.scale.page import Page

    coder = Coder.load()
    found: dict[str, int] = {}
    failed: Counter[str] = Counter()
    for path in sorted(folder.glob("*.warc.gz")):
        for address, body, declared in payloads(path):
            if address not in addresses:
                continue
            media_type, _, rest = declared.lower().partition(";")
            page = Page(address, body, address, media_type.strip(), rest.rpartition("charset=")[2].strip())
            try:
                record = coder.code(extract(page, defaults=Defaults(), careful=True).document)
            except DocumentError as error:
                failed[type(error).__name__] += 1
                continue
            found[address] = len(record.reports) + len(record.tolls)
        say(
            f"{path.name}: {len(found):,} of {len(addresses):,} pages read in full"
            + (f", {failed.total()} failed" if failed else "")
        )
    return found
