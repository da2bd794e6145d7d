"""Theatre packs held against the house: what is in one, whether it conforms, and a started one to fill in."""

from rasd.conformance.finding import Finding
from rasd.conformance.overview import Meaning, Overview, ambiguous_words, meanings, overview
from rasd.conformance.starting import start
from rasd.conformance.suite import CHECKS, Subject, check, run

__all__ = [
    "CHECKS",
    "Finding",
    "Meaning",
    "Overview",
    "Subject",
    "ambiguous_words",
    "check",
    "meanings",
    "overview",
    "run",
    "start",
]
