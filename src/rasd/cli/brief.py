"""``rasd brief``: a situation brief for a period, one HTML file that opens and prints anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.agreements import AgreementsOption, register_of
from rasd.cli.console import EXIT_FAILED, EXIT_NOTHING, complain, count_of
from rasd.cli.options import OutputOption, day_of
from rasd.cli.packs import PackOption, pack_folders
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.agreements import Ledger
    from rasd.export.brief import Brief, SilentFeed
    from rasd.export.brief.facts import FacetsOf
    from rasd.export.exchange.dossier import Dossier
    from rasd.export.page.labels import Label
    from rasd.lexicon import Lexicon
    from rasd.model import Agreement, Incident
    from rasd.store import Store
    from rasd.store.ledgers import LedgerStore

__all__ = ["brief"]

_MOST_RECORDS = 5000
"""Documents whose records are looked through for what was not understood; of more it is not told."""


def brief(
    since: Annotated[str | None, typer.Option(metavar="DAY", help="On this day or later, ISO 8601.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="On this day or earlier.")] = None,
    theatre: Annotated[str | None, typer.Option(metavar="ID", help="Of one theatre.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="ISO 3166-1 alpha-2, as SY.")] = None,
    admin1: Annotated[
        str | None, typer.Option(metavar="NAME", help="First-level unit, in Arabic or as records write it.")
    ] = None,
    agreement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID|FILE", help="Show the ledger of this agreement; repeatable.", show_default=False
        ),
    ] = None,
    lang: Annotated[str, typer.Option(metavar="LANGUAGE", help="Language of the brief: en or ar.")] = "en",
    title: Annotated[str, typer.Option(metavar="WORDS", help="Title instead of “Situation brief”.")] = "",
    incidents: Annotated[
        list[Path] | None,
        typer.Option(
            "--incidents", metavar="FILE", help="JSON Lines of `rasd link` instead of the store; repeatable."
        ),
    ] = None,
    synthetic: Annotated[
        bool,
        typer.Option("--synthetic", help="A brief of invented incidents only, watermarked on every page."),
    ] = False,
    output: OutputOption = None,
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
    store: StoreOption = None,
) -> None:
    """Write a situation brief: map, timeline, incidents by grade, ranges of harm, ledgers, sources, method, gaps.

    One HTML file without scripts that asks nothing of the network and prints to A4. Names of victims, witnesses, local
    sources and reviewers are left out. What people decided stands apart from what is only proposed, and there is no grand
    total.

    Exit code 0: written; 1: written, some lines of --incidents could not be read; 2: nothing could be written.
    """
    from rasd.cli.output import destination, writable
    from rasd.export.brief import brief_page
    from rasd.export.sheet import LANGUAGES
    from rasd.lexicon import Lexicon

    if lang not in LANGUAGES:
        raise typer.BadParameter(f'No words in "{lang}". Languages: {", ".join(LANGUAGES)}.')
    first, last = day_of("--since", since), day_of("--until", until)
    if first and last and last < first:
        raise typer.BadParameter(f"--until {last} lies before --since {first}. Exchange them.")
    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    if theatre is not None and theatre not in lexicon.theatres:
        raise typer.BadParameter(
            f'No theatre is called "{theatre}". There are: {", ".join(sorted(lexicon.theatres))}.'
        )
    asked = _Asked(
        first,
        last,
        theatre,
        country.upper() if country else None,
        _unit(admin1),
        synthetic,
        title.strip(),
        lexicon,
    )
    chosen = _agreements(agreement or (), agreements, lexicon, is_synthetic=synthetic)
    source = _FromFile(asked, incidents) if incidents else _FromStore(asked, store)
    with writable(output), destination(output, progressive=False) as stream:
        made = source.brief(chosen)
        stream.write(brief_page(made, lang))
    _conclude(made, source)


class _Asked:
    """What the brief is to be about."""

    def __init__(
        self,
        first: date | None,
        last: date | None,
        theatre: str | None,
        country: str | None,
        admin1: str | None,
        is_synthetic: bool,
        title: str,
        lexicon: Lexicon,
    ) -> None:
        self.first, self.last = first, last
        self.theatre, self.country, self.admin1 = theatre, country, admin1
        self.is_synthetic, self.title, self.lexicon = is_synthetic, title, lexicon

    def takes(self, incident: Incident) -> bool:
        """Tell whether an incident is of the place and theatre that are asked for; days are the brief's own matter."""
        return (
            (self.theatre is None or self.theatre in incident.theatres)
            and (self.country is None or any(one.country == self.country for one in incident.places))
            and (self.admin1 is None or any(one.admin1 == self.admin1 for one in incident.places))
        )

    def meets(self, start: date, end: date) -> bool:
        """Tell whether days meet the period."""
        return (self.first is None or end >= self.first) and (self.last is None or start <= self.last)

    def brief(
        self, dossiers: Iterator[Dossier], ledgers: Sequence[Ledger], *, facets_of: FacetsOf | None = None
    ) -> Brief:
        """Return the brief of incidents, with the day on which it is made."""
        from rasd.export.brief import brief_of

        return brief_of(
            dossiers, ledgers, first=self.first, last=self.last, is_synthetic=self.is_synthetic,
            filters=list(self._filters()), title=self.title, written=datetime.now(UTC).date(), facets_of=facets_of,
        )  # fmt: skip

    def _filters(self) -> Iterator[Label]:
        from rasd.export.page.labels import Label, admin1, theatre
        from rasd.export.phrases import Phrases

        def said(key: str, named: Label) -> Label:
            arabic, english = (
                Phrases(language)(key, name=Phrases(language).of(named)) for language in ("ar", "en")
            )
            return Label(arabic, english)

        if self.theatre:
            yield said("filter_theatre", theatre(self.theatre))
        if self.country:
            yield said("filter_country", Label(self.country, self.country))
        if self.admin1:
            yield said("filter_admin1", admin1(self.country, self.admin1))


