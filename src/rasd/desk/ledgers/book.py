"""The book: every incident held against every agreement, once; afterwards only what the store's history says has changed.

What is kept is enough to list, count and draw; the sentences of the answers are written for the entries that a page shows.
Nothing of it is kept on disk: a new process holds anew, in a thread of its own when there is much to hold.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rasd.agreements import NOBODY, Holder, Register, is_act, own_paths
from rasd.desk.ledgers.claims import Claims
from rasd.desk.ledgers.slim import Slimmer
from rasd.lexicon import Lexicon
from rasd.model import Agreement, Facet, Incident, LedgerEntry, Question

if TYPE_CHECKING:
    from rasd.store import Store

__all__ = ["Book", "Outside", "Progress", "book"]

_PAGE = 200
_AT_ONCE = 1500
"""So many incidents are held while a page waits; more are held behind it."""
_WITHIN, _NO_ACT, _INVENTED, _REAL = b"wnsr"
_QUESTIONS: dict[Question, int] = dict(
    zip(("time", "area", "bound", "act", "exemption"), b"tabce", strict=True)
)
_CODES = {code: question for question, code in _QUESTIONS.items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the book is."""

    held: int
    of: int
    is_ready: bool
    """Whether there is something to show: all of the archive was held once."""
    is_busy: bool
    """Whether incidents are being held in the background now."""

    @property
    def percent(self) -> int:
        """Whole percent of what is to be held."""
        return 100 * self.held // self.of if self.of else 100


