"""The public door of the reader: a document goes in, its record comes out."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rasd.coding.breaches import claim_breaches, read_totals
from rasd.coding.building import build_report
from rasd.coding.carrying import carry_place
from rasd.coding.clauses import Clause, clauses_of
from rasd.coding.draft import Draft
from rasd.coding.frame import Frame, Reason
from rasd.coding.frames import read_frames
from rasd.coding.judging import judge
from rasd.coding.languages import is_arabic
from rasd.coding.locating import Locator
from rasd.coding.mentions import Grammars, Mentions, read_mentions
from rasd.coding.merging import merge_frames
from rasd.coding.pieces import PIECE, cuts, joined
from rasd.coding.placing import name_in_full
from rasd.coding.political import read_political
from rasd.coding.reasons import state_reasons
from rasd.coding.references import rages
from rasd.coding.remarks import open_places, unread
from rasd.coding.roles import complete_sides
from rasd.coding.structure import structure
from rasd.coding.summary import keywords, tolls
from rasd.coding.theatres import guessed_theatre, told_theatres
from rasd.grammar.passage import Mention, Passage
from rasd.grammar.theatres import recognise_theatres
from rasd.lexicon import Lexicon
from rasd.model import Document, Issue, Record
from rasd.places import Gazetteer
from rasd.text import Placed, fold

__all__ = ["ClauseOutcome", "ClauseTrace", "Coder", "Explanation", "document_id"]


_GARBAGE = 50_000  # objects made before the collector looks: about what two documents need
_LIMIT = PIECE  # code points that `explain` shows; `code` reads longer texts in pieces
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # of publication
_BACK = 400  # tokens that "المخيم", "البلدة" may point back
_CARRIED = frozenset({"air_strike", "shelling", "attack", "clash", "explosion", "capture", "destruction"})


@dataclass(frozen=True, slots=True)
class ClauseTrace:
    """What became of one clause."""

    span: tuple[int, int]
    text: str
    status: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ClauseOutcome:
    """A clause of force (a word of force with a person, place or actor), and whether it was read."""

    span: tuple[int, int]
    text: str
    outcome: str
    """`read`, `reason` or `unread`."""
    outline: str
    """Its words with people, places, actors, numbers and dates named by dimension."""
    reports: tuple[int, ...] = ()
    """Numbers of the reports that it gave or lent to."""
    reason: str | None = None
    """Id of ``vocab/reasons.yaml``."""
    reason_span: tuple[int, int] | None = None


@dataclass(slots=True)
class _Reading:
    """A document, read."""

    record: Record
    mentions: Mentions
    frames: list[Frame] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a document was read."""

    folded: str
    tokens: list[Placed]
    mentions: list[Mention]
    clauses: list[ClauseTrace]
    record: Record
    theatres: tuple[str, ...] = ()
    """The theatres of the text, the likeliest first."""


def document_id(document: Document) -> str:
    """Return the given id, else SHA-256 (hex) of outlet, published and text, separated by newlines."""
    if document.id is not None:
        return document.id
    key = "\n".join((document.outlet or "", document.published or "", document.text))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


