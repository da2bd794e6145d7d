"""The public door of the reader: a document goes in, its record comes out."""

from __future__ import annotations

import hashlib

from rasd.model import Document, Record

__all__ = ["Coder", "document_id"]


def document_id(document: Document) -> str:
    """Return the given id, else SHA-256 (hex) of outlet, published and text, separated by newlines."""
    if document.id is not None:
        return document.id
    key = "\n".join((document.outlet or "", document.published or "", document.text))
    return hashlib.sha256(key.encode("utf-8")).hexdigest()


class Coder:
    """Codes documents; loads words, shapes, actors and places once and can be used for any number of documents."""

    def code(self, document: Document) -> Record:
        """Return the record of `document`; never raises for anything that a text holds."""
        return Record(id=document_id(document), outlet=document.outlet, published=document.published)
