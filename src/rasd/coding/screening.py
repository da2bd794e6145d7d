"""What looks like an incident and is none: accidents, crime, courts, sport, exercises, and tolls over a period.

Each refusal leaves its reason (``vocab/reasons.yaml``), so that `rasd explain` can say why a clause ended in no report.
"""

from __future__ import annotations

from rasd.coding.frame import Frame, Reason
from rasd.coding.mentions import Mentions, between
from rasd.coding.political.gatherings import refuse_gathering
from rasd.coding.references import only_named
from rasd.grammar.dates import DateMention
from rasd.lexicon import Match, cues

__all__ = ["is_toll", "refuse", "toll_cues", "toll_words"]

_ARMED = cues("armed_people")

_MILITARY = frozenset(
    {"warplane", "helicopter", "drone", "barrel_bomb", "artillery", "mortar", "rocket", "missile", "tank", "cluster",
     "phosphorus", "chemical", "ied", "mine", "uxo", "car_bomb", "suicide_belt", "naval_gun", "sniper"}
)  # fmt: skip
_PRIVATE = frozenset({"blade", "small_arms"})
_NEIGHBOURS = frozenset({"TR", "IR", "EG", "JO", "SA", "KW", "AE", "SS", "TD", "ER", "ET"})
_WAR_ACTS = frozenset({"strike", "bombard", "suicide", "fight", "capture", "intercept", "chemical", "launch"})
_GAMES = ("sport", "culture", "economy")
_GRAVEST = tuple(sorted(cues("gravest")))
_OF_A_WAR = {"killed": 1000, "injured": 3000, "casualties": 3000, "displaced": 1_000_000}
"""Harm of such a size is that of a war, and no single incident's."""
_NEVER = 10**12
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


def toll_cues(mentions: Mentions, frame: Frame) -> list[Match]:
    """Return the words of a toll in the sentence of `frame`, those inside a time ("منذ بدء الحرب") among them."""
    sentence = frame.sentence
    inside = [
        cue
        for cue in between(mentions.passage.layer("toll"), sentence.start, sentence.end)
        if cue.start not in mentions.structure.masked
    ]
    rises = [cue.start for cue in inside if cue.cls == "rise" and cue.start >= frame.end - 1]
    end = rises[0] if rises else sentence.end
    single = frame.has_event and any(frame.start <= place.start < frame.end for place in frame.places)
    return [
        cue
        for cue in inside
        if cue.cls != "rise"
        and cue.start < end
        and (not single or frame.start <= cue.start < frame.end or cue.start <= sentence.start + 4)
        and (cue.cls != "war" or any(0 <= cue.start - harm.end <= 4 for harm in frame.harm))
        and (cue.cls != "so_far" or not _is_single(frame))
    ]


def _is_single(frame: Frame) -> bool:
    """A count "so far" of one act told in the singular is that of one incident: "أوقع القصف حتى الآن خمسة قتلى"."""
    told = [anchor.match for anchor in frame.anchors if anchor.match is not None]
    return (
        bool(told)
        and all(match.number != "many" for match in told)
        and "fight" not in frame.acts
        and all((harm.min or 0) < _MANY for harm in frame.harm)
    )


_MANY = 100


def _counts_up(mentions: Mentions, frame: Frame, cue: Match) -> bool:
    """A time since an event counts up the harm beside it, unless it only says how grave one incident was."""
    if cue.start not in mentions.dated:
        return True
    if _is_compared(mentions, cue.start):
        return False
    return not frame.has_event or any(0 <= cue.start - harm.end <= 6 for harm in frame.harm)


def _is_compared(mentions: Mentions, at: int) -> bool:
    """ "أعنف غارة منذ بدء الحرب": a time behind a superlative says with what one incident is compared."""
    return any(token.text.startswith(_GRAVEST) for token in mentions.passage.tokens[max(0, at - 6) : at])


def is_toll(mentions: Mentions, frame: Frame) -> bool:
    """Say whether the harm of `frame` is counted over a period ("منذ مطلع العام", "خلال 24 ساعة")."""
    if not frame.harm:
        return False
    sentence = frame.sentence
    if frame.factuality != "historical" and any(
        _counts_up(mentions, frame, cue) for cue in toll_cues(mentions, frame)
    ):
        return True
    if any((harm.min or 0) >= _OF_A_WAR.get(harm.effect, _NEVER) for harm in frame.harm) and not (
        "chemical" in frame.acts or frame.factuality == "historical"
    ):
        return True
    periods = [
        mention
        for mention in between(mentions.dates, sentence.start, sentence.end)
        if mention.kind == "period"
        and not _is_compared(mentions, mention.start)
        and (frame.start - 2 <= mention.start < frame.end + 2 or mention.start <= sentence.start + 4)
        and mention.rule not in _STREAK
        and not _is_brief(mentions, frame, mention)
        and not _lasts_of_another(mentions, frame, mention)
    ]
    if not periods:
        return False
    near = [
        mention
        for mention in periods
        if (
            mention.precision in ("month", "year", "week")
            or mention.since_only
            or any(
                abs(mention.start - harm.end) <= 8 or abs(harm.start - mention.end) <= 8
                for harm in frame.harm
            )
        )
        and (mention.resolved or mention.precision in ("week", "month", "year", "hours", "days"))
        and not (mention.since_only and not mention.resolved and mentions.published is not None)
    ]
    if not near:
        return False
    points = [
        mention
        for mention in frame.dates
        if mention.kind == "point" and mention.first is not None and not frame.inherited_date
    ]
    return not points or any(abs(mention.start - harm.end) <= 4 for mention in near for harm in frame.harm)


def _is_brief(mentions: Mentions, frame: Frame, mention: DateMention) -> bool:
    """ "خلال ساعة": what an act did within the hour is one incident."""
    words = {mentions.passage.tokens[at].text for at in range(mention.start, mention.end)}
    return frame.has_event and mention.precision == "hours" and words <= _HOUR


def _lasts_of_another(mentions: Mentions, frame: Frame, mention: DateMention) -> bool:
    """A time since, cut off by a comma from every exact count of harm, counts something else: "المحاصر منذ عامين، …"."""
    if not mention.since_only or not frame.has_event or mention.start <= frame.start + 4:
        return False
    tokens = mentions.passage.tokens
    return all(
        harm.min == harm.max
        and (harm.min or 0) < _MANY
        and any(
            tokens[at].text == "," for at in range(min(mention.end, harm.end), max(mention.start, harm.start))
        )
        for harm in frame.harm
    )


_HOUR = cues("within_the_hour")

# "لليوم الثالث على التوالي" says how long something goes on, not what a count adds up.
_STREAK = frozenset({"dates.nth_day"})


def toll_words(mentions: Mentions, frame: Frame) -> tuple[int, int]:
    """Return the tokens that make the harm of `frame` a toll: its period, else its cue, else the count itself."""
    sentence = frame.sentence
    for mention in between(mentions.dates, sentence.start, sentence.end):
        if mention.kind == "period":
            return mention.start, mention.end
    for cue in toll_cues(mentions, frame):
        return cue.start, cue.end
    return frame.harm[0].start, frame.harm[0].end