class Coder:
    """Codes documents; loads words, shapes, actors and places once and can be used for any number of documents."""

    def __init__(self, lexicon: Lexicon | None = None, gazetteer: Gazetteer | None = None) -> None:
        self.lexicon = lexicon or Lexicon.load()
        own = [theatre.places for theatre in self.lexicon.theatres.values() if theatre.places is not None]
        self.gazetteer = (gazetteer or Gazetteer.default()).with_lists(own)
        self._grammars = Grammars.of(self.lexicon)
        self._locator = Locator(self.gazetteer)
        self._states = frozenset(
            name for name, actor in self.lexicon.actors.items() if actor.type == "foreign_state"
        )
        self._countries = frozenset(
            code for theatre in self.lexicon.theatres.values() for code in theatre.countries
        )

    @classmethod
    def load(cls, gazetteer: Gazetteer | None = None, packs: Sequence[Path] = ()) -> Coder:
        """Return a coder over the packaged data and the gazetteer in use, for a process that reads many documents.

        `packs` are theatre packs from elsewhere.

        The data live as long as the process and records hold no cycles, so the garbage collector is told to look
        at neither: this changes its settings for the whole process, which `Coder()` does not.
        """
        enabled = gc.isenabled()
        gc.disable()  # of the hundred thousand objects that are made now none is garbage
        try:
            coder = cls(Lexicon.load(packs=packs), gazetteer)
        finally:
            if enabled:
                gc.enable()
        gc.freeze()
        gc.set_threshold(_GARBAGE, 20, 20)
        return coder

    def code(self, document: Document, *, theatres: tuple[str, ...] | None = None) -> Record:
        """Return the record of `document`; never raises for anything that a text holds.

        `theatres`, the likeliest first, are taken as given instead of being recognised in the text.
        """
        if len(document.text) <= PIECE:
            return self._read(document, theatres).record
        records: list[Record] = []
        theatre = document.theatre
        spans = cuts(document.text)
        for start, end in spans:
            piece = document.model_copy(update={"text": document.text[start:end], "theatre": theatre})
            records.append(self._read(piece, theatres).record)
            theatre = theatre or records[0].theatre
        record = joined(records, [start for start, _ in spans])
        record.id = document_id(document)
        record.text_sha256 = _hash(document.text)
        return record

    def explain(self, document: Document, *, theatres: tuple[str, ...] | None = None) -> Explanation:
        """Return how `document` is read: mentions of every dimension and what became of each clause.

        `theatres` are as in `code`.
        """
        from rasd.coding.explaining import mentions_of, roles_of, traces_of

        read = self._read(document, theatres)
        return Explanation(
            read.mentions.passage.folded.text,
            read.mentions.passage.placed(),
            mentions_of(read.mentions) + roles_of(read.mentions, read.drafts),
            traces_of(read.mentions, read.frames, read.drafts, read.clauses),
            read.record,
            read.mentions.theatres,
        )

    def clauses(self, document: Document) -> tuple[Record, list[ClauseOutcome]]:
        """Return the record of `document` with its clauses of force and what became of each.

        Of a text that is read in pieces, the first piece.
        """
        from rasd.coding.explaining import outcome_of

        read = self._read(document)
        return read.record, [outcome_of(read.mentions, clause) for clause in read.clauses]

    def _published(self, document: Document, theatre: str | None) -> tuple[Day | None, Issue | None]:
        """Resolve the publication moment to a day in the theatre's zone."""
        given = document.published
        if not given:
            return None, Issue(
                code="no_publication_date",
                message="The publication date is unknown: relative dates stay unresolved.",
            )
        try:
            moment = datetime.fromisoformat(given)
            if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
                raise ValueError
            if len(given) <= 10:
                return moment.date(), None
        except ValueError:
            return None, Issue(
                code="bad_publication_date",
                message=f"The publication date {given!r} is not an ISO 8601 date of {_FIRST_YEAR} to "
                f"{_LAST_YEAR}: relative dates stay unresolved.",
            )
        if moment.tzinfo is not None and theatre in self.lexicon.theatres:
            try:
                moment = moment.astimezone(ZoneInfo(self.lexicon.theatres[theatre].timezone))
            except (KeyError, OverflowError, ValueError):
                pass  # no zone data on this machine: the day as written
        return moment.date(), None

    def _read(self, document: Document, given: tuple[str, ...] | None = None) -> _Reading:
        issues: list[Issue] = []
        text = document.text
        if len(text) > _LIMIT:
            issues.append(
                Issue(
                    code="text_cut",
                    span=(_LIMIT, len(text)),
                    message=f"Only the first {_LIMIT:,} characters are explained; `rasd read` reads all.",
                )
            )
            text = text[:_LIMIT]
        passage = Passage.of(text, self.lexicon)
        shape = structure(passage)
        known = tuple(self.lexicon.theatres)
        theatres = recognise_theatres(passage, document.theatre, known) if given is None else given
        published, issue = self._published(document, document.theatre or (theatres[0] if theatres else None))
        if issue is not None:
            issues.append(issue)
        outlet = fold(document.outlet or "").text.lower()

        def read(before: Mentions | None = None) -> Mentions:
            return read_mentions(
                passage,
                shape,
                self.lexicon,
                self._grammars,
                self._locator,
                published=published,
                outlet=outlet,
                theatres=theatres,
                before=before,
            )

        mentions = read()
        if not theatres and given is None:
            # A text may name nothing but a village: its place, else a short post's outlet, tells the theatre.
            guess = guessed_theatre(mentions, outlet, self.lexicon, self._countries)
            if guess is not None:
                theatres = recognise_theatres(passage, guess, known)
                published, _ = self._published(document, guess)
                mentions = read(mentions)
        if not is_arabic(text, passage.texts):
            issues.append(Issue(code="not_arabic", message="The text is not Arabic: nothing was read."))
            return _Reading(self._record(document, mentions, issues), mentions)
        frames = read_frames(mentions)
        political = read_political(mentions, self._states)
        kept = judge(
            mentions, frames, published, self.lexicon, self._countries, threatened=political.threatened
        )
        merged = merge_frames(kept)
        countries = tuple(
            code for name in mentions.theatres for code in self.lexicon.theatres[name].countries
        )
        for draft in merged:
            carry_place(mentions, draft, self._locator, countries)
            draft.places = name_in_full(mentions, draft.places)
            draft.part_sides()
        drafts = [
            draft for draft in merged if draft.is_reportable() and not _only_refers(mentions, draft, merged)
        ]
        # A short post may name no place; where something is reported, what has none is a detail of it.
        drafts = drafts or [draft for draft in merged if any(_tells_itself(frame) for frame in draft.frames)]
        complete_sides(mentions, drafts)
        drafts = sorted([*drafts, *political.drafts], key=lambda draft: draft.frames[0].start)
        frames = sorted([*frames, *political.frames], key=lambda frame: frame.start)
        claim_breaches(mentions, frames, drafts)
        record = self._record(document, mentions, issues)
        for number, draft in enumerate(drafts, start=1):
            record.reports.append(build_report(mentions, draft, number, self.lexicon.version))
        record.theatres = told_theatres(record, mentions, self.lexicon)
        record.tolls = tolls(mentions, frames, self.lexicon.version)
        record.claimed_totals = read_totals(mentions, self.lexicon.version)
        record.keywords = keywords(record, self.lexicon)
        record.issues += open_places(mentions, drafts)
        clauses = clauses_of(mentions, frames, drafts)
        state_reasons(mentions, clauses, drafts)
        record.issues += unread(mentions, clauses)
        return _Reading(record, mentions, frames, drafts, clauses)

    def _record(self, document: Document, mentions: Mentions, issues: list[Issue]) -> Record:
        return Record(
            data_version=self.lexicon.version,
            id=document_id(document),
            outlet=document.outlet,
            title=document.title,
            url=document.url,
            published=document.published,
            published_from=document.published_from or ("field published" if document.published else None),
            theatre=document.theatre or (mentions.theatres[0] if mentions.theatres else None),
            theatres=list(mentions.theatres[:1]),
            synthetic=document.synthetic,
            text_sha256=_hash(document.text),
            issues=issues,
        )


