"""The examples of a pack: ``corpus.yaml`` beside its words, in the format of ``data/arabic/corpus``.

`cases` hold `dimension` (actors, attribution, places, theatres), `says`, `texts` with the evidence in brackets, and
where it matters `published`, `outlet`, `theatre`, `rule`, `framing` (own, hostile, neutral); `silent` the look-alikes;
`documents` whole texts with their reports, as ``corpus/reports.yaml`` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rasd.coding import Coder
from rasd.conformance.finding import Finding
from rasd.conformance.notation import SLOTS, tidy, told
from rasd.conformance.overview import ambiguous_words
from rasd.conformance.subject import Subject
from rasd.lexicon.entries import folded_words
from rasd.model import Document

__all__ = [
    "CASE_KEYS",
    "DIMENSIONS",
    "DOCUMENT_KEYS",
    "SILENT_KEYS",
    "coverage",
    "document_of",
    "examples",
    "sound",
]

FILE = "corpus.yaml"
DIMENSIONS = ("actors", "attribution", "places", "theatres")
CASE_KEYS = {
    "dimension", "says", "texts", "published", "outlet", "theatre", "rule", "framing", "note",
}  # fmt: skip
SILENT_KEYS = {"dimension", "texts", "published", "outlet", "theatre", "note"}
DOCUMENT_KEYS = {"rule", "text", "published", "outlet", "theatre", "theatres", "reports", "note"}
_FRAMINGS = ("own", "hostile", "neutral")


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the brackets off a text and return where they stood."""
    plain, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", text):
        if piece == "[":
            start = len(plain)
        elif piece == "]":
            spans.append((start, len(plain)))
        else:
            plain += piece
    return plain, spans


def document_of(item: dict[str, Any], text: str, published: Any) -> Document:
    """Return the document of an example; its own date, outlet and theatre win over the file's."""
    day = item.get("published", published)
    return Document.model_validate(
        {
            "text": text,
            "published": None if day is None else str(day),
            "outlet": None if item.get("outlet") is None else str(item["outlet"]),
            "theatre": None if item.get("theatre") is None else str(item["theatre"]),
        }
    )


def _named_theatres(says: Any) -> list[Any]:
    if not isinstance(says, dict):
        return []
    many = says.get("theatres")
    return [
        *(many if isinstance(many, list) else [many] if many is not None else []),
        says.get("theatre", ""),
    ]


