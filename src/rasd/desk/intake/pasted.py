"""A text that a person pasted: its bytes become evidence like those of a file, its document says who brought it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from rasd import __version__
from rasd.collection import Collected, Defaults, Raw, collect_stream

__all__ = ["Paste", "Silent", "read_paste"]

_METHOD = "paste"


@dataclass(frozen=True, slots=True)
class Paste:
    """What the form said."""

    text: str
    title: str = ""
    outlet: str = ""
    published: str = ""
    """ISO day, or empty."""
    theatre: str = ""
    url: str = ""
    is_invented: bool = False


class Silent:
    """Hears how far the work is when nobody waits for a job: failures are kept for the page."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, dict[str, Any]]] = []

    def step(self, done: int, of: int | None = None, words: str = "", **filling: Any) -> None:
        """Pass over progress."""

    def tell(self, key: str, **filling: Any) -> None:
        """Pass over what is told."""

    def fail(self, key: str, **filling: Any) -> None:
        """Keep a failure."""
        self.failures.append((key, filling))


def read_paste(paste: Paste, by: str) -> Iterator[Collected]:
    """Yield the document of a pasted text, or those that its heads part. Raises DocumentError where there is none."""
    body = paste.text.replace("\r\n", "\n").encode("utf-8", "replace")
    digest = sha256(body).hexdigest()
    where = f"pasted by {by}"
    raw = Raw(body, "text/plain", f"urn:sha256:{digest}", datetime.now(UTC), sha256=digest)
    defaults = Defaults(
        published=paste.published or None, outlet=paste.outlet or None, theatre=paste.theatre or None
    )
    found = list(collect_stream(io.BytesIO(body), where, defaults))
    for one in found:
        if one.document is None:
            yield one
            continue
        given: dict[str, Any] = {}
        if paste.is_invented:
            given["synthetic"] = True
        if len(found) == 1:  # what was typed goes before what the text's heads say
            if paste.title:
                given["title"] = paste.title
            if paste.outlet:
                given["outlet"] = paste.outlet
            if paste.url:
                given["url"] = paste.url
            if paste.published:
                given |= {"published": paste.published, "published_from": "typed when pasted"}
        part = one.part or one.where.removeprefix(where).lstrip(": ")
        yield replace(
            one, document=one.document.model_copy(update=given), raw=raw, part=part, method=_METHOD,
            extractor=one.extractor or f"rasd {__version__}",
        )  # fmt: skip
