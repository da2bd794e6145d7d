"""What stands beside the reports: tolls over a period and the newsroom's keywords."""

from __future__ import annotations

from rasd.coding.frame import Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.tolls import toll_cues
from rasd.lexicon import Lexicon
from rasd.model import Keyword, Party, Perpetrator, Record, Target, Toll, terms

__all__ = ["keywords", "tolls"]

_MOST = 12


def tolls(mentions: Mentions, frames: list[Frame], version: str) -> list[Toll]:
    """Return the counts over a period that a document tells."""
    found: list[Toll] = []
    passage = mentions.passage
    for frame in frames:
        if frame.reason is None or frame.reason.code != "toll":
            continue
        sentence = frame.sentence
        period = next(
            (
                mention
                for mention in between(mentions.dates, sentence.start, sentence.end)
                if mention.kind == "period"
            ),
            None,
        )
        cue = next(iter(toll_cues(mentions, frame)), None)
        words = passage.span(period.start, period.end) if period else passage.span_of(cue) if cue else None
        source = frame.sources[0] if frame.sources else None
        for harm in frame.harm:
            found.append(
                Toll(
                    effect=harm.effect,
                    min=harm.min,
                    max=harm.max,
                    since=period.first if period else None,
                    until=None if period is None or period.since_only else period.last,
                    place=passage.surface(frame.places[0].start, frame.places[0].end)
                    if frame.places
                    else None,
                    source=passage.surface(source.start, source.end) if source else None,
                    evidence=[passage.span(harm.start, harm.end), *([words] if words else [])],
                    rule="tolls.period",
                    data_version=version,
                )
            )
    return found


def keywords(record: Record, lexicon: Lexicon) -> list[Keyword]:
    """Return what a newsroom would file the document under: places, actors, kinds, agreements of its reports."""
    found: dict[tuple[str, str], Keyword] = {}

    def add(of: str, text: str, evidence: list[tuple[int, int]], rule: str) -> None:
        if (of, text) not in found:
            found[of, text] = Keyword.model_validate(
                {"text": text, "of": of, "evidence": evidence, "rule": rule, "data_version": lexicon.version}
            )

    kinds = terms("kinds")
    for report in record.reports:
        for place in report.places:
            add("place", place.name, place.evidence, place.rule)
    for report in record.reports:
        named: list[Perpetrator | Party | Target] = [*report.perpetrators, *report.parties, *report.targets]
        for value in named:
            actor = lexicon.actors.get(value.actor)
            if actor is not None:
                add("actor", actor.label_ar, value.evidence, value.rule)
        for claim in report.breach_claims:
            add("agreement", claim.agreement, claim.evidence, claim.rule)
        add("kind", kinds[report.kind].ar, report.evidence, report.rule)
    return list(found.values())[:_MOST]
