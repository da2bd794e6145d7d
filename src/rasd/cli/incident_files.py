"""Incidents from files of ``rasd link --format jsonl``: one a line, a broken line is named and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rasd.cli.console import complain
from rasd.errors import DocumentError

if TYPE_CHECKING:
    from rasd.model import Incident

__all__ = ["IncidentFiles"]


class IncidentFiles:
    """The incidents of some files, each id once; `failed` and `doubled` say what was left out."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self.failed = 0
        self.doubled = 0

    def __iter__(self) -> Iterator[Incident]:
        """Yield them in the order of the files; raises DocumentError on a file that cannot be opened."""
        from pydantic import ValidationError

        from rasd.model import Incident

        seen: set[str] = set()
        for path in self._paths:
            try:
                stream = path.open(encoding="utf-8", errors="replace")
            except OSError as error:
                raise DocumentError(
                    f"{path}: cannot be read ({error.strerror}). Give a file that `rasd link --format jsonl` wrote."
                ) from None
            with stream:
                for number, line in enumerate(stream, start=1):
                    if not line.strip():
                        continue
                    try:
                        incident = Incident.model_validate_json(line)
                    except ValidationError as error:
                        self.failed += 1
                        first = error.errors(include_url=False)[0]
                        where = ".".join(str(piece) for piece in first["loc"]) or "line"
                        complain(
                            f"{path}:{number}: no incident: {where}: {first['msg']}. Lines are those of"
                            " `rasd link --format jsonl`; this one is left out."
                        )
                        continue
                    if incident.id in seen:
                        self.doubled += 1
                        continue
                    seen.add(incident.id)
                    yield incident
        if self.doubled:
            complain(f"Incidents that came more than once and are counted once: {self.doubled}.")
