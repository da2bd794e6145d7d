"""The figures of docs/accuracy.md, from the frozen runs in benchmarks/gold.

    python tools/docs_accuracy.py --unseen RUN.tsv

writes the block on documents that rules were not written with, from a frozen run that stays outside of the repository
(`rasd evaluate GOLD --core --frozen RUN.tsv`). All other blocks are written by `make docs`.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from docs_tables import table
from rasd import __version__
from rasd.evaluation import (
    GROUPS,
    SLOTS,
    Cell,
    Interval,
    Score,
    Tally,
    bootstrap,
    read_frozen,
    scores_of,
    wilson,
)

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/accuracy.md"
RUNS = ROOT / "benchmarks/gold"
_ROWS = ("report", *SLOTS, "all")
_NAMES = {"all": "**all slots of incidents**", "harm_detail": "children and women", "other": "none of them"}
_BLOCK = "<!-- {name}:begin -->\n{text}\n<!-- {name}:end -->"


def page() -> str:
    """Return the page with its figures as the frozen runs have them."""
    text = (ROOT / PAGE).read_text("utf-8")
    dev = _Run(read_frozen(RUNS / "dev.tsv"))
    seed = _Run(read_frozen(RUNS / "seed.tsv"))
    sentences = read_frozen(RUNS / "sentences.tsv")
    for name, lines in (
        ("summary", _summary(dev, seed, sentences)),
        ("theatres", _theatres(dev)),
        ("slots", _slots(dev)),
        ("sentences", _sentences(sentences)),
    ):
        text = _filled(text, name, lines)
    return text


def figures(text: str) -> str:
    """Return the figures that a brief states, as JSON: those of the page, which nobody types a second time."""
    linking = (ROOT / "docs/linking.md").read_text("utf-8")
    row = next(line for line in linking.splitlines() if line.startswith("| its half that stayed unseen"))
    made = {
        "version": __version__,
        "written_with": _stated(_block(text, "summary")),
        "unseen": _stated(_block(text, "unseen")),
        "linking": [cell.strip() for cell in row.strip("| ").split("|")][1:],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _block(text: str, name: str) -> str:
    return text.split(f"<!-- {name}:begin -->", 1)[1].split(f"<!-- {name}:end -->", 1)[0]


def _stated(block: str) -> dict[str, object]:
    """Return the first table of a block by slot (precision, recall, F1, interval, values), documents and exact counts."""
    slots = {name: slot for slot, name in _NAMES.items()}
    rows: dict[str, list[str]] = {}
    for line in block.splitlines():
        cells = [cell.strip().strip("*") for cell in line.strip("| ").split("|")]
        if len(cells) == 6 and cells[0] not in ("slot", "---"):
            rows[{name.strip("*"): slot for name, slot in slots.items()}.get(cells[0], cells[0])] = cells[1:]
    documents = re.search(r"(\d+) (?:real )?documents", block)
    exact = re.search(r"(?:Exact harm|in) (\d+) of (\d+) \(([.\d]+–[.\d]+)\)", " ".join(block.split()))
    assert documents is not None and exact is not None, "docs/accuracy.md: a block lost its figures."
    return {"documents": int(documents[1]), "exact": list(exact.groups()), "slots": rows}


def _filled(text: str, name: str, lines: Iterable[str]) -> str:
    pattern = re.compile(rf"<!-- {name}:begin -->\n.*?<!-- {name}:end -->", re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"{PAGE}: no block {name}. Write <!-- {name}:begin --> and <!-- {name}:end -->.")
    return pattern.sub(lambda _: _BLOCK.format(name=name, text="\n".join(lines).strip()), text)


class _Run:
    """A frozen run, added up."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        scores = list(scores_of(cells).values())
        self.broken = sum(cell.slot == "evidence" and cell.predicted != "whole" for cell in cells)
        self.theatres = sorted(
            {theatre for theatre, _ in scores}, key=lambda name: (name in ("other", "none"), name)
        )
        self.parts = {name: [score for theatre, score in scores if theatre == name] for name in self.theatres}
        self.score = _added(score for _, score in scores)
        self.intervals = bootstrap([score for _, score in scores])


def _added(scores: Iterable[Score]) -> Score:
    whole = Score()
    for score in scores:
        whole.add(score)
    return whole


def _two(share: float) -> str:
    """Write a share as reports of accuracy do: .66, 1.00."""
    return f"{share:.2f}".removeprefix("0")


def _reach(interval: Interval | None) -> str:
    return f"{_two(interval[0])}–{_two(interval[1])}" if interval is not None else ""


def _f1(tally: Tally) -> str:
    return _two(tally.f1) if tally.hits or tally.false or tally.missed else "–"


def _share(hits: int, of: int) -> str:
    return f"{hits} of {of} ({_reach(wilson(hits, of))})" if of else "–"


