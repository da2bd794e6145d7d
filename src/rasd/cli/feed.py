"""``rasd feed``: which feeds and sitemaps are visited, and how they fare."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, EXIT_NOTHING, complain, printable
from rasd.cli.options import checked_format
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.store.feeds import Feed

__all__ = ["app", "health_lines"]

app = typer.Typer(help="Feeds and sitemaps that `rasd watch` visits.", no_args_is_help=True)

_EVERY = re.compile(r"(\d{1,5})\s?([smhd]?)")
_UNITS = {"s": 1, "m": 60, "": 60, "h": 3600, "d": 86_400}
_SHORTEST = 60
_LONGEST = 86_400


@app.command("add")
def add(
    addresses: Annotated[
        list[str],
        typer.Argument(
            metavar="ADDRESS", help="Addresses of RSS or Atom feeds, or of sitemaps.", show_default=False
        ),
    ],
    every: Annotated[
        str, typer.Option(metavar="TIME", help="Time between two visits: 15m, 2h, 1d; from 1m to 1d.")
    ] = "15m",
    host: Annotated[
        list[str] | None,
        typer.Option(
            "--host",
            metavar="HOST",
            help="Another host whose pages it may lead to; may be given several times.",
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="What it dates before this day is not fetched.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet of pages that state none.")] = None,
    theatre: Annotated[str | None, typer.Option(help="Theatre of its documents.")] = None,
    store: StoreOption = None,
) -> None:
    """Have feeds and sitemaps visited by `rasd watch`; one that is there already gets the new settings.

    Nothing is fetched now. Only pages of the feed's own host and of each --host are fetched later.
    """
    from rasd.cli.read import defaults_of
    from rasd.collection.web.addresses import normal
    from rasd.store.feeds import Feed, Feeds

    interval = _interval(every)
    day = defaults_of(since, outlet, theatre).published
    wanted = [normal(address) for address in addresses]
    hosts = tuple(dict.fromkeys(_host(one) for one in host or []))
    with open_store(store, create=True) as opened:
        now = datetime.now(UTC)
        for address in wanted:
            is_new = Feeds(opened).add(
                Feed(address, interval, now, now, hosts, outlet, theatre, day[:10] if day else None)
            )
            print(
                printable(f"{address}: {'added' if is_new else 'has new settings'}. `rasd watch` visits it.")
            )


@app.command("list")
def list_feeds(
    format: Annotated[str, typer.Option(metavar="FORMAT", help="words or jsonl.")] = "words",
    store: StoreOption = None,
) -> None:
    """Show the feeds: last visit, last new document, errors in words, and gaps.

    A feed that has been silent for much longer than its usual pause shows a gap since its last document, and so does
    one that fails or that nobody visits: no reports from it mean nothing then.
    """
    from rasd.collection.web.coverage import gap_of
    from rasd.store.feeds import Feeds

    checked_format(format, ("words", "jsonl"))
    with open_store(store, create=False) as opened:
        feeds = Feeds(opened).all()
    now = datetime.now(UTC)
    for feed in feeds:
        if format == "words":
            print(printable(f"{feed.address} ({_kind(feed)})"))
            for line in health_lines(feed, now):
                print(printable(f"  {line}"))
        else:
            gap = gap_of(feed, now)
            row = {
                "address": feed.address,
                "kind": feed.kind or None,
                "title": feed.title or None,
                "hosts": list(feed.hosts),
                "interval": feed.interval,
                "since": feed.since,
                "last_visit": _iso(feed.last_visit_at),
                "last_success": _iso(feed.last_success_at),
                "last_new": _iso(feed.last_new_at),
                "last_published": _iso(feed.moments[-1] if feed.moments else None),
                "due": _iso(feed.due_at),
                "documents": feed.documents,
                "failures": feed.failures,
                "error": feed.error or None,
                "paused": feed.is_paused,
                "left_out": feed.left_out or None,
                "gap_since": _iso(gap.since) if gap is not None else None,
                "gap_why": gap.why if gap is not None else None,
            }
            print(json.dumps(row, ensure_ascii=False))
    if not feeds:
        complain("No feeds yet. Add one with `rasd feed add ADDRESS`.")


@app.command("remove")
def remove(
    addresses: Annotated[
        list[str],
        typer.Argument(
            metavar="ADDRESS", help="Addresses as `rasd feed list` shows them.", show_default=False
        ),
    ],
    store: StoreOption = None,
) -> None:
    """Stop visiting feeds. What they brought stays in the store."""
    from rasd.collection.web.addresses import normal
    from rasd.store.feeds import Feeds

    missing = 0
    with open_store(store, create=False) as opened:
        for address in addresses:
            if Feeds(opened).remove(normal(address)):
                print(printable(f"{address}: removed. Its documents stay."))
            else:
                missing += 1
                complain(f"{address}: no such feed. `rasd feed list` shows them.")
    if missing:
        raise typer.Exit(EXIT_FAILED if missing < len(addresses) else EXIT_NOTHING)


def health_lines(feed: Feed, now: datetime) -> list[str]:
    """Return how a feed fares, in words."""
    from rasd.collection.web.coverage import gap_of, spoken

    if feed.is_paused:
        lines = ["paused: not visited until `rasd feed add` or the desk resumes it"]
    elif feed.last_visit_at is None:
        lines = ["not visited yet"]
    else:
        new = f"last new {_ago(feed.last_new_at, now)}" if feed.last_new_at else "nothing new yet"
        due = "due now" if feed.due_at <= now else f"next in {spoken(feed.due_at - now)}"
        count = f"{feed.documents:,} document{'' if feed.documents == 1 else 's'}"
        lines = [f"{count}; last visit {_ago(feed.last_visit_at, now)}, {new}; {due}"]
    if feed.failures:
        times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
        lines.append(f"failed {times}: {feed.error}")
    if feed.left_out:
        lines.append(f"left out: {feed.left_out}")
    gap = None if feed.is_paused else gap_of(feed, now)
    if gap is not None:
        lines.append(f"gap since {gap.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {gap.why}")
    return lines


def _kind(feed: Feed) -> str:
    from rasd.collection.web.coverage import spoken

    every = f"every {spoken(timedelta(seconds=feed.interval))}"
    return ", ".join(part for part in (feed.title, feed.kind, every) if part)


def _ago(moment: datetime, now: datetime) -> str:
    from rasd.collection.web.coverage import spoken

    return f"{spoken(now - moment)} ago"


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment is not None else None


def _interval(every: str) -> int:
    found = _EVERY.fullmatch(every.strip().lower())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if not _SHORTEST <= seconds <= _LONGEST:
        raise typer.BadParameter(f'--every "{every}" is no time between 1m and 1d. Write 15m, 2h or 1d.')
    return seconds


def _host(given: str) -> str:
    host = given.strip().lower().rstrip("./")
    host = host.removeprefix("https://").removeprefix("http://")
    if not re.fullmatch(r"[\w.-]{1,253}|\[[0-9a-f:.]{2,60}\]", host):
        raise typer.BadParameter(f'--host "{given}" is no host. Write its name alone: www.example.org.')
    return host.encode("idna").decode("ascii") if not host.isascii() else host.strip("[]")
