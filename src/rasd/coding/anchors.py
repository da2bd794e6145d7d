"""Words that tell that something happened, and which of their look-alikes do not."""

from __future__ import annotations

from bisect import bisect_left

from rasd.coding.frame import Anchor
from rasd.coding.mentions import Mentions, between
from rasd.coding.structure import Sentence
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["anchors", "is_raid"]

_CONTROL = cues("control")
_HARM_ACTS = {"abducted": "abduct", "detained": "arrest"}


def anchors(mentions: Mentions, sentence: Sentence) -> list[Anchor]:
    tokens = mentions.passage.tokens
    found: list[Anchor] = []
    first = bisect_left(mentions.harm_triggers, sentence.start)
    harmed = mentions.harm_by_trigger[first : bisect_left(mentions.harm_triggers, sentence.end)]
    killed = any(mention.effect == "killed" for mention in harmed)
    for mention in harmed:
        if mention.effect == "displaced":
            continue  # flights are read by themselves (rasd.coding.political.flights)
        act = _HARM_ACTS.get(mention.effect, "harm")
        if killed and mention.rule == "harm.captured":
            act = "harm"  # who is captured where others are killed is harmed in one fight
        found.append(Anchor(mention.start, mention.end, act, harm=mention))
    weapons = mentions.within("weapon", sentence.start, sentence.end)
    rounds = mentions.within("munition", sentence.start, sentence.end)
    names = mentions.named
    for match in mentions.within("event", sentence.start, sentence.end):
        act = str(match.value["act"])
        verbal = match.entry.part in ("past", "present")
        if act == "none" or (match.start in names and match.entry.part != "noun"):
            continue
        if verbal and match.start in mentions.placed:
            continue  # "مدينة تدمر"
        if act in ("launch", "riot") and any(
            tokens[at].text in _STONES for at in range(match.end, min(match.end + 4, sentence.end))
        ):
            found.append(Anchor(match.start, match.end, "riot", match=match))
            continue
        needed = _NEEDED.get(str(match.value.get("needs", "")))
        if needed is not None and needed.isdisjoint(
            mentions.passage.texts[match.start : min(match.end + _OBJECT, sentence.end)]
        ):
            continue  # "إتلاف مخزن ألغام"
        if not is_raid(mentions, match):
            continue  # "تغير الأسعار": يغيّر is spelled like يُغير
        if act == "suicide" and any(
            weapon.end == match.start and str(weapon.value["weapon"]) == "drone" for weapon in weapons
        ):
            continue  # "مسيرات انتحارية": what a drone is called
        if act == "capture" and _is_looting(mentions, match):
            act = "demolish"
        if act == "capture" and not _is_taking(mentions, match):
            continue
        if act == "weak" and not (
            match.entry.part == "past"
            and match.prefix[-1:] not in ("ل", "ب")  # "لضرب الاستقرار": a noun
            and (_has_armed(mentions, sentence, match) or _goes_on(found, match))
        ):
            continue
        if act == "launch" and match.start > 0 and tokens[match.start - 1].text.lstrip("وبل") in _PADS:
            continue  # "موقع إطلاق القذائف" is a place of launch
        if act == "launch" and _opens_fire(mentions, sentence, match):
            found.append(Anchor(match.start, match.end, _opened(tokens, match), match=match))
            continue
        if act == "launch" and not _lets_go(match, weapons, rounds):
            continue
        if act == "launch" and match.entry.words[0] in _DOWNED and _downs(match, weapons):
            act = "intercept"
        if act == "repel":
            ahead = [tokens[at].text for at in range(match.end, min(match.end + 6, sentence.end))]
            thrown = any(
                0 <= weapon.start - match.end <= 6
                and str(weapon.value["weapon"]) in ("drone", "missile", "rocket", "warplane")
                for weapon in weapons
            )
            around = [
                tokens[at].text for at in range(max(sentence.start, match.start - 4), match.start)
            ] + ahead
            act = "intercept" if thrown or any("دفاع" in text for text in around) else "fight"
            if not _repelled(ahead, act) and not _meets_force(mentions, match):
                continue
        if (
            act == "intercept"
            and match.entry.words[0] in _STOPPED
            and not any(0 <= weapon.start - match.start <= 5 for weapon in weapons)
        ):
            continue
        if act == "blast" and match.entry.part in ("past", "present"):
            behind = tokens[match.end] if match.end < len(tokens) else None
            dawn = match.entry.words[0] == "فجر" and behind is not None and behind.text.startswith(_HOURS)
            if _is_name(match) or dawn:
                continue  # "فجر وصباح اليوم" is a time
        if _is_motive(tokens, sentence, match):
            continue
        definite = match.end < sentence.end and tokens[match.end].text.startswith("ال")
        found.append(Anchor(match.start, match.end, act, match=match, definite=definite))
    for weapon in weapons:
        # "قذائف مدفعية على حي": fire told without a verb.
        if (
            weapon.cls in ("weapon", "rocket_noun")
            and str(weapon.value["weapon"]) in _FIRED
            and weapon.entry.part in ("noun", "phrase")
        ):
            after = [tokens[at].text for at in range(weapon.end, min(weapon.end + 5, sentence.end))]
            if "علي" in after and not any(
                0 <= anchor.start - weapon.end <= 5 or 0 <= weapon.start - anchor.end <= 4
                for anchor in found
                if anchor.match
            ):
                found.append(Anchor(weapon.start, weapon.end, "launch", match=weapon))
    if not found:
        found += _items(mentions, sentence, weapons)
    found.sort(key=lambda anchor: anchor.position)
    return found


