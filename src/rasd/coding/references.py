"""Incidents that a text only names: what is investigated, condemned, answered, to be ended ("التحقيق في الهجوم")."""

from __future__ import annotations

from rasd.coding.frame import Anchor, Frame, Reason
from rasd.coding.mentions import Mentions
from rasd.lexicon import cues

__all__ = ["only_named", "rages"]

_RELATIVE = cues("whose_fate")
_BETWEEN = cues("between_reference_and_act")
_REACH = 3  # tokens


def only_named(mentions: Mentions, frame: Frame) -> Reason | None:
    """Return the words behind which `frame` is only named; None where a verb, a time or a count tells something of it."""
    first = frame.anchors[0]
    at = first.position
    if any(mention.kind == "point" and mention.start > at for mention in frame.dates):
        return None
    end = frame.sentence.end
    for index in range(max(frame.start, end - 1), min(end + 1, len(mentions.passage.tokens))):
        if mentions.passage.tokens[index].text == "?" and not frame.harm:
            return Reason("only_named", index, index + 1)  # a question asserts nothing
    if _are_known(mentions, frame):
        return Reason("only_named", first.start, first.end)
    if any((harm.min or 0) > 1 or (harm.max or 0) > 1 for harm in frame.harm):
        return None
    if any(_is_told(mentions, anchor) for anchor in frame.anchors):
        return None
    if rages(mentions, frame) or _another_is_told(mentions, frame):
        return None
    if not frame.dates and _only_points(mentions, frame):
        return Reason("only_named", first.start, first.end)
    tokens = mentions.passage.tokens
    for match in reversed(mentions.every("reference", frame.sentence.start, at)):
        if match.end > at:
            continue
        if at - match.end > _REACH:
            break
        if match.end == at or all(tokens[index].text in _BETWEEN for index in range(match.end, at)):
            return Reason("only_named", match.start, match.end)
    return None


def _are_known(mentions: Mentions, frame: Frame) -> bool:
    """ "عائلات الشهداء", "نقل الجرحى": victims with the article, and neither number, name nor act, are those told before."""
    tokens = mentions.passage.tokens
    for anchor in frame.anchors:
        harm = anchor.harm
        if harm is None or anchor.match is not None or harm.people is None or harm.names:
            return False
        if _is_told(mentions, anchor) and tokens[anchor.position - 1].text not in _RELATIVE:
            return False
        if any(True for _ in mentions.within("light", frame.start, anchor.position)):
            return False  # "ينفذون حملة اعتقالات بحق المواطنين"
        if not tokens[harm.people[0]].text.lstrip("وفبكل").startswith("ال") or (harm.min or 0) > 2:
            return False
    return True


def _only_points(mentions: Mentions, frame: Frame) -> bool:
    """ "وشكلت الضربات منعطفا": bare nouns with the article, and no arm, victim or verb of happening, point at what is known."""
    if frame.weapons or frame.munitions or any(harm.names for harm in frame.harm):
        return False
    tokens = mentions.passage.tokens
    for anchor in frame.anchors:
        if anchor.match is not None:
            if not (anchor.match.article and anchor.match.entry.part == "noun"):
                return False
        elif not tokens[anchor.position].text.lstrip("وفبكل").startswith("ال"):
            return False
    return not any(True for _ in mentions.within("light", frame.start, frame.end))


def rages(mentions: Mentions, frame: Frame) -> bool:
    """Say whether known fighting is told to go on at a place: "تتواصل المعارك في", "الاشتباكات مستمرة قرب"."""
    tokens = mentions.passage.tokens
    return any(
        anchor.act == "fight"
        and any(
            0 <= place.start - anchor.end <= _FOUGHT_AT
            and (place.best is None or place.best.kind != "country")
            for place in frame.places
        )
        and any(
            tokens[at].text.lstrip("وف") in _GOES_ON
            for at in range(max(frame.start, anchor.position - 3), min(frame.end, anchor.position + 6))
        )
        for anchor in frame.anchors
    )


def _another_is_told(mentions: Mentions, frame: Frame) -> bool:
    """ "جرى الرد على القصف بقصف القاعدة بصواريخ": the second act, with an arm and a place of its own, is told."""
    first, last = frame.anchors[0], frame.anchors[-1]
    return (
        last.match is not None
        and first.match is not None
        and last.match.prefix.endswith("ب")
        and first.end <= last.start
        and any(last.start < place.start < frame.end for place in frame.places)
        and any(last.start < match.start for match, _ in frame.weapons)
    )


_GOES_ON = cues("rages")
_FOUGHT_AT = 12
"""Tokens between fighting and where it goes on; the two sides may be named between."""


def _is_told(mentions: Mentions, anchor: Anchor) -> bool:
    """Say whether a verb tells of it; a form that may be a noun is none (خطف, قصف)."""
    layer = "event" if anchor.match is not None else "harm"
    parts = {match.entry.part for match in mentions.every(layer, anchor.position, anchor.position + 1)}
    return bool(parts) and parts <= {"past", "present"}
