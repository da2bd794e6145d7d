"""Time-stamps of a store: asked for, kept beside the evidence, proved again whenever somebody verifies."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rasd.errors import PreservationError
from rasd.preservation.disk import sync_folder, told
from rasd.preservation.merkle import Tree
from rasd.preservation.package.contents import KeptStamp
from rasd.preservation.proof.finding import Finding, failure, notice
from rasd.preservation.stamping import Checked, Trust, check_stamp, make_request, statement
from rasd.preservation.witness import bear_witness

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["KEPT", "Stamped", "kept_stamps", "prove_stamps", "stamp"]

KEPT = "stamp.kept"
FOLDER = "stamps"
_TIMEOUT = 30.0
_ANSWER_LIMIT = 1 << 20
_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time-stamp that was asked for and kept."""

    path: Path
    entries: int
    head: str
    checked: Checked


def stamp(store: Store, *, server: str, trust: Trust | None = None, timeout: float = _TIMEOUT) -> Stamped:
    """Have a server sign the state of the custody log, and keep its answer; raises PreservationError when it does not.

    Only the hash of the statement is sent. With `trust` an answer that it does not prove is not kept.
    """
    hashes = list(_hashes(store))
    if not hashes:
        raise PreservationError(f"{store.address}: the custody log is empty. There is nothing to stamp.")
    written = statement(entries=len(hashes), head=hashes[-1], root=Tree(hashes).root)
    request = make_request(written)
    answer = _ask(server, request, timeout)
    checked = check_stamp(written, answer, trust=trust, nonce_of=request)
    if checked.fault:
        raise PreservationError(f"{_shown(server)}: its answer {_said(checked.fault)}. Nothing was kept.")
    files = {"json": written, "tsq": request, "tsr": answer}
    if trust is not None:
        files["pem"] = _pem(trust)
    name, at = f"{len(hashes):09d}", checked.at
    assert at is not None
    name += f"-{at:%Y%m%dT%H%M%SZ}-{hashlib.sha256(answer).hexdigest()[:8]}"
    folder = store.evidence / FOLDER
    for suffix, data in files.items():
        _write_once(folder / f"{name}.{suffix}", data)
    with store.transaction():
        store.custody.append(
            KEPT,
            f"{FOLDER}/{name}",
            {
                "entries": len(hashes),
                "head": hashes[-1],
                "server": _shown(server),
                "time": at.isoformat(),
                "files": {suffix: hashlib.sha256(data).hexdigest() for suffix, data in files.items()},
            },
        )
    bear_witness(store)
    return Stamped(folder / f"{name}.tsr", len(hashes), hashes[-1], checked)


def _said(fault: str) -> str:
    return fault if fault.startswith(("is ", "does ")) else f"is of no use: {fault}"


def _ask(server: str, request: bytes, timeout: float) -> bytes:
    import httpx

    try:
        parts = urlsplit(server)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        named = False
    if not named:
        raise PreservationError(
            f'"{server[:80]}" is no address of a time-stamp server. Give http:// or https://.'
        )
    answer = bytearray()
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False, trust_env=True) as client,
            client.stream(
                "POST", server, content=request, headers={"Content-Type": "application/timestamp-query"}
            ) as response,
        ):
            if response.status_code != 200:
                raise PreservationError(
                    f"{_shown(server)}: answered {response.status_code} instead of a time-stamp. Nothing was kept."
                    " Check the address; some servers ask for registration."
                )
            for piece in response.iter_bytes():
                answer += piece
                if len(answer) > _ANSWER_LIMIT:
                    raise PreservationError(
                        f"{_shown(server)}: its answer is larger than {_ANSWER_LIMIT >> 20} MB. No time-stamp is."
                    )
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        reason = str(error).strip() or type(error).__name__
        raise PreservationError(
            f"{_shown(server)}: no answer ({reason}). Nothing was kept; try again later, or another server."
        ) from None
    return bytes(answer)


def _shown(server: str) -> str:
    """Return the address without a password."""
    parts = urlsplit(server)
    if parts.username is None and parts.password is None:
        return server
    host = parts.hostname or ""
    return parts._replace(netloc=f"***@{host}" + (f":{parts.port}" if parts.port else "")).geturl()


