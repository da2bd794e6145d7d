"""WACZ to pages: the WARC files in it, checked against its list."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest

from rasd.errors import DocumentError
from warc_bytes import numbers, opened, packed, record, slices

FIVE = [record(number) for number in range(5)]


def wacz(files: dict[str, bytes], *, changed: bytes = b"") -> bytes:
    written = io.BytesIO()
    resources = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"} for name, data in files.items()
    ]
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data + changed)
        archive.writestr("datapackage.json", json.dumps({"resources": resources}))
    return written.getvalue()


def test_the_pages_of_all_files_are_read_under_their_places() -> None:
    data = wacz({"archive/a.warc.gz": packed(FIVE[:2]), "archive/b.warc": b"".join(FIVE[2:])})
    (one,) = slices(data, name="a.wacz", kind="wacz", target=10)
    pages, asides, reader = opened(data, one)
    assert numbers(pages) == [0, 1, 2, 3, 4] and not asides and reader.records == 5
    assert pages[0].where == "a.wacz: archive/a.warc.gz: byte 0"


def test_a_changed_file_and_a_broken_one_are_told_and_the_rest_is_read() -> None:
    files = {
        "archive/a.warc.gz": packed(FIVE[:2]),
        "archive/b.warc.gz": b"no WARC",
        "archive/c.warc": FIVE[3],
    }
    data = wacz(files, changed=FIVE[4])
    pages, asides, _ = opened(data, slices(data, name="a.wacz", kind="wacz")[0])
    assert {0, 1, 3, 4} <= set(numbers(pages))
    assert sum("changed since the WACZ was made" in aside.reason for aside in asides) == 3


def test_what_is_no_wacz_is_refused() -> None:
    for data in (b"words" * 100, wacz({"a.txt": b"x"}), wacz({"archive/a.warc": FIVE[0]})[:-40]):
        with pytest.raises(DocumentError, match="a.wacz: "):
            opened(data, slices(data, name="a.wacz", kind="wacz")[0])