def _is_slot(value: Any) -> bool:
    """Whether a value is one of the notation's: a word, a number, a day, or a list of words."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return not isinstance(value, dict)


def _amiss(item: Any, allowed: set[str], required: tuple[str, ...]) -> tuple[str, str] | None:
    """Return fact and remedy where an entry of the file is not what it should be."""
    if not isinstance(item, dict):
        return f"{item!r} is no entry.", f"Write a table of: {', '.join(sorted(allowed))}."
    if unknown := sorted(item.keys() - allowed):
        return f"unknown key {unknown[0]!r}.", f"Keys: {', '.join(sorted(allowed))}."
    if missing := [key for key in required if not item.get(key)]:
        return f"`{missing[0]}:` is missing.", "Write it."
    for key in ("texts", "reports", "theatres"):
        if item.get(key) is not None and not isinstance(item[key], list):
            return f"`{key}:` is no list.", f"Write `{key}: [{item[key]}]`."
    for key in ("outlet", "theatre", "published", "text", "rule"):
        if isinstance(item.get(key), (dict, list)):
            return f"`{key}:` holds {item[key]!r}.", "Write a word there."
    if not all(isinstance(text, str) and text.strip() for text in item.get("texts") or ()):
        return "`texts:` holds what is no text.", "Write sentences."
    says = item.get("says")
    for one in says if isinstance(says, list) else [says] if says is not None else []:
        if not isinstance(one, dict):
            return f"`says:` holds {one!r}.", "Write a table, as in {actor: SAF}."
    named = [*(item.get("theatres") or ()), *_named_theatres(says)]
    if not all(isinstance(one, str) for one in named):
        return f"theatres {named} are none.", "Write their ids."
    for report in item.get("reports") or ():
        if not isinstance(report, dict) or not all(map(_is_slot, report.values())):
            return f"report {report!r} is none.", f"Write a table of: {', '.join(SLOTS)}."
    if "dimension" in allowed and item["dimension"] not in DIMENSIONS:
        return f"dimension {item['dimension']!r} is none.", f"Dimensions: {', '.join(DIMENSIONS)}."
    if item.get("framing") not in (None, *_FRAMINGS):
        return f"framing {item['framing']!r} is none.", f"Framings: {', '.join(_FRAMINGS)}."
    return None


_PARTS: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "cases": (CASE_KEYS, ("dimension", "says", "texts")),
    "silent": (SILENT_KEYS, ("dimension", "texts")),
    "documents": (DOCUMENT_KEYS, ("rule", "text")),
}


def sound(subject: Subject, part: str) -> list[dict[str, Any]]:
    """Return the entries of `cases`, `silent` or `documents` that are what they should be; the others are findings."""
    entries = (subject.content.get(FILE) or {}).get(part) or ()
    return [entry for entry in entries if _amiss(entry, *_PARTS[part]) is None]


def examples(subject: Subject) -> Iterator[Finding]:
    """Every example of the pack reads as it says."""
    content = subject.content.get(FILE) or {}
    published = content.get("published")

    def found(text: str, fact: str, remedy: str) -> Finding:
        head = text.replace("\n", " ")[:60]
        return subject.finding("examples", FILE, head, fact, remedy, line_with=text.split("\n")[0][:40])

    for key, (allowed, required) in _PARTS.items():
        for item in content.get(key) or ():
            amiss = _amiss(item, allowed, required)
            if amiss is not None:
                yield found(str(item.get("rule") if isinstance(item, dict) else item), *amiss)
                continue
            if key == "documents":
                problem = document_problem(subject.coder, item, published)
                if problem:
                    yield found(str(item["text"]), problem, "Mend the words of the pack, or the example.")
                continue
            for text in map(str, item["texts"]):
                problem = case_problem(subject, item, text, published)
                if problem:
                    yield found(text, problem, "Mend the words of the pack, or the example.")


def case_problem(subject: Subject, item: dict[str, Any], text: str, published: Any) -> str:
    """Return how the reading of one text differs from what its case says; empty when it holds."""
    plain, spans = marked(text)
    explanation = subject.coder.explain(document_of(item, plain, published))
    says = item.get("says")
    if item["dimension"] == "theatres":
        theatres = list(explanation.theatres)
        if says is None:
            return f"is recognised as {', '.join(theatres)}." if subject.id in theatres else ""
        wanted = [str(one) for one in says.get("theatres") or [says.get("theatre")]]
        ordered = theatres[: len(wanted)] if "theatre" in says else theatres
        return (
            ""
            if ordered == wanted
            else f"should be {', '.join(wanted)}, is read as {', '.join(theatres) or 'none'}."
        )
    mentions = [mention for mention in explanation.mentions if mention.dimension == item["dimension"]]
    shown = "; ".join(
        f"[{plain[slice(*m.span)]}] {' '.join(f'{k}={v}' for k, v in m.value.items() if v)} by {m.rule}"
        for m in mentions
    )
    if says is None:
        return f"should say nothing of {item['dimension']}, is read as {shown}." if mentions else ""
    right = [mention.span for mention in mentions] == spans and all(
        mention.value.get(key) == value
        for mention, one in zip(
            mentions, says if isinstance(says, list) else [says] * len(mentions), strict=False
        )
        for key, value in one.items()
    )
    if right and item.get("rule"):
        right = any(item["rule"] in (mention.rule, *mention.fired) for mention in mentions)
    return "" if right else f"should say {says} at the brackets, is read as {shown or 'nothing'}."


def document_problem(coder: Coder, item: dict[str, Any], published: Any) -> str:
    """Return how the record of a document differs from what its entry says; empty when it holds."""
    document = document_of(item, str(item["text"]).strip(), published)
    wanted = [tidy(dict(report)) for report in item.get("reports") or ()]
    if unknown := sorted({slot for report in wanted for slot in report} - set(SLOTS)):
        return f"unknown slot {unknown[0]!r}; slots: {', '.join(SLOTS)}."
    record = coder.code(document)
    theatres = record.theatres
    if item.get("theatres") is not None and theatres != list(item["theatres"]):
        return f"should be of {', '.join(item['theatres']) or 'none'}, is of {', '.join(theatres) or 'none'}."
    found = told(record)
    for report, want in zip(found, wanted, strict=False):
        if "basis" not in want:
            report.pop("basis", None)
    if found == wanted:
        return ""
    if len(found) != len(wanted):
        return f"should give {len(wanted)} reports, gives {len(found)}: {found}."
    differing = [
        f"report {number} {slot}: should be {want.get(slot)}, is {have.get(slot)}"
        for number, (want, have) in enumerate(zip(wanted, found, strict=True), 1)
        for slot in SLOTS
        if want.get(slot) != have.get(slot)
    ]
    return f"{'; '.join(differing)}."


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _sides(report: dict[str, Any]) -> set[str]:
    named = (
        str(one).split()[0]
        for slot in ("perpetrators", "targets", "parties")
        for one in _listed(report.get(slot))
        if one
    )
    return {name for name in named if name != "CIVILIANS"}


def coverage(subject: Subject) -> Iterator[Finding]:
    """The examples show what a pack must show."""
    cases = sound(subject, "cases")
    own: set[str] = set()
    hostile: set[str] = set()
    shown: set[str] = set()
    ambiguous = {" ".join(folded_words(form)) for forms in ambiguous_words().values() for form in forms}
    for case in cases:
        given = case.get("says")
        says: dict[str, Any] = given if isinstance(given, dict) else {}
        texts = [str(text) for text in case.get("texts") or ()]
        if case.get("dimension") == "theatres" and subject.id in (
            says.get("theatres") or [says.get("theatre")]
        ):
            shown.add("theatre")
        if case.get("dimension") == "attribution":
            shown.add("source")
        if case.get("dimension") == "actors":
            if case.get("framing") in ("own", "hostile"):
                (own if case["framing"] == "own" else hostile).add(str(says.get("actor")))
            marks = (
                plain[slice(*span)] for text in texts for plain, spans in (marked(text),) for span in spans
            )
            if any(" ".join(folded_words(mark)) in ambiguous for mark in marks):
                shown.add("ambiguous")
    for document in sound(subject, "documents"):
        if any(len(_sides(report)) > 1 for report in document.get("reports") or ()):
            shown.add("two")
    if own & hostile:
        shown.add("framings")
    if sound(subject, "silent"):
        shown.add("silent")
    for what, fact in (
        ("theatre", "no example shows that the theatre is recognised (dimension: theatres)."),
        (
            "framings",
            "no actor is shown by its own and by a hostile framing (framing: own, framing: hostile).",
        ),
        ("ambiguous", "no example shows whom an ambiguous word means."),
        ("source", "no example shows a body that speaks (dimension: attribution)."),
        (
            "two",
            "no document tells of two sides (documents:); exchanging them tests that no rule asks which it is.",
        ),
        ("silent", "no look-alike is shown (silent:)."),
    ):
        if what not in shown:
            yield subject.finding("coverage", FILE, what, fact, "Write one.", line_with="cases:")
