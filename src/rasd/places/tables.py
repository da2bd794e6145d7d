"""Open a table of places, whatever its packing: plain, gzip or zip; tabs, commas or semicolons."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zlib import error as zlib_error

from rasd.errors import DataError

__all__ = ["numbered_rows", "open_table"]

# A zip or gzip of a few kilobytes can hold terabytes: a gazetteer of the world is under 2 GB.
_MAX_BYTES = 4_000_000_000


@contextmanager
def open_table(path: Path) -> Iterator[IO[str]]:
    """Open a table as UTF-8 text lines; damage on the way is a DataError that names the file."""
    try:
        with path.open("rb") as plain:
            start = plain.read(4)
            plain.seek(0)
            if start[:2] == b"\x1f\x8b":
                with gzip.open(plain) as unpacked:
                    yield io.TextIOWrapper(unpacked, "utf-8-sig", newline="")
            elif start == b"PK\x03\x04":
                with zipfile.ZipFile(plain) as archive, archive.open(_member(path, archive)) as unpacked:
                    yield io.TextIOWrapper(unpacked, "utf-8-sig", newline="")
            else:
                yield io.TextIOWrapper(plain, "utf-8-sig", newline="")
    except FileNotFoundError:
        raise DataError(f"{path}: no such file. Give a GeoNames dump, an OCHA list or a TSV.") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except (EOFError, zipfile.BadZipFile, gzip.BadGzipFile, zlib_error) as error:
        raise DataError(f"{path}: the archive is damaged or cut short ({error}). Fetch it again.") from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}). Check the file.") from error


def numbered_rows(lines: IO[str], delimiter: str, first: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells); `first` is the line already read."""
    if delimiter == "\t":
        # Our TSVs and GeoNames dumps do not quote: a lone quotation mark is a letter of a name.
        yield 1, first.rstrip("\r\n").split("\t")
        for number, line in enumerate(lines, 2):
            if line.strip():
                yield number, line.rstrip("\r\n").split("\t")
        return

    def whole() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(whole(), delimiter=delimiter)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise DataError(f"line {reader.line_num}: {error}. Check the quotation marks.") from error


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the table in a zip: GeoNames packs it beside a readme."""
    tables = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith((".txt", ".tsv", ".csv")) and "readme" not in info.filename.lower()
    ]
    if len(tables) != 1:
        names = ", ".join(info.filename for info in archive.infolist()[:10]) or "nothing"
        raise DataError(f"{path}: holds {names}. Give a zip with one .txt, .tsv or .csv table.")
    if tables[0].file_size > _MAX_BYTES:
        raise DataError(
            f"{path}: unpacks to {tables[0].file_size} bytes. Tables up to {_MAX_BYTES} are read."
        )
    return tables[0]
