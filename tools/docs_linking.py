"""The page of pair weights, from ``data/linking/pairs.yaml``."""

from __future__ import annotations

from docs_tables import GENERATED, table
from rasd.linking.weights import weights

INTRO = """What speaks for and against two reports telling one incident. Each part of a pair has at most one outcome; the weights of
the outcomes and the bias add up to the log-odds of the pair, which are shown as a score from 0 to 1. How pairs become
groups stands in [linking](linking.md). Weights are judgements, written in `src/rasd/data/linking/pairs.yaml` with the
words that people are shown."""


def pages() -> dict[str, str]:
    """Return the page by its path."""
    found = weights()
    lines = ["# Weights of linking", "", GENERATED, "", *INTRO.splitlines(), ""]
    lines += [
        f"Bias: {found.bias:+.1f}. A pair of one group that was never compared: {found.uncompared:+.1f}.",
        "",
    ]
    for part, outcomes in found.outcomes.items():
        lines += [f"## {part}", ""]
        lines += table(
            ("outcome", "weight", "in words", "بالعربية"),
            [
                (f"`{name}`", f"{entry['weight']:+.1f}", entry["en"], entry["ar"])
                for name, entry in outcomes.items()
            ],
        )
        lines += [""]
    return {"docs/linking-weights.md": "\n".join(lines)}
