"""What `rasd archive` costs and loses, over an invented crawl (`benchmarks/crawl.py`). One question a command:

    python benchmarks/archive_rates.py rates CRAWL             per core: bare iteration, cascade, without its byte test, trafilatura; limits
    python benchmarks/archive_rates.py reader --before REV     the reader on RASD_CORPUS, before, after and compiled, in turn; needs git
    python benchmarks/archive_rates.py reader-scaling          the reader in one process and in two
    python benchmarks/archive_rates.py profile                 where the reader's time goes
    python benchmarks/archive_rates.py scaling CRAWL OUT       whole runs with one process and with two
    python benchmarks/archive_rates.py memory CRAWL... OUT     peak memory over 10,000, 100,000 and 1,000,000 pages
    python benchmarks/archive_rates.py recall CRAWL OUT        a finished run over CRAWL against its truth and the full reader

Each prints as it goes, and adds its rows to ``benchmarks/figures/archive-*.tsv``, from which `make docs` writes docs/performance.md.
Rates are per second of the processor, the least of several rounds in turn: ratios hold on a machine that others use too.
Run by ``.compiled/bin/python`` (`make compiled`) each measures the compiled reader, and its rows say so.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Do what was asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked = parser.add_subparsers(dest="asked", required=True, metavar="QUESTION")
    rates = asked.add_parser("rates")
    rates.add_argument("crawl", type=Path)
    rates.add_argument("--files", type=int, default=1000, help="most files of the crawl to go over")
    rates.add_argument("--rounds", type=int, default=2)
    rates.add_argument(
        "--processes",
        type=int,
        default=3,
        help="processes that take turns: one of a build may be faster than another",
    )
    rates.add_argument(
        "--without-files", type=int, default=3, help="files that the cascade goes over without its byte test"
    )
    reader = asked.add_parser("reader")
    reader.add_argument("--before", default="a74ff7e", help="revision to hold this tree against")
    reader.add_argument(
        "--compiled", type=Path, default=Path(".compiled/bin/python"), help="left out if missing"
    )
    reader.add_argument("--processes", type=int, default=3)
    reader.add_argument("--rounds", type=int, default=6)
    side = asked.add_parser("reader-scaling")
    side.add_argument("--rounds", type=int, default=6)
    profile = asked.add_parser("profile")
    profile.add_argument("--rounds", type=int, default=10)
    scaling = asked.add_parser("scaling")
    scaling.add_argument("crawl", type=Path)
    scaling.add_argument("output", type=Path, help="a folder that the runs may empty")
    scaling.add_argument("--pages", type=int, default=200_000)
    scaling.add_argument("--rounds", type=int, default=2)
    memory = asked.add_parser("memory")
    memory.add_argument("crawls", type=Path, nargs="+")
    memory.add_argument(
        "output", type=Path, help="a folder that the runs may empty, on the disk of the crawls"
    )
    memory.add_argument("--sizes", default="10000,100000,1000000")
    memory.add_argument("--jobs", type=int, default=2)
    recall = asked.add_parser("recall")
    recall.add_argument("crawl", type=Path)
    recall.add_argument("output", type=Path, help="what `rasd archive CRAWL --output OUT` wrote")
    recall.add_argument("--pages", type=int, default=2000, help="reports of violence to read in full")
    recall.add_argument("--negatives", type=int, default=2000, help="other Arabic pages to read in full")
    for one in (scaling, memory):
        one.add_argument("--more", default="", help="further options of rasd archive, in one string")
    given = parser.parse_args()
    if given.asked == "rates":
        from rates.stages import rates as answer

        answer(
            given.crawl,
            files=given.files,
            rounds=given.rounds,
            without_files=given.without_files,
            processes=given.processes,
        )
    elif given.asked in ("reader", "reader-scaling", "profile"):
        from rates import reader as questions

        if given.asked == "reader":
            compiled = given.compiled.absolute() if given.compiled.exists() else None
            questions.before_and_after(
                given.before, processes=given.processes, rounds=given.rounds, compiled=compiled
            )
        elif given.asked == "profile":
            questions.profile(rounds=given.rounds)
        else:
            questions.side_by_side(rounds=given.rounds)
    elif given.asked == "recall":
        from rates.recall import recall as found

        found(given.crawl, given.output, pages=given.pages, negatives=given.negatives)
    else:
        from rates import runs

        given.output.mkdir(parents=True, exist_ok=True)
        if given.asked == "scaling":
            runs.scaling(
                given.crawl, given.output, pages=given.pages, rounds=given.rounds, more=given.more.split()
            )
        else:
            wanted = [int(size) for size in given.sizes.split(",")]
            runs.sizes(given.crawls, given.output, sizes=wanted, jobs=given.jobs, more=given.more.split())


if __name__ == "__main__":
    main()
