"""The rest of a frame: weapons, counted munitions, sites struck, civilians, factuality."""

from __future__ import annotations

import re

from rasd.coding.close_quarters import is_hand_to_hand
from rasd.coding.frame import AIRCRAFT, Anchor, Frame
from rasd.coding.mentions import Mentions, between
from rasd.coding.overhead import only_flies
from rasd.coding.roles.answers import is_answered
from rasd.grammar.numerals import Quantity
from rasd.lexicon import Match, cues
from rasd.text import Token

__all__ = ["add_details", "judge_factuality"]

_ONTO = cues("onto")
_SUFFERED = tuple(sorted(cues("suffered")))
_STRUCK = cues("struck")

_FIRE = frozenset(
    {
        "strike",
        "bombard",
        "launch",
        "weak",
        "destroy",
        "assault",
        "blast",
        "suicide",
        "harm",
        "shoot",
        "fight",
        "chemical",
        "intercept",
        "capture",
        "arrest",
        "raid",
        "demolish",
    }
)
_NETWORK = cues("network_words")
_BEARINGS = cues("bearings")
_SHELTERS = cues("shelters")
_THREAT_REACH = 7  # tokens from a word of threat to what it threatens with
_RIGGED = cues("rigged")
_WRECKERS = tuple(sorted(cues("wreckers")))
_LOOSE = frozenset({"موقع", "نقطه", "تجمع", "هدف"})
_NAMED_SITES = frozenset({"hospital", "school", "mosque", "church", "market", "infrastructure"})
_FIRED = frozenset({"strike", "bombard", "launch", "weak", "destroy", "demolish"})
_CARRIED = cues("carried")
_AIR_WORDS = cues("air_force_words")


def add_details(mentions: Mentions, frame: Frame) -> None:
    """Fill weapons, munitions, sites and civilians of `frame`."""
    start, end = frame.start, frame.end
    if not set(frame.acts) & _FIRE:
        return
    tokens = mentions.passage.tokens
    texts = mentions.passage.texts
    frame.hand_to_hand = is_hand_to_hand(tokens, frame)
    frame.air_forces = frozenset(
        actor.start
        for actor in between(mentions.actors, start, end)
        if not _AIR_WORDS.isdisjoint(texts[actor.start : actor.end])
    )
    _weapons(mentions, frame, start, end)
    _munitions(mentions, frame, start, end)
    _sites(mentions, frame, start, end)
    _civilians(mentions, frame, start, end)


def _weapons(mentions: Mentions, frame: Frame, start: int, end: int) -> None:
    tokens = mentions.passage.tokens
    found: list[tuple[Match, str]] = []
    rockets: list[Match] = []
    for match in mentions.within("weapon", start, end):
        weapon = str(match.value["weapon"])
        if match.cls == "none" or _is_stand(tokens, match):
            continue
        if match.cls == "rocket_noun":
            rockets.append(match)
            continue
        if weapon in AIRCRAFT and only_flies(mentions, frame, match):
            continue
        if weapon == "drone" and "protest" in frame.acts:
            continue
        if (
            weapon == "artillery"
            and match.entry.words[0] == "مدفع"
            and "رشاش" in mentions.passage.spelled(match.start, min(match.end + 1, end))
        ):
            continue
        found.append((match, weapon))
    seen = {weapon for _, weapon in found}
    for match in rockets:
        weapon = "missile" if seen & AIRCRAFT or "missile" in seen else "rocket"
        if weapon not in seen:
            found.append((match, weapon))
            seen.add(weapon)
    if "helicopter" in seen and "warplane" in seen:
        # "طيران مروحي" alone is a helicopter; two aircraft words are needed for both.
        aircraft = [match for match, weapon in found if weapon in ("helicopter", "warplane")]
        if len({match.start for match in aircraft}) == 1:
            found = [(match, weapon) for match, weapon in found if weapon != "warplane"]
    if "drone" in seen and "warplane" in seen:
        drones = [match.start for match, weapon in found if weapon == "drone"]
        found = [
            (match, weapon)
            for match, weapon in found
            if weapon != "warplane" or not any(abs(match.start - at) <= 1 for at in drones)
        ]
    # "طائرتين مسيرتين مفخختين": behind another weapon the word is its adjective.
    ends = {match.end for match, _ in found}
    found = [(match, weapon) for match, weapon in found if weapon != "car_bomb" or match.start not in ends]
    found.sort(key=lambda pair: pair[0].start)
    kept: dict[str, tuple[Match, str]] = {}
    for match, weapon in found:
        kept.setdefault(weapon, (match, weapon))
    frame.weapons = list(kept.values())


