"""The jobs of this room: files, addresses and feeds come in, documents are coded, reports linked, the example is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from rasd.collection import Collected, Defaults
from rasd.desk.intake import reading, uploads
from rasd.desk.jobs import Cancelled

if TYPE_CHECKING:
    from rasd.collection.web import WebSettings
    from rasd.desk.jobs import Progress
    from rasd.preservation import Kept

__all__ = ["addresses", "code", "example", "feeds", "files", "link", "page_of"]

_SHOWN = 20
EXAMPLE = Path(__file__).parent / "example"


def files(progress: Progress, *, token: str, defaults: dict[str, Any]) -> None:
    """Bring in the files of one form, code and link them; the files are removed behind."""
    base: Path = settings.OPTIONS.folder
    uploads.sweep(base)
    found = uploads.read_files(base, token, Defaults(**defaults))
    try:
        _through(progress, found, "intake.at.reading")
    except (Exception, Cancelled):
        uploads.removed(base, token)
        raise
    uploads.removed(base, token)  # not when the worker is stopped: the next one reads them again


def addresses(progress: Progress, *, addresses: Sequence[str], defaults: dict[str, Any]) -> None:
    """Fetch the pages that a person named, within the bounds of collection; code and link them."""
    from rasd.collection.web import collect_addresses
    from rasd.collection.web.remembering import StoreMemory

    memory = StoreMemory(progress.store)
    found = collect_addresses(addresses, web_settings(Defaults(**defaults)), memory)
    _through(progress, found, "intake.at.fetching")
    memory.settle()


def feeds(progress: Progress, *, addresses: Sequence[str] | None = None) -> None:
    """Visit feeds: those named, else all that are due; code and link what is new."""
    from rasd.collection.web.watching import Watch
    from rasd.preservation import keep

    ids: dict[str, None] = {}

    def intake(collected: Iterable[Collected]) -> Iterator[Kept]:
        for kept in keep(collected, progress.store):
            progress.step(len(ids), None, "intake.at.fetching", where=kept.where)
            if kept.document_id is not None:
                ids[kept.document_id] = None
            if kept.error is not None:
                progress.fail("intake.log.refused", error=str(kept.error))
            yield kept

    watch = Watch(progress.store, web_settings(Defaults()))
    try:
        progress.step(0, None, "intake.at.visiting")
        for visited in watch.round(intake, only=None if addresses is None else frozenset(addresses)):
            feed = visited.feed
            if feed.failures:
                progress.fail("intake.log.feed_failed", address=feed.address, error=feed.error)
            else:
                progress.tell("intake.log.feed", n=visited.new, address=feed.address)
            progress.step(len(ids), None, "intake.at.visiting")
    finally:
        watch.close()
    _read(progress, list(ids))


def code(progress: Progress) -> None:
    """Code every document that has no record of the present words."""
    reading.coded(progress.store, progress)


def link(progress: Progress) -> None:
    """Link what is pending."""
    reading.linked(progress.store, progress)


def example(progress: Progress) -> None:
    """Load the invented example, code and link it."""
    from io import BytesIO

    from rasd.collection import collect

    found = collect([str(EXAMPLE)], Defaults(synthetic=True), BytesIO(b""))
    _through(progress, found, "intake.at.reading")
    progress.result("intake.result.guide", reverse("intake_guide"))


def web_settings(defaults: Defaults) -> WebSettings:
    """Return how the desk fetches: as `rasd collect` does; private addresses only where the desk was started so."""
    from rasd.collection.web import WebSettings

    return WebSettings(allow_private=settings.OPTIONS.allow_private, defaults=defaults)


def page_of(document: str) -> str:
    """Return the page on which a document is verified, else its own, else that of bringing in."""
    for name in ("verify", "document"):
        try:
            return reverse(name, args=[document])
        except NoReverseMatch:
            continue
    return reverse("intake")


def _through(progress: Progress, found: Iterable[Collected], words: str) -> None:
    _read(progress, reading.kept(found, progress.store, progress, words))


def _read(progress: Progress, ids: Sequence[str]) -> None:
    if not ids:
        progress.tell("intake.log.nothing")
        return
    reading.coded(progress.store, progress, ids)
    reading.linked(progress.store, progress)
    titles = {key: document.title or key for key, (document, _) in progress.store.cited(ids[:_SHOWN]).items()}
    for key in ids[:_SHOWN]:
        progress.result("intake.result.document", page_of(key), title=titles.get(key, key))
    if len(ids) > _SHOWN:
        progress.result("intake.result.more", reverse("documents"), n=len(ids) - _SHOWN)