_NEEDED = {"trees": cues("trees"), "ground": frozenset({"بالارض"})}
"""What must stand behind an event word, by what its value says it needs."""
_OBJECT = 9  # tokens


def is_raid(mentions: Mentions, match: Match) -> bool:
    """ "تغير الطائرات على البلدة": in the present, أغار has who raids beside it and what is raided behind على."""
    if match.value.get("needs") != "raiders" or match.entry.part != "present":
        return True
    ahead = mentions.passage.texts[match.end : match.end + _OBJECT]
    near = (match.start - 4, match.end + 7)
    return any(text.startswith("علي") for text in ahead) and bool(
        between(mentions.actors, *near) or mentions.within("weapon", *near)
    )


def _items(mentions: Mentions, sentence: Sentence, weapons: list[Match]) -> list[Anchor]:
    """ "كفروما (ريف إدلب): لغم في أرض زراعية", "الوسيلة: صواريخ": an item of a bulletin that only names the means."""
    tokens = mentions.passage.tokens
    for weapon in weapons:
        colon = weapon.start - 1
        if (
            colon <= sentence.start
            or tokens[colon].text != ":"
            or weapon.entry.part not in ("noun", "phrase")
        ):
            continue
        labelled = tokens[sentence.start].text in _MEANS and colon == sentence.start + 1
        if colon - sentence.start <= _ITEM and (labelled or between(mentions.places, sentence.start, colon)):
            act = _ACTS_OF.get(str(weapon.value["weapon"]))
            return [Anchor(weapon.start, weapon.end, act, match=weapon)] if act else []
    return []


_ITEM = 10  # tokens of the head of an item
_MEANS = cues("labels_of_means")
_ACTS_OF = {
    **dict.fromkeys(("ied", "mine", "car_bomb", "uxo"), "blast"),
    **dict.fromkeys(("artillery", "mortar", "rocket", "missile", "tank", "cluster"), "launch"),
    **dict.fromkeys(("warplane", "drone", "helicopter", "barrel_bomb"), "strike"),
}