def _pem(trust: Trust) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in trust.certificates)


def _write_once(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(part, 0o444)
        os.rename(part, path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise PreservationError(
            f"{path}: cannot be written: {told(error)}. The time-stamp was not kept; make room and ask again."
        ) from None


def _hashes(store: Store) -> Iterator[str]:
    from rasd.store import models
    from rasd.store.failing import told as told_of_store

    last = 0
    with told_of_store(store.address):
        rows = models.CustodyEntry.objects.using(store.alias).order_by("seq")
        while page := list(rows.filter(seq__gt=last).values_list("seq", "hash")[:_PAGE]):
            yield from (digest for _, digest in page)
            last = page[-1][0]


def _kept(store: Store) -> Iterator[tuple[int, str, dict[str, object]]]:
    from rasd.store import models
    from rasd.store.failing import told as told_of_store

    with told_of_store(store.address):
        rows = models.CustodyEntry.objects.using(store.alias).filter(action=KEPT).order_by("seq")
        found = list(rows.values_list("seq", "subject", "details"))
    for seq, subject, details in found:
        yield seq, subject, json.loads(details)


def kept_stamps(store: Store) -> list[KeptStamp]:
    """Return the stamps whose files are there, by how much of the log they cover."""
    found = []
    for _, subject, details in _kept(store):
        files = tuple(
            path
            for suffix in ("json", "tsq", "tsr", "pem")
            if (path := store.evidence / f"{subject}.{suffix}").is_file()
        )
        covered = details.get("entries")
        if isinstance(covered, int) and {path.suffix for path in files} >= {".json", ".tsr"}:
            found.append(KeptStamp(covered, files))
    return sorted(found, key=lambda one: one.seq)


def prove_stamps(store: Store, *, trust: Trust | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the time-stamps of a store, and what each of them proves."""
    stamps = list(_kept(store))
    hashes = list(_hashes(store)) if stamps else []
    for seq, subject, details in stamps:
        try:
            yield from _prove(store, seq, subject, details, hashes, trust)
        except PreservationError as error:  # the library is missing
            yield notice(f"{store.evidence / subject}.tsr", f"not proved. {error}")


_RESTORE = "Restore the file from a backup; a time-stamp cannot be made again for a moment that is past"


def _prove(
    store: Store, seq: int, subject: str, details: dict[str, object], hashes: list[str], trust: Trust | None
) -> Iterator[Finding]:
    data: dict[str, bytes] = {}
    files = details.get("files")
    for suffix, digest in (files if isinstance(files, dict) else {}).items():
        path = store.evidence / f"{subject}.{suffix}"
        try:
            data[suffix] = path.read_bytes()
        except OSError as error:
            yield failure(str(path), f"cannot be read: {told(error)}", "a time-stamp is not proved", _RESTORE)
            return
        if hashlib.sha256(data[suffix]).hexdigest() != digest:
            fact = f"it has another SHA-256 than custody entry {seq} says"
            yield failure(str(path), fact, "the time-stamp was altered", _RESTORE)
            return
    place = str(store.evidence / f"{subject}.tsr")
    covered = details.get("entries")
    if (
        "json" not in data
        or "tsr" not in data
        or not isinstance(covered, int)
        or not 0 < covered <= len(hashes)
    ):
        yield failure(
            place, f"custody entry {seq} does not say what it covers", "it proves nothing", _RESTORE
        )
        return
    said = statement(entries=covered, head=hashes[covered - 1], root=Tree(hashes[:covered]).root)
    if said != data["json"]:
        yield failure(
            place,
            f"the first {covered} entries of the custody log are not those that were stamped",
            "the log was written anew after that moment",
            "Restore the database from a backup that is older than the change",
        )
        return
    checked = check_stamp(said, data["tsr"], trust=trust, kept=data.get("pem"))
    if checked.fault:
        yield failure(
            place, checked.fault, "the time-stamp proves nothing", "Give its CA's certificate with --ca"
        )
    else:
        yield notice(place, f"entries 1 to {covered}: {checked.told}")
