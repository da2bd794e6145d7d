"""From drafts to the record's models, every value with its evidence, rule and data version."""

from __future__ import annotations

from datetime import date as Day
from typing import Any, Literal

from rasd.coding.breaches.naming import name_of
from rasd.coding.claims import certainty_of
from rasd.coding.draft import Draft
from rasd.coding.frame import Role
from rasd.coding.locating import PlaceMention
from rasd.coding.mentions import Mentions, between
from rasd.grammar.actors import ActorMention
from rasd.grammar.attribution import SourceMention
from rasd.grammar.harm import HarmMention
from rasd.model import (
    BreachClaim,
    DateWindow,
    Figure,
    Harm,
    Munition,
    Party,
    Perpetrator,
    Place,
    PlaceCandidate,
    Report,
    Source,
    Target,
    TargetSite,
    Weapon,
)
from rasd.places import Place as Known
from rasd.text import fold

__all__ = ["build_report"]

_STATUSES: dict[str, Literal["civilian", "combatant"]] = {"civilian": "civilian", "combatant": "combatant"}
_BASES: dict[str, Literal["stated", "presumed"]] = {"stated": "stated", "presumed": "presumed"}

_POLITICAL = frozenset({"agreement", "talks"})
_UNTARGETED = frozenset({"agreement", "talks", "threat", "protest", "displacement", "clash"})
_BARE = frozenset({"agreement", "talks", "threat", "displacement"})
_QUOTES = frozenset('"«»“”')
_MONTH = 30


