"""What the linker remembers of reports: their comparable side, the neighbourhoods they are found under, their pairs.

The store does not know what these mean: traits are text, neighbourhoods are numbers. A new report costs a look-up of its
neighbourhoods, whatever the size of the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connections, transaction
from django.db.models import Count, Max, Q

from rasd.store import models
from rasd.store.failing import told

__all__ = ["Links"]

_MANY = 400


class Links:
    """The linker's tables of one store. Every method that changes joins the transaction at hand."""

    def __init__(self, alias: str, place: str) -> None:
        self._alias = alias
        self._place = place

    def pending(self, limit: int | None = None) -> list[str]:
        """Return the reports that were coded, coded anew or have gone since they were last linked, in that order.

        `Store.keep_incidents` takes them off with its option `linked`.
        """
        with told(self._place):
            rows = (
                models.LinkPending.objects.using(self._alias)
                .order_by("id")
                .values_list("report_key", flat=True)
            )
            return list(rows if limit is None else rows[:limit])

    def count_pending(self) -> int:
        """Return how many reports are pending."""
        with told(self._place):
            return int(models.LinkPending.objects.using(self._alias).count())

    def mark_pending(self, reports: Iterable[str]) -> None:
        """Have reports linked again: they were coded anew, redacted, have gone, or a person decided on them."""
        with told(self._place):
            models.LinkPending.objects.using(self._alias).bulk_create(
                [models.LinkPending(report_key=key) for key in dict.fromkeys(reports)],
                batch_size=_MANY,
                ignore_conflicts=True,
            )

    def mark_all(self) -> None:
        """Have every report linked again, those that were linked once and are gone included; forget all pairs."""
        with (
            told(self._place),
            transaction.atomic(using=self._alias),
            connections[self._alias].cursor() as cursor,
        ):
            for table in ("report", "incidentreport"):
                column = "key" if table == "report" else "report_key"
                cursor.execute(
                    f"INSERT INTO store_linkpending (report_key) SELECT {column} FROM store_{table}"  # constants  # nosec B608
                    " WHERE true ORDER BY id ON CONFLICT DO NOTHING"
                )
            for model in (models.LinkKey, models.LinkPair, models.LinkReport):
                model.objects.using(self._alias).all()._raw_delete(self._alias)

    def any_traits(self) -> str | None:
        """Return the traits of some report, or None when none was linked yet."""
        with told(self._place):
            row = models.LinkReport.objects.using(self._alias).values_list("traits", flat=True).first()
            return None if row is None else str(row)

    def all_traits(self) -> Iterator[str]:
        """Yield the traits of all reports."""
        with told(self._place):
            yield from (
                models.LinkReport.objects.using(self._alias).values_list("traits", flat=True).iterator(2000)
            )

    def all_pairs(self) -> dict[tuple[str, str], float]:
        """Return all pairs."""
        with told(self._place):
            names = dict(models.LinkReport.objects.using(self._alias).values_list("id", "key"))
            rows = models.LinkPair.objects.using(self._alias).values_list("one_id", "other_id", "score")
            return {(names[one], names[other]): score for one, other, score in rows.iterator(2000)}

    def mark(self) -> tuple[int, int]:
        """Return what tells one state of the tables from another: rows are only ever added and dropped."""
        with told(self._place):
            found = models.LinkReport.objects.using(self._alias).aggregate(last=Max("id"), number=Count("id"))
            return found["last"] or 0, found["number"]

    def put(self, reports: Iterable[tuple[str, str, Iterable[int]]]) -> None:
        """Remember reports by (report id, traits, neighbourhoods), in place of what was known of them."""
        given = {key: (traits, set(numbers)) for key, traits, numbers in reports}
        with told(self._place), transaction.atomic(using=self._alias):
            self.drop(given)
            rows = models.LinkReport.objects.using(self._alias).bulk_create(
                [
                    models.LinkReport(key=key, document_key=key.rpartition("#")[0], traits=traits)
                    for key, (traits, _) in given.items()
                ],
                batch_size=_MANY,
            )
            pairs = [(number, row.pk) for row in rows for number in sorted(given[row.key][1])]
            if pairs:
                with connections[self._alias].cursor() as cursor:
                    cursor.executemany("INSERT INTO store_linkkey (key, report_id) VALUES (%s, %s)", pairs)

    def drop(self, reports: Iterable[str]) -> None:
        """Forget reports, with their neighbourhoods and pairs."""
        with told(self._place), transaction.atomic(using=self._alias):
            for numbers in self._numbers(reports):
                models.LinkKey.objects.using(self._alias).filter(report_id__in=numbers)._raw_delete(
                    self._alias
                )
                pairs = models.LinkPair.objects.using(self._alias)
                pairs.filter(one_id__in=numbers)._raw_delete(self._alias)
                pairs.filter(other_id__in=numbers)._raw_delete(self._alias)
                models.LinkReport.objects.using(self._alias).filter(id__in=numbers)._raw_delete(self._alias)

    def traits(self, reports: Iterable[str]) -> dict[str, str]:
        """Return the traits of reports by id."""
        found: dict[str, str] = {}
        with told(self._place):
            for some in _some(list(reports)):
                found.update(
                    models.LinkReport.objects.using(self._alias)
                    .filter(key__in=some)
                    .values_list("key", "traits")
                )
        return found

    def found_under(self, neighbourhoods: Iterable[int]) -> dict[str, str]:
        """Return the traits of all reports that are found under one of the neighbourhoods, by report id."""
        numbers: set[int] = set()
        found: dict[str, str] = {}
        with told(self._place):
            for some in _some(sorted(set(neighbourhoods))):
                numbers.update(
                    models.LinkKey.objects.using(self._alias)
                    .filter(key__in=some)
                    .values_list("report_id", flat=True)
                )
            for some in _some(sorted(numbers)):
                found.update(
                    models.LinkReport.objects.using(self._alias)
                    .filter(id__in=some)
                    .values_list("key", "traits")
                )
        return found

    def put_pairs(self, pairs: Iterable[tuple[str, str, float]]) -> None:
        """Remember scores of pairs of known reports, in place of earlier ones."""
        given = {(min(one, other), max(one, other)): score for one, other, score in pairs}
        with told(self._place), transaction.atomic(using=self._alias):
            numbers: dict[str, int] = {}
            for some in _some(sorted({key for pair in given for key in pair})):
                numbers.update(
                    models.LinkReport.objects.using(self._alias).filter(key__in=some).values_list("key", "id")
                )
            rows = [(numbers[one], numbers[other], score) for (one, other), score in given.items()]
            if rows:
                with connections[self._alias].cursor() as cursor:
                    cursor.executemany(
                        "INSERT INTO store_linkpair (one_id, other_id, score) VALUES (%s, %s, %s)"
                        " ON CONFLICT (one_id, other_id) DO UPDATE SET score = excluded.score",
                        rows,
                    )

    def pairs_of(self, reports: Iterable[str], *, above: float | None = None) -> dict[tuple[str, str], float]:
        """Return the scores of all pairs that one of the reports is in, the smaller id first."""
        found: dict[tuple[str, str], float] = {}
        with told(self._place):
            for numbers in self._numbers(reports):
                rows = models.LinkPair.objects.using(self._alias)
                for side in (Q(one_id__in=numbers), Q(other_id__in=numbers)):
                    some = rows.filter(side) if above is None else rows.filter(side, score__gt=above)
                    for one, other, score in some.values_list("one__key", "other__key", "score"):
                        found[one, other] = score
        return found

    def _numbers(self, reports: Iterable[str]) -> Iterator[list[int]]:
        for some in _some(list(reports)):
            rows = models.LinkReport.objects.using(self._alias).filter(key__in=some)
            yield list(rows.values_list("id", flat=True))


def _some(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + _MANY] for start in range(0, len(values), _MANY))
