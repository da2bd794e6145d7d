"""People: who is counted, how many, and of what status (codebook, "Counting people").

A phrase is a count with a noun, a noun that counts by its grammar (طفل is one, طفلان two, أطفال at least one), a list
of those (summed), or a total with its parts ("خمسة مدنيين بينهم طفلان"). Words are in ``words/persons.yaml``.
"""

from __future__ import annotations

from rasd.grammar.people.group import PARTS, People
from rasd.grammar.people.reader import read_people

__all__ = ["PARTS", "People", "read_people"]
