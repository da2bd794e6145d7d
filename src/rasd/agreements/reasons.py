"""The sentences behind answers: words are data (``data/agreements/reasons.yaml``), what is filled in comes from the incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from rasd.lexicon import Actor
from rasd.model import Answer, AnswerValue, Question, Text, terms

__all__ = ["Labels", "Verdict", "rank", "told", "verdict"]

_ORDER: tuple[AnswerValue, ...] = ("no", "possible", "yes")
_NAMES = {
    "CIVILIANS": Text(ar="المدنيون", en="Civilians"),
    "UNIDENTIFIED": Text(ar="مجهولون", en="Unidentified"),
}


@cache
def _sentences() -> dict[str, Text]:
    text = (files("rasd.data") / "agreements" / "reasons.yaml").read_text("utf-8")
    return {key: Text(**words) for key, words in yaml.safe_load(text).items()}


def rank(value: AnswerValue) -> int:
    """Return 0 for no, 1 for possible, 2 for yes.

    >>> rank("no"), rank("yes")
    (0, 2)
    """
    return _ORDER.index(value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer whose words are not written yet: most incidents lie outside, and nobody reads why in full."""

    question: Question
    value: AnswerValue
    sentence: str
    reports: Sequence[str] = ()
    given: Mapping[str, Text | str | float] = field(default_factory=dict)

    @property
    def reason(self) -> Text:
        """The sentence ``question.sentence``, filled in."""
        return told(f"{self.question}.{self.sentence}", **self.given)

    def answer(self) -> Answer:
        """Write the words."""
        return Answer(
            question=self.question,
            value=self.value,
            reason=self.reason,
            reports=list(dict.fromkeys(self.reports)),
        )


def verdict(
    question: Question,
    value: AnswerValue,
    sentence: str,
    reports: Sequence[str] = (),
    **given: Text | str | float,
) -> Verdict:
    """Return a verdict; `given` fills its sentence."""
    return Verdict(question, value, sentence, reports, given)


def told(sentence: str, **given: Text | str | float) -> Text:
    """Return a sentence of ``data/agreements/reasons.yaml`` with `given` filled in."""
    words = _sentences()[sentence]
    return Text(
        ar=words.ar.format(**{key: one.ar if isinstance(one, Text) else one for key, one in given.items()}),
        en=words.en.format(**{key: one.en if isinstance(one, Text) else one for key, one in given.items()}),
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """What actors and coded words are called, in both languages."""

    actors: Mapping[str, Actor]

    def actor(self, actor_id: str) -> Text:
        """Return an actor's label; its id where no pack knows it."""
        known = self.actors.get(actor_id)
        if known is not None:
            return Text(ar=known.label_ar, en=known.label_en)
        return _NAMES.get(actor_id, Text(ar=actor_id, en=actor_id))

    def all(self, actor_ids: Iterable[str]) -> Text:
        """Return several labels as a list."""
        labels = [self.actor(one) for one in actor_ids]
        return Text(ar="، ".join(one.ar for one in labels), en=", ".join(one.en for one in labels))

    @staticmethod
    def term(vocabulary: str, term_id: str) -> Text:
        """Return the label of a coded word."""
        found = terms(vocabulary)[term_id]
        return Text(ar=found.ar, en=found.en)
