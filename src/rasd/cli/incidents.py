"""``rasd incidents``: the incidents of the store, filtered, with sums that keep decided apart from proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import complain
from rasd.cli.incident_options import (
    ActorOption,
    Admin1Option,
    ContestedOption,
    CountryOption,
    DecidedOnlyOption,
    GradeOption,
    InjuredOption,
    KilledOption,
    KindOption,
    NearOption,
    OfTheatreOption,
    PerpetratorOption,
    PlaceOption,
    SinceOption,
    TargetOption,
    UntilOption,
    WeaponOption,
    WordsOption,
    incident_filter,
)
from rasd.cli.link import incident_form
from rasd.cli.options import IncidentFormatOption, OutputOption
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.model import Incident
    from rasd.store import IncidentFilter, Order, Store

__all__ = ["incidents", "say_gaps"]


def incidents(
    place: PlaceOption = None,
    near: NearOption = None,
    admin1: Admin1Option = None,
    country: CountryOption = None,
    theatre: OfTheatreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    actor: ActorOption = None,
    perpetrator: PerpetratorOption = None,
    target: TargetOption = None,
    weapon: WeaponOption = None,
    killed: KilledOption = None,
    injured: InjuredOption = None,
    grade: GradeOption = None,
    decided_only: DecidedOnlyOption = False,
    contested: ContestedOption = False,
    text: WordsOption = None,
    synthetic: Annotated[
        bool | None, typer.Option("--synthetic/--no-synthetic", help="Only invented ones, or none of them.")
    ] = None,
    sort: Annotated[
        str,
        typer.Option(metavar="ORDER", help="date, killed, injured, sources, reports or changed; most first."),
    ] = "date",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    format: IncidentFormatOption = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """List the incidents of the store.

    Options narrow the list together. The sums at the foot of a table keep what people decided apart from what is only
    proposed, with weak and contested incidents in rows of their own; invented incidents are never summed with real ones.

    Exit code 0: listed, none too; 2: nothing could be listed.
    """
    from rasd.cli.output import destination, writable

    wanted = incident_filter(
        place=place,
        near=near,
        admin1=admin1,
        country=country,
        theatre=theatre,
        since=since,
        until=until,
        kind=kind,
        actor=actor,
        perpetrator=perpetrator,
        target=target,
        weapon=weapon,
        killed=killed,
        injured=injured,
        grade=grade,
        decided_only=decided_only,
        contested=contested,
        text=text,
        is_synthetic=synthetic,
    )
    form = incident_form(format, output)
    with open_store(store, create=False) as opened:
        found = opened.incidents(wanted, limit=limit, order=_order(sort))
        shown = _Counted(found)
        with writable(output), destination(output, progressive=False) as stream:
            form.write(shown, stream)
        if limit is not None and shown.count == limit:
            _say_cut(limit, opened.count_incidents(wanted), with_sums=form.name == "table")
        elif not shown.count:
            _say_none(opened.count_incidents(), opened.address, wanted)
        say_gaps(opened, wanted)


class _Counted:
    """Incidents that count themselves as they go by."""

    def __init__(self, given: Iterable[Incident]) -> None:
        self._given = given
        self.count = 0

    def __iter__(self) -> Iterator[Incident]:
        for incident in self._given:
            self.count += 1
            yield incident


def _say_cut(limit: int, of: int, *, with_sums: bool) -> None:
    if of > limit:
        sums = " Sums are of those shown." if with_sums else ""
        complain(f"{limit} of {of} incidents shown (--limit).{sums}")


def _say_none(in_store: int, address: str, wanted: IncidentFilter) -> None:
    from rasd.store import IncidentFilter

    if not in_store:
        complain(
            f"{address} holds no incident yet. `rasd collect` brings documents, `rasd link` makes incidents of them."
        )
    elif wanted != IncidentFilter():
        complain(f"None of the {in_store} incidents matches all options.")


def say_gaps(store: Store, wanted: IncidentFilter) -> None:
    """Say which feeds show nothing for the days that were asked for: their silence is no calm."""
    from rasd.store.feeds import Feeds

    feeds = [
        one for one in Feeds(store).all() if wanted.theatre in (None, one.theatre) or one.theatre is None
    ]
    if not feeds:
        return
    from rasd.collection.web.coverage import gap_of

    now = datetime.now(UTC)
    last = wanted.day_until or now.date()
    for feed in feeds:
        gap = gap_of(feed, now)
        if gap is not None and gap.since.astimezone(UTC).date() <= last:
            complain(
                f"Gap in coverage, not calm: {feed.outlet or feed.title or feed.address} since {gap.since:%Y-%m-%d}"
                f" ({gap.why})."
            )


def _order(given: str) -> Order:
    from rasd.store import ORDERS

    for order in ORDERS:
        if order == given:
            return order
    raise typer.BadParameter(f'Incidents are not sorted by "{given}". Orders: {", ".join(ORDERS)}.')
