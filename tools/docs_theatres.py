"""``docs/theatres.md``: the theatres with their actors, speaking bodies and outlets, from the data."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docs_tables import GENERATED, table
from rasd.conformance import meanings
from rasd.lexicon import Lexicon
from rasd.lexicon.files import read_data

INTRO = """A theatre is a folder of `src/rasd/data/theatres/`. Its actors are named under every framing that outlets use; a
framing judges nobody, and every perpetrator in a record is alleged. Alignment of outlets is what they state of
themselves or what is plain from who owns them; the sides are those whose words an outlet uses as its own, which decides
whom an ambiguous word means there. A pack of your own: [theatre packs](howto/theatre.md)."""
SHOWN = 4


def pages() -> dict[str, str]:
    """Return the page."""
    content = read_data().content
    found = sorted(
        name.split("/")[1]
        for name in content
        if name.startswith("theatres/") and name.endswith("/theatre.yaml")
    )
    lines = ["# Theatres", "", GENERATED, "", INTRO, ""]
    overview = []
    for name in found:
        theatre = content[f"theatres/{name}/theatre.yaml"]
        overview.append(
            (
                f"[{theatre['title']['en']}](#{_anchor(theatre)})",
                theatre["title"]["ar"],
                ", ".join(theatre["countries"]),
                theatre["timezone"],
                theatre.get("covers_from"),
                len(_part(content, name, "actors")),
                len(_part(content, name, "sources")),
                len(_part(content, name, "outlets")),
            )
        )
    header = ("theatre", "Arabic", "countries", "time zone", "covers from", "actors", "bodies", "outlets")
    lines += [*table(header, overview), ""]
    lines += ["## Actors of several theatres", "", *_actors(_shared(content)), ""]
    for name in found:
        lines += _theatre(content, name)
    return {"docs/theatres.md": "\n".join(lines)}


def _anchor(theatre: dict[str, Any]) -> str:
    return str(theatre["title"]["en"]).lower().replace(" ", "-")


def _part(content: dict[str, Any], theatre: str, part: str) -> list[dict[str, Any]]:
    return list((content.get(f"theatres/{theatre}/{part}.yaml") or {}).get(part) or ())


def _shared(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        actor
        for name in sorted(content)
        if name.startswith("actors/")
        for actor in (content[name] or {}).get("actors") or ()
    ]


def _theatre(content: dict[str, Any], name: str) -> list[str]:
    theatre = content[f"theatres/{name}/theatre.yaml"]
    lines = [f"## {theatre['title']['en']}", ""]
    if theatre.get("note"):
        lines += [str(theatre["note"]), ""]
    if theatre.get("uses"):
        lines += ["Shared actors in use: " + ", ".join(f"`{actor}`" for actor in theatre["uses"]) + ".", ""]
    if actors := _part(content, name, "actors"):
        lines += ["### Actors of " + theatre["title"]["en"], "", *_actors(actors), ""]
    lines += ["### Ambiguous words of " + theatre["title"]["en"], "", *_words(name), ""]
    if bodies := _part(content, name, "sources"):
        counts = Counter(str(body["type"]) for body in bodies)
        listed = ", ".join(f"{count} `{kind}`" for kind, count in sorted(counts.items()))
        lines += [f"Bodies that outlets quote there: {len(bodies)} ({listed}).", ""]
    if outlets := _part(content, name, "outlets"):
        rows = [
            (
                o["name"],
                ", ".join(o.get("aliases") or ()),
                o.get("alignment"),
                ", ".join(f"`{side}`" for side in o.get("sides") or ()),
                o.get("note"),
            )
            for o in outlets
        ]
        lines += ["### Outlets of " + theatre["title"]["en"], ""]
        lines += [*table(("outlet", "also", "alignment", "sides", "note"), rows), ""]
    return lines


def _parent(given: Any) -> str:
    if not isinstance(given, dict):
        return f"`{given}`"
    days = f" ({given.get('since') or ''} – {given.get('until') or ''})"
    return f"`{given['id']}`" + (days if days.strip("() –") else "")


def _words(theatre: str) -> list[str]:
    rows = []
    for one in meanings(Lexicon.load(), theatre):
        said = [*(f"`{side}`" for side in one.sides), *one.outlets]
        days = f"{one.since or ''} – {one.until or ''}" if one.since or one.until else ""
        rows.append((one.word, f"`{one.actor}`" if one.actor else "nobody", days, ", ".join(said), one.note))
    return table(("word", "means", "since – until", "in outlets of", "why nobody"), rows)


def _actors(actors: list[dict[str, Any]]) -> list[str]:
    rows = []
    for actor in actors:
        label = actor.get("label") or {}
        names = [str(n["name"] if isinstance(n, dict) else n) for n in actor.get("names") or ()]
        here = [str(n["name"] if isinstance(n, dict) else n) for n in actor.get("here") or ()]
        framings = names + here
        more = f" … ({len(framings)} in all)" if len(framings) > SHOWN else ""
        dates = " – ".join(str(actor.get(key) or "") for key in ("since", "until"))
        rows.append(
            (
                f"`{actor['id']}`",
                label.get("ar"),
                label.get("en") or "adds to the shared actor",
                actor.get("type"),
                dates if dates.strip(" –") else "",
                ", ".join(_parent(parent) for parent in actor.get("parents") or ()),
                "، ".join(framings[:SHOWN]) + more,
            )
        )
    return table(("id", "Arabic", "English", "type", "since – until", "under", "named, among others"), rows)
