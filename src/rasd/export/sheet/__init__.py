"""One incident as a person reads it: sources side by side, every figure with its quote, why linked, what happened to it."""

from rasd.export.sheet.facet_words import facet_words
from rasd.export.sheet.facts import Sheet, SheetEntry, SheetFigure, SheetSource, quote, sheet_of
from rasd.export.sheet.gathering import entries_on, entry_of, sheet_from
from rasd.export.sheet.terminal import print_sheet
from rasd.export.sheet.words import LANGUAGES, Words

__all__ = [
    "LANGUAGES",
    "Sheet",
    "SheetEntry",
    "SheetFigure",
    "SheetSource",
    "Words",
    "entries_on",
    "entry_of",
    "facet_words",
    "print_sheet",
    "quote",
    "sheet_from",
    "sheet_of",
]
