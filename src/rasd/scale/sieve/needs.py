"""What a text must hold before the reader can report anything of it, word by word.

Every report and every toll begins with words of the lexicon: an act, a count of harm, a weapon, an announced force, an
agreement, a deed that monitors watch for. Some of them tell something only beside another ("أطلق" beside what is fired,
"سيرد" beside an actor). `marks_of` gives each word of the lexicon the marks of what it may take part in; `NEEDS` says which
marks must come together somewhere in the text. Both are looser than the reader, never stricter: where it asks for a word
near another, one anywhere on a page suffices, and in a main text one in the same sentence or a neighbouring one. Invariant:
a text whose marks meet no need yields neither report nor toll.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntFlag, auto

from rasd.lexicon import Entry, cues

__all__ = ["NEEDS", "Mark", "marks_of", "marks_of_cues", "marks_of_stems"]


class Mark(IntFlag):
    """What a word may take part in."""

    TELLS = auto()
    """Alone it may make a report."""
    LAUNCH = auto()
    FIRED = auto()
    """What can be let go: a weapon, a munition, fire, stones."""
    WEAK = auto()
    RAIDS = auto()
    """أغار in the present, a raid where who raids stands beside it and what is raided behind على."""
    ON = auto()
    WEAPON = auto()
    ACTOR = auto()
    HOLD = auto()
    """Ground held, as a noun."""
    TOOK = auto()
    REPEL = auto()
    REPELLED = auto()
    STOPPED = auto()
    UPROOTS = auto()
    TREES = auto()
    LEVELS = auto()
    GROUND = auto()
    MEETS = auto()
    """لقي, فارق: a death beside its object."""
    DEATH = auto()
    FLED = auto()
    MOVES = auto()
    CROSSES = auto()
    RUNS = auto()
    THREATENS = auto()
    MENACE = auto()
    STRIKES_SOON = auto()
    STRIKES = auto()
    ACTS_SOON = auto()
    ACTS = auto()
    STOPS = auto()
    SPARES = auto()
    INTENDS = auto()
    FORCE = auto()
    SOON = auto()
    NEVER = auto()
    WAR = auto()
    ANY = auto()
    TRUCE = auto()
    ACCORD = auto()
    TALKS = auto()
    MAKES = auto()
    HOLDS = auto()
    SUBJECT = auto()
    """What an agreement of a conflict is about."""
    FLIES = auto()
    BREAKS = auto()
    AIRSPACE = auto()
    AIRCRAFT = auto()
    BRINGS = auto()
    SENDS = auto()
    BROUGHT = auto()
    STRENGTHENS = auto()
    PULLS = auto()
    QUITS = auto()
    OWN_FORCES = auto()
    OWN_GROUND = auto()
    MANS = auto()
    """A deed that tells something with whoever does it: حاصر, انتشر, انسحب."""
    ENTERS = auto()
    MOVING = auto()
    LAYS = auto()
    BLOCKADE = auto()
    CLOSES = auto()
    ENTRANCES = auto()
    HINDERS = auto()
    AID = auto()
    LETS = auto()
    FREEDOM = auto()
    HANDS = auto()
    CAPTIVES = auto()
    OVERRUNS = auto()
    LINE = auto()


M = Mark
NEEDS: tuple[tuple[Mark, ...], ...] = (
    (M.TELLS,),
    (M.LAUNCH, M.FIRED),
    (M.WEAK, M.WEAPON | M.ACTOR),
    (M.RAIDS, M.ON, M.WEAPON | M.ACTOR),
    (M.HOLD, M.TOOK),
    (M.REPEL, M.REPELLED | M.WEAPON | M.ACTOR),
    (M.STOPPED, M.WEAPON),
    (M.UPROOTS, M.TREES),
    (M.LEVELS, M.GROUND),
    (M.MEETS, M.DEATH),
    (M.FLED, M.MOVES),
    (M.CROSSES, M.RUNS),
    (M.ACTOR, M.THREATENS | M.STRIKES_SOON),
    (M.ACTOR, M.MENACE | M.INTENDS | M.ACTS_SOON, M.FORCE),
    (M.ACTOR, M.STRIKES, M.SOON),
    (M.ACTOR, M.ACTS, M.SOON, M.FORCE),
    (M.ACTOR, M.STOPS, M.NEVER, M.FORCE),
    (M.ACTOR, M.SPARES, M.NEVER),
    (M.ACTOR, M.WAR, M.ANY),
    (M.TRUCE, M.MAKES),
    (M.ACCORD, M.MAKES, M.ACTOR | M.SUBJECT),
    (M.TALKS, M.HOLDS, M.ACTOR | M.SUBJECT),
    (M.FLIES, M.AIRCRAFT),
    (M.BREAKS, M.AIRSPACE, M.AIRCRAFT),
    (M.BRINGS, M.BROUGHT | M.WEAPON | M.OWN_FORCES),
    (M.SENDS, M.BROUGHT),
    (M.STRENGTHENS, M.OWN_GROUND, M.ACTOR),
    (M.PULLS, M.OWN_FORCES, M.ACTOR),
    (M.QUITS, M.OWN_GROUND, M.ACTOR),
    (M.MANS, M.ACTOR),
    (M.ENTERS, M.MOVING, M.ACTOR),
    (M.LAYS, M.BLOCKADE, M.ACTOR),
    (M.CLOSES, M.ENTRANCES, M.ACTOR),
    (M.HINDERS, M.AID, M.ACTOR),
    (M.LETS, M.FREEDOM),
    (M.HANDS, M.CAPTIVES, M.ACTOR),
    (M.OVERRUNS, M.LINE, M.ACTOR),
)
"""A text that may yield a report holds, for at least one of these, a word of every one of its marks."""

_HARM = {
    **dict.fromkeys(("verb", "masdar", "verb_weak", "flight", "capture", "victim", "joint", "none"), M.TELLS),
    "verb_open": M.MEETS,
    "ended": M.DEATH,
}
_ACTS_OF_ITEMS = frozenset({"ied", "mine", "car_bomb", "uxo"})
_FIRED = frozenset({"artillery", "mortar", "rocket", "missile", "tank", "barrel_bomb", "cluster"})
_AIRCRAFT = frozenset({"warplane", "helicopter", "drone"})
_THREAT = {
    "threatens": M.THREATENS,
    "fair_game": M.THREATENS,
    "menace": M.MENACE,
    "intends": M.INTENDS,
    "launches": M.INTENDS,
    "keeps_on": M.INTENDS,
    "force": M.FORCE,
    "spares": M.SPARES,
    "war": M.WAR,
    "any": M.ANY,
}
_SOON = {"uses": (M.STRIKES_SOON, M.STRIKES), "acts": (M.ACTS_SOON, M.ACTS), "stops": (M(0), M.STOPS)}
_ACCORD = {
    "truce": M.TRUCE,
    "accord": M.ACCORD,
    "talks": M.TALKS,
    "makes": M.MAKES,
    "breaches": M.MAKES,
    "holds": M.HOLDS,
}
_MONITOR = {
    "flies": M.FLIES,
    "breaks": M.BREAKS,
    "airspace": M.AIRSPACE,
    "brings": M.BRINGS,
    "sends": M.SENDS,
    "strengthens": M.STRENGTHENS,
    "deploys": M.MANS,
    "brought": M.BROUGHT,
    "encircles": M.MANS,
    "lays": M.LAYS,
    "blockade": M.BLOCKADE,
    "closes": M.CLOSES,
    "entrances": M.ENTRANCES,
    "hinders": M.HINDERS,
    "stops": M.HINDERS,
    "aid": M.AID,
    "leaves": M.MANS,
    "quits": M.QUITS,
    "pulls": M.PULLS,
    "frees": M.TELLS,
    "lets": M.LETS,
    "freedom": M.FREEDOM,
    "hands": M.HANDS,
    "captives": M.CAPTIVES,
    "enters": M.ENTERS,
    "crosses": M.OVERRUNS,
    "line": M.LINE,
}
_FLIGHT = {"flees": M.TELLS, "crosses": M.CROSSES}
_VERBAL = ("past", "present")
_NAMED = frozenset({"actor", "nisba", "body"})
_ROUNDS = frozenset({"جوله", "جلسه", "لمسات"})
_CUES = {
    "fire_opened": M.FIRED,
    "stones": M.FIRED,
    "took": M.TOOK,
    "trees": M.TREES,
    "fled": M.FLED,
    "moving": M.MOVES,
    "running": M.RUNS,
    "protesters": M.TELLS,
    "injuries": M.TELLS,
    "accord_subjects": M.SUBJECT,
    "doers_own_forces": M.OWN_FORCES,
    "doers_own_ground": M.OWN_GROUND,
    "moving_forces": M.MOVING,
}
_STEMS = {"advances": M.REPELLED, "displaced_people": M.RUNS}


def marks_of(entry: Entry, stopped: frozenset[str] = frozenset()) -> tuple[Mark, Mark]:
    """Return the marks of a form of the lexicon, and those that it has only with the س of the future before it."""
    layer, cls, part = entry.layer, entry.cls, entry.part
    if layer == "event":
        return _of_event(entry, stopped), M(0)
    if layer == "harm":
        return _HARM.get(cls, M(0)), M(0)
    if layer == "weapon" and cls != "none":
        return _of_weapon(entry), M(0)
    if layer == "munition":
        return M.FIRED, M(0)
    if layer == "threat":
        if cls in _SOON:
            soon, plain = _SOON[cls]
            return (plain, soon) if part == "present" else (M(0), M(0))
        return _THREAT.get(cls, M(0)), M(0)
    if layer == "accord":
        rounds = M.HOLDS if cls == "talks" and entry.words[0] in _ROUNDS else M(0)
        return _ACCORD.get(cls, M(0)) | rounds, M(0)
    if layer == "monitor":
        if cls in ("deploys", "encircles", "enters") and part == "noun":
            return M(0), M(0)
        return _MONITOR.get(cls, M(0)), M(0)
    if layer == "flight":
        return _FLIGHT.get(cls, M(0)), M(0)
    return (M.ACTOR if layer in _NAMED else M(0)), M(0)


def _of_event(entry: Entry, stopped: frozenset[str]) -> Mark:
    act, part, first = str(entry.value["act"]), entry.part, entry.words[0]
    needs = str(entry.value.get("needs", ""))
    if act == "none":
        return M(0)
    if needs == "raiders":
        return M.TELLS if part == "past" else M.RAIDS
    if needs:
        return {"trees": M.UPROOTS, "ground": M.LEVELS}.get(needs, M.TELLS)
    if act == "weak":
        return M.WEAK if part == "past" else M(0)
    if act == "launch":
        return M.LAUNCH
    if act == "repel":
        return M.REPEL
    if act == "intercept" and first in stopped:
        return M.STOPPED
    if act == "capture":
        if part == "present":
            return M(0)  # what somebody holds or is taking
        if part == "past" or part == "phrase" and first not in cues("control"):
            return M.TELLS
        return M.HOLD
    return M.TELLS


def _of_weapon(entry: Entry) -> Mark:
    name = str(entry.value["weapon"])
    marks = M.WEAPON | M.FIRED
    if name in _AIRCRAFT:
        marks |= M.AIRCRAFT
    if entry.part in ("noun", "phrase") and name in _FIRED | _ACTS_OF_ITEMS | _AIRCRAFT:
        marks |= M.TELLS  # "قذائف على حي", "كفروما: لغم": without a verb
    return marks


def marks_of_cues() -> Iterator[tuple[str, Mark]]:
    """Yield the words that rules ask for by name, each with its mark."""
    for name, mark in _CUES.items():
        for word in cues(name):
            yield word, mark
    yield "بالارض", M.GROUND
    yield "سوف", M.SOON
    yield "لن", M.NEVER


def marks_of_stems() -> Iterable[tuple[str, Mark]]:
    """Yield beginnings of words that rules ask for, each with its mark."""
    found = [(stem, mark) for name, mark in _STEMS.items() for stem in cues(name)]
    return [*found, ("تمكن", M.TOOK), ("علي", M.ON)]
