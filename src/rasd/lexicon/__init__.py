"""The words: loading, checking and compiling everything under ``data/``; all data errors surface here."""

from rasd.lexicon.candidates import Candidate, candidates
from rasd.lexicon.cues import cues
from rasd.lexicon.entries import Entry, EntrySet
from rasd.lexicon.lexicon import Actor, Framing, Lexicon, Theatre
from rasd.lexicon.lint import Finding, lint
from rasd.lexicon.matching import Form, Match, Matches, Path, Scanner
from rasd.lexicon.packs import find_packs

__all__ = [
    "Actor",
    "Candidate",
    "Entry",
    "EntrySet",
    "Finding",
    "Form",
    "Framing",
    "Lexicon",
    "Match",
    "Matches",
    "Path",
    "Scanner",
    "Theatre",
    "candidates",
    "cues",
    "find_packs",
    "lint",
]
