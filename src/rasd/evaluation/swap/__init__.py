"""Blindness to sides: the same text with two parties exchanged must give the same record with the actors exchanged."""

from rasd.evaluation.swap.exchange import exchange
from rasd.evaluation.swap.framings import Framings
from rasd.evaluation.swap.trial import Trial, meeting
from rasd.evaluation.swap.wording import Exchanged

__all__ = ["Exchanged", "Framings", "Trial", "exchange", "meeting"]
