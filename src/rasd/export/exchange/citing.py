"""Whom an incident cites: outlets, bodies that are quoted, addresses; each once, in the order of its reports."""

from __future__ import annotations

from rasd.export.exchange.dossier import Cited, Dossier

__all__ = ["documents_of", "outlets_of", "quoted_in", "urls_of"]


def documents_of(dossier: Dossier) -> list[Cited]:
    """Return the documents in the order of the incident's reports; one that is not at hand is cited by what the incident knows."""
    found: dict[str, Cited] = {}
    for link in dossier.incident.reports:
        if link.document_id not in found:
            known = dossier.documents.get(link.document_id)
            found[link.document_id] = known or Cited(
                id=link.document_id, outlet=link.outlet, published=link.published
            )
    return list(found.values())


def outlets_of(dossier: Dossier) -> list[str]:
    """Return the outlets."""
    return list(dict.fromkeys(one.outlet for one in documents_of(dossier) if one.outlet))


def urls_of(dossier: Dossier) -> list[str]:
    """Return the addresses of the documents."""
    return list(dict.fromkeys(one.url for one in documents_of(dossier) if one.url))


def quoted_in(dossier: Dossier) -> list[str]:
    """Return the bodies and people whom the documents quote."""
    told = (source.name for report in dossier.reports.values() for source in report.sources)
    figures = (figure.source for harm in dossier.incident.harm for figure in harm.figures if figure.source)
    return list(dict.fromkeys([*told, *figures]))
