"""What else is new since a mark: documents, decisions of others, feeds that fell silent, jobs that failed, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models.functions import Substr
from django.http import HttpRequest

from rasd.collection.web.coverage import gap_of
from rasd.desk.access import Hidden, is_allowed, masked_text
from rasd.desk.overview.marking import Place
from rasd.desk.site import Words, store
from rasd.desk.verifying.workspace import needs_second
from rasd.store import QueueFilter, models
from rasd.store.feeds import Feed, Feeds

__all__ = [
    "Counted",
    "Decision",
    "Silent",
    "counted",
    "decisions",
    "failed_jobs",
    "new_documents",
    "silent_feeds",
    "waiting_for",
]

MOST = 1_000
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Counted:
    """How many, up to a bound."""

    number: int

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.number > MOST

    @property
    def most(self) -> int:
        """The bound."""
        return MOST


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody else decided."""

    by: str
    at: datetime
    action: str
    incident: str
    """Key of the incident that it is about; empty: there is none any more."""
    why: str
    is_undoing: bool


@dataclass(frozen=True, slots=True)
class Silent:
    """A feed that shows nothing, since when and why."""

    name: str
    since: datetime
    why: str
    detail: str


def counted(rows: Any) -> Counted:
    """Count a query, up to a bound: what is asked never grows with the archive."""
    return Counted(int(rows.order_by()[: MOST + 1].count()))


def new_documents(place: Place, hidden: Hidden, *, is_masked: bool) -> tuple[Counted, list[dict[str, Any]]]:
    """Return how many documents arrived, and the newest."""
    rows = models.Document.objects.filter(id__gt=place.document).exclude(key__in=hidden.documents)
    newest = list(
        rows.order_by("-id")
        .annotate(beginning=Substr("text", 1, 100))
        .values("key", "title", "outlet", "published", "beginning")[:_SHOWN]
    )
    records = store().records([one["key"] for one in newest]) if is_masked else {}
    for one in newest:
        one["title"] = masked_text(one["title"] or one["beginning"], records.get(one["key"]))
    return counted(rows), newest


def decisions(person: Any, place: Place, hidden: Hidden) -> tuple[Counted, list[Decision]]:
    """Return how many decisions others made, and the newest."""
    rows = models.Judgement.objects.filter(id__gt=place.judgement).exclude(by=person.username)
    if not hidden.is_empty:
        unseen = models.JudgementSubject.objects.filter(document_key__in=hidden.documents)
        rows = rows.exclude(id__in=unseen.values("judgement_id")).exclude(
            undoes_id__in=unseen.values("judgement_id")
        )
    return counted(rows), list(_decisions(rows.select_related("undoes").order_by("-id")[:_SHOWN], hidden))


def _decisions(rows: Any, hidden: Hidden) -> Iterator[Decision]:
    found = list(rows)
    about = {row.id: (row.undoes_id or row.id) for row in found}
    subjects: dict[int, str] = {}
    for number, subject in (
        models.JudgementSubject.objects.filter(judgement_id__in=set(about.values()))
        .order_by("-id")
        .values_list("judgement_id", "subject")
    ):
        subjects[number] = subject
    homes = store().incidents_of(list(subjects.values()))
    for row in found:
        incident = homes.get(subjects.get(about[row.id], ""), "")
        if incident in hidden.incidents:
            continue
        action = row.undoes.action if row.undoes is not None else row.action
        yield Decision(row.by, row.at, action, incident, row.why, row.undoes is not None)


def silent_feeds(words: Words) -> list[Silent]:
    """Return the feeds that show nothing now: a gap, not calm."""
    now = datetime.now(UTC)
    found = []
    for feed in Feeds(store()).all():
        gap = None if feed.is_paused else gap_of(feed, now)
        if gap is not None:
            kind, detail = _reason(feed, gap.why)
            found.append(
                Silent(feed.title or feed.address, gap.since, words(f"overview.feed.{kind}"), detail)
            )
    return found


def _reason(feed: Feed, why: str) -> tuple[str, str]:
    if feed.last_success_at is None:
        return "never", feed.error
    if feed.failures and why == feed.error:
        return "fails", feed.error
    return ("unvisited" if why.startswith("nobody") else "silent"), ""


def failed_jobs(request: HttpRequest, place: Place) -> list[dict[str, Any]]:
    """Return the jobs that failed since: one's own, and an administrator's all."""
    try:
        rows = apps.get_model("desk_jobs", "Job").objects.filter(state="failed")
    except LookupError:
        return []
    if place.at is not None:
        rows = rows.filter(ended_at__gt=place.at)
    if not is_allowed(request, "administer"):
        person: Any = request.user
        rows = rows.filter(by=person.username)
    return list(rows.order_by("-number").values("number", "kind", "ended_at")[:_SHOWN])


def waiting_for(request: HttpRequest, hidden: Hidden) -> dict[str, Counted]:
    """Return what waits for this person by their role."""
    found: dict[str, Counted] = {}
    if is_allowed(request, "code"):
        documents = models.Document.objects.filter(coding__isnull=True).exclude(key__in=hidden.documents)
        found["uncoded"] = counted(documents)
        found["unlinked"] = counted(models.LinkPending.objects.all())
    if is_allowed(request, "verify"):
        found["verify"] = Counted(store().count_queue(QueueFilter(hidden=hidden.documents), most=MOST + 1))
        if needs_second():
            verified = QueueFilter(states=frozenset({"verified"}), hidden=hidden.documents)
            found["approve"] = Counted(store().count_queue(verified, most=MOST + 1))
        rows = models.Incident.objects.filter(contested__in=(True,), is_waiting__in=(True,))
        found["contested"] = counted(rows.exclude(key__in=hidden.incidents))
    return {name: number for name, number in found.items() if number.number}
