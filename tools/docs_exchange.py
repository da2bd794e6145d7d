"""``docs/exchange.md``: the formats of exchange, what may leave by default, and which fields are of which class."""

from __future__ import annotations

from pathlib import Path

from docs_tables import GENERATED, table
from rasd.export.exchange import EXCHANGE_FORMATS, INCLUDES, PRIVACY, RULE_SETS
from rasd.export.exchange.classes import CLASSES
from rasd.export.exchange.privacy import MASKED_SOURCES, PROTECTED_SITES

ROOT = Path(__file__).resolve().parents[1]
INTRO = """Incidents go out in the formats of the tools that people already use, with the filters of `rasd incidents`:

```sh
rasd export --output map.geojson --admin1 إدلب --since 2019-04-01     # the extension names the format
rasd export --format geojson --incidents incidents.jsonl > map.geojson  # incidents of `rasd link`, without a store
rasd export --output internal.geojson --include names,points           # not for publication
rasd export --output demo.geojson --synthetic                          # invented incidents alone, marked in every row
```

A file appears under its name when it is whole: a full disk or an interruption leaves what was there before. Incidents are
taken from the store page by page in the order of their ids, so that a million need no more memory than a thousand."""
PUBLIC = """## What may leave

An export is public unless `--include` asks for more. Every field of incidents, reports, records and documents has one of
these classes (`src/rasd/export/exchange/classes.py`); a field without one fails the tests."""
MEANINGS = {
    "public": "leaves always",
    "names": "victims' names are left out; sources of these sorts are masked by their sort, and names whose sort is not"
    f" known too: {', '.join(f'`{sort}`' for sort in sorted(MASKED_SOURCES))}",
    "internal": "who decided and why, notes, reviewers' names",
    "points": "where something protected was struck or rescuers were harmed, points are rounded to a tenth of a degree and"
    f" flagged approximate: {', '.join(f'`{site}`' for site in sorted(PROTECTED_SITES))}",
    "texts": "titles and words of documents, words that were counted: they may name anybody",
}
SYNTHETIC = """Addresses of documents and names of outlets are public: leave documents out of the store, or `rasd redact` them,
where an address itself would point at a person.

## From store to store

```sh
rasd export --output whole.jsonl --include all     # nothing left out: keep it as you keep the store
rasd import whole.jsonl                            # into the store of RASD_STORE, or --store
rasd link                                          # holds what came against what was there
```

The native format is JSON Lines; `rasd schema --exchange` prints the JSON Schema of a line. A header says what the file is and
what was left out; then come, once each and before the first incident that needs them, documents with their current
records, and people's decisions. Exported from one store, imported into an empty one and exported again, it is the same
to the byte, whichever database keeps it. Without `--include all`, single reports stand in place of records, decisions stay
out, and the file cannot be imported.

An import overwrites nothing. Another text under a known id is kept beside it as a version; a record or an incident that is
here stays as it is; an incident that touches others here is left to `rasd link`; decisions keep their names, times and
reasons, and their numbers where nobody had decided before. A broken line is named with file and number and costs itself; a
line or a file of a newer schema is refused; what came twice is counted once. The custody log names the file's SHA-256
with everything that came from it. Evidentiary copies and the custody log itself travel in [packages](packages.md).

Invented (`synthetic`) incidents and real ones never go into one file. Real ones are the default, and the number of invented
ones that were left out is said; `--synthetic` exports the invented alone, with a notice in every row."""

COST = """Made-up incidents through the whole way out, on two cores that other work shared (the three runs are not of one load,
so their seconds are no ranking); memory at a tenth of the size shows that it does not grow.
`python benchmarks/exchange_cost.py FOLDER` measures it again."""


def pages() -> dict[str, str]:
    """Return the page."""
    lines = ["# Exchange", "", GENERATED, "", INTRO, "", "## Formats", ""]
    lines += table(
        ("format", "for", "extension", "lossless", "needs", "defined by"),
        [
            (
                f"[`{form.name}`](exchange/{form.name}.md)",
                f"{form.title.en} ({form.title.ar})",
                f"`.{form.extension}`",
                "yes" if form.is_lossless else "no",
                f"`rasd[{form.needs}]`" if form.needs else "",
                f"[{_host(form.definition)}]({form.definition})" if form.definition else "Rasd",
            )
            for form in EXCHANGE_FORMATS
        ],
    )
    lines += [
        "",
        "Each page tells the format field by field, and what it cannot carry.",
        "",
        "## Rule sets",
        "",
        "`--rules` names the way to count; its name stands in every file.",
        "",
    ]
    lines += table(
        ("name", "counts"), [(f"`{one.name}`", f"{one.title.en} ({one.title.ar})") for one in RULE_SETS]
    )
    lines += ["", PUBLIC, ""]
    lines += table(
        ("class", "without it", "`--include`", "fields"),
        [
            (
                f"`{name}`",
                MEANINGS[name],
                "yes" if name in INCLUDES else "",
                "" if name == "public" else _fields(name),
            )
            for name in PRIVACY
        ],
    )
    lines += ["", "## A million incidents", "", COST, "", *_cost()]
    return {"docs/exchange.md": "\n".join([*lines, "", SYNTHETIC, ""])}


def _cost() -> list[str]:
    lines = (ROOT / "benchmarks/figures/exchange-cost.tsv").read_text("utf-8").splitlines()
    head, *rows = (line.split("\t") for line in lines)
    return table([name.replace("_", " ").replace(" mb", " MB") for name in head], rows)


def _host(address: str) -> str:
    return address.split("/")[2].removeprefix("www.")


def _fields(privacy: str) -> str:
    return ", ".join(
        f"`{model.__name__}.{field}`"
        for model, classes in CLASSES.items()
        for field, one in classes.items()
        if one == privacy
    )
