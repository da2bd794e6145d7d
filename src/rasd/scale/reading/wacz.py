"""WACZ to pages: its WARC files one after the other; a hash that does not agree is told, and its file is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rasd.collection.metered import UNBOUND
from rasd.collection.packed import spooled
from rasd.collection.wacz import opened_warcs
from rasd.errors import DocumentError
from rasd.scale.page import Page, SetAside
from rasd.scale.reading.pages import Pages
from rasd.scale.reading.warc import WarcPages

__all__ = ["WaczPages"]


class WaczPages(Pages):
    """All pages of a WACZ: one slice, for its WARC files are members of a zip and are checked against their hashes whole."""

    def _found(self) -> Iterator[Page | SetAside]:
        """Yield the pages; raises DocumentError when the file is no WACZ."""
        with spooled(self._stream, self._part.input) as stream:
            for where, warc in opened_warcs(stream, self._part.input):
                if isinstance(warc, DocumentError):
                    yield SetAside(where, str(warc).removeprefix(f"{where}: "))
                    continue
                part = replace(self._part, input=where, format="warc", start=0, end=UNBOUND)
                pages = WarcPages(part, warc, self._limits, self._defaults)
                try:
                    yield from pages
                except DocumentError as error:
                    yield SetAside(where, str(error).removeprefix(f"{where}: "))
                finally:
                    self.records += pages.records
                    self.bytes_read += pages.bytes_read
                    self.left_out.update(pages.left_out)
