"""What a format of exchange is, and what each of its columns says of itself.

The command, the docs and the tests read `fields` and `cannot_carry`: nothing about a format is typed twice. A format gets
dossiers that are fit to leave already (`rasd.export.exchange.privacy`), so it decides nothing about privacy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any, ClassVar, Literal, Protocol, get_args

from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.options import ExportOptions
from rasd.model import Text

__all__ = ["PRIVACY", "ExchangeFormat", "Mapped", "Privacy", "said"]

Privacy = Literal["public", "names", "internal", "points", "texts"]
"""Public: always leaves. names: victims, witnesses, local people. internal: notes, reasons and names of those who decided.
points: exact points of what is protected. texts: words of the documents. All but public only by `--include`."""
PRIVACY: tuple[Privacy, ...] = get_args(Privacy)


def said(ar: str, en: str) -> Text:
    """Return a sentence in both languages."""
    return Text(ar=ar, en=en)


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """One column or key of a format: where its value comes from, and what it means."""

    column: str
    source: str
    """Fields of the incident, its reports or documents, as docs/schema.md names them; `rule set`, `export` or `constant`
    for what comes from elsewhere."""
    meaning: Text
    privacy: Privacy = "public"
    """The strictest class of what it is made of: what is left of it in a public export is in the docs."""


class ExchangeFormat(Protocol):
    """Writes dossiers to a stream that stays open; binary where `is_binary`, else text with line feeds as they are."""

    name: ClassVar[str]
    title: ClassVar[Text]
    extension: ClassVar[str]
    media_type: ClassVar[str]
    is_lossless: ClassVar[bool]
    """Whether `rasd import` reads it back as it was, given `--include all`."""
    is_binary: ClassVar[bool]
    definition: ClassVar[str]
    """Address of the definition by those who made the format; empty for our own."""
    fields: ClassVar[tuple[Mapped, ...]]
    cannot_carry: ClassVar[tuple[Text, ...]]
    """What of an incident the format has no room for."""
    needs: ClassVar[str]
    """The extra of the package that must be installed for it; empty for none."""

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write all `dossiers` in their order, taking each from the iterable only when it is its turn."""
        ...
