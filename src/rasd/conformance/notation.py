"""A record in the short notation of ``corpus/reports.yaml`` and of the packs' examples.

Empty slots are left out, `asserted` and `stated` go without saying, lists stand in one order.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from rasd.grammar.people import PARTS
from rasd.model import ClaimedTotal, Record

__all__ = ["SLOTS", "count_of", "counted", "tidy", "told"]

SLOTS = (
    "kind", "basis", "factuality", "date", "places", "perpetrators", "parties", "targets", "sites", "harm", "weapons",
    "munitions", "sources", "breaches",
)  # fmt: skip


def count_of(low: int | None, high: int | None) -> str:
    """Return a count: 5, 1+, 7-9, -40.

    >>> count_of(5, 5), count_of(1, None), count_of(7, 9), count_of(None, 40)
    ('5', '1+', '7-9', '-40')
    """
    if high is None:
        return f"{low}+"
    if low is None:
        return f"-{high}"
    return str(low) if low == high else f"{low}-{high}"


def _harm(harm: dict[str, Any]) -> str:
    words = [harm["effect"], count_of(harm["min"], harm["max"])]
    words += [harm["victim_status"]] if harm["victim_status"] != "unknown" else []
    words += [f"{part} {harm[part]}" for part in PARTS if harm[part]]
    words += ["families"] if harm["unit"] == "families" else []
    return " ".join(words)


def _window(when: dict[str, Any]) -> str | None:
    first, last, part = when["start"], when["end"], when["part_of_day"]
    days = first if first == last else f"{first}/{last}"
    return " ".join(word for word in (days, part) if word) or None


def _side(actor: dict[str, Any]) -> str:
    return str(actor["actor"] if actor["certainty"] == "stated" else f"{actor['actor']} {actor['certainty']}")


def _claim(claim: dict[str, Any]) -> str:
    """An agreement as named, with who says that it was breached."""
    return " by ".join([claim["agreement"], *claim["claimed_by"]])


def counted(total: ClaimedTotal) -> dict[str, Any]:
    """Return a claimed total in the notation: how many, of what, against whom, by whom, when and where."""
    since, until = total.since, total.until
    slots = {
        "count": count_of(total.min, total.max),
        "of": total.of,
        "agreement": total.agreement,
        "against": total.against,
        "by": total.claimed_by,
        "actors": total.claimed_by_actors,
        "when": since.isoformat() if since and since == until else f"{since or ''}/{until or ''}".strip("/"),
        "place": total.place,
    }
    return tidy(slots)


def told(record: Record) -> list[dict[str, Any]]:
    """Return the reports of a record in the notation."""
    found = []
    for report in record.model_dump(mode="json")["reports"]:
        slots = {
            "kind": report["kind"],
            "basis": report["kind_basis"],
            "factuality": report["factuality"],
            "date": _window(report["date"]),
            "places": [place["name"] for place in report["places"]],
            "perpetrators": [_side(actor) for actor in report["perpetrators"]],
            "parties": [_side(actor) for actor in report["parties"]],
            "targets": [target["actor"] for target in report["targets"]],
            "sites": [site["site"] for site in report["target_sites"]],
            "harm": [_harm(harm) for harm in report["harm"]],
            "weapons": [weapon["weapon"] for weapon in report["weapons"]],
            "munitions": [f"{munition['item']} {munition['count']}" for munition in report["munitions"]],
            "sources": [source["type"] for source in report["sources"]],
            "breaches": [_claim(claim) for claim in report["breach_claims"]],
        }
        found.append(tidy(slots))
    return found


def tidy(slots: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty and what goes without saying; lists in one order, days as text."""
    plain = {
        key: sorted(value)
        if isinstance(value, list)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for key, value in slots.items()
    }
    return {
        key: value for key, value in plain.items() if value and (key, value) != ("factuality", "asserted")
    }
