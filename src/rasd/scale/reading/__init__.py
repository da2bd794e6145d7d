"""Slices of archives to pages: one file a format; what cannot be read is set aside by name and the rest goes on."""

from rasd.scale.reading.opening import open_pages
from rasd.scale.reading.pages import Limits, Pages

__all__ = ["Limits", "Pages", "open_pages"]