def _lets_go(match: Match, weapons: list[Match], rounds: list[Match]) -> bool:
    """أطلق and سقط tell fire beside what is fired: behind the verb, or before it (صواريخ أُطلقت)."""
    passive = bool(match.suffix) or match.cls == "fall" or (match.entry.part == "past" and not match.prefix)
    if match.cls == "open":
        return False
    for weapon in weapons:
        if match.cls == "fall" and str(weapon.value["weapon"]) not in _FIRED:
            continue
        if 0 <= weapon.start - match.start <= 7 or (
            passive
            and 0 < match.start - weapon.start <= 5
            and (match.cls == "fall" or match.suffix or not weapon.prefix.endswith("ب"))
        ):
            return True
    return any(
        item.value["item"] in ("shell", "rocket", "missile", "bomb")
        and (0 <= item.start - match.end <= _THROWN or passive and 0 < match.start - item.start <= 5)
        for item in rounds
    )


_THROWN = 6  # tokens between the verb and what is fired; the doer and a number stand between


def _opens_fire(mentions: Mentions, sentence: Sentence, match: Match) -> bool:
    """ "فتح خمسة عناصر النار على موقع": what is opened or let go is fire."""
    tokens = mentions.passage.tokens
    if match.cls != "open" and match.entry.part == "past" and not match.prefix:
        before = [tokens[at].text for at in range(max(sentence.start, match.start - 3), match.start)]
        if any(text.lstrip("و") in _FIRE for text in before):
            return True  # "نيران مباشرة أطلقت على الموقع"
    reach = range(match.end, min(match.end + _OPENED, sentence.end))
    at = next((index for index in reach if tokens[index].text in _FIRE), None)
    if at is None or any(tokens[index].text in (",", "و") for index in range(match.end, at)):
        return False
    return match.entry.part in ("past", "present") or match.cls == "launch"


def _opened(tokens: list[Token], match: Match) -> str:
    """Fire of aircraft is a strike, of tanks shelling, other fire shooting."""
    ahead = [tokens[at].text for at in range(match.end, min(match.end + _OPENED, len(tokens)))]
    if any("مروحي" in text or "طاير" in text or "مسير" in text for text in ahead):
        return "strike"
    return "bombard" if any("دباب" in text or "مدفعي" in text for text in ahead) else "shoot"


_OPENED = 7  # tokens between the verb and the fire
_FIRE = cues("fire_opened")


def _goes_on(found: list[Anchor], match: Match) -> bool:
    """ "نفذ الطيران غارات، طالت بلدة": the places of the act told right before."""
    return not match.prefix and any(
        anchor.act in ("strike", "bombard") and 0 < match.start - anchor.end <= 8 for anchor in found
    )


def _meets_force(mentions: Mentions, match: Match) -> bool:
    """ "تتصدى لقوات الاحتلال": whom an armed side meets is an armed force."""
    tokens = mentions.passage.tokens
    return any(
        tokens[mention.start].text.removeprefix(mention.prefix).removeprefix("ال").startswith(_FORCE)
        for mention in between(mentions.actors, match.end, match.end + 8)
        if mention.prefix.endswith("ل")
    )


_FORCE = tuple(sorted(cues("force_stems")))


def _repelled(ahead: list[str], act: str) -> bool:
    """What is repelled is an attack of the other side; a plot or a smuggling that is foiled is no fighting."""
    bare = [text.removeprefix("ل").removeprefix("ال") for text in ahead]
    if any(text.startswith(_PLOTS) for text in bare):
        return False
    return act == "intercept" or any(text.startswith(_ADVANCES) for text in bare)


_ADVANCES = tuple(sorted(cues("advances")))
_PLOTS = tuple(sorted(cues("plots")))
_HOURS = ("وصباح", "وظهر", "وليل", "ومساء", "وضحي", "اليوم", "امس")
_DOWNED = cues("downed")