def _is_stand(tokens: list[Token], match: Match) -> bool:
    """ "منصات لإطلاق صواريخ", "موقع لإطلاق قذائف الهاون": what is struck, no weapon of the attack."""
    before = [tokens[at].text for at in range(max(0, match.start - 3), match.start)]
    return "لاطلاق" in before


def _share(mentions: Mentions, whole: Quantity, start: int, end: int) -> Quantity | None:
    """Return the count behind بينها or beside منها that is told of one place."""
    tokens = mentions.passage.tokens
    for part in between(mentions.quantities, start, min(end, start + _SHARE_REACH)):
        before, after = tokens[part.start - 1].text, tokens[part.end].text if part.end < len(tokens) else ""
        if not (before in _AMONG or after in _AMONG or (before == "من" and "بين" in after)):
            continue
        if part.min and part.min == part.max and whole.min and part.min < whole.min:
            near = between(mentions.places, part.end, part.end + 8)
            return part if near else None
    return None


_AMONG = frozenset({"بينها", "منها", "بينهم"})
_SHARE_REACH = 12  # tokens


def _munitions(mentions: Mentions, frame: Frame, start: int, end: int) -> None:
    counts, tokens = mentions.counts, mentions.passage.tokens
    for match in mentions.within("munition", start, end):
        item = str(match.value["item"])
        if item == "rocket" and any(weapon == "missile" for _, weapon in frame.weapons):
            item = "missile"
        quantity = counts.get(match.start)
        if quantity is not None and quantity.start > 1 and tokens[quantity.start - 1].text == "-":
            quantity = None  # "طائرات F-16 ضربتين": the number belongs to a model
        if quantity is not None and quantity.min and quantity.min == quantity.max and not quantity.vague:
            part = _share(mentions, quantity, match.end, end)
            if part is not None and part.min and frame.places:
                # "ثماني غارات في سوريا بينها خمس قرب كفروما": counted place by place, the total is dropped.
                frame.munitions.append((match, item, part.min, (part.start, part.end)))
                continue
            frame.munitions.append((match, item, quantity.min, (quantity.start, match.end)))
        elif match.number == "two":
            frame.munitions.append((match, item, 2, (match.start, match.end)))


def _sites(mentions: Mentions, frame: Frame, start: int, end: int) -> None:
    tokens = mentions.passage.tokens
    weapons = mentions.within("weapon", start, end)
    armed = {at for match in weapons for at in range(match.start, match.end)}
    armed |= {match.end for match in weapons if match.prefix == "ب" and tokens[match.end - 1].text[:1] == "ب"}
    names = mentions.placed
    acts = set(frame.acts)
    kept: dict[str, Match] = {}
    for match in mentions.within("site", start, end):
        speaks = any(
            source.start <= match.start < source.end + 3
            and not any(source.end <= anchor.start < match.start for anchor in frame.anchors)
            for source in frame.sources
        )
        if speaks and str(match.value["site"]) in ("hospital", "school"):
            continue  # "مصدر في مستشفى" speaks; it was not struck
        if match.start in armed and str(match.value["site"]) == "vehicle":
            continue  # a car bomb is the weapon
        before = tokens[match.start - 1].text if match.start else ""
        site = str(match.value["site"])
        struck = before in _STRUCK or any(
            anchor.match is not None and anchor.match.end == match.start and anchor.act in _FIRED
            for anchor in frame.anchors
        )
        if match.start in names and site != "military_site" and not (struck and site in _NAMED_SITES):
            continue
        if before in _CARRIED and match.prefix == "":
            continue
        if is_answered(mentions, frame, match.start):
            continue
        if match.prefix.endswith("ل") or _only_where(mentions, frame, match, before, acts):
            continue
        if str(match.value["site"]) == "military_site" and not _struck(mentions, frame, match):
            continue
        kept.setdefault(str(match.value["site"]), match)
    frame.sites = list(kept.values())


def _only_where(mentions: Mentions, frame: Frame, match: Match, before: str, acts: set[str]) -> bool:
    """Say whether a site is no target: the means, a page of a network, a bearing, where people were taken from."""
    tokens = mentions.passage.tokens
    site = str(match.value["site"])
    if site == "vehicle" and "demolish" in acts and match.entry.words[-1].startswith(_WRECKERS):
        return True  # "جرافات كذا تهدم منزلا": the means
    if site == "vehicle" and match.prefix.endswith("ب") and not acts & {"blast", "suicide"}:
        return True  # "هاجم بشاحنة"
    if site == "vehicle" and match.end < len(tokens) and tokens[match.end].text.removeprefix("ال") in _RIGGED:
        return True  # "سيارته المفخخة" is the weapon
    if site == "military_site":
        after = tokens[match.end].text.removeprefix("ال") if match.end < len(tokens) else ""
        if after in _NETWORK or tokens[min(match.end, len(tokens) - 1)].text in _NETWORK:
            return True
        if before in _BEARINGS:
            return True
        # Fighting goes on around positions; the one attacked is named by a word of its own.
        return acts <= {"fight", "harm", "repel"} and match.entry.lemma in _LOOSE
    return (
        before == "في" and site == "house" and not acts & (_FIRED | {"blast", "suicide", "assault", "shoot"})
    )


