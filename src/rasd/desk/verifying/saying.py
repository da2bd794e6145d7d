"""Values in words: what a line of the form, a highlight and the history say of a value. Plain text, in one language."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasd.desk.site import Words
from rasd.desk.verifying.fields import FIELDS
from rasd.export.page.labels import admin1

__all__ = ["named", "notes_on", "said"]

_COUNTED = ("children", "women", "men", "medics", "journalists", "aid_workers")


def named(words: Words, field: str) -> str:
    """Return what a field is called."""
    return words(f"verifying.field.{field}")


def said(words: Words, field: str, value: Any) -> str:
    """Return a value in words; what is missing is said."""
    if value is None or value == "":
        return words("verifying.nothing")
    if not isinstance(value, dict):
        return words.term(FIELDS[field].inputs[0].options, str(value)) if field in FIELDS else str(value)
    if field == "date":
        return _days(words, value)
    if field == "harm":
        about = words("verifying.about") + " " if value.get("approximate") else ""
        unit = " " + words("verifying.choice.unit.families") if value.get("unit") == "families" else ""
        return f"{words.term('effects', value['effect'])}: {about}{words.range(value.get('min'), value.get('max'))}{unit}"
    if field == "munitions":
        return f"{words.term('munitions', value['item'])} × {words.number(value['count'])}"
    if field == "report":
        return words.term("kinds", value.get("kind"))
    asked = FIELDS[field].inputs[0]
    written = value.get(asked.name)
    if asked.sort == "actor":
        return words.term("actor", written)
    return words.term(asked.options, written) if asked.sort == "term" else str(written)


def notes_on(words: Words, field: str, value: Any) -> list[str]:
    """Return what is known beside a value, each part on its own."""
    if not isinstance(value, dict):
        return []
    if field == "places":
        return _place_notes(words, value)
    if field in ("perpetrators", "parties"):
        alleged = [words("verifying.alleged")] if field == "perpetrators" else []
        return [*alleged, words.term("certainty", value.get("certainty")), *_says(words, value)]
    if field == "harm":
        status = words(f"verifying.choice.status.{value.get('victim_status') or 'unknown'}")
        if value.get("status_basis") == "presumed":
            status += f" ({words('verifying.choice.basis.presumed')})"
        counted = [
            f"{words(f'verifying.input.{name}')}: {words.number(value[name])}"
            for name in _COUNTED
            if value.get(name) is not None
        ]
        victims = value.get("victims") or []
        return [
            status,
            *counted,
            *([f"{words('verifying.input.victims')}: {words.listed(victims)}"] if victims else []),
        ]
    if field == "sources":
        figures = [
            f"{words.term('effects', one['effect'])} {words.range(one.get('min'), one.get('max'))}"
            for one in value.get("figures") or []
        ]
        return [words.term("source_types", value.get("type")), *figures]
    return _says(words, value)


def _says(words: Words, value: dict[str, Any]) -> list[str]:
    names = value.get("claimed_by") or []
    return [words("verifying.says", names=words.listed(names))] if names else []


def _days(words: Words, value: dict[str, Any]) -> str:
    start, end = value.get("start"), value.get("end")
    shown = [
        words.day(one.isoformat() if isinstance(one, date) else one)
        for one in dict.fromkeys((start, end))
        if one
    ]
    part = [words.term("parts_of_day", value["part_of_day"])] if value.get("part_of_day") else []
    return words.listed([" – ".join(shown), *part] if shown else part) or words("verifying.no_date")


def _place_notes(words: Words, value: dict[str, Any]) -> list[str]:
    unit = ""
    if value.get("admin1"):
        label = admin1(value.get("country"), value["admin1"])
        unit = label.ar if words.is_arabic else label.en
    parts = [
        value.get("region") or "",
        unit,
        value.get("country") or "",
        words.term("precision", value.get("precision")),
    ]
    open_ones = len(value.get("candidates") or [])
    if open_ones:
        parts.append(words.counted("verifying.namesakes", open_ones))
    elif value.get("latitude") is None:
        parts.append(words("verifying.no_point"))
    return [part for part in parts if part]
