"""What readers see of names: victims, witnesses, local people and accounts are masked, and who decided and why.

Which field is how sensitive says the table of the export (`rasd.export.exchange.classes`): a new field is classed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest

from rasd.export.exchange.classes import CLASSES
from rasd.export.exchange.privacy import MASKED_SOURCES
from rasd.model import Harm, Incident, LinkReason, Record, ReportedFigure, Source
from rasd.model.record import Model
from rasd.store.redactions import words_at

__all__ = ["MASK", "is_masked_for", "masked_incident", "masked_record", "masked_text", "masked_words"]

M = TypeVar("M", bound=Model)
MASK = "▒▒▒"
"""Stands where a name or a note is that this person does not see."""
_LETTER = "▒"
_BEFORE = tuple(c + b for c in ("", "و", "ف") for b in ("", "ب", "ك", "ل") if c + b)
_LONGEST_SPAN = 80


def is_masked_for(request: HttpRequest) -> bool:
    """Tell whether who asks sees names and notes masked: a reader, and who is not signed in."""
    from rasd.desk.access import role_of

    return role_of(request) in ("", "reader")


def masked_record(record: Record) -> Record:
    """Return a copy with names of victims and witnesses masked, in its own fields and inside its title and phrases."""
    return _Masking([record]).of(record)


def masked_incident(incident: Incident, records: Iterable[Record] = ()) -> Incident:
    """Return a copy with names, notes and who decided masked; `records` of its documents tell more names."""
    return _Masking([incident, *records]).of(incident)


def masked_text(text: str, record: Record | None) -> str:
    """Return a source text with the sensitive names of its record masked, of the same length."""
    if record is None:
        return text
    masking = _Masking([record])
    spans = _spans(text, masking.names)
    for source in masking.sources:
        for start, end in source.evidence:
            inner = _spans(text[start:end], [source.name])
            if inner:
                spans += [(start + one, start + other) for one, other in inner]
            elif end - start <= _LONGEST_SPAN:
                spans.append((start, end))
    return _filled(text, spans)


def masked_words(text: str, names: Sequence[str]) -> str:
    """Return a text with these names masked in every spelling, and behind و ف ب ك ل; of the same length.

    >>> masked_words("التقينا بسالم الحمّادي", ["سالم الحمادي"])
    'التقينا ▒▒▒▒▒ ▒▒▒▒▒▒▒▒'
    """
    return _filled(text, _spans(text, names)) if names else text


class _Masking:
    """The names that some models tell, and which of them may stand."""

    def __init__(self, models: Sequence[Model]) -> None:
        met = [one for model in models for one in _inside(model)]
        sources = [one for one in met if isinstance(one, Source)]
        told: list[tuple[str, str | None]] = [(one.name, one.type) for one in sources]
        told += [(one.source, one.source_type) for one in met if isinstance(one, ReportedFigure)]
        private = {name for name, sort in told if sort in MASKED_SOURCES}
        public = {name for name, sort in told if sort is not None}
        for one in met:
            outlet = getattr(one, "outlet", None)
            if isinstance(outlet, str):
                public.add(outlet)
        self.public = frozenset(public - private)
        self.sources = [one for one in sources if one.type in MASKED_SOURCES]
        victims = [name for one in met if isinstance(one, Harm) for name in one.victims]
        several = [name for name in private if len(name.split()) > 1]
        self.names: list[str] = sorted({name for name in (*victims, *several) if name.strip()})
        """To be masked wherever they stand; one word of a source ("سكان") only where it is a source."""

    def of(self, model: M) -> M:
        """Return a copy in which what is sensitive is masked; the same model where nothing is."""
        changes: dict[str, Any] = {}
        for name, sort in CLASSES[type(model)].items():
            value = getattr(model, name)
            if sort in ("names", "internal", "texts"):
                left = self._left(model, sort, value)
            elif isinstance(value, Model):
                left = self.of(value)
            elif isinstance(value, list) and value and isinstance(value[0], Model):
                left = [self.of(one) for one in value]
            else:
                continue
            if left != value:
                changes[name] = left
        return model.model_copy(update=changes) if changes else model

    def _left(self, model: Model, sort: str, value: Any) -> Any:
        if not value:
            return value
        if sort == "texts":
            return masked_words(value, self.names) if isinstance(value, str) else value
        if sort == "internal":
            if isinstance(model, LinkReason) and model.part != "decision":
                return value
            return MASK
        if isinstance(value, list):
            return [MASK] * len(value) if isinstance(model, Harm) else [self._name(one) for one in value]
        if isinstance(model, (Source, ReportedFigure)):
            kind = model.type if isinstance(model, Source) else model.source_type
            return MASK if kind in MASKED_SOURCES else value if kind is not None else self._name(value)
        return self._name(value)

    def _name(self, name: str) -> str:
        return name if name in self.public else MASK


def _inside(model: Model) -> Iterator[Model]:
    yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Model):
            yield from _inside(value)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, Model):
                    yield from _inside(one)


def _spans(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    wanted: dict[str, list[list[str]]] = {}
    for name in names:
        words = [word for word, _, _, _ in words_at(name)]
        if words:
            for form in _forms(words[0]):
                wanted.setdefault(form, []).append(words[1:])
    if not wanted:
        return []
    told = words_at(text)
    found = []
    for at, (word, _, start, end) in enumerate(told):
        for rest in wanted.get(word, ()):
            window = told[at + 1 : at + 1 + len(rest)]
            if [one[0] for one in window] == rest:
                found.append((start, window[-1][3] if window else end))
    return found


def _forms(word: str) -> list[str]:
    forms = [word, *(before + word for before in _BEFORE)]
    if word.startswith("ال"):
        forms += [before + word[2:] for before in ("لل", "ولل", "فلل")]
    return forms


def _filled(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with letters of the spans replaced; spaces stand, so that lines break as before."""
    if not spans:
        return text
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [one if one.isspace() else _LETTER for one in text[start:end]]
    return "".join(letters)
