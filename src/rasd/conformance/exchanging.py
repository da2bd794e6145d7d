"""The pack's own documents with two parties exchanged: the record must be the same with the actors exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rasd.conformance.examples import FILE, document_of, sound
from rasd.conformance.finding import Finding
from rasd.conformance.subject import Subject
from rasd.evaluation.swap import Trial

__all__ = ["exchanges"]


def exchanges(subject: Subject) -> Iterator[Finding]:
    """No rule asks which side it is: exchanged parties give exchanged records."""
    content = subject.content.get(FILE) or {}
    for item in sound(subject, "documents"):
        text = str(item["text"]).strip()
        trial = Trial(subject.coder, document_of(item, text, content.get("published")))
        for pair in combinations(sorted(trial.actors), 2):
            again = trial.exchanged(pair)
            if again is None:
                continue
            if again.left:
                yield subject.finding(
                    "exchanges", FILE, text[:60],
                    f"cannot be read with {pair[0]} and {pair[1]} exchanged: no wording for {', '.join(again.left)}.",
                    "Give the other actor a name of that sort.", line_with=text[:30], is_error=False,
                )  # fmt: skip
            elif not again.is_equal:
                yield subject.finding(
                    "exchanges", FILE, text[:60],
                    f"reads otherwise with {pair[0]} and {pair[1]} exchanged: "
                    f"{'; '.join(f'{m.field} {m.before} / {m.after}' for m in again.mismatches if not m.excused)}"
                    f" in: {again.text}",
                    "Mend the framings of the two.", line_with=text[:30],
                )  # fmt: skip