_BEFORE_SITE = 8  # words


def _struck(mentions: Mentions, frame: Frame, match: Match) -> bool:
    """A position counts as struck when something is done to it: behind an act, على, or with an owner."""
    tokens = mentions.passage.tokens
    words = 0
    for index in range(match.start - 1, frame.start - 1, -1):
        words += index not in mentions.inside
        if words > _BEFORE_SITE:
            break
        text = tokens[index].text
        if text in _ONTO or text.removeprefix("و").startswith(_SUFFERED):
            return True
        if any(
            anchor.start <= index < anchor.end and anchor.act not in ("harm",) for anchor in frame.anchors
        ):
            return True
        if text in (".",):
            break
    return False


def _civilians(mentions: Mentions, frame: Frame, start: int, end: int) -> None:
    for mention in frame.harm:
        if mention.civilians or (mention.status == "civilian" and mention.effect not in ("displaced",)):
            span = mention.people or (mention.start, mention.end)
            frame.civilians.append(span)
    for group in between(mentions.people, start, end):
        if group.status == "civilian" and group.civilians:
            if is_answered(mentions, frame, group.start, alone=True):
                continue
            before = mentions.passage.tokens[group.start - 1].text if group.start else ""
            if (
                before in _STRUCK
                or _in_site(mentions, frame, group.start)
                or any(
                    anchor.match is not None
                    and anchor.match.end == group.start
                    and anchor.match.cls in ("verb",)
                    for anchor in frame.anchors
                )
            ):
                frame.civilians.append((group.start, group.end))


def _in_site(mentions: Mentions, frame: Frame, at: int) -> bool:
    """ "مدرسة تؤوي نازحين", "خيام النازحين", "مركبة لمواطنين": people of a place that was struck."""
    if not any(anchor.act in _FIRED | {"blast"} and anchor.position < at for anchor in frame.anchors):
        return False
    tokens = mentions.passage.tokens
    ends = {match.end for match in frame.sites}
    if at in ends or (tokens[at].text.startswith("ل") and (at in ends or at - 1 in mentions.placed)):
        return True
    return any(
        tokens[index].text.removeprefix("و") in _SHELTERS for index in range(max(frame.start, at - 3), at)
    )


def judge_factuality(mentions: Mentions, frame: Frame) -> None:
    """Set the factuality of `frame` from the cues around its anchors."""
    tokens = mentions.passage.tokens
    anchor = frame.anchors[0]
    at = anchor.position
    sentence = frame.sentence
    for match in mentions.within("factuality", sentence.start, sentence.end):
        if match.start in mentions.named:
            continue  # "الجبهة الشعبية لتحرير فلسطين"
        if match.cls == "recurrent":
            if frame.start - 1 <= match.start < frame.end and not any(
                harm.min is not None for harm in frame.harm
            ):
                _set(frame, "recurrent")
        elif match.cls == "ongoing" and not match.article:
            own = any(mention.kind == "point" and mention.first is not None for mention in frame.dates)
            lead = sentence.index == 0  # headlines tell single acts in the present
            if frame.start <= match.start <= at and not (own or lead or frame.harm or frame.munitions):
                _set(frame, "recurrent")
        elif match.cls == "unrealized":
            if (
                match.end <= at
                and at - match.end <= 6
                and not _closed(tokens, match.end, at)
                and (not frame.harm or (_is_of_noun(mentions, frame) and not _is_attempt(match)))
                and not (_is_past(anchor) and _parted(tokens, match.end, at))
            ):
                _set(frame, "unrealized")
        elif match.cls == "denied":
            if (
                match.end <= at
                and (at - match.end <= 10 or match.start <= sentence.start + 4 and at - match.end <= 24)
                and not _closed(tokens, match.end, at)
            ):
                _set(frame, "denied")
        elif match.cls == "negated":
            if (
                match.end == at
                and anchor.match is not None
                and anchor.match.entry.part in ("past", "present")
            ):
                _set(frame, "denied")
    if not frame.harm and not any(mention.kind == "point" for mention in frame.dates):
        if any(mention.kind == "period" and mention.since_only for mention in frame.dates) and set(
            frame.acts
        ) <= {"fight"}:
            _set(frame, "recurrent")  # "اشتباكات منذ 15 نيسان"
    if frame.factuality == "asserted" and not _is_counted(frame) and _is_purpose(mentions, anchor):
        frame.factuality = "unrealized"
    if not frame.harm and frame.factuality == "asserted":
        if any(_is_future(tokens[index].text) for index in range(max(sentence.start, at - 3), at)):
            frame.factuality = "unrealized"
    if not frame.harm and any(
        match.entry.part == "present" and match.prefix.endswith("س") and match.start <= at
        for match in mentions.within("light", frame.start, frame.end)
    ):
        _set(frame, "unrealized")
    if (
        anchor.match is not None
        and anchor.match.entry.part == "present"
        and anchor.match.prefix.endswith("س")
        and not frame.harm
    ):
        frame.factuality = "unrealized"
    if (
        not frame.harm
        and any(tokens[index].text.startswith("ب") for index in (at, max(at - 1, sentence.start)))
        and any(
            match.cls == "threatens" and not _closed(tokens, match.end, at)
            for match in mentions.within("threat", max(sentence.start, at - _THREAT_REACH), at)
        )
    ):
        _set(frame, "unrealized")  # "هدد فلان بقصف كذا": threatened, whoever he is
    if (
        frame.factuality == "asserted"
        and any(mention.kind == "future" for mention in frame.dates)
        and not frame.harm
    ):
        frame.factuality = "unrealized"