class _Builder:
    def __init__(self, mentions: Mentions, draft: Draft, version: str) -> None:
        self.a = mentions
        self.draft = draft
        self.version = version
        self.passage = mentions.passage
        self.places = mentions.places

    def _origin(self, rule: str, *spans: tuple[int, int]) -> dict[str, Any]:
        return {"evidence": sorted(set(spans)), "rule": rule, "data_version": self.version}

    def _span(self, start: int, end: int, skip: int = 0) -> tuple[int, int]:
        return self.passage.folded.span(self.passage.starts[start] + skip, self.passage.ends[end - 1])

    def _span_of(self, mention: ActorMention | SourceMention) -> tuple[int, int]:
        return self._span(mention.start, mention.end, mention.skip)

    def _original(self, span: tuple[int, int]) -> str:
        return self.passage.folded.original[span[0] : span[1]]

    def report(self, number: int) -> Report:
        draft = self.draft
        anchors = [anchor for frame in draft.frames for anchor in frame.anchors]
        spans = []
        for anchor in anchors[:6]:
            if anchor.match is not None:
                spans.append(self.passage.span_of(anchor.match))
            elif anchor.harm is not None:
                spans.append(self._span(anchor.harm.start, anchor.harm.end, self._joined(anchor.harm.start)))
            else:
                spans.append(self._span(anchor.start, anchor.end))
        political = draft.kind in _POLITICAL
        rule = f"kinds.{draft.kind}"
        return Report(
            id=f"r{number}",
            kind=draft.kind,
            kind_basis="inferred" if draft.basis == "inferred" else "stated",
            factuality=draft.factuality,
            date=self._date(),
            places=[self._place(mention) for mention in draft.places],
            perpetrators=[] if political else self._perpetrators(),
            parties=self._parties() if political else [],
            targets=self._targets(),
            target_sites=[] if draft.kind in _BARE else self._sites(),
            weapons=[] if draft.kind in _BARE else self._weapons(),
            munitions=[] if draft.kind in _BARE else self._munitions(),
            harm=[self._harm(mention) for mention in draft.harm],
            sources=self._sources(),
            breach_claims=self._breaches(),
            **self._origin(rule, *spans),
        )

    def _date(self) -> DateWindow:
        first, last, part = self.draft.date
        mentions = self.draft.date_mentions
        if not mentions:
            return DateWindow()
        spans = [self._span(mention.start, mention.end) for mention in mentions]
        return DateWindow(start=first, end=last, part_of_day=part, **self._origin(mentions[0].rule, *spans))

    def _place(self, mention: PlaceMention) -> Place:
        skip = len(mention.prefix)
        start, end = mention.start, mention.end
        if mention.noun_class == "countryside" and mention.noun_start >= 0:
            noun = self.passage.tokens[mention.noun_start].text
            if noun.lstrip("وبل") in ("ريف", "ارياف"):
                start = mention.noun_start
                skip = len(noun) - len(noun.lstrip("وبل"))
        span = self._span(start, end, skip)
        name = self._original(span).strip()
        region = None
        spans = [span]
        if mention.region is not None:
            region_span = self._span(*mention.region)
            region = self._original(region_span).strip()
            spans.append(region_span)
        place = mention.place
        candidates: list[PlaceCandidate] = []
        reasons: list[str] = []
        if mention.choice is not None:
            reasons = list(mention.choice.reasons)
            if place is None:
                candidates = [self._candidate(known) for known in mention.choice.candidates[:8]]
        known = self._known(place) or self._lies_in(mention)
        return Place(
            name=name,
            region=region,
            candidates=candidates,
            decided_by=reasons,
            **known,
            **self._origin(mention.rule, *spans),
        )

    def _lies_in(self, mention: PlaceMention) -> dict[str, Any]:
        """Of a name that the lists do not decide, its region phrase tells country and province."""
        if mention.region is None:
            return {}
        for outer in between(self.places, *mention.region):
            if outer.place is not None and outer.place.kind != "country" and outer.place.admin1:
                return {"country": outer.place.country or None, "admin1": outer.place.admin1}
        return {}

    @staticmethod
    def _known(place: Known | None) -> dict[str, Any]:
        if place is None:
            return {}
        return {
            "country": place.country or None,
            "admin1": (place.admin1 or None) if place.kind != "country" else None,
            "admin2": place.admin2 or None,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "gazetteer_id": place.id,
            "precision": place.precision,
            "place_class": place.kind,
        }

    @staticmethod
    def _candidate(known: Known) -> PlaceCandidate:
        return PlaceCandidate(
            gazetteer_id=known.id,
            name=known.name,
            country=known.country or None,
            admin1=known.admin1 or None,
            latitude=known.latitude,
            longitude=known.longitude,
        )

    def _perpetrators(self) -> list[Perpetrator]:
        return [
            Perpetrator(
                actor=role.mention.actor,
                certainty=certainty_of(role, self.draft),
                claimed_by=self._claimants(role),
                **self._origin(role.mention.rule, self._span_of(role.mention)),
            )
            for role in self.draft.perpetrators
        ]

    def _parties(self) -> list[Party]:
        seen: dict[str, Party] = {}
        for one in self.draft.perpetrators:
            mention = one.mention
            if mention.actor not in seen:
                origin = self._origin(mention.rule, self._span_of(mention))
                seen[mention.actor] = Party(actor=mention.actor, **origin)
        return list(seen.values())

    def _targets(self) -> list[Target]:
        targets = [
            Target(
                actor=role.mention.actor,
                **self._origin(role.mention.rule, self._span_of(role.mention)),
            )
            for role in self.draft.targets
        ]
        if self.draft.kind not in _UNTARGETED:
            spans = [span for frame in self.draft.frames for span in frame.civilians]
            if spans:
                targets.append(
                    Target(
                        actor="CIVILIANS",
                        **self._origin("people.civilians", *[self._span(*span) for span in spans[:4]]),
                    )
                )
        return targets

    def _sites(self) -> list[TargetSite]:
        seen: dict[str, TargetSite] = {}
        for frame in self.draft.frames:
            for match in frame.sites:
                site = str(match.value["site"])
                if site not in seen:
                    origin = self._origin("sites.word", self.passage.span_of(match))
                    seen[site] = TargetSite(site=site, **origin)
        return list(seen.values())

    def _weapons(self) -> list[Weapon]:
        seen: dict[str, Weapon] = {}
        for frame in self.draft.frames:
            for match, weapon in frame.weapons:
                if weapon not in seen:
                    origin = self._origin("weapons.word", self.passage.span_of(match))
                    seen[weapon] = Weapon(weapon=weapon, **origin)
        return list(seen.values())

    def _munitions(self) -> list[Munition]:
        seen: dict[tuple[str, int], Munition] = {}
        frames = self.draft.frames
        placed = {mention.key for mention in self.draft.places}
        told = [
            frame
            for frame in frames
            if frame.munitions and placed & {mention.key for mention in frame.places}
        ]
        for frame in told or frames:  # a total of strikes gives way to the count told for this place
            for _, item, count, tokens in frame.munitions:
                if (item, count) not in seen:
                    origin = self._origin("munitions.counted", self._span(*tokens))
                    seen[item, count] = Munition(item=item, count=count, **origin)
        return list(seen.values())

    def _harm(self, mention: HarmMention) -> Harm:
        span = self._span(mention.start, mention.end, self._joined(mention.start))
        people = self._span(*mention.people, self._joined(mention.people[0])) if mention.people else span
        parts: dict[str, Any] = {part: count for part, count in mention.parts.items() if count}
        return Harm(
            effect=mention.effect,
            min=mention.min,
            max=mention.max,
            victim_status=_STATUSES.get(mention.status, "unknown"),
            status_basis=_BASES.get(mention.basis or ""),
            approximate=mention.approximate,
            unit="families" if mention.unit == "families" else "people",
            victims=[self._victim(*name) for name in mention.names],
            phrase=self._original(people),
            **parts,
            **self._origin(
                mention.rule, span, *(self._span(*other, self._joined(other[0])) for other in mention.others)
            ),
        )

    def _joined(self, index: int) -> int:
        """Return the length of the conjunction that is written with a word of harm or of people."""
        return int(
            any(
                match.prefix.startswith(("و", "ف"))
                for layer in ("harm", "person")
                for match in self.a.within(layer, index, index + 1)
            )
        )

    def _victim(self, start: int, end: int) -> str:
        """The name as written, without the و that joins it to the one before."""
        joined = any(
            match.start == start and match.prefix == "و" for match in self.passage.layer("given_name")
        )
        name = self.passage.surface(start, end).strip(" ،,.")
        return name[1:] if joined and name.startswith("و") else name

    def _sources(self) -> list[Source]:
        seen: dict[tuple[str, str], Source] = {}
        credit = self.a.credit
        credited = [credit] if credit is not None else []
        if any(mention.type == "agency" for mention in self.draft.sources):
            credited = []
        for mention in [*self.draft.sources, *credited]:
            name = self._name(mention)
            key = (mention.type, fold(name).text)
            if name and key not in seen:
                seen[key] = Source(
                    name=name,
                    type=mention.type,
                    figures=self._figures(mention),
                    **self._origin(mention.rule, self._quoted(mention)),
                )
        return list(seen.values())

    def _quoted(self, mention: SourceMention) -> tuple[int, int]:
        """The span of a source, with the other half of a pair of quotes of which it holds one."""
        start, end = self._span_of(mention)
        text = self.passage.folded.original
        held = text[start:end]
        if not _QUOTES.isdisjoint(held) and sum(mark in _QUOTES for mark in held) % 2:
            if end < len(text) and text[end] in _QUOTES:
                end += 1
            elif start and text[start - 1] in _QUOTES:
                start -= 1
        return start, end

    def _figures(self, source: SourceMention) -> list[Figure]:
        """What this source counts, where the report keeps a range over several figures."""
        ranged = {harm.effect for harm in self.draft.harm if harm.rule == "harm.range"}
        return [
            Figure(effect=harm.effect, min=harm.min, max=harm.max)
            for frame in self.draft.frames
            if ranged and any(one is source for one in frame.sources)
            for harm in frame.harm
            if harm.effect in ranged
        ]

    def _name(self, mention: SourceMention) -> str:
        name = self._original(self._quoted(mention)).strip(" ,،")
        around = name[:1] in _QUOTES and name[-1:] in _QUOTES
        paired = not around and not _QUOTES.isdisjoint(name) and sum(mark in _QUOTES for mark in name) == 2
        return name if paired else name.strip(' "«»“”,،')

    def _claimants(self, role: Role) -> list[str]:
        """Who says so: the actor itself when it claims the act, the sources of the report when they accuse."""
        certainty = certainty_of(role, self.draft)
        if certainty == "claimed":
            own = [self._name(source) for source in self.draft.sources if source.actor == role.mention.actor]
            return own[:1] or [self._original(self._span_of(role.mention))]
        if certainty in ("accused", "suspected"):
            names = [
                self._name(source)
                for source in self.draft.sources
                if source.actor != role.mention.actor  # who is accused does not accuse itself
            ]
            return [name for name in dict.fromkeys(names) if name]
        return []

    def _breaches(self) -> list[BreachClaim]:
        return [
            BreachClaim(
                agreement=name_of(self.a, frame.breach.agreement),
                claimed_by=[name for name in map(self._name, frame.breach.sources) if name],
                **self._origin(
                    "breach.claimed", self._span(*frame.breach.word), self._span(*frame.breach.agreement)
                ),
            )
            for frame in self.draft.frames
            if frame.breach is not None
        ]


def build_report(mentions: Mentions, draft: Draft, number: int, version: str) -> Report:
    """Return the report of one draft."""
    return _Builder(mentions, draft, version).report(number)


def is_historical(first: Day | None, last: Day | None, published: Day | None) -> bool:
    """Say whether a window lies more than 30 days before publication (codebook, `factuality`)."""
    end = last or first
    return end is not None and published is not None and (published - end).days > _MONTH
