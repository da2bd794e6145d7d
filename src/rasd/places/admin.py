"""First-level units under one English name each, whatever the list that a place comes from spells."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

__all__ = ["admin1_name", "admin1_of_code"]

_LETTERS = re.compile(r"[^a-z]+")


@cache
def _units() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Return names by (country, folded spelling) and by (country, GeoNames code)."""
    names: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], str] = {}
    text = (files("rasd.data") / "places" / "admin1.tsv").read_text("utf-8")
    for line in text.split("\n")[1:]:
        if line:
            country, admin1, arabic, variants, code = line.split("\t")
            for spelling in (admin1, arabic, *filter(None, variants.split(";"))):
                names.setdefault((country, _plain(spelling)), admin1)
            if code:
                codes[country, code] = admin1
    return names, codes


def admin1_name(country: str, written: str) -> str:
    """Return our name of a first-level unit; an unknown one stays as written.

    >>> admin1_name("SY", "Idleb"), admin1_name("SY", "Rural Damascus")
    ('Idlib', 'Rif Dimashq')
    """
    return _units()[0].get((country, _plain(written)), written)


def admin1_of_code(country: str, code: str) -> str:
    """Return our name of the unit with a GeoNames admin1 code; empty when unknown."""
    return _units()[1].get((country, code), "")


def _plain(written: str) -> str:
    decomposed = unicodedata.normalize("NFKD", written).casefold()
    return _LETTERS.sub("", decomposed) or written
