"""The records beside the text: a card a report, then tolls, claimed totals, keywords and issues; every value a link to its words.

Wording follows the codebook: perpetrators are alleged, a breach is what somebody called it, a count is a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rasd.export.page.labels import (
    Label,
    actor,
    admin1,
    attribute,
    both,
    count_range,
    day_window,
    isolated,
    shown,
    term,
    word,
)
from rasd.export.page.marks import Marks
from rasd.model import Record, Report
from rasd.model.record import ClaimedTotal, Harm, Issue, Keyword, Perpetrator, Place, Source, Toll, Value

__all__ = ["Cards", "harm_words"]

_DETAILS = ("children", "women", "men", "medics", "journalists", "aid_workers")


@dataclass(slots=True)
class _Row:
    """One value in the table of how a report was read."""

    slot: str
    value: Value
    name: str
    because: Sequence[str] = ()


def _note(parts: Iterable[str]) -> str:
    """Return what is known beside a value, in small print, with the parts apart."""
    kept = [part for part in parts if part]
    return f" <small>{' · '.join(kept)}</small>" if kept else ""


def harm_words(harm: Harm) -> str:
    """Return the count of one harm as HTML: range, unit and nothing that the text does not say."""
    counted = both(count_range(harm.min, harm.max))
    about = f"{both(word('about'))} " if harm.approximate else ""
    unit = f" {both(word('families'))}" if harm.unit == "families" else ""
    return f"{about}<b>{counted}</b>{unit}"


@dataclass(slots=True)
class Cards:
    """Renders one record; registers every value with `marks`, so the text must be rendered afterwards."""

    marks: Marks
    prefix: str
    _rows: list[_Row] = field(default_factory=list)

    def _value(self, slot: str, value: Value, inside: str, name: Label, because: Sequence[str] = ()) -> str:
        """Register one value and return it as a link to its words, or as plain text when it has none."""
        says = f"{word(slot).ar} / {word(slot).en}: {name.ar}" + (
            "" if name.ar == name.en else f" / {name.en}"
        )
        identity = self.marks.add(slot, value.evidence, says)
        self._rows.append(_Row(slot, value, both(name), because))
        return self._element(slot, identity, value.evidence, inside)

    def _element(self, slot: str, identity: str, evidence: Sequence[tuple[int, int]], inside: str) -> str:
        href = self.marks.href(evidence)
        if href is None:
            return (
                f'<span class="v {slot}" id="{identity}">{inside}</span>'
                f" <small>({both(word('no_evidence'))})</small>"
            )
        return f'<a class="v {slot}" id="{identity}" href="{href}" data-v="{identity}">{inside}</a>'

    def _field(self, key: str, entries: list[str]) -> str:
        if not entries:
            return ""
        items = "".join(f"<li>{entry}</li>" for entry in entries)
        return f"<div><dt>{both(word(key))}</dt><dd><ul>{items}</ul></dd></div>"

    def _terms(self, slot: str, vocabulary: str, values: Iterable[tuple[Value, str]]) -> list[str]:
        return [
            self._value(slot, value, both(term(vocabulary, identity)), term(vocabulary, identity))
            for value, identity in values
        ]

    def _actors(self, slot: str, values: Iterable[tuple[Value, str]]) -> list[str]:
        return [
            self._value(slot, value, both(actor(identity)), actor(identity)) for value, identity in values
        ]

    def report(self, number: int, report: Report) -> str:
        """Return the card of one report."""
        self._rows = []
        identity = f"{self.prefix}r{number}"
        kind = term("kinds", report.kind)
        factuality = term("factuality", report.factuality)
        self.marks.add(
            "kind",
            report.evidence,
            f"{number}. {kind.ar} / {kind.en} — {factuality.ar} / {factuality.en}",
            identity,
        )
        self._rows.append(_Row("kind", report, f"{both(kind)} — {both(factuality)}"))
        href = self.marks.href(report.evidence)
        title = f'<span class="number">{number}</span> {both(kind)}'
        heading = title if href is None else f'<a href="{href}" data-v="{identity}">{title}</a>'
        inferred = (
            f' <small class="basis">{both(word("kind_inferred"))}</small>'
            if report.kind_basis == "inferred"
            else ""
        )
        fields = "".join(
            (
                self._field("when", [self._when(report)]),
                self._field("where", [self._place(place) for place in report.places]),
                self._field("perpetrators", [self._perpetrator(one) for one in report.perpetrators]),
                self._field("parties", self._actors("actor", ((p, p.actor) for p in report.parties))),
                self._field("targets", self._actors("target", ((t, t.actor) for t in report.targets))),
                self._field(
                    "target_sites",
                    self._terms("target", "target_sites", ((t, t.site) for t in report.target_sites)),
                ),
                self._field(
                    "weapons", self._terms("weapon", "weapons", ((w, w.weapon) for w in report.weapons))
                ),
                self._field(
                    "munitions",
                    [
                        self._value(
                            "weapon",
                            m,
                            f"{both(term('munitions', m.item))} × <b>{m.count}</b>",
                            term("munitions", m.item),
                        )
                        for m in report.munitions
                    ],
                ),
                self._field("harm", [self._harm(harm) for harm in report.harm]),
                self._field("sources", [self._source(source) for source in report.sources]),
                self._field(
                    "breach",
                    [
                        self._value(
                            "breach_claim",
                            claim,
                            isolated(claim.agreement),
                            Label(claim.agreement, claim.agreement),
                        )
                        + _note([self._says(claim.claimed_by)])
                        for claim in report.breach_claims
                    ],
                ),
            )
        )
        return (
            f'<section class="card {attribute(report.factuality)}" id="{identity}" data-v="{identity}" tabindex="-1">'
            f'<header><h4>{heading}</h4><span class="badge">{both(factuality)}</span>{inferred}</header>'
            f"<dl>{fields}</dl>{self._how()}</section>"
        )

    def _when(self, report: Report) -> str:
        date = report.date
        if date.start is None and date.end is None and date.part_of_day is None and not date.evidence:
            return f'<span class="none">{both(word("no_date"))}</span>'
        days = day_window(date.start, date.end)
        part = term("parts_of_day", date.part_of_day) if date.part_of_day else Label("", "")
        inside = f'<bdi dir="ltr">{days}</bdi>' if days else both(word("no_date"))
        if date.part_of_day:
            inside += f' <span class="lower">{both(part)}</span>'
        return self._value(
            "date", date, inside, Label(f"{days} {part.ar}".strip(), f"{days} {part.en}".strip())
        )

    def _place(self, place: Place) -> str:
        because = list(place.decided_by)
        for other in place.candidates:
            parts = [other.name, other.admin1 or "", other.country or "", other.gazetteer_id]
            because.append("? " + " · ".join(part for part in parts if part))
        inside = self._value("place", place, isolated(place.name), Label(place.name, place.name), because)
        notes = [isolated(place.region)] if place.region else []
        if place.admin1:
            unit = admin1(place.country, place.admin1)
            inner = place.admin2 if place.admin2 and place.admin2 not in {unit.en, unit.ar} else None
            # Second-level units have no Arabic label of their own; the region says it as the text does.
            notes.append(
                both(Label(unit.ar, f"{inner}, {unit.en}") if inner and unit.ar != unit.en else unit)
            )
        if place.country:
            notes.append(f'<bdi dir="ltr">{shown(place.country)}</bdi>')
        if place.precision:
            notes.append(both(term("precision", place.precision)))
        if place.candidates:
            notes.append(f'<span class="open">{len(place.candidates)} {both(word("namesakes"))}</span>')
        return inside + _note(notes)

    def _says(self, names: Sequence[str]) -> str:
        return f"{both(word('says'))}: {', '.join(isolated(name) for name in names)}" if names else ""

    def _perpetrator(self, one: Perpetrator) -> str:
        inside = self._value("actor", one, both(actor(one.actor)), actor(one.actor))
        certainty = both(term("certainty", one.certainty))
        alleged = f'<span class="alleged lower">{both(word("alleged"))} – {certainty}</span>'
        return inside + _note([alleged, self._says(one.claimed_by)])

    def _harm(self, harm: Harm) -> str:
        effect = term("effects", harm.effect)
        counted = count_range(harm.min, harm.max)
        inside = self._value(
            "harm",
            harm,
            f"{both(effect)}: {harm_words(harm)}",
            Label(f"{effect.ar} {counted.ar}", f"{effect.en} {counted.en}"),
        )
        status = both(word(harm.victim_status))
        if harm.status_basis == "presumed":
            status += f" ({both(word('presumed'))})"
        notes = [status]
        for detail in _DETAILS:
            number = getattr(harm, detail)
            if number is not None:
                notes.append(f"{both(word(detail))}: {number}")
        if harm.victims:
            notes.append(f"{both(word('named'))}: {', '.join(isolated(name) for name in harm.victims)}")
        return inside + _note(notes)

    def _source(self, source: Source) -> str:
        inside = self._value("source", source, isolated(source.name), Label(source.name, source.name))
        notes = [both(term("source_types", source.type))]
        for figure in source.figures:
            notes.append(
                f"{both(term('effects', figure.effect))} {both(count_range(figure.min, figure.max))}"
            )
        return inside + _note(notes)

    def _how(self) -> str:
        rows = []
        for row in self._rows:
            words = "".join(f"<q>{shown(text)}</q>" for text in self.marks.words(row.value.evidence)) or "—"
            because = "".join(f"<br><small>{isolated(text)}</small>" for text in row.because)
            rows.append(
                f'<tr><td><i class="dot {row.slot}"></i> {row.name}{because}</td><td class="quoted">{words}</td>'
                f'<td><code dir="ltr">{shown(row.value.rule) or "—"}</code></td></tr>'
            )
        head = "".join(f'<th scope="col">{both(word(key))}</th>' for key in ("value", "words", "rule"))
        return (
            f"<details><summary>{both(word('how'))}</summary><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table></details>"
        )

    def below(self, record: Record) -> str:
        """Return the sections for tolls, claimed totals, keywords and issues, each only when there is something in it."""
        return "".join(
            (
                self._section("tolls", [self._toll(toll) for toll in record.tolls]),
                self._section("claimed_totals", [self._total(total) for total in record.claimed_totals]),
                self._section("keywords", [self._keyword(keyword) for keyword in record.keywords]),
                self._section("issues", [self._issue(issue) for issue in record.issues]),
            )
        )

    def _section(self, key: str, entries: list[str]) -> str:
        if not entries:
            return ""
        items = "".join(f"<li>{entry}</li>" for entry in entries)
        return f'<section class="{key}"><h4>{both(word(key))}</h4><ul>{items}</ul></section>'

    def _toll(self, toll: Toll) -> str:
        effect, counted = term("effects", toll.effect), count_range(toll.min, toll.max)
        inside = self._value(
            "toll",
            toll,
            f"{both(effect)}: <b>{both(counted)}</b>",
            Label(f"{effect.ar} {counted.ar}", f"{effect.en} {counted.en}"),
        )
        notes = []
        for key, day in (("since", toll.since), ("until", toll.until)):
            if day is not None:
                notes.append(f'{both(word(key))} <bdi dir="ltr">{day.isoformat()}</bdi>')
        notes.extend(isolated(part) for part in (toll.place, toll.source) if part)
        return inside + _note(notes)

    def _total(self, total: ClaimedTotal) -> str:
        counted = count_range(total.min, total.max)
        inside = self._value(
            "toll",
            total,
            f"{isolated(total.of)}: <b>{both(counted)}</b>",
            Label(f"{total.of} {counted.ar}", f"{total.of} {counted.en}"),
        )
        notes = [isolated(total.agreement)] if total.agreement else []
        for name in total.against:
            notes.append(f"{both(word('against'))} {both(actor(name))}")
        notes += [f"{both(word('claimed_by'))} {isolated(name)}" for name in total.claimed_by]
        for key, day in (("since", total.since), ("until", total.until)):
            if day is not None:
                notes.append(f'{both(word(key))} <bdi dir="ltr">{day.isoformat()}</bdi>')
        notes.extend(isolated(part) for part in (total.place,) if part)
        return inside + _note(notes)

    def _keyword(self, keyword: Keyword) -> str:
        return self._value("keyword", keyword, isolated(keyword.text), Label(keyword.text, keyword.text))

    def _issue(self, issue: Issue) -> str:
        evidence = [issue.span] if issue.span is not None else []
        identity = self.marks.add("issue", evidence, f"{issue.code}: {issue.message}")
        quoted = "".join(f"<q>{shown(text)}</q> " for text in self.marks.words(evidence))
        code = f'<code dir="ltr">{shown(issue.code)}</code>'
        message = f"<p>{isolated(issue.message)}</p>"
        return f"{self._element('issue', identity, evidence, code)} {quoted}{message}"
