"""From a document to its record: clause, then paragraph, then document decisions."""

from rasd.coding.coder import Coder

__all__ = ["Coder"]