def _is_of_noun(mentions: Mentions, frame: Frame) -> bool:
    """ "إمكانية خطف سائح": the only victim is the one that the governed noun implies."""
    first = frame.anchors[0]
    if len(frame.harm) != 1 or first.harm is not frame.harm[0] or (first.harm.max or 2) > 1:
        return False
    return any(
        match.entry.part == "noun" for match in mentions.every("harm", first.position, first.position + 1)
    )


def _is_attempt(cue: Match) -> bool:
    """An attempt on somebody's life is an attack."""
    return cue.entry.words[0] in _ATTEMPTS


_ATTEMPTS = cues("attempts")


def _is_past(anchor: Anchor) -> bool:
    return anchor.match is not None and anchor.match.entry.part == "past"


def _parted(tokens: list[Token], start: int, end: int) -> bool:
    """ "تقدم الجيش لتحرير العاصمة، انفجرت سيارة": a verb in the past behind a comma begins its own clause."""
    return any(tokens[index].text == "," for index in range(start, end))


def _is_counted(frame: Frame) -> bool:
    """ "الحصيلة النهائية للتفجيرين 12 قتيلاً": what has killed so many did happen."""
    return frame.anchors[0].harm is None and any(harm.min is not None for harm in frame.harm)


def _is_purpose(mentions: Mentions, anchor: Anchor) -> bool:
    """ "عملية لاعتقال مطلوب": the noun behind ل is an aim, unless somebody suffered it (تعرض لقصف)."""
    tokens = mentions.passage.tokens
    if anchor.match is not None:
        if (
            not anchor.match.prefix.endswith("ل")
            or (anchor.match.number == "many" and anchor.match.article)  # "عواقب للاشتباكات"
            or anchor.match.entry.part not in ("noun", "phrase")
            or anchor.act in ("strike", "bombard")
        ):
            return False
        at = anchor.match.start
    elif (
        anchor.harm is not None
        and anchor.harm.effect in ("detained", "abducted", "killed")
        and anchor.harm.rule == "harm.governed"
    ):
        at = anchor.harm.trigger
        if not tokens[at].text.startswith("لا"):
            return False
    else:
        return False
    before = [tokens[index].text.removeprefix("و") for index in range(max(0, at - 10), at)]
    if "." in before:
        before = before[len(before) - before[::-1].index(".") :]
    return not any(text.startswith(_SUFFERED) for text in before)


_FUTURE = re.compile("^[وف]?س[يتن][^ ]{3,}$")
_NOT_FUTURE = tuple(sorted(cues("not_future")))


def _is_future(text: str) -> bool:
    """A verb in the future (سيقابله, ستشن), not a noun that begins alike (سيارة, سنوات)."""
    return bool(_FUTURE.match(text)) and not text.lstrip("وف").startswith(_NOT_FUTURE)


def _closed(tokens: list[Token], start: int, end: int) -> bool:
    """A full stop between the cue and the word ends the cue's reach."""
    return any(tokens[index].text in (".", ";") for index in range(start, end))


def _set(frame: Frame, factuality: str) -> None:
    if frame.factuality == "asserted" or factuality == "denied":
        frame.factuality = factuality