def _downs(match: Match, weapons: list[Match]) -> bool:
    """أسقط with an aircraft or a missile as its object is an interception."""
    ahead = [weapon for weapon in weapons if 0 <= weapon.start - match.end <= 2]
    return bool(ahead) and str(ahead[0].value["weapon"]) in (
        "drone",
        "warplane",
        "helicopter",
        "missile",
        "rocket",
    )


_PADS = cues("launch_sites")
_STOPPED = cues("stopped")
_FIRED = frozenset({"artillery", "mortar", "rocket", "missile", "tank", "barrel_bomb", "cluster"})
_STONES = cues("stones")
_PROPERTY = cues("property")


def _is_looting(mentions: Mentions, match: Match) -> bool:
    """ "استولت على مركبات لمواطنين": what is taken is property, no ground."""
    tokens = mentions.passage.tokens
    if not match.entry.words[0].startswith("استول"):
        return False
    ahead = [tokens[at].text for at in range(match.end, min(match.end + 8, len(tokens)))]
    at = ahead.index("علي") if "علي" in ahead else -1
    return at >= 0 and any(text in _PROPERTY for text in ahead[at + 1 : at + 4])


_MOTIVES = cues("motives")


def _is_motive(tokens: list[Token], sentence: Sentence, match: Match) -> bool:
    """ "رداً على المجازر", "دعماً … في مواجهة العدوان": why somebody acts, not what is told."""
    if match.entry.part not in ("noun", "phrase") or not (match.article or match.suffix):
        return False
    before = [tokens[at].text for at in range(max(sentence.start, match.start - 3), match.start)]
    return any(text.lstrip("و") in _MOTIVES for text in before)


_TOOK = cues("took")
_SOUGHT = cues("sought")
_STANDINGS = cues("standings")
_ANY = cues("any")


def _bare(tokens: list[Token], match: Match) -> set[str]:
    """Return the words in front of a match, as they stand and without proclitics and article."""
    before = [tokens[index].text for index in range(max(0, match.start - 4), match.start)]
    return {
        form
        for text in before
        for form in (
            text,
            text.removeprefix("و").removeprefix("ف").removeprefix("ب").removeprefix("ل").removeprefix("ال"),
        )
    }


def _is_taking(mentions: Mentions, match: Match) -> bool:
    """A capture is told by a past verb, or by a noun that somebody announces or achieves; a state of control is none."""
    tokens = mentions.passage.tokens
    bare = _bare(tokens, match)
    ahead = tokens[match.end].text if match.end < len(tokens) else ""
    if ahead in _ANY or bare & _SOUGHT or match.prefix.endswith("ل") and match.entry.part == "noun":
        return False
    if any(tokens[at].text in _STANDINGS for at in range(match.end, min(match.end + 5, len(tokens)))):
        return False
    if match.entry.part == "past" or match.entry.part == "phrase" and match.entry.words[0] not in _CONTROL:
        return True
    if match.entry.part == "present":
        return False
    return bool(bare & _TOOK) or _is_managed(tokens, match)


def _is_managed(tokens: list[Token], match: Match) -> bool:
    """ "تمكنت القوات العراقية من تحرير القرية": the verb stands before its subject."""
    if tokens[match.start - 1].text != "من":
        return False
    before = [tokens[at].text.lstrip("وف") for at in range(max(0, match.start - _MANAGED), match.start - 1)]
    return any(text.startswith("تمكن") for text in before)


_MANAGED = 9  # tokens between the verb and what is managed


def _has_armed(mentions: Mentions, sentence: Sentence, match: Match) -> bool:
    """ضرب and طال are acts of war only beside a weapon or a force."""
    near = range(match.start - 4, match.end + 7)
    return bool(between(mentions.actors, near.start, near.stop)) or any(
        weapon.start in near for weapon in mentions.within("weapon", sentence.start, sentence.end)
    )


def _is_name(match: Match) -> bool:
    """فجر is dawn far more often than it is a verb; the verb takes its subject or object at once."""
    return match.entry.words[0] == "فجر" and match.article
