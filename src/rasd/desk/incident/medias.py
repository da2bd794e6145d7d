"""Photos, videos and files that the documents of an incident name: as addresses, never loaded by the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasd.desk.incident.seeing import Eyes
from rasd.desk.site import Words
from rasd.model import Incident
from rasd.preservation.media import links

__all__ = ["Medium", "media_of"]

_MOST = 60
_DOCUMENTS = 200


@dataclass(frozen=True, slots=True)
class Medium:
    """One file."""

    document: str
    url: str
    kind_said: str
    sha256: str
    media_type: str


def media_of(eyes: Eyes, incident: Incident, words: Words) -> Sequence[Medium]:
    """Return what the documents name, the same address once."""
    ids = list(dict.fromkeys(link.document_id for link in incident.reports))[:_DOCUMENTS]
    found: dict[str, Medium] = {}
    for one in links(eyes.store, [key for key in ids if key not in eyes.hidden.documents]):
        if len(found) >= _MOST:
            break
        found.setdefault(
            one.url,
            Medium(
                one.document_id,
                one.url,
                words(f"incident.media.{one.kind}"),
                one.sha256 or "",
                one.media_type or "",
            ),
        )
    return list(found.values())
