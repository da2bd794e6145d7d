"""``rasd incidents``: the incidents of the store, filtered, with sums that keep decided apart from proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import complain
from rasd.cli.link import incident_form
from rasd.cli.options import IncidentFormatOption, OutputOption, day_of
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.model import Incident
    from rasd.store import IncidentFilter, Order, Store

__all__ = ["incidents"]

_SPAN = re.compile(r"(\d{1,9})?(?:(\.\.)(\d{1,9})?)?")
_FARTHEST = 20_040  # half way round the earth, in kilometres


def incidents(
    place: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|ID", help="Place, district, governorate in any spelling; or a gazetteer id."
        ),
    ] = None,
    near: Annotated[
        str | None, typer.Option(metavar="LAT,LON,KM", help="Within so many kilometres of a point.")
    ] = None,
    admin1: Annotated[
        str | None, typer.Option(metavar="NAME", help="First-level unit, in Arabic or as records write it.")
    ] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="ISO 3166-1 alpha-2, as SY.")] = None,
    theatre: Annotated[str | None, typer.Option(metavar="ID", help="Of one theatre.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="On this day or later, ISO 8601.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="On this day or earlier.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="A kind, or a family of kinds.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="ID", help="As perpetrator or target.")] = None,
    perpetrator: Annotated[str | None, typer.Option(metavar="ID", help="Alleged to have done it.")] = None,
    target: Annotated[str | None, typer.Option(metavar="ID", help="Struck.")] = None,
    weapon: Annotated[str | None, typer.Option(metavar="ID", help="Named by a report.")] = None,
    killed: Annotated[
        str | None, typer.Option(metavar="N|N..|..N|N..M", help="Killed: the range meets this one.")
    ] = None,
    injured: Annotated[str | None, typer.Option(metavar="N|N..|..N|N..M", help="Injured, likewise.")] = None,
    grade: Annotated[
        str | None, typer.Option(metavar="GRADE", help="As a person decided; where nobody did, as proposed.")
    ] = None,
    decided_only: Annotated[
        bool, typer.Option("--decided-only", help="Only where a person decided the grade.")
    ] = False,
    contested: Annotated[
        bool,
        typer.Option("--contested", help="Only where sources disagree on perpetrator, status or occurrence."),
    ] = False,
    text: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="A document holds these words in any spelling; quotes: in a row."),
    ] = None,
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
    from rasd.store import IncidentFilter

    day_from, day_until = day_of("--since", since), day_of("--until", until)
    if day_from and day_until and day_until < day_from:
        raise typer.BadParameter(f"--until {day_until} lies before --since {day_from}. Exchange them.")
    fewest, most = _span("--killed", killed)
    fewest_injured, most_injured = _span("--injured", injured)
    kind, family = _kind(kind)
    wanted = IncidentFilter(
        place=place,
        near=_near(near),
        admin1=_unit(admin1),
        country=country.upper() if country else None,
        theatre=theatre,
        day_from=day_from,
        day_until=day_until,
        kind=kind,
        family=family,
        actor=_id(actor),
        perpetrator=_id(perpetrator),
        target=_id(target),
        weapon=_term("weapons", "weapon", weapon),
        killed=fewest,
        killed_until=most,
        injured=fewest_injured,
        injured_until=most_injured,
        grade=_term("grades", "grade", grade),
        is_decided=True if decided_only else None,
        is_contested=True if contested else None,
        words=text,
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
        _say_gaps(opened, wanted)


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


def _say_gaps(store: Store, wanted: IncidentFilter) -> None:
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


# --- options to filters ------------------------------------------------------------------------------------------------


def _span(option: str, given: str | None) -> tuple[int | None, int | None]:
    """Return the bounds of ``5``, ``5..``, ``..3`` or ``5..9``."""
    if given is None:
        return None, None
    read = _SPAN.fullmatch(given.strip())
    if read is None or (read[1] is None and read[3] is None):
        raise typer.BadParameter(f'{option}: "{given}" is no range. Write 5, 5.., ..3 or 5..9.')
    low = int(read[1]) if read[1] else None
    high = low if read[2] is None else (int(read[3]) if read[3] else None)
    if low is not None and high is not None and high < low:
        raise typer.BadParameter(f'{option}: "{given}" ends before it begins. Write {high}..{low}.')
    return low, high


def _near(given: str | None) -> tuple[float, float, float] | None:
    if given is None:
        return None
    try:
        latitude, longitude, kilometres = (float(piece) for piece in given.split(","))
    except ValueError:
        latitude = longitude = kilometres = float("nan")
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 < kilometres <= _FARTHEST):
        raise typer.BadParameter(
            f'--near: "{given}" is no latitude, longitude and distance. Write degrees and kilometres: 35.45,36.54,10.'
        )
    return latitude, longitude, kilometres


def _kind(given: str | None) -> tuple[str | None, str | None]:
    """Return a kind, or a family."""
    from rasd.model import terms

    kinds = terms("kinds")
    if given is None or given in kinds:
        return given, None
    families = {term.family for term in kinds.values() if term.family}
    if given in families:
        return None, given
    raise typer.BadParameter(
        f'No kind is called "{given}". Kinds: {", ".join(kinds)}. Families: {", ".join(sorted(families))}.'
    )


def _term(vocabulary: str, option: str, given: str | None) -> str | None:
    from rasd.model import terms

    if given is not None and given not in terms(vocabulary):
        raise typer.BadParameter(
            f'No {option} is called "{given}". There are: {", ".join(terms(vocabulary))}.'
        )
    return given


def _id(given: str | None) -> str | None:
    return given.strip().upper() if given else None


def _unit(given: str | None) -> str | None:
    """Return the name that records give a first-level unit."""
    from rasd.export.page.labels import admin1_named

    return given and (admin1_named(given) or given)


def _order(given: str) -> Order:
    from rasd.store import ORDERS

    for order in ORDERS:
        if order == given:
            return order
    raise typer.BadParameter(f'Incidents are not sorted by "{given}". Orders: {", ".join(ORDERS)}.')
