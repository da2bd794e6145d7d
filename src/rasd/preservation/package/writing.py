"""Writes a package: WACZ with evidentiary records, index, pages, working copies, custody entries and their proofs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from rasd.preservation.merkle import Tree
from rasd.preservation.package.contents import Contents, KeptStamp, LogEntry, Tombstone
from rasd.preservation.package.copying import Copied, copy_records
from rasd.preservation.package.index import IndexLine, blocks
from rasd.preservation.package.readme import Counts, leaflets
from rasd.preservation.package.zipped import WACZ_VERSION, Zipped
from rasd.store import EvidenceRef, Sighting, StoredDocument

__all__ = ["ARCHIVE", "DOCUMENTS", "ENTRIES", "PROOFS", "Written", "write_package"]

WARC = "evidence.warc.gz"
ARCHIVE = f"archive/{WARC}"
DOCUMENTS = "documents/documents.jsonl"
ENTRIES = "custody/entries.jsonl"
PROOFS = "custody/proofs.json"
_INDEX = "index.cdx.gz"


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a package."""

    counts: Counts
    digest: str
    """SHA-256 of its ``datapackage.json``, which names the SHA-256 of all the rest."""


def write_package(stream: BinaryIO, contents: Contents) -> Written:
    """Write the package to `stream`; the same contents give the same bytes."""
    with Zipped(stream, at=contents.at) as zipped:
        return _write(zipped, contents)


def _write(zipped: Zipped, contents: Contents) -> Written:
    counts = Counts(log=len(contents.hashes), head=contents.hashes[-1] if contents.hashes else "")
    gathered = _Gathered(contents, counts)
    with zipped.member(DOCUMENTS) as member:
        for line in gathered.lines():
            member.write(line)
    with zipped.member(ARCHIVE, stored=True) as member:
        copied = list(copy_records(contents.evidence, gathered.wanted, member, filename=WARC))
    counts.records = len(copied)
    lines = [one.line for one in copied if one.line is not None]
    index, names = blocks(lines, _INDEX)
    zipped.write(f"indexes/{_INDEX}", index, stored=True)
    zipped.write("indexes/index.idx", names)
    zipped.write("pages/pages.jsonl", _pages(copied, gathered.titles))
    counts.entries, counts.stamps = len(contents.entries), len(contents.stamps)
    zipped.write(ENTRIES, (_line(_entry(entry)) for entry in contents.entries))
    zipped.write(PROOFS, json.dumps(_proofs(contents), indent=1).encode())
    for stamp in contents.stamps:
        for path in stamp.files:
            zipped.write(f"stamps/{path.name}", path.read_bytes())
    for language, text in leaflets(counts, described=contents.described, version=WACZ_VERSION).items():
        zipped.write(f"about/README.{language}.md", text.encode())
    facts = {key: value for key, value in asdict(counts).items() if key != "head" or value}
    title = ("SYNTHETIC: " if counts.synthetic else "") + f"Rasd package: {counts.documents} documents"
    digest = zipped.finish(title=title, description=contents.described, facts=facts)
    return Written(counts, digest)


class _Gathered:
    """The documents on their way into the package, and the records that they rest on."""

    def __init__(self, contents: Contents, counts: Counts) -> None:
        self._contents = contents
        self._counts = counts
        self._withheld: set[EvidenceRef] = set()
        self.wanted: set[EvidenceRef] = set()
        self.titles: dict[str, str] = {}

    def lines(self) -> Iterator[bytes]:
        for document, tombstone in self._contents.documents:
            self._counts.documents += 1
            self._counts.synthetic += document.document.synthetic
            if tombstone is not None:
                self._counts.tombstones += 1
                yield _line(_tombstone(document, tombstone))
                continue
            for sighting in document.sightings:
                if sighting.evidence is not None:
                    self._want(sighting.evidence, document.document.title or "")
            yield _line(_document(document, self.wanted))

    def _want(self, evidence: EvidenceRef, title: str) -> None:
        if evidence in self.wanted or evidence in self._withheld:
            return
        if self._contents.withheld(evidence):
            self._withheld.add(evidence)
            self._counts.withheld += 1
            return
        self.wanted.add(evidence)
        if title:
            self.titles[evidence.record_id] = title


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass") + b"\n"


