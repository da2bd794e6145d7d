"""Write an invented crawl as gzip WARC files: a few Arabic reports of violence among pages of every other sort.

    python benchmarks/crawl.py FOLDER --pages 200000 --seed 1 [--jobs 2] [--per-file 20000] [--broken 0.0005]

Beside the files stand ``truth.jsonl`` (a line for each Arabic page and each broken record: where it is and what is true of
it) and ``crawl.json`` (counts and sizes). The same numbers give the same bytes, however many processes write. About 27 KB a
page decoded, 5 KB packed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from pathlib import Path

from invented_web import PLAIN_SHARE, Crawl, Telling, plan, write_file


def main() -> None:
    """Plan who tells what where, write the files side by side, join their truths."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--per-file", type=int, default=20_000, help="pages a file; 160000 make about 1 GB")
    parser.add_argument("--violent", type=float, default=0.01, help="share of Arabic reports of violence")
    parser.add_argument("--other-arabic", type=float, default=0.04)
    parser.add_argument(
        "--plain", type=float, default=PLAIN_SHARE, help="share of the other Arabic pages far from any war"
    )
    parser.add_argument("--broken", type=float, default=0.0005, help="share of broken records")
    parser.add_argument("--level", type=int, default=6, help="of compression")
    given = parser.parse_args()
    crawl = Crawl(
        given.folder,
        given.pages,
        given.seed,
        given.per_file,
        given.violent,
        given.other_arabic,
        given.plain,
        given.broken,
        given.level,
    )
    given.folder.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    work = shares(crawl)
    made = []
    with multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn").Pool(given.jobs) as pool:
        for done in pool.imap_unordered(_one, work):
            made.append(done)
            pages = sum(sum(one["counts"].values()) - one["counts"].get("broken", 0) for one in made)
            print(
                f"{len(made)} of {len(work)} files, {pages:,} pages, {time.perf_counter() - begun:.0f} s",
                flush=True,
            )
    finish(crawl, sorted(made, key=lambda one: str(one["file"])))
    print(f"Written: {given.folder}")


def shares(crawl: Crawl) -> list[tuple[Crawl, int, dict[int, Telling]]]:
    """Return the work of each file: which of its pages tell which incident."""
    count = round(crawl.pages * crawl.violent)
    pages = sorted(random.Random(f"pages {crawl.seed}").sample(range(crawl.pages), count))
    files: list[tuple[Crawl, int, dict[int, Telling]]] = [
        (crawl, number, {}) for number in range(-(-crawl.pages // crawl.per_file))
    ]
    for page, telling in zip(pages, plan(count, crawl.seed), strict=True):
        files[page // crawl.per_file][2][page] = telling
    return files


def _one(work: tuple[Crawl, int, dict[int, Telling]]) -> dict[str, object]:
    return write_file(*work)


def finish(crawl: Crawl, made: list[dict[str, object]]) -> None:
    """Join the parts of the truth and write what the crawl amounts to."""
    with (crawl.folder / "truth.jsonl").open("w", encoding="utf-8") as stream:
        for part in sorted(crawl.folder.glob("truth-*.part")):
            stream.write(part.read_text("utf-8"))
            part.unlink()
    counts: Counter[str] = Counter()
    for one in made:
        counts.update(one["counts"])  # type: ignore[call-overload]
    told = {
        "pages": crawl.pages, "seed": crawl.seed, "per_file": crawl.per_file, "plain": crawl.plain, "broken": crawl.broken, "level": crawl.level,
        "bytes": sum(int(str(one["bytes"])) for one in made), "decoded": sum(int(str(one["decoded"])) for one in made),
        "counts": dict(sorted(counts.items())), "files": [one["file"] for one in made],
    }  # fmt: skip
    (crawl.folder / "crawl.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
