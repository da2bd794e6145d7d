"""The kind of a frame: from its acts, its weapons and what its perpetrator is known to use (codebook, "Kinds")."""

from __future__ import annotations

from datetime import date as Day

from rasd.coding.frame import FROM_AIR, Frame
from rasd.lexicon import Actor, Match, cues

__all__ = ["bombards", "decide_kind"]

_LOOSE_SITES = cues("loose_sites")

_GUNS = frozenset({"artillery", "mortar", "rocket", "missile", "tank", "naval_gun"})
_PLANTED = frozenset({"ied", "mine", "uxo", "car_bomb"})
_FIREARMS = frozenset({"small_arms", "sniper", "blade", "grenade"})


# Acts that name their kind, in the order in which they are asked.
_NAMES = {
    "rape": "sexual_violence",
    "chemical": "chemical_attack",
    "suicide": "suicide_bombing",
    "intercept": "interception",
    "abduct": "abduction",
    "arrest": "arrest",
    "riot": "riot",
    "protest": "protest",
}
# Beside these acts, the word only accompanies something graver.
_GRAVER = {
    "arrest": frozenset({"fight", "strike", "bombard", "capture", "blast"}),
    "riot": frozenset({"harm", "shoot"}),
    "protest": frozenset({"harm", "shoot", "strike", "bombard", "fight", "assault"}),
}


def decide_kind(frame: Frame, actors: dict[str, Actor], published: Day | None) -> tuple[str, str]:
    """Return the kind and its basis (`stated` or `inferred`) of a frame; the empty kind when nothing tells one."""
    acts = frame.acts
    present = set(acts)
    weapons = [weapon for _, weapon in frame.weapons]
    armed = set(weapons)
    if present & {"blast", "destroy", "demolish"} and not present & {"fight", "suicide", "capture"}:
        if any(role.mention.start in frame.air_forces for role in frame.perpetrators):
            return "air_strike", "stated"  # "قام سلاح الجو بتفجير مخزن"
    if (
        "blast" in present
        and not frame.harm
        and frame.perpetrators
        and {"house", "infrastructure", "military_site"} & _sites(frame)
        and not present & {"suicide", "fight"}
        and "car_bomb" not in armed
    ):
        return "destruction", "stated"  # "تفجير منازل": a demolition
    for act in _NAMES:
        if act in present:
            if act == "arrest" and acts[0] == "arrest" and not armed and not bombards(frame):
                return "arrest", "stated"  # "ألقت القبض على … في مداهمات استهدفت": no fire
            kind = _named(act, present)
            if kind:
                return kind, "stated"
    if "capture" in present and not present & {"fight"}:
        return "capture", "stated"
    if "capture" in present:
        return ("capture", "stated") if acts.index("capture") < acts.index("fight") else ("clash", "stated")
    if (
        "fight" in present
        and "shoot" in present
        and acts.index("shoot") < acts.index("fight")
        and not len(frame.perpetrators) > 1
    ):
        return "attack", "stated"  # "قتل برصاص الجيش أثناء مواجهات"
    if "fight" in present:
        return "clash", "stated"
    if "demolish" in present and not present & {"strike", "bombard"}:
        return "destruction", "stated"
    fire = present & {"strike", "bombard", "launch", "weak"}
    if fire and not armed and not present & {"strike", "launch"} and not bombards(frame):
        # "هجوم استهدف حافلة": the noun tells the act, استهدف only its object.
        if "blast" in present:
            return "explosion", "stated"
        if present & {"shoot", "assault"}:
            return "attack", "stated"
        if frame.hand_to_hand and _fire(frame, present, armed, actors, published)[0] == "shelling":
            return "attack", "inferred"
    if fire:
        return _fire(frame, present, armed, actors, published)
    if "blast" in present:
        if armed & FROM_AIR:
            return "air_strike", "stated"
        return "explosion", "stated"
    if "shoot" in present:
        return "attack", "stated"
    if "assault" in present:
        if armed & FROM_AIR:
            return "air_strike", "stated"
        if armed & _PLANTED:
            return "explosion", "stated"
        if armed & {"missile", "rocket", "artillery", "mortar"}:
            return "shelling", "stated"
        return "attack", "stated"
    if "raid" in present:
        return ("attack", "stated") if frame.harm else ("incursion", "stated")
    if "destroy" in present:
        if armed & FROM_AIR:
            return "air_strike", "stated"
        if armed & _GUNS:
            return "shelling", "stated"
        return "destruction", "stated"
    if "harm" in present:
        if armed & FROM_AIR:
            # Harm beside an aircraft word is a strike only when the aircraft did it; aircraft also crash.
            by = any(
                weapon == "drone" or match.prefix.endswith("ب") or _acts(match, frame)
                for match, weapon in frame.weapons
                if weapon in FROM_AIR
            )
            return ("air_strike", "stated") if by else ("", "stated")
        if armed & _PLANTED:
            return "explosion", "stated"
        if armed & _GUNS:
            return "shelling", "stated"
        return "attack", "inferred" if not armed & _FIREARMS else "stated"
    return "", "stated"