def _tells_itself(frame: Frame) -> bool:
    """ "أطلقت الطائرات خمسة صواريخ على الموقع": a verb, who did it or with what, and what was struck, without a named place."""
    verbs = {
        anchor.act
        for anchor in frame.anchors
        if anchor.match is not None
        and (anchor.match.entry.part in ("past", "present") or anchor.match.cls == "verb")
    }
    if "suicide" in verbs:
        return True
    by = bool(frame.perpetrators or frame.weapons)
    return by and bool(verbs & _FIRES) and bool(frame.sites or frame.targets)


_FIRES = frozenset({"strike", "bombard", "blast", "launch", "assault", "shoot"})


def _only_refers(mentions: Mentions, draft: Draft, drafts: list[Draft]) -> bool:
    """ "التقارير الخاصة بالضربة الجوية": a definite noun alone, behind a report of that kind, tells nothing new."""
    if draft is drafts[0] or len(draft.frames) > 1 or draft.harm or draft.date[0] or draft.frames[0].weapons:
        return False
    nouns = [anchor.match for anchor in draft.frames[0].anchors if anchor.match is not None]
    if not nouns or not all(match.entry.part in ("noun", "phrase") and match.article for match in nouns):
        return False
    if rages(mentions, draft.frames[0]) or not any(
        other.kind == draft.kind and other.frames[0].start < draft.frames[0].start for other in drafts
    ):
        return False
    draft.frames[0].reason = Reason("retold", nouns[0].start, nouns[0].end)
    return True


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
