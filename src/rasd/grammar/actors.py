"""Actors under every framing: names, bare words of the theatre, nisba adjectives behind a force or an act, members.

The packs say which words mean whom, where and when (``data/actors``, ``data/theatres``); the choice among the
readings of one word follows the text's theatres, its date and its outlet, never the side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rasd.grammar.passage import Passage
from rasd.lexicon import Match, cues
from rasd.lexicon.entries import bare

__all__ = ["ActorMention", "Setting", "read_actors"]

_LOOSE = frozenset({"من", '"', "("})
_OF = cues("of_owner") | _LOOSE
_QUALIFIERS = cues("qualifiers_of_forces")
_JOINED_QUALIFIERS = _QUALIFIERS | {f"و{word}" for word in _QUALIFIERS}
_LIMITS = frozenset({"since", "until", "outlets", "sides", "theatre"})
"""What in a pack says that a word means an actor only at times, in some outlets or theatres."""
_OWNED_SITES = frozenset({"military_site", "vehicle", "checkpoint", "other"})
_SITE_REACH = 5  # tokens between a site and its nisba
_SITE_ENDS = (
    cues("place_prepositions") | cues("against") | cues("that") | {",", ".", ":", ";", "و", "التي", "الذي"}
)
_MEMBERS = cues("members")
_NO_ARTICLE = cues("no_article")
_BELIEVED = cues("believed")
_ORDER = cues("order_words")
_STATE_FORCES = cues("state_forces")
_OPPOSED, _EPITHETS = (frozenset(map(bare, cues(name))) for name in ("opposed", "epithets"))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where, when and by whom a text was published, as far as it decides which actor a word means."""

    theatres: tuple[str, ...] = ()
    published: str | None = None
    """ISO day."""
    outlet: str = ""
    """Folded."""
    sides: frozenset[str] = frozenset()
    """Actors whose words the outlet uses as its own."""


@dataclass(slots=True, eq=False)
class ActorMention:
    """An actor at tokens ``start:end``; the force noun in front belongs to it."""

    start: int
    end: int
    core: int
    """First token of the naming word itself."""
    actor: str
    rule: str
    prefix: str = ""
    """Proclitics of the first token."""
    force: str = ""
    """The force noun in front, folded, else empty."""
    force_number: str = ""
    person: str = ""
    """`one`, `two`, `many` when members are named rather than the body."""
    leader: bool = False
    adjective: bool = False
    skip: int = 0
    """Characters of proclitics to leave out of the evidence."""
    on_event: bool = False
    """A nisba that qualifies an act: قصف روسي."""
    of_site: int = -1
    """First token of the place of war that a nisba qualifies: قاعدة "كذا" الأميركية."""


def _fits(match: Match, setting: Setting) -> bool:
    value = match.value
    if match.suffix == "ه" and match.cls in ("name", "leader"):
        return False  # no pronoun hangs on a name: حماسه is zeal
    if _LIMITS.isdisjoint(value):
        return True
    if setting.published:
        if value.get("since") and setting.published < str(value["since"]):
            return False
        if value.get("until") and setting.published > str(value["until"]):
            return False
    outlets, sides = value.get("outlets"), value.get("sides")
    if outlets or sides:
        if not (sides and sides & setting.sides) and not any(
            outlet in setting.outlet for outlet in outlets or ()
        ):
            return False
    theatre = str(value.get("theatre") or "")
    return not (match.cls in ("here", "person") and theatre and theatre not in setting.theatres)


def _choose(matches: list[Match], setting: Setting) -> Match | None:
    if len(matches) == 1:
        return matches[0] if _fits(matches[0], setting) else None
    fitting = [match for match in matches if _fits(match, setting)]
    if not fitting:
        return None

    def rank(match: Match) -> tuple[int, int, int]:
        theatre = str(match.value.get("theatre") or "")
        place = setting.theatres.index(theatre) if theatre in setting.theatres else 50 if theatre else 20
        outlets = 0 if match.value.get("outlets") or match.value.get("sides") else 1
        return (-match.end, outlets, place)

    return min(fitting, key=rank)


def _is_an_order(passage: Passage, match: Match) -> bool:
    """ "النظام العام", "النظام الصحي": no government."""
    following = passage.tokens[match.end].text if match.end < len(passage.tokens) else ""
    return match.cls == "here" and match.entry.words == ("نظام",) and following in _ORDER


def _grouped(matches: Sequence[Match]) -> dict[int, list[Match]]:
    grouped: dict[int, list[Match]] = {}
    for match in matches:
        grouped.setdefault(match.start, []).append(match)
    return grouped


