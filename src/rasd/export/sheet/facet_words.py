"""What people decided on an incident under agreements, in words."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.export.sheet.words import Words
from rasd.model import Facet

__all__ = ["facet_lines", "facet_words"]


def facet_words(
    words: Words, *, agreement: str, facet: str, value: str, actor: str | None = None, term: str | None = None
) -> str:
    """Return one decision in words, as "sochi_memorandum_2018: attributed to RUS".

    >>> facet_words(Words("en"), agreement="a_truce", facet="answered", value="denied", actor="RUS")
    'a_truce: answered by RUS: denied'
    """
    whom = words(f"facet.{facet}_by", who=actor) if actor else words(f"facet.{facet}")
    about = f" ({words('facet_term', term=term)})" if term else ""
    answer = "" if value == "set" else f": {words('facet_value.' + value)}"
    return f"{agreement}: {whom}{about}{answer}"


def facet_lines(words: Words, agreement: str, facet: Facet) -> Iterator[str]:
    """Yield what holds, who decided it and why, and what has changed since."""
    yield facet_words(
        words, agreement=agreement, facet=facet.facet, value=facet.value, actor=facet.actor, term=facet.term
    )
    made = words("decision", by=facet.by, at=facet.at[:10], n=facet.judgement)
    yield f"  {made}: {facet.why}"
    if facet.joined:
        yield f"  {words('joined', n=facet.joined)}"
    for earlier in facet.earlier:
        yield f"  {words('earlier', n=earlier)}"