def _summary(dev: _Run, seed: _Run, sentences: Sequence[Cell]) -> list[str]:
    score = dev.score
    incidents, political = score.rows("incidents"), score.rows("political")
    rows = []
    for slot in _ROWS:
        tally = incidents[slot]
        bold = "**" if slot == "all" else ""
        figures = (tally.precision, tally.recall, tally.f1)
        cells = [f"{bold}{_two(figure)}{bold}" for figure in figures]
        reach = _reach(dev.intervals.get(("incidents", slot)))
        rows.append((_NAMES.get(slot, slot), *cells, reach, tally.hits + tally.missed))
    tally = political["all"]
    rows.append(
        (
            "all slots of agreements, talks, threats, protests, displacement",
            *(_two(figure) for figure in (tally.precision, tally.recall, tally.f1)),
            _reach(dev.intervals.get(("political", "all"))),
            tally.hits + tally.missed,
        )
    )
    founding = seed.score.rows("incidents")["all"].f1, seed.score.rows("political")["all"].f1
    evidence = "every value" if not dev.broken else f"every value in all but {dev.broken} documents"
    opening = (
        f"Version {__version__} on the development set ({score.documents} real documents of seven theatres, coded by"
        " **language models, not by people**), core list of places only. Rules were written with this set in view; expect"
        " less on other texts. Intervals are 95 %, by bootstrap over documents, for shares Wilson's."
    )
    closing = (
        "A slot counts as missed, too, when its whole report was missed. Counts of dead and wounded are exact, report by"
        f" report, in {_share(score.harm_exact, score.harm_of)}; {_share(score.alarmed, score.quiet)} documents without any"
        " report give one; of the places found that carry a point in the gold,"
        f" {_share(score.points_near, score.points_found)} are within 10 km; {evidence} carries its evidence. The founding"
        f" article (`seed.gold.jsonl`) is read at F1 {_two(founding[0])} for incidents and {_two(founding[1])} for the"
        f" rest. Whether a newspaper sentence tells an assault is judged at F1 {_two(_assault(sentences).f1)}."
    )
    header = ("slot", "precision", "recall", "F1", "95 %", "values in the gold")
    return [*_wrapped(opening), "", *table(header, rows), "", *_wrapped(closing)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 120, break_on_hyphens=False)


def _theatres(run: _Run) -> list[str]:
    rows = []
    for name in run.theatres:
        score = _added(run.parts[name])
        incidents = score.rows("incidents")
        intervals = bootstrap(run.parts[name])
        has_any = incidents["report"].hits + incidents["report"].missed
        reach = f" ({_reach(intervals.get(('incidents', 'all')))})" if has_any else ""
        rows.append(
            (
                _NAMES.get(name, name.capitalize()),
                score.documents,
                f"{_two(incidents['all'].f1)}{reach}" if has_any else "no reports to find",
                _share(incidents["report"].hits, has_any),
                _share(score.harm_exact, score.harm_of),
                _share(score.points_near, score.points_found),
                _share(score.alarmed, score.quiet),
            )
        )
    header = (
        "theatre",
        "documents",
        "incidents, F1 of all slots",
        "reports found",
        "exact harm",
        "points within 10 km",
        "false alarms",
    )
    return table(header, rows)


def _slots(run: _Run) -> list[str]:
    lines: list[str] = []
    for group in GROUPS:
        parts = {name: _added(run.parts[name]).rows(group) for name in run.theatres}
        parts = {name: rows for name, rows in parts.items() if rows["report"].hits + rows["report"].missed}
        rows = []
        for slot in _ROWS:
            counts = [part[slot] for part in parts.values()]
            if any(tally.hits or tally.false or tally.missed for tally in counts):
                label = "all slots" if slot == "all" else _NAMES.get(slot, slot)
                rows.append((label, *(_f1(tally) for tally in counts)))
        title = "Incidents" if group == "incidents" else "Agreements, talks, threats, protests, displacement"
        lines += [f"{title}:", "", *table(("F1", *(name.capitalize() for name in parts)), rows), ""]
    return lines


def _assault(cells: Sequence[Cell]) -> Tally:
    tally = Tally()
    for cell in cells:
        said, is_so = cell.predicted == "yes", cell.gold == "yes"
        tally.add(int(said and is_so), int(said and not is_so), int(is_so and not said))
    return tally


def _sentences(cells: Sequence[Cell]) -> list[str]:
    tally = _assault(cells)
    positive = tally.hits + tally.missed
    return _wrapped(
        f"Precision {_two(tally.precision)} ({_share(tally.hits, tally.hits + tally.false)}), recall {_two(tally.recall)}"
        f" ({_share(tally.hits, positive)}), F1 {_two(tally.f1)}, over {len(cells):,} sentences."
    )


def _unseen(run: _Run) -> list[str]:
    rows = []
    for slot in _ROWS:
        tally = run.score.rows("incidents")[slot]
        rows.append(
            (
                _NAMES.get(slot, slot),
                *(_two(figure) for figure in (tally.precision, tally.recall, tally.f1)),
                _reach(run.intervals.get(("incidents", slot))),
                tally.hits + tally.missed,
            )
        )
    score = run.score
    shares = (
        f"Exact harm {_share(score.harm_exact, score.harm_of)}. All slots of agreements, talks, threats, protests,"
        f" displacement: F1 {_two(score.rows('political')['all'].f1)}"
        f" ({_reach(run.intervals.get(('political', 'all')))})."
    )
    header = ("slot", "precision", "recall", "F1", "95 %", "values in the gold")
    return [
        f"Version {__version__}, {score.documents} documents, core list of places only:",
        "",
        *table(header, rows),
        "",
        *_wrapped(shares),
        "",
        *_theatres(run),
    ]


def main() -> int:
    """Write the block on unseen documents."""
    if len(sys.argv) != 3 or sys.argv[1] != "--unseen":
        print(__doc__)
        return 2
    path = ROOT / PAGE
    run = _Run(read_frozen(Path(sys.argv[2])))
    path.write_text(_filled(path.read_text("utf-8"), "unseen", _unseen(run)), "utf-8")
    print(f"{PAGE}: block on unseen documents written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