class _FromFile:
    """Incidents of a file; what it cannot tell, as feeds and people's facets, is said to be unknown."""

    def __init__(self, asked: _Asked, paths: Sequence[Path]) -> None:
        from rasd.cli.incident_files import IncidentFiles

        self._asked, self._files = asked, IncidentFiles(paths)

    @property
    def broken(self) -> int:
        """Lines that could not be read."""
        return self._files.failed

    def brief(self, agreements: Sequence[Agreement]) -> Brief:
        from rasd.agreements import Ledger
        from rasd.export.exchange.dossier import Dossier

        dossiers = (Dossier(one) for one in self._files if self._asked.takes(one))
        return self._asked.brief(dossiers, [Ledger(one, self._asked.lexicon) for one in agreements])


class _FromStore:
    """Incidents of a store, with people's facets, observations, statements and the feeds that fell silent."""

    broken = 0

    def __init__(self, asked: _Asked, address: str | None) -> None:
        self._asked, self._address = asked, address

    def brief(self, agreements: Sequence[Agreement]) -> Brief:
        from rasd.store.ledgers import LedgerStore

        asked = self._asked
        with open_store(self._address, create=False) as store:
            kept = LedgerStore(store)
            ledgers = [self._ledger(kept, one) for one in agreements]
            made = asked.brief(self._dossiers(store), ledgers, facets_of=kept.facets)
            made.feeds, made.silent = silent_feeds(store, asked.theatre, asked.last)
            if len(made.documents) <= _MOST_RECORDS:
                records = (store.record(one) for one in made.documents)
                made.issues = sum(len(one.issues) for one in records if one is not None)
        return made

    def _dossiers(self, store: Store) -> Iterator[Dossier]:
        from rasd.export.exchange.dossier import Dossier
        from rasd.store import IncidentFilter
        from rasd.store.ledgers import LedgerStore

        asked = self._asked
        wanted = IncidentFilter(theatre=asked.theatre, country=asked.country, admin1=asked.admin1)
        for incident in LedgerStore(store).incidents(asked.first, asked.last, wanted=wanted):
            yield Dossier(incident, store.reports([one.report_id for one in incident.reports]))

    def _ledger(self, kept: LedgerStore, agreement: Agreement) -> Ledger:
        from rasd.agreements import Ledger

        asked = self._asked
        theatres = [agreement.theatre] if agreement.theatre else []
        return Ledger(
            agreement,
            asked.lexicon,
            observations=[one for one in kept.observations(agreement.id) if asked.meets(one.start, one.end)],
            statements=kept.statements(asked.first, asked.last, theatres),
        )


def _unit(given: str | None) -> str | None:
    """Return the name that records give a first-level unit."""
    from rasd.export.page.labels import admin1_named

    return given and (admin1_named(given) or given)


def _agreements(
    named: Sequence[str], own: Sequence[Path] | None, lexicon: Lexicon, *, is_synthetic: bool
) -> list[Agreement]:
    """Return the agreements that are asked for, each once; raises typer.BadParameter where none could take an incident."""
    if not named:
        return []
    files = [path for one in named if (path := Path(one).expanduser()).is_file()]
    register = register_of([*(own or ()), *files], lexicon)
    found = {one.id: one for one in map(register.get, named)}
    for one in found.values():
        if one.synthetic != is_synthetic:
            raise typer.BadParameter(
                f"{one.id} is invented and takes invented incidents only. Add --synthetic, or leave it out."
                if one.synthetic
                else f"{one.id} is a real agreement: no invented incident enters its ledger. Leave --synthetic or it out."
            )
    return list(found.values())


def silent_feeds(store: Store, theatre: str | None, until: date | None) -> tuple[int, list[SilentFeed]]:
    """Return how many feeds are watched, and those that show nothing for some of the days."""
    from rasd.collection.web.coverage import gap_of
    from rasd.export.brief import SilentFeed
    from rasd.store.feeds import Feeds

    feeds = [one for one in Feeds(store).all() if theatre in (None, one.theatre) or one.theatre is None]
    now = datetime.now(UTC)
    silent = []
    for feed in feeds:
        gap = gap_of(feed, now)
        if gap is not None and gap.since.astimezone(UTC).date() <= (until or now.date()):
            name = feed.outlet or feed.title or feed.address
            silent.append(SilentFeed(name, gap.since.astimezone(UTC).date(), gap.why))
    return len(feeds), silent


def _conclude(made: Brief, source: _FromFile | _FromStore) -> None:
    if made.other_kind and not made.incidents:
        kind = (
            "invented; --synthetic writes a brief of them"
            if not made.is_synthetic
            else "real; leave --synthetic out"
        )
        complain(f"The brief is empty: the {count_of(made.other_kind, 'incident')} there are {kind}.")
    elif not made.incidents:
        complain("No incident lies within these bounds; the brief says so.")
    if source.broken:
        complain(f"{count_of(source.broken, 'line')} could not be read; the brief is of the rest.")
        raise typer.Exit(EXIT_FAILED if made.incidents else EXIT_NOTHING)
