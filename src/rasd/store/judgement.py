"""What people decided: who, when, why, and whether it was undone. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

__all__ = ["ACTIONS", "Action", "Judgement", "Undoing"]

Action = Literal[
    "positive", "negative", "grade", "occurrence", "best", "perpetrator", "victim_status", "facet", "note"
]
ACTIONS: tuple[str, ...] = get_args(Action)
"""positive, negative: reports are of one incident, or are not. grade, occurrence, best, perpetrator, victim_status: what
a person sets for the incident of the reports. facet: what a person sets for it under an agreement. note: words beside it."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """Who took a judgement back, when and why."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of one person about reports."""

    number: int
    action: Action
    subjects: tuple[str, ...]
    """Report ids as they were when it was made; `Store.located` says what they are called now."""
    value: Any
    by: str
    at: datetime
    why: str = ""
    spans: Mapping[str, Any] = field(default_factory=dict)
    """By subject: the evidence of the report when it was judged."""
    undone: Undoing | None = None