def _named(act: str, present: set[str]) -> str:
    return "" if present & _GRAVER.get(act, frozenset()) else _NAMES[act]


def _acts(aircraft: Match, frame: Frame) -> bool:
    """ "طيران الجيش قتل": the aircraft stands right before an active verb of harm."""
    return any(harm.active and 0 < harm.trigger - aircraft.end <= 3 for harm in frame.harm)


def _sites(frame: Frame) -> set[str]:
    return {str(match.value["site"]) for match in frame.sites if match.entry.words[0] not in _LOOSE_SITES}


def _listed(frame: Frame) -> bool:
    """Missiles and drones stand in one list ("بالصواريخ والمسيرات"), so that the first named decides."""
    drones = [match for match, weapon in frame.weapons if weapon == "drone"]
    return any(match.prefix.startswith("و") for match in drones) or bool(
        drones
        and any(
            weapon in ("rocket", "missile") and match.prefix.startswith("و")
            for match, weapon in frame.weapons
        )
    )


def bombards(frame: Frame) -> bool:
    """Say whether a word of bombardment proper (قصف) stands in the frame."""
    return any(
        anchor.match is not None and anchor.act == "bombard" and "قصف" in anchor.match.entry.words[0]
        for anchor in frame.anchors
    )


def _fire(
    frame: Frame, present: set[str], armed: set[str], actors: dict[str, Actor], published: Day | None
) -> tuple[str, str]:
    """A bombardment: from the air when aircraft are named, or when the perpetrator uses only aircraft there."""
    if "strike" in present:
        strike = next(index for index, act in enumerate(frame.acts) if act == "strike")
        gun_word = next(
            (
                index
                for index, (match, weapon) in enumerate(frame.weapons)
                if weapon in ("artillery", "mortar", "tank")
            ),
            None,
        )
        if (
            gun_word is None
            or armed & FROM_AIR
            or frame.weapons[gun_word][0].start > frame.anchors[strike].start
        ):
            return "air_strike", "stated"
    if "drone" in armed and armed & {"rocket", "missile"} and not _listed(frame):
        return "air_strike", "stated"  # "صاروخ أطلقته مسيرة"
    if armed & FROM_AIR and armed & _GUNS:
        first = next(weapon for _, weapon in frame.weapons if weapon in FROM_AIR | _GUNS)
        if (
            first in FROM_AIR
            or not armed & {"artillery", "mortar", "tank"}
            and armed & {"warplane", "helicopter", "barrel_bomb"}
        ):
            return "air_strike", "stated"
        return "shelling", "stated"
    if armed & FROM_AIR:
        return "air_strike", "stated"
    if armed & _GUNS:
        return "shelling", "stated"
    if armed & _PLANTED:
        return "explosion", "stated"
    if armed & _FIREARMS and "strike" not in present:
        return "attack", "stated"
    if "strike" in present:
        return "air_strike", "stated"
    if any(role.mention.start in frame.air_forces for role in frame.perpetrators):
        return "air_strike", "stated"  # "قام سلاح الجو بقصف …"
    for role in frame.perpetrators:
        actor = actors.get(role.mention.actor)
        if actor is not None and actor.air_only is not None and published is not None:
            since, until = actor.air_only
            day = published.isoformat()
            if (since is None or since <= day) and (until is None or day <= until):
                return "air_strike", "inferred"
    return "shelling", "stated" if armed else "inferred"
