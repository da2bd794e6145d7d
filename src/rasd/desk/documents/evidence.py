"""The bytes of an evidence record, as they lie in its WARC file: handed out whole, as a file, never shown.

One record may hold several documents (a feed, an export of a chat): it leaves only for who may see all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import StreamingHttpResponse

from rasd.desk.access import Hidden
from rasd.desk.site import store
from rasd.store import models

__all__ = ["evidence_of", "sent"]

_CHUNK = 1 << 18


def evidence_of(key: str, number: int, hidden: Hidden) -> Any:
    """Return the row of an evidence record of this document; None where there is none for this person."""
    if key in hidden.documents:
        return None
    met = models.Sighting.objects.filter(evidence_id=number)
    if not met.filter(document__key=key).exists():
        return None
    if hidden.documents and met.filter(document__key__in=hidden.documents).exists():
        return None
    return models.Evidence.objects.filter(id=number).first()


def sent(row: Any) -> StreamingHttpResponse | None:
    """Return the record as a file to keep; None when its WARC file is not there, or too short."""
    folder = store().evidence.resolve()
    path = (folder / row.warc).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    if path.stat().st_size < row.offset + row.length:
        return None
    answer = StreamingHttpResponse(
        _Part(path, row.offset, row.length), content_type="application/octet-stream"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="rasd-evidence-{row.id}.warc.gz"'
    answer.headers["Content-Length"] = str(row.length)
    answer.headers["Content-Encoding"] = "identity"
    return answer


class _Part:
    """The bytes of a part of a file, piece by piece."""

    def __init__(self, path: Path, offset: int, length: int) -> None:
        self._stream = path.open("rb")
        self._stream.seek(offset)
        self._left = length

    def __iter__(self) -> Iterator[bytes]:
        while self._left:
            piece = self._stream.read(min(_CHUNK, self._left))
            if not piece:
                return
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        """Give the file back."""
        self._stream.close()
