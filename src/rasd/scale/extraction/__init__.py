"""Documents out of the pages of archives: by a fast parser for millions of pages, carefully for those that are worth it."""

from rasd.scale.extraction.extracting import Extracted, extract

__all__ = ["Extracted", "extract"]
