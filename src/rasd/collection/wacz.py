"""WACZ: a zip of WARC files with a list of what it holds and the hash of each; the hashes are checked."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from rasd.collection.collected import Collected, Defaults
from rasd.collection.packed import members, opened_member, opened_zip, shown
from rasd.collection.warc import collect_warc
from rasd.errors import DocumentError

__all__ = ["collect_wacz", "opened_warcs"]

_LIST = "datapackage.json"
_MOST_LIST = 50_000_000
_STEP = 1 << 20
_HASHES = ("sha256", "md5", "sha512", "sha1")


def collect_wacz(stream: BinaryIO, name: str, defaults: Defaults) -> Iterator[Collected]:
    """Yield the documents of the WARC files of a WACZ; a hash that does not agree is told, and its file is read.

    Raises DocumentError when the file is no WACZ.
    """
    for where, warc in opened_warcs(stream, name):
        if isinstance(warc, DocumentError):
            yield Collected(where, error=warc, method="warc")
            continue
        try:
            yield from collect_warc(warc, where, defaults)
        except DocumentError as broken:
            yield Collected(where, error=broken, method="warc")


def opened_warcs(stream: BinaryIO, name: str) -> Iterator[tuple[str, BinaryIO | DocumentError]]:
    """Yield the WARC files of a WACZ under their places, each as a stream until the next, and what is wrong with it.

    Raises DocumentError when the file is no WACZ.
    """
    with opened_zip(stream, name) as archive:
        hashes, told = _hashes(archive, name)
        yield from told
        seen: set[str] = set()
        warcs = 0
        for member, error in members(archive, name):
            where = f"{name}: {shown(member)}"
            seen.add(member.filename)
            if error is not None:
                yield where, error
                continue
            is_warc = member.filename.startswith("archive/") and member.filename.endswith(
                (".warc", ".warc.gz")
            )
            if not is_warc and member.filename not in hashes:
                continue
            warcs += is_warc
            with tempfile.TemporaryFile() as copy:
                try:
                    problem = _copy(
                        archive, member, where, hashes.get(member.filename), copy, has_list=bool(hashes)
                    )
                except DocumentError as broken:
                    yield where, broken
                    continue
                if problem is not None:
                    yield where, problem
                if is_warc:
                    copy.seek(0)
                    yield where, copy
        for missing in sorted(set(hashes) - seen):
            fact = f"{name}: {missing[:300]}: listed in {_LIST} and not there. The archive is not whole."
            yield f"{name}: {missing[:300]}", DocumentError(fact)
        if not warcs:
            raise DocumentError(f"{name}: no WARC file in archive/ of this WACZ. Give a whole one.")


def _hashes(
    archive: zipfile.ZipFile, name: str
) -> tuple[dict[str, str], list[tuple[str, BinaryIO | DocumentError]]]:
    """Return the hash that the list gives for each file, and what is wrong with the list itself."""
    try:
        member = archive.getinfo(_LIST)
        if member.file_size > _MOST_LIST:
            raise ValueError(f"longer than {_MOST_LIST / 1e6:g} MB")
        with opened_member(archive, member, f"{name}: {_LIST}") as content:
            listed: Any = json.loads(content.read(_MOST_LIST))
        rows = listed["resources"]
        return {str(row["path"]): str(row["hash"]) for row in rows if row.get("hash")}, []
    except KeyError as error:
        reason = "is missing" if _LIST in str(error) else f"has no {error}"
    except (ValueError, RecursionError, TypeError, AttributeError, DocumentError) as error:
        reason = f"is broken ({str(error)[:100]})"
    fact = DocumentError(f"{name}: {_LIST} {reason}: no hash can be checked. The pages are read.")
    return {}, [(name, fact)]


def _copy(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    where: str,
    listed: str | None,
    copy: Any,
    *,
    has_list: bool,
) -> DocumentError | None:
    """Unpack a member to `copy`; return what its hash says against it."""
    kind, _, wanted = (listed or "").partition(":")
    digest = hashlib.new(kind, usedforsecurity=False) if kind in _HASHES else None
    with opened_member(archive, member, where) as content:
        while chunk := content.read(_STEP):
            copy.write(chunk)
            if digest is not None:
                digest.update(chunk)
    if listed is None and not has_list:
        return None
    if listed is None:
        return DocumentError(f"{where}: not in the list of {_LIST}: its hash cannot be checked. It is read.")
    if digest is None:
        return DocumentError(
            f'{where}: hash "{listed[:40]}" is of no known kind. Known: {", ".join(_HASHES)}.'
        )
    if digest.hexdigest() != wanted.strip().lower():
        return DocumentError(
            f"{where}: its {kind} is {digest.hexdigest()}, and {_LIST} says {wanted[:128]}: changed since the WACZ was"
            " made. It is read all the same; find out why."
        )
    return None
