"""What an output format of incidents is: a name, an extension, a media type and one `write`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol, TextIO

from rasd.model import Incident

__all__ = ["IncidentFormat"]


class IncidentFormat(Protocol):
    """Writes incidents to a text stream; the stream stays open."""

    name: ClassVar[str]
    extension: ClassVar[str]
    media_type: ClassVar[str]
    lossless: ClassVar[bool]
    """Whether the incidents can be read back from what was written."""

    def write(self, incidents: Iterable[Incident], stream: TextIO) -> None:
        """Write all `incidents` in their order, taking each from the iterable only when it is its turn."""
        ...