def read_actors(passage: Passage, setting: Setting) -> list[ActorMention]:
    """Return the actors of a passage, in text order, none overlapping."""
    # "طائرة حوثية" ends like "his Houthi": a pronoun hangs on no member of an actor.
    names = _grouped(
        [match for match in passage.matches.get("actor", ()) if not (match.cls == "person" and match.suffix)]
    )
    nisbas = _grouped(passage.matches.get("nisba"))
    forces = {match.start: match for match in passage.layer("force")}
    events = {
        match.start: match
        for match in passage.matches.get("event", ())
        if match.entry.part in ("noun", "phrase")
    }
    verbs = {
        match.start
        for layer in ("event", "light")
        for match in passage.matches.get(layer, ())
        if match.entry.part in ("past", "present")
    }
    tokens = passage.tokens
    found: list[ActorMention] = []
    site: Match | None = None
    sites = {match.start: match for match in passage.layer("site") if match.value["site"] in _OWNED_SITES}
    index = 0
    for at in sorted({*names, *nisbas, *forces, *events, *sites, *passage.at(_BELIEVED)}):
        if at < index:
            continue
        index = at
        site = sites.get(index, site)
        force = forces.get(index)
        chosen = _choose(names[index], setting) if index in names else None
        if chosen is not None and _is_an_order(passage, chosen):
            chosen = None
        if chosen is not None and (force is None or chosen.end > force.end or chosen.cls != "person"):
            at = _skip(passage, chosen.end)
            if at + 1 < len(tokens) and tokens[at].text == '"':
                at += 1  # "الجيش" الإسرائيلي
            nisba = _choose(nisbas[at], setting) if chosen.cls == "here" and at in nisbas else None
            if (
                nisba is not None
                and not nisba.prefix
                and nisba.article
                and chosen.entry.words[0] in _STATE_FORCES
                and not set(chosen.entry.words) & _OPPOSED  # "قوات المعارضة السورية"
            ):
                # "الجيش الألماني" is the nisba's army, whatever "الجيش" means here.
                found.append(
                    ActorMention(
                        chosen.start,
                        nisba.end,
                        at,
                        str(nisba.value["actor"]),
                        "actors.nisba",
                        chosen.prefix,
                        chosen.entry.words[0],
                        "",
                        adjective=True,
                        skip=chosen.skip,
                    )
                )
                index = _further(passage, nisba.end, nisbas, setting, found)
                continue
            is_cut = _cuts(chosen, force, names, setting)
            if force is not None and force.end <= chosen.end and (chosen.cls == "here" or is_cut):
                owned = (
                    _owned(passage, force, names, nisbas, setting, forces)
                    if is_cut or _owner_follows(passage, force)
                    else None
                )
                if owned is not None and owned.end > chosen.end:
                    # "سلاح الجو التابع لكذا" is its owner's, whosever "سلاح الجو" is here, and so is "طيران جيش كذا".
                    found.append(owned)
                    index = owned.end
                    continue
            # A name may begin with its members: "عناصر القاعدة" is read as "عناصر تنظيم كذا" is.
            is_membered = force is not None and force.end < chosen.end and force.entry.lemma in _MEMBERS
            within = force if is_membered else None
            found.append(_named(chosen, chosen.start, within))
            index = chosen.end
            continue
        if force is not None:
            mention = _owned(passage, force, names, nisbas, setting, forces)
            if mention is not None:
                found.append(mention)
                index = (
                    _further(passage, mention.end, nisbas, setting, found)
                    if mention.adjective
                    else mention.end
                )
                continue
        if tokens[index].text in _BELIEVED and index + 1 in nisbas:
            believed = _choose(nisbas[index + 1], setting)
            if believed is not None and not believed.prefix:
                # "يُعتقد أنها تركية": the adjective itself names the actor.
                found.append(
                    ActorMention(
                        index + 1,
                        believed.end,
                        index + 1,
                        str(believed.value["actor"]),
                        "actors.believed",
                        adjective=True,
                    )
                )
                index = believed.end
                continue
        event = events.get(index)
        if event is not None and not any(at in forces for at in range(index + 1, event.end)):
            at = _skip(passage, event.end)
            nisba = _choose(nisbas[at], setting) if at in nisbas else None
            if nisba is not None and not nisba.prefix.strip("و"):
                found.append(
                    ActorMention(
                        at,
                        nisba.end,
                        at,
                        str(nisba.value["actor"]),
                        "actors.act_nisba",
                        nisba.prefix,
                        adjective=True,
                        on_event=True,
                    )
                )
                index = _further(passage, nisba.end, nisbas, setting, found)
                continue
        if site is not None and index in nisbas and site.end <= index <= site.end + _SITE_REACH:
            nisba = _choose(nisbas[index], setting)
            if nisba is not None and not nisba.prefix and _qualifies(passage, site, nisba, verbs):
                found.append(
                    ActorMention(
                        index,
                        nisba.end,
                        index,
                        str(nisba.value["actor"]),
                        "actors.site_nisba",
                        adjective=True,
                        of_site=site.start,
                    )
                )
                index = _further(passage, nisba.end, nisbas, setting, found)
                continue
        index += 1
    return found


def _qualifies(passage: Passage, site: Match, nisba: Match, verbs: set[int]) -> bool:
    """Say whether a nisba behind a site is its adjective: both definite or neither, only adjectives or its name between.

    "نقطة المراقبة التركية" and "قاعدة "كذا" الأميركية" are definite by what stands between.
    """
    words = [passage.tokens[at].text for at in range(site.end, nisba.start)]
    plain = [word for word in words if word.removesuffix("ا") not in _QUALIFIERS]
    named = plain[:1] == plain[-1:] == ['"'] and len(plain) > 2
    if any(word in _SITE_ENDS or (word.startswith(("و", "لل", "بال")) and not named) for word in plain):
        return False
    if not named and (len(plain) > 2 or any(at in verbs for at in range(site.end, nisba.start))):
        return False
    if nisba.article:
        return site.article or bool(words)
    return not site.article and not site.suffix and len(plain) <= 1 and '"' not in plain


