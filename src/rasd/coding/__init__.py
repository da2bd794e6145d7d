"""From a document to its record: clause, then paragraph, then document decisions."""

from rasd.coding.coder import Coder, document_id

__all__ = ["Coder", "document_id"]
