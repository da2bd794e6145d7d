"""Harm: which people were killed, injured, taken or driven out, joined from words of harm and counted people.

A verb or verbal noun of harm (قتل, مقتل, إصابة) governs the people behind it, or before it when the verb agrees with
them ("شخصين قتلا"); a victim noun (قتيل, جرحى) is both. Words are in ``words/harm.yaml``.
"""

from __future__ import annotations

from rasd.grammar.harm.mention import HarmMention
from rasd.grammar.harm.reader import Reader
from rasd.grammar.passage import Passage
from rasd.grammar.people import People

__all__ = ["HarmMention", "read_harm"]


def read_harm(passage: Passage, people: list[People], stops: set[int]) -> list[HarmMention]:
    """Return the counts of harm of a passage; `stops` are tokens at which a clause with its own verb begins."""
    return Reader(passage, people, stops).read()
