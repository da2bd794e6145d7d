"""``docs/agreements.md``: how an agreement is written down, key by key, and which are shipped."""

from __future__ import annotations

from docs_schema import models_of
from docs_tables import GENERATED, table
from rasd.agreements import Register, force_words
from rasd.lexicon import Lexicon
from rasd.model import Agreement

PAGE = "docs/agreements.md"
INTRO = """An agreement is one YAML file: `agreements/*.yaml` in a theatre pack, or a file of your own. Incidents are held against it
with [`rasd ledger`](ledger.md).

```
rasd agreement new valley_truce_2031     # writes a filled-in, commented example
rasd agreement check valley_truce_2031.yaml
rasd agreement list --on 2022-05-01      # those in force on a day
rasd agreement show yemen_truce_2022 --lang ar
rasd ledger valley_truce_2031.yaml       # or --agreements FILE|FOLDER, RASD_AGREEMENTS
```

Facts come from public texts and are told in words of this project. Every fact names the `references` that say so; a term whose
wording could not be held against the primary text, or a reproduction of it, is `unchecked`, and every page that shows it says
so. `rasd data lint`, `rasd theatre check` and `rasd agreement check` refuse what cannot be (an unknown actor, act or key, an
impossible polygon, an end before the start, an id twice) with file and line, and name what should be better (a fact without
a source). One broken file hides no other. Agreements are no words to read with: a new one makes no record old."""
KEYS = """## Keys

A time without an hour is written as a day, and then that whole day is a boundary case at a start or an end. `certainty: possible`
and `is_delimited: false` keep an answer at *possible*. YAML reads a bare `on:` as true; hence `day:` and `agreed:`."""


def pages() -> dict[str, str]:
    """Return the page."""
    register = Register.load(lexicon=Lexicon.load())
    lines = ["# Agreements", "", GENERATED, "", INTRO, "", "## Shipped", ""]
    lines += table(
        ("agreement", "theatre", "class", "in force", "terms", "unchecked", "references", "primary"),
        (
            (
                f"`{one.id}`<br>{one.title.en}",
                one.theatre,
                one.agreement_class,
                f"{force_words(one).en} ({one.zone})",
                len(one.terms),
                sum(term.wording == "unchecked" for term in one.terms),
                len(one.references),
                sum(reference.is_primary for reference in one.references),
            )
            for one in register.all()
        ),
    )
    lines += ["", KEYS, "", *models_of(Agreement)]
    return {PAGE: "\n".join(lines)}