def _document(stored: StoredDocument, wanted: set[EvidenceRef]) -> dict[str, Any]:
    written: dict[str, Any] = stored.document.model_dump(mode="json", exclude_none=True)
    written["text_sha256"] = stored.text_sha256
    if stored.version_of:
        written["version_of"] = stored.version_of
    written["sightings"] = [_sighting(sighting, wanted) for sighting in stored.sightings]
    written["media"] = [{"url": link.url, "kind": link.kind} for link in stored.media]
    return written


def _sighting(sighting: Sighting, wanted: set[EvidenceRef]) -> dict[str, Any]:
    written: dict[str, Any] = {
        "method": sighting.method,
        "collected_at": sighting.collected_at.isoformat(),
        "part": sighting.part,
        "extractor": sighting.extractor,
    }
    if sighting.evidence is not None and sighting.evidence in wanted:
        kept = sighting.evidence
        written["evidence"] = {
            "record_id": kept.record_id,
            "sha256": kept.sha256,
            "target_uri": kept.target_uri,
        }
    return written


def _tombstone(stored: StoredDocument, tombstone: Tombstone) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": tombstone.name,
        "tombstone": True,
        "redacted_at": tombstone.at,
        "evidence_destroyed": tombstone.is_destroyed,
        "removed": list(tombstone.removed),
        "text_sha256": stored.text_sha256,
        "synthetic": stored.document.synthetic,
    }
    if not tombstone.is_whole:
        kept = stored.document
        written |= {
            "text": kept.text,
            "title": kept.title,
            "outlet": kept.outlet,
            "published": kept.published,
        }
    return written


def _pages(copied: list[Copied], titles: dict[str, str]) -> bytes:
    lines = [json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Pages"})]
    seen: set[tuple[str, str]] = set()
    for one in copied:
        line = one.line
        if line is None or line.mime == "warc/revisit" or (line.url, line.timestamp) in seen:
            continue
        seen.add((line.url, line.timestamp))
        page = {
            "id": one.evidence.record_id.removeprefix("<urn:uuid:").rstrip(">"),
            "url": line.url,
            "ts": _moment(line),
            "title": titles.get(one.evidence.record_id, line.url),
        }
        lines.append(json.dumps(page, ensure_ascii=False))
    return "".join(line + "\n" for line in lines).encode("utf-8", "surrogatepass")


def _moment(line: IndexLine) -> str:
    at = line.timestamp
    return f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:14]}Z"


def _entry(entry: LogEntry) -> dict[str, Any]:
    names = ("seq", "at", "action", "subject", "details", "previous", "hash")
    return {name: getattr(entry, name) for name in names}


def _proofs(contents: Contents) -> dict[str, Any]:
    """The paths of all entries to the root now, and to the roots that time-stamps cover."""
    tree = Tree(contents.hashes)
    written: dict[str, Any] = {
        "tree": "RFC 9162, over the SHA-256 of the entries",
        "now": _paths(tree, [entry.seq for entry in contents.entries]),
        "head": {"seq": tree.size, "hash": contents.hashes[-1]} if contents.hashes else None,
        "stamps": [],
    }
    left = sorted(entry.seq for entry in contents.entries)
    for stamp in _in_order(contents.stamps):
        covered = [seq for seq in left if seq <= stamp.seq]
        left = left[len(covered) :]
        if not covered:
            continue
        paths = _paths(Tree(contents.hashes[: stamp.seq]), covered)
        written["stamps"].append({"statement": f"stamps/{stamp.files[0].name}", **paths})
    return written


def _in_order(stamps: list[KeptStamp]) -> list[KeptStamp]:
    return sorted(stamps, key=lambda stamp: stamp.seq)


def _paths(tree: Tree, numbers: list[int]) -> dict[str, Any]:
    return {"size": tree.size, "root": tree.root, "paths": {str(seq): tree.path(seq) for seq in numbers}}
