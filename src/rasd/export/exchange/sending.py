"""The one way out: what may leave is decided here, before any format sees it, and invented never goes with real."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from rasd.errors import OutputError
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import ExchangeFormat
from rasd.export.exchange.options import ExportOptions
from rasd.export.exchange.privacy import made_public

__all__ = ["Sent", "export"]


@dataclass(slots=True)
class Sent:
    """What became of an export."""

    incidents: int = 0
    left_out: int = 0
    """Invented ones of a real export, real ones of an invented one."""
    without_room: dict[str, int] = field(default_factory=dict)
    """Incidents that the format has no room for, by kind or by what hinders; they are in no row."""


def export(
    form: ExchangeFormat,
    dossiers: Iterable[Dossier],
    stream: IO[Any],
    options: ExportOptions,
    *,
    tick: Callable[[], None] = lambda: None,
) -> Sent:
    """Write what may leave of `dossiers` to `stream`, one at a time; `tick` is called once an incident."""
    sent = Sent()

    def leaving() -> Iterator[Dossier]:
        for dossier in dossiers:
            tick()
            if dossier.incident.synthetic is not options.is_synthetic:
                sent.left_out += 1
                continue
            sent.incidents += 1
            yield made_public(dossier, options.include)

    try:
        form.write(leaving(), stream, options)
    except ImportError as error:
        if not form.needs:
            raise
        raise OutputError(
            f'{form.name}: needs {error.name}, which is not installed. Install it: pip install "rasd[{form.needs}]"'
        ) from None
    sent.without_room = dict(getattr(form, "left_out", {}))
    return sent