def _further(
    passage: Passage, index: int, nisbas: dict[int, list[Match]], setting: Setting, found: list[ActorMention]
) -> int:
    """Read the nisbas joined to the last one: "طائرات روسية وسورية", "العدوان الأميركي–السعودي"."""
    while index < len(passage.tokens):
        dash = passage.tokens[index].text == "-"
        at = index + dash
        following = _choose(nisbas[at], setting) if at in nisbas else None
        if following is None or (following.prefix != "و" and not (dash and not following.prefix)):
            break
        last = found[-1]
        found.append(
            ActorMention(
                at,
                following.end,
                at,
                str(following.value["actor"]),
                last.rule,
                following.prefix,
                last.force,
                last.force_number,
                adjective=True,
                on_event=last.on_event,
                of_site=last.of_site,
            )
        )
        index = following.end
    return index


def _cuts(chosen: Match, force: Match | None, names: dict[int, list[Match]], setting: Setting) -> bool:
    """Say whether a name that begins with a force ends inside the name of its owner: "طيران الجيش" in "طيران جيش كذا"."""
    if force is None or force.end >= chosen.end:
        return False
    owner = _choose(names.get(force.end, []), setting)
    return (
        owner is not None
        and owner.end > chosen.end
        and owner.cls in ("name", "here")
        and bare(owner.entry.words[-1]) not in _EPITHETS  # "قوات كذا الإرهابية"
    )


def _owner_follows(passage: Passage, force: Match) -> bool:
    at = _skip(passage, force.end)
    return (
        at < len(passage.tokens) and passage.tokens[at].text in _OF and passage.tokens[at].text not in _LOOSE
    )


def _named(match: Match, start: int, force: Match | None) -> ActorMention:
    return ActorMention(
        start,
        match.end,
        match.start,
        str(match.value["actor"]),
        f"actors.{match.cls}",
        force.prefix if force else match.prefix,
        force.entry.lemma if force else "",
        force.number if force else "",
        match.number if match.cls == "person" else "",
        match.cls == "leader",
        skip=(force or match).skip,
    )


def _skip(passage: Passage, index: int) -> int:
    """Step over adjectives between a noun and its nisba: الطائرات الحربية الروسية."""
    tokens = passage.tokens
    last = min(index + 3, len(tokens))
    while index < last and tokens[index].text in _JOINED_QUALIFIERS:
        index += 1
    return index


def _owned(
    passage: Passage,
    force: Match,
    names: dict[int, list[Match]],
    nisbas: dict[int, list[Match]],
    setting: Setting,
    forces: dict[int, Match],
) -> ActorMention | None:
    tokens = passage.tokens
    at = _skip(passage, force.end)
    defined = force.article or tokens[force.start].text.removeprefix(force.prefix).startswith("ال")
    if force.entry.words[0] in _NO_ARTICLE:
        defined = False  # آليات begins like an article
    for _ in range(2):
        if at < len(tokens) and tokens[at].text in _OF:
            at += 1
            defined = False
    if at in names:
        chosen = _choose(names[at], setting)
        if chosen is not None and chosen.cls == "person" and at in nisbas:
            chosen = None  # "مسلحين حوثيين": behind a force the word is its adjective
        within = forces.get(at)
        if chosen is not None and within is not None and not defined:
            is_owned = within.end == chosen.end and chosen.cls == "here" and _owner_follows(passage, within)
            inner = (
                _owned(passage, within, names, nisbas, setting, {})
                if is_owned or _cuts(chosen, within, names, setting)
                else None
            )
            if inner is not None and inner.end > chosen.end:
                chosen = None  # "طائرات سلاح الجو التابع لكذا", "مروحيات طيران جيش كذا"
        # A definite noun owns nothing that follows bare: "اتهمت السلطات تنظيم كذا".
        if chosen is not None and not chosen.prefix.replace("ل", "") and (chosen.prefix or not defined):
            return _named(chosen, force.start, force)
    if at in nisbas:
        nisba = _choose(nisbas[at], setting)
        if nisba is not None and not nisba.prefix:
            return ActorMention(
                force.start,
                nisba.end,
                at,
                str(nisba.value["actor"]),
                "actors.nisba",
                force.prefix,
                force.entry.lemma,
                force.number,
                adjective=True,
                skip=force.skip,
            )
    following = forces.get(at)
    if following is not None and not following.prefix and not defined:
        inner = _owned(passage, following, names, nisbas, setting, {})  # "مروحيات طيران كذا"
        if inner is not None:
            return replace(
                inner,
                start=force.start,
                force=force.entry.lemma,
                force_number=force.number,
                prefix=force.prefix,
                skip=force.skip,
            )
    return None
