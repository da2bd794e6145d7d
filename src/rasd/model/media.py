"""Photos, videos and files that a document names: recorded as links, fetched only when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["MediaKind", "MediaLink"]

MediaKind = Literal["photo", "video", "file"]


@dataclass(frozen=True, slots=True)
class MediaLink:
    """Where a photo, a video or another file lies: an address, or a path beside the file that names it."""

    url: str
    kind: MediaKind = "file"