class Book:
    """All agreements, and what lies within the terms of each. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._mark = -1
        self._facet_mark: tuple[int, int] = (-1, -1)
        self._facets: dict[str, dict[str, list[Facet]]] = {}
        self._codes: dict[str, bytes] = {}
        self._entries: dict[str, dict[str, LedgerEntry]] = {}
        self._holders: dict[str, Holder] = {}
        self._parties: dict[str, tuple[int, frozenset[str]]] = {}
        self._open: dict[str, set[str]] = {"killed": set(), "injured": set()}
        self._slimmer = Slimmer()
        self._worker: threading.Thread | None = None
        self._failure: Exception | None = None
        self._held, self._of = 0, 0
        self._is_ready = False
        self.lexicon = Lexicon.load()
        self.register = Register.load(lexicon=self.lexicon, extra=own_paths())
        self.claims = Claims(store, self.lexicon)
        self.version = 0
        """Goes up with every change of what is held."""
        for agreement in self.register.all():
            self._holders[agreement.id] = Holder(agreement, self.lexicon)
            self._entries[agreement.id] = {}

    # --- what is asked of it -----------------------------------------------------------------------------------

    def progress(self) -> Progress:
        """Bring the book up to date as far as a page can wait, and say how far it is.

        Raises what the background work raised, once.
        """
        with self._lock:
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure
            if self._worker is None:
                mark, changed = self._changed()
                if len(changed) > _AT_ONCE:
                    self._start(mark, changed)
                elif mark != self._mark:
                    self._hold(mark, changed)
            return Progress(self._held, self._of, self._is_ready, self._worker is not None)

    def agreements(self) -> list[Agreement]:
        """Return all agreements, by theatre and start."""
        return self.register.all()

    def agreement(self, key: str) -> Agreement | None:
        """Return one agreement by its id."""
        holder = self._holders.get(key)
        return holder.agreement if holder is not None else None

    def entries(self, key: str) -> dict[str, LedgerEntry]:
        """Return what lies within the terms of an agreement, or may, by incident: without the sentences of answers."""
        with self._lock:
            return dict(self._entries[key])

    def within(self, key: str) -> list[str]:
        """Return the incidents that lie within the terms of an agreement, or may."""
        with self._lock:
            return list(self._entries[key])

    def parties(self, key: str) -> frozenset[str]:
        """Return against whom entries of an agreement are alleged, and whom it binds; empty: nobody is named."""
        with self._lock:
            known = self._parties.get(key)
            if known is None or known[0] != self.version:
                alleged = {one or NOBODY for entry in self._entries[key].values() for one in entry.parties}
                bound = {one.actor for one in self._holders[key].agreement.parties}
                known = self._parties[key] = (self.version, frozenset(alleged | bound))
            return known[1]

    def outside(self, key: str, without: Iterable[str] = ()) -> Outside:
        """Return what of the archive does not lie within, counted; `without` leaves incidents out."""
        position = list(self._holders).index(key)
        with self._lock:
            counts = Counter(codes[position] for codes in self._codes.values())
            counts.subtract(self._codes[one][position] for one in without if one in self._codes)
        return Outside(
            {question: counts[code] for code, question in _CODES.items() if counts[code]},
            counts[_NO_ACT], counts[_INVENTED], counts[_REAL],
        )  # fmt: skip

    def without_ceiling(self, effect: str) -> frozenset[str]:
        """Return the incidents for which a source says "at least" of those killed or injured: nobody gives a ceiling."""
        with self._lock:
            return frozenset(self._open[effect])

    def outside_keys(self, key: str, question: Question) -> list[str]:
        """Return the incidents that a question keeps out, those that were held last first."""
        position, code = list(self._holders).index(key), _QUESTIONS[question]
        with self._lock:
            return [one for one, codes in reversed(self._codes.items()) if codes[position] == code]

    @property
    def facet_version(self) -> tuple[int, int]:
        """The last decision and version for which `facets` answered."""
        return self._facet_mark

    def facets(self, key: str) -> Mapping[str, list[Facet]]:
        """Return what people decided under an agreement, by incident."""
        from rasd.store import models
        from rasd.store.facets import facets_under
        from rasd.store.failing import told

        with self._lock:
            with told(self._store.address):
                newest = models.Judgement.objects.using(self._store.alias).order_by("-id")
                mark = (newest.values_list("id", flat=True).first() or 0, self.version)
            if mark != self._facet_mark:
                reports = {
                    report
                    for located in self._store.located(list(self._store.judgements(action="facet")))
                    for report in located
                    if report is not None
                }
                homes = set(self._store.incidents_of(sorted(reports)).values())
                self._facets = {}
                for incident, under in facets_under(self._store, sorted(homes)).items():
                    for agreement, facets in under.items():
                        self._facets.setdefault(agreement, {})[incident] = facets
                self._facet_mark = mark
            return self._facets.get(key, {})

    def hold(self, key: str, incident: Incident) -> LedgerEntry:
        """Return the whole entry of one incident, the sentences of its answers too."""
        return self._holders[key].hold(incident)

    # --- keeping up --------------------------------------------------------------------------------------------

    def _changed(self) -> tuple[int, list[str]]:
        """Return the number of the last change, and the incidents that changed since; the first time all of them."""
        from rasd.store import models
        from rasd.store.failing import told

        with told(self._store.address):
            changes = models.IncidentChange.objects.using(self._store.alias)
            mark = int(changes.order_by("-id").values_list("id", flat=True).first() or 0)
            if mark == self._mark:
                return mark, []
            if not self._is_ready:
                rows = models.Incident.objects.using(self._store.alias)
                return mark, list(rows.order_by("first_day", "id").values_list("key", flat=True))
            since = changes.filter(id__gt=self._mark, id__lte=mark)
            return mark, list(since.values_list("incident_key", flat=True).distinct())

    def _start(self, mark: int, changed: Sequence[str]) -> None:
        def work() -> None:
            try:
                self._hold(mark, changed)
            except Exception as error:  # noqa: BLE001 (raised again where a page asks)
                self._failure = error
            finally:
                self._worker = None
                self._store.close()

        self._worker = threading.Thread(target=work, name="ledgers", daemon=True)
        self._held, self._of = 0, len(changed)
        self._worker.start()

    def _hold(self, mark: int, changed: Sequence[str]) -> None:
        self._held, self._of = 0, len(changed)
        for start in range(0, len(changed), _PAGE):
            keys = changed[start : start + _PAGE]
            read = {one.id: one for one in self._read(keys)}
            made = {key: self._answers(read[key]) for key in keys if key in read}
            with self._lock:
                for key in keys:
                    self._put(key, made.get(key))
                    for effect, open_ones in self._open.items():
                        is_open = key in read and any(
                            one.open for one in read[key].harm if one.effect == effect
                        )
                        (open_ones.add if is_open else open_ones.discard)(key)
            self._held += len(keys)
        with self._lock:
            self._mark, self._is_ready, self.version = mark, True, self.version + 1

    def _read(self, keys: Sequence[str]) -> Iterator[Incident]:
        from rasd.store import models
        from rasd.store.failing import told

        with told(self._store.address):
            rows = models.Incident.objects.using(self._store.alias).filter(key__in=keys)
            found = list(rows.values_list("incident", flat=True))
        yield from map(Incident.model_validate_json, found)

    def _answers(self, incident: Incident) -> tuple[bytes, dict[str, LedgerEntry]]:
        """Return a code for each agreement, and the entries of those within whose terms the incident lies."""
        codes, within = bytearray(), {}
        acts = is_act(incident)
        for key, holder in self._holders.items():
            if incident.synthetic != holder.agreement.synthetic:
                codes.append(_INVENTED if incident.synthetic else _REAL)
            elif not acts:
                codes.append(_NO_ACT)
            else:
                entry = holder.hold_within(incident, with_sentences=False)
                if isinstance(entry, LedgerEntry) and entry.outcome == "out_of_scope":
                    entry = entry.allegations[0].failing[0]
                if isinstance(entry, LedgerEntry):
                    within[key] = self._slimmer(entry)
                    codes.append(_WITHIN)
                else:
                    codes.append(_QUESTIONS[entry])
        return bytes(codes), within

    def _put(self, key: str, made: tuple[bytes, dict[str, LedgerEntry]] | None) -> None:
        if made is None:
            self._codes.pop(key, None)
        else:
            self._codes[key] = made[0]
        for agreement, entries in self._entries.items():
            entry = made[1].get(agreement) if made is not None else None
            if entry is None:
                entries.pop(key, None)
            else:
                entries[key] = entry


@dataclass(frozen=True, slots=True)
class Outside:
    """What of the archive does not lie within the terms, counted."""

    failing: dict[Question, int]
    no_acts: int
    invented: int
    real: int


@cache
def book() -> Book:
    """Return the one book of this process."""
    from rasd.desk.site import store

    return Book(store())
