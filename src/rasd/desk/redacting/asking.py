"""What a person asks to be taken out, as the form has it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from rasd.preservation.redaction import Order

__all__ = ["Asked"]

_LONGEST = 2_000
_MOST_IDS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One order, not yet carried out."""

    what: Literal["words", "whole"]
    text: str
    documents: tuple[str, ...]
    why: str
    is_sure: bool
    wrong: dict[str, str] = field(default_factory=dict)
    """Keys of words, by field."""

    @classmethod
    def from_form(cls, form: Any, *, is_sent: bool) -> Asked:
        """Read a form; nothing of it is trusted, and what is missing is told only once it `is_sent`."""
        what: Literal["words", "whole"] = "whole" if form.get("what") == "whole" else "words"
        text = form.get("text", "").replace("\0", "").strip()
        ids = tuple(
            dict.fromkeys(line.strip() for line in form.get("documents", "").splitlines() if line.strip())
        )
        why = form.get("why", "").replace("\0", "").strip()
        wrong: dict[str, str] = {}
        if is_sent and what == "words" and not text:
            wrong["text"] = "redacting.wrong.text"
        if is_sent and what == "whole" and not ids:
            wrong["documents"] = "redacting.wrong.documents"
        if len(text) > _LONGEST:
            wrong["text"] = "redacting.wrong.long"
        if len(ids) > _MOST_IDS:
            wrong["documents"] = "redacting.wrong.many"
        if is_sent and not why:
            wrong["why"] = "redacting.wrong.why"
        elif text and text in why:
            wrong["why"] = "redacting.wrong.repeated"
        return cls(what, text, ids, why, form.get("sure") == "yes", wrong)

    def order(self, by: str) -> Order:
        """Return the order."""
        if self.what == "whole":
            return Order(by=by, why=self.why, is_whole=True, documents=self.documents)
        return Order(by=by, why=self.why, text=self.text, documents=self.documents)
