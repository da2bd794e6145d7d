"""One incident as a person reads it: sources side by side, every figure with its quote, why linked, what happened to it."""

from rasd.export.sheet.facts import Sheet, SheetEntry, SheetFigure, SheetSource, quote, sheet_of
from rasd.export.sheet.terminal import LANGUAGES, print_sheet

__all__ = [
    "LANGUAGES",
    "Sheet",
    "SheetEntry",
    "SheetFigure",
    "SheetSource",
    "print_sheet",
    "quote",
    "sheet_of",
]
