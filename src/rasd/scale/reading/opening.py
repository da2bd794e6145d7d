"""Which reader a slice has; heavy libraries are loaded with the first slice that needs them."""

from __future__ import annotations

from typing import BinaryIO

from rasd.collection import Defaults
from rasd.errors import DocumentError
from rasd.scale.reading.pages import Limits, Pages
from rasd.scale.slices import Slice

__all__ = ["open_pages"]


def open_pages(
    part: Slice, stream: BinaryIO, *, limits: Limits | None = None, defaults: Defaults | None = None
) -> Pages:
    """Return the pages of a slice over a seekable stream of its whole input.

    `defaults` says what rows that are documents do not say themselves, and which of their columns is what. Reading raises
    DocumentError where the input is not what it seemed, and OSError where its bytes cannot be had.
    """
    limits, defaults = limits or Limits(), defaults or Defaults()
    if part.format == "warc":
        from rasd.scale.reading.warc import WarcPages

        return WarcPages(part, stream, limits, defaults)
    if part.format == "wacz":
        from rasd.scale.reading.wacz import WaczPages

        return WaczPages(part, stream, limits, defaults)
    if part.format == "parquet":
        from rasd.scale.reading.parquet import ParquetPages

        return ParquetPages(part, stream, limits, defaults)
    if part.format == "jsonl":
        from rasd.scale.reading.jsonl import JsonlPages

        return JsonlPages(part, stream, limits, defaults)
    raise DocumentError(
        f'{part.input}: format "{part.format}" is not known. Known: warc, wacz, parquet, jsonl.'
    )
