"""Proves a package offline, from its own bytes, and names what fails.

Every file against its SHA-256, every record against its digests, every line of the index against the record that it
points at, every working copy against its hash and the record it was taken from, every custody entry against the root.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasd.errors import PreservationError
from rasd.preservation.merkle import is_member
from rasd.preservation.package.writing import ARCHIVE, DOCUMENTS, ENTRIES, PROOFS
from rasd.preservation.reading import Seen, records_in
from rasd.preservation.stamping import Trust, check_stamp

__all__ = ["PackageCheck", "verify_package"]

_PIECE = 1 << 20
_SMALL = 64 << 20
"""Lists and proofs larger than this are refused: a package of a million entries needs less."""
_LINE = 200 << 20
_NAMED_APART = {"datapackage.json", "datapackage-digest.json"}
_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError)
"""What a damaged member of a package comes to; RuntimeError: it asks for a password."""
_AGE = b"age-encryption.org/"


@dataclass(slots=True)
class PackageCheck:
    """What was proved of a package, and what fails."""

    path: Path
    faults: list[str] = field(default_factory=list)
    """Each names the file in the package, the fact, and what it means."""
    notes: list[str] = field(default_factory=list)
    files: int = 0
    records: int = 0
    documents: int = 0
    tombstones: int = 0
    entries: int = 0
    stamps: int = 0

    @property
    def holds(self) -> bool:
        """Tell whether nothing fails."""
        return not self.faults


def verify_package(path: Path, *, trust: Trust | None = None) -> PackageCheck:
    """Prove a package; `trust` names the certificates that its time-stamps are held against.

    Raises PreservationError only for what is no package at all.
    """
    check = PackageCheck(path)
    with _opened(path) as package:
        prover = _Prover(package, check)
        prover.files()
        prover.records()
        prover.index()
        prover.documents()
        prover.custody(trust)
    return check


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_AGE))
        if head == _AGE:
            raise PreservationError(
                f"{path}: is encrypted. Decrypt it first: rasd decrypt {path.name} --identity KEYFILE."
            )
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise PreservationError(f"{path}: is no package: not a ZIP file, or cut off at its end.") from None
    except OSError as error:
        raise PreservationError(f"{path}: cannot be read: {error.strerror}.") from None


class _Prover:
    def __init__(self, package: zipfile.ZipFile, check: PackageCheck) -> None:
        self._zip = package
        self._check = check
        self._names = {info.filename for info in package.infolist()}
        self._records: dict[int, Seen] = {}

    def _fault(self, name: str, fact: str) -> None:
        self._check.faults.append(f"{self._check.path.name}: {name}: {fact}.")

    def _read(self, name: str, limit: int = _SMALL) -> bytes | None:
        if name not in self._names:
            self._fault(name, "is missing")
            return None
        try:
            with self._zip.open(name) as stream:
                data = stream.read(limit + 1)
        except _UNREADABLE as error:
            self._fault(name, f"cannot be read ({error})")
            return None
        if len(data) > limit:
            self._fault(name, f"is larger than {limit >> 20} MB and was not read")
            return None
        return data

    def _json(self, name: str) -> Any:
        data = self._read(name)
        if data is None:
            return None
        try:
            return json.loads(data)
        except ValueError:
            self._fault(name, "is no JSON")
            return None

    def files(self) -> None:
        """The list of files against its digest, each file against the list."""
        listed = self._read("datapackage.json")
        digest = self._json("datapackage-digest.json")
        if listed is None:
            return
        found = f"sha256:{hashlib.sha256(listed).hexdigest()}"
        if not isinstance(digest, dict) or digest.get("hash") != found:
            self._fault("datapackage.json", "has another SHA-256 than datapackage-digest.json says")
        try:
            resources = {one["path"]: (one["hash"], one["bytes"]) for one in json.loads(listed)["resources"]}
        except (ValueError, KeyError, TypeError):
            self._fault("datapackage.json", "is no list of files")
            return
        for name in sorted(self._names - set(resources) - _NAMED_APART):
            self._fault(name, "is not in the list of files: it was added")
        for name, (hashed, size) in resources.items():
            self._check.files += 1
            if name not in self._names:
                self._fault(name, "is missing")
            elif (problem := self._differs(name, hashed, size)) is not None:
                self._fault(name, problem)

    def _differs(self, name: str, hashed: str, size: int) -> str | None:
        seen, digest = 0, hashlib.sha256()
        try:
            with self._zip.open(name) as stream:
                while seen <= size and (piece := stream.read(_PIECE)):
                    digest.update(piece)
                    seen += len(piece)
        except _UNREADABLE as error:
            return f"cannot be read ({error})"
        if seen != size:
            return f"has not the {size} bytes that datapackage.json says"
        return (
            None
            if f"sha256:{digest.hexdigest()}" == hashed
            else "has another SHA-256 than datapackage.json says"
        )

    def records(self) -> None:
        """Every record of the archive against the digests in its heading."""
        if ARCHIVE not in self._names:
            return
        try:
            with self._zip.open(ARCHIVE) as stream:
                for seen in records_in(stream):
                    self._records[seen.offset] = seen
                    self._check.records += 1
                    if seen.problem:
                        self._fault(ARCHIVE, f"the record at {seen.offset} does not hold: {seen.problem}")
        except _UNREADABLE as error:
            self._fault(ARCHIVE, f"cannot be read ({error})")

    def index(self) -> None:
        """Every line of the index against the record that it points at."""
        packed = self._read("indexes/index.cdx.gz")
        if packed is None:
            return
        try:
            lines = _inflate(packed).decode().splitlines()
            for line in lines:
                facts = json.loads(line[line.index("{") :])
                seen = self._records.get(int(facts["offset"]))
                if seen is None or seen.length != int(facts["length"]):
                    self._fault("indexes/index.cdx.gz", f"points at no record: {facts['offset']}")
                elif seen.headers.get("warc-target-uri") != facts["url"]:
                    self._fault(
                        "indexes/index.cdx.gz", f"points at another address's record: {facts['offset']}"
                    )
        except (ValueError, KeyError, TypeError, zlib.error):
            self._fault("indexes/index.cdx.gz", "is no index in the CDXJ format")

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        if name not in self._names:
            self._fault(name, "is missing")
            return
        number = 0
        try:
            with self._zip.open(name) as stream:
                while line := stream.readline(_LINE):
                    number += 1
                    value = json.loads(line)
                    if not isinstance(value, dict):
                        raise ValueError(line)  # noqa: TRY004 - told as no JSON object below
                    yield value
        except ValueError:
            self._fault(f"{name}:{number}", "is no JSON object")
        except _UNREADABLE as error:
            self._fault(name, f"cannot be read ({error})")

    def documents(self) -> None:
        """Every working copy against its hash, and its evidence against the records that lie here."""
        payloads = {(seen.record_id, seen.sha256) for seen in self._records.values()}
        for document in self._lines(DOCUMENTS):
            name = f"{DOCUMENTS}: {document.get('id')}"
            self._check.documents += 1
            self._check.tombstones += bool(document.get("tombstone"))
            text = document.get("text")
            if isinstance(text, str):
                found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
                if found != document.get("text_sha256"):
                    self._fault(name, "its text has another SHA-256 than it says")
            for sighting in document.get("sightings") or []:
                kept = sighting.get("evidence")
                if kept and (kept.get("record_id"), kept.get("sha256")) not in payloads:
                    self._fault(name, f"its evidence {kept.get('record_id')} is not in {ARCHIVE}")

    def custody(self, trust: Trust | None) -> None:
        """Every entry against its hash and the root; the roots against their time-stamps."""
        proofs = self._json(PROOFS)
        if not isinstance(proofs, dict):
            return
        now = proofs.get("now") or {}
        hashes: dict[int, str] = {}
        before: tuple[int, str] | None = None
        for entry in self._lines(ENTRIES):
            self._check.entries += 1
            try:
                seq, stated = int(entry["seq"]), str(entry["hash"])
                computed = _hash(entry)
            except (KeyError, TypeError, ValueError):
                self._fault(ENTRIES, f"line {self._check.entries} is no custody entry")
                continue
            hashes[seq] = stated
            if computed != stated:
                self._fault(ENTRIES, f"entry {seq} has another hash than its words give: it was altered")
            if before is not None and before[0] + 1 == seq and entry["previous"] != before[1]:
                self._fault(ENTRIES, f"entry {seq} does not follow entry {before[0]}: the chain is broken")
            if not _stands_under(stated, seq, now):
                self._fault(ENTRIES, f"entry {seq} does not stand under the root of the log")
            before = (seq, stated)
        for stamp in proofs.get("stamps") or []:
            self._stamp(stamp, hashes, trust)

    def _stamp(self, stamp: dict[str, Any], hashes: dict[int, str], trust: Trust | None) -> None:
        statement = str(stamp.get("statement", ""))
        self._check.stamps += 1
        for seq in stamp.get("paths") or {}:
            if not seq.isdigit() or not _stands_under(hashes.get(int(seq), ""), int(seq), stamp):
                self._fault(PROOFS, f"entry {seq} does not stand under the root of {statement}")
        written = self._read(statement)
        answer = self._read(statement.removesuffix(".json") + ".tsr")
        if written is None or answer is None:
            return
        kept = statement.removesuffix(".json") + ".pem"
        certificates = self._read(kept) if kept in self._names else None
        try:
            said = json.loads(written)
            if (said["root"], said["entries"]) != (stamp.get("root"), stamp.get("size")):
                self._fault(statement, "speaks of another root than the proofs")
        except (ValueError, KeyError, TypeError):
            self._fault(statement, "is no statement about a custody log")
        result = check_stamp(written, answer, trust=trust, kept=certificates)
        if result.fault:
            self._fault(statement.removesuffix(".json") + ".tsr", result.fault)
        else:
            self._check.notes.append(f"{statement}: {result.told}")


def _hash(entry: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of an entry without its hash (docs/preservation.md)."""
    words = {name: entry[name] for name in ("seq", "at", "action", "subject", "details", "previous")}
    written = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _stands_under(entry_hash: str, seq: int, tree: dict[str, Any]) -> bool:
    paths = tree.get("paths")
    path = paths.get(str(seq)) if isinstance(paths, dict) else None
    if not isinstance(path, list) or not isinstance(tree.get("size"), int):
        return False
    try:
        return is_member(entry_hash, seq, path, size=tree["size"], root=str(tree.get("root")))
    except ValueError:
        return False


def _inflate(packed: bytes) -> bytes:
    found = bytearray()
    while packed:
        gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        found += gzip.decompress(packed, _LINE - len(found))
        if gzip.unconsumed_tail or not gzip.eof:
            raise ValueError("too long, or cut off")
        packed = gzip.unused_data
    return bytes(found)
