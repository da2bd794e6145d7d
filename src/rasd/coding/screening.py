"""What looks like an incident and is none: accidents, crime, courts, sport, exercises.

Each refusal leaves its reason (``vocab/reasons.yaml``), so that `rasd explain` can say why a clause ended in no report.
"""

from __future__ import annotations

from rasd.coding.frame import Frame, Reason
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.gatherings import refuse_gathering
from rasd.coding.references import only_named
from rasd.lexicon import Match, cues

__all__ = ["refuse"]

_ARMED = cues("armed_people")

_MILITARY = frozenset(
    {"warplane", "helicopter", "drone", "barrel_bomb", "artillery", "mortar", "rocket", "missile", "tank", "cluster",
     "phosphorus", "chemical", "ied", "mine", "uxo", "car_bomb", "suicide_belt", "naval_gun", "sniper"}
)  # fmt: skip
_PRIVATE = frozenset({"blade", "small_arms"})
_NEIGHBOURS = frozenset({"TR", "IR", "EG", "JO", "SA", "KW", "AE", "SS", "TD", "ER", "ET"})
_WAR_ACTS = frozenset({"strike", "bombard", "suicide", "fight", "capture", "intercept", "chemical", "launch"})
_GAMES = ("sport", "culture", "economy")
_MARTYR = tuple(sorted(cues("martyr_words")))


def refuse(mentions: Mentions, frame: Frame, war: bool, countries: frozenset[str]) -> Reason | None:
    """Return why `frame` is no report, or None.

    `war` says that the document tells of armed conflict elsewhere; `countries` are those of the theatres known.
    """
    sentence = frame.sentence
    found = [
        cue
        for cue in mentions.within("veto", sentence.start, sentence.end)
        if not _tells_of_another(mentions, frame, cue)
    ]
    actors = bool(frame.perpetrators or frame.targets)
    armed = {weapon for _, weapon in frame.weapons} & _MILITARY
    acts = set(frame.acts)
    if frame.weapons and not actors and {weapon for _, weapon in frame.weapons} <= _PRIVATE:
        acts -= {"bombard"}  # "هجوم بسكين استهدف ركابا": struck at, not shelled
    if not actors and acts.isdisjoint({"suicide", "chemical"}) and _is_about_games(mentions):
        cue = next(cue for cue in mentions.layer("veto") if cue.cls in _GAMES)
        return Reason(cue.cls, cue.start, cue.end)
    for cue in found:
        if cue.cls == "metaphor" and any(
            cue.start <= anchor.start < cue.end or anchor.start <= cue.start < anchor.end
            for anchor in frame.anchors
        ):
            return _said_by(cue)
        if cue.cls == "exercise" and (
            frame.start <= cue.start < frame.end or not acts & {"arrest", "abduct", "fight"}
        ):
            return _said_by(cue)
        if cue.cls == "archive" and (
            not frame.dates or any(0 <= anchor.start - cue.end <= 2 for anchor in frame.anchors)
        ):
            return Reason("commemoration", cue.start, cue.end)  # "ذكرى ضحايا القصف"
        if cue.cls == "culture" and cue.start - sentence.start <= 3 and not actors:
            return _said_by(cue)  # "يروي الفيلم …": what follows is its story
        if cue.cls in ("accident", "mishap") and not acts & (_WAR_ACTS | {"blast", "shoot", "assault"}):
            return Reason("accident", cue.start, cue.end)
        if cue.cls == "mishap" and not (actors or armed or acts & _WAR_ACTS):
            return Reason("accident", cue.start, cue.end)  # "انفجار أسطوانة غاز"
        if cue.cls == "court" and "arrest" in acts:
            continue
        if cue.cls in ("crime", "court") and _is_an_arm(mentions, frame, cue):
            continue
        if cue.cls in ("sport", "culture", "economy", "court", "crime") and not (
            armed or (actors and acts & _WAR_ACTS)
        ):
            return _said_by(cue)
    if frame.kind == "protest":
        return refuse_gathering(mentions, frame)
    named = only_named(mentions, frame)
    if named is not None:
        return named
    conflict = _is_conflict(mentions, frame)
    gunmen = any(group.noun in _ARMED for group in between(mentions.people, frame.start, frame.end))
    war = war or conflict or (gunmen and bool(mentions.theatres))
    if mentions.theatres and acts & {"shoot", "blast", "assault", "abduct", "raid", "fight"}:
        war = True
    if not war and not actors and not armed and not acts & {"strike", "bombard", "chemical", "capture"}:
        martyr = any(
            mentions.passage.tokens[at].text.removeprefix("و").removeprefix("ال") in _MARTYR
            for harm in frame.harm
            for at in range(harm.start, harm.end)
        )
        if not martyr:
            return _lacking(frame, "no_armed_actor")
    if conflict:
        return None
    soldiers = acts & {"shoot", "blast", "assault", "suicide", "fight"} and any(
        harm.status == "combatant" for harm in frame.harm
    )
    if not mentions.theatres and not acts & _WAR_ACTS and not soldiers:
        return _lacking(frame, "outside_theatres")
    known = [mention for mention in frame.places if mention.best is not None and mention.best.country]
    inside = countries | _NEIGHBOURS
    if (
        known
        and not any(mention.best is not None and mention.best.country in inside for mention in known)
        and not actors
        and not armed
    ):
        return Reason("outside_theatres", known[0].start, known[0].end)
    return None


