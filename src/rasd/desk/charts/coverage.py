"""Gaps in the coverage of sources, as charts draw them: a feed that fell silent is no calm."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rasd.collection.web.coverage import gap_of
from rasd.desk.site import store
from rasd.export.charts import Gap
from rasd.store.feeds import Feeds

__all__ = ["gaps"]


def gaps(theatre: str | None, until: date | None) -> list[Gap]:
    """Return the days for which feeds show nothing, up to a day (None: today); of a theatre, and of no theatre."""
    now = datetime.now(UTC)
    last = until or now.date()
    found = []
    for feed in Feeds(store()).all():
        if theatre is not None and feed.theatre not in (theatre, None):
            continue
        gap = gap_of(feed, now)
        if gap is not None and gap.since.astimezone(UTC).date() <= last:
            name = feed.outlet or feed.title or feed.address
            found.append(Gap(gap.since.astimezone(UTC).date(), last, f"{name}: {gap.why}"))
    return found