def _tells_of_another(mentions: Mentions, frame: Frame, cue: Match) -> bool:
    """A word of crime, courts or accidents behind what a frame with a place and a side of its own tells is of another matter."""
    if cue.cls not in _OF_ITS_CLAUSE or frame.start <= cue.start < frame.end:
        return False
    own = any(frame.start <= place.start < frame.end for place in frame.places)
    sides = any(
        frame.start <= role.mention.start < frame.end for role in (*frame.perpetrators, *frame.targets)
    )
    return own and sides


def _is_an_arm(mentions: Mentions, frame: Frame, cue: Match) -> bool:
    """Whom a party of the conflict kills or robs is no matter of courts or thieves, unless the court's own words stand there."""
    return (
        bool(frame.perpetrators)
        and "arrest" not in frame.acts
        and not (cue.cls == "court" and cue.entry.words[0] not in _CHARGES)
    )


_OF_ITS_CLAUSE = frozenset({"crime", "court", "accident", "mishap", "economy", "culture", "sport"})
_CHARGES = cues("charges")


def _is_conflict(mentions: Mentions, frame: Frame) -> bool:
    """Say whether the words themselves tell of armed conflict, wherever in the world.

    A suicide bomber does, an arm or bomb that is no private weapon, several armed people who strike, combatants struck.
    One gunman in a house is ordinary crime.
    """
    acts = set(frame.acts)
    if "suicide" in acts:
        return True
    if not acts & _STRIKES:
        return False
    if {weapon for _, weapon in frame.weapons} & (_MILITARY | {"grenade"}):
        return True
    if "blast" in acts and any(
        match.value["item"] == "bomb" for match in mentions.within("munition", frame.start, frame.end)
    ):
        return True
    if any(harm.status == "combatant" and harm.effect != "detained" for harm in frame.harm):
        return True
    if frame.harm and any(
        anchor.match is not None and anchor.match.entry.words[0] in _DELIBERATE for anchor in frame.anchors
    ):
        return True
    groups = between(mentions.people, frame.sentence.start, frame.sentence.end)
    return any(group.status == "combatant" and group.max != 1 for group in groups)


_DELIBERATE = cues("deliberate")
_STRIKES = frozenset(
    {"shoot", "blast", "assault", "abduct", "raid", "fight", "harm", "launch", "strike", "bombard"}
)


def _said_by(cue: Match) -> Reason:
    return Reason(cue.cls, cue.start, cue.end)


def _lacking(frame: Frame, code: str) -> Reason:
    """What a frame lacks is said by its whole stretch."""
    return Reason(code, frame.start, frame.end)


def _is_about_games(mentions: Mentions) -> bool:
    """Three cues of sport, culture or economy, and more of them than of arms, make the document's subject."""
    if mentions.games is None:
        cues = sum(1 for cue in mentions.layer("veto") if cue.cls in _GAMES)
        mentions.games = cues >= 3 and cues * 2 > len(mentions.actors)
    return mentions.games
