"""Rates per core over one crawl, in one run and one process: bare iteration, the cascade, without its byte test, trafilatura.

Beside them stand the limits of the machine on the same bytes: unpacking, copying memory, parsing.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rasd.collection.breaks import GZIP
from rasd.scale import Tally
from rates import turns
from rates.bare import payloads, pieces
from rates.figures import Clock, Spent, keep, progress
from rates.turns import BARE, CASCADE, WITHOUT, Piece, Went

PIECE = 15_000_000
"""Packed bytes that are gone over in turn, half a second's work: a machine that others use is rarely quiet for longer."""
ARABIC = 3000
"""Most Arabic pages that single steps are measured on."""


def rates(folder: Path, *, files: int, rounds: int, without_files: int, processes: int) -> None:
    """Measure (a) to (d) and the limits; the first `files` files, of which the cascade without its byte test takes fewer.

    What a piece takes is the least of `rounds` in each of `processes`; beside it, what each process took by itself.
    """
    say = progress("rates")
    paths = sorted(folder.glob("*.warc.gz"))[:files]
    if not paths:
        raise SystemExit(f"{folder}: holds no *.warc.gz. Make a crawl: python benchmarks/crawl.py {folder}")
    totals: dict[str, Spent] = defaultdict(Spent)
    alone: dict[str, list[Spent]] = {way: [Spent() for _ in range(processes)] for way in (BARE, CASCADE)}
    tally = Tally()
    with tempfile.TemporaryDirectory() as kept, turns.processes(processes, Path(kept)) as pools:
        for number, path in enumerate(paths):
            for piece in (Piece(path, *ends) for ends in pieces(path, PIECE)):
                taken = turns.in_turn(piece, (BARE, CASCADE), pools, rounds=rounds)
                best = {way: [turns.least(times) for times in several] for way, several in taken.items()}
                fastest = {way: turns.least(several) for way, several in best.items()}
                if number < without_files:
                    fastest[WITHOUT] = pools[0].submit(turns.over, WITHOUT, piece).result()
                    fastest["bare iteration beside it"] = fastest[BARE]
                for name, went in fastest.items():
                    totals[name].add(_of(piece, went, fastest[BARE]))
                for way, several in best.items():
                    for spent, went in zip(alone[way], several, strict=True):
                        spent.add(_of(piece, went, fastest[BARE]))
                tally.add(fastest[CASCADE].tally)
            rated = (f"{name} {spent.pages / spent.cpu:,.0f}" for name, spent in totals.items())
            say(f"{path.name}, pages/s: {', '.join(rated)}")
    _bodies(folder, paths, totals, say)
    limits = _limits(paths[0])
    base = totals[BARE]
    per_page = base.cpu / base.pages
    keep(
        "rates",
        [
            {
                "crawl_pages": base.pages, "measure": name, **spent.row(),
                "microseconds_a_page": round(1e6 * spent.cpu / max(spent.pages, 1), 2),
                "of_bare": round(per_page / (spent.cpu / max(spent.pages, 1)), 4),
            }
            for name, spent in totals.items()
        ],
    )  # fmt: skip
    keep(
        "processes",
        [
            {
                "crawl_pages": base.pages, "process": number + 1,
                "bare_microseconds_a_page": round(1e6 * bare.cpu / base.pages, 2),
                "cascade_microseconds_a_page": round(1e6 * cascade.cpu / base.pages, 2),
                "of_bare": round(bare.cpu / cascade.cpu, 4),
            }
            for number, (bare, cascade) in enumerate(zip(alone[BARE], alone[CASCADE], strict=True))
        ],
    )  # fmt: skip
    whole = sum(tally.seconds.values())
    keep(
        "stages",
        [
            {
                "crawl_pages": base.pages, "stage": stage, "wall_seconds": round(seconds, 3), "share": round(seconds / whole, 4),
                "microseconds_a_page": round(1e6 * totals[CASCADE].cpu / base.pages * seconds / whole, 2),
                "seen": tally.records if stage == "record" else tally.passed(stage) + tally.dropped[stage].total(),
                "dropped": tally.dropped[stage].total(), "kept": tally.kept,
            }
            for stage, seconds in tally.seconds.items()
        ],
    )  # fmt: skip
    keep("limits", limits)


def _of(piece: Piece, went: Went, bare: Went) -> Spent:
    """Return what going over a piece took, with the pages and bytes that bare iteration found there."""
    return replace(went.spent, pages=bare.spent.pages, decoded=bare.spent.decoded, packed=piece.packed)


def _bodies(folder: Path, paths: list[Path], totals: dict[str, Spent], say: Callable[[str], None]) -> None:
    """Time single steps on the bodies of pages: the byte test on all of a file, the parsers on Arabic ones."""
    import trafilatura

    from rasd.coding import Coder
    from rasd.collection import Defaults
    from rasd.errors import DocumentError
    from rasd.scale.extraction import extract
    from rasd.scale.page import Page
    from rasd.scale.sieve import Sieve

    arabic = {
        row["address"]
        for row in map(json.loads, (folder / "truth.jsonl").open(encoding="utf-8"))
        if "violent" in row
    }
    chosen: list[tuple[str, bytes]] = []
    sieve = Sieve.of(Coder.load().lexicon)
    for number, path in enumerate(paths):
        found = list(payloads(path))
        if number == 0:
            bodies = [body for _, body, declared in found if "html" in declared or not declared]
            with Clock() as clock:
                for body in bodies:
                    sieve.of_bytes(body)
            totals["byte test alone, on pages"] = _over(clock.spent, bodies)
        chosen += [(address, body) for address, body, _ in found if address in arabic]
        if len(chosen) >= ARABIC:
            break
    chosen = chosen[:ARABIC]
    bodies = [body for _, body in chosen]
    say(f"{len(bodies):,} Arabic pages: parsers")
    with Clock() as clock:
        for body in bodies:
            trafilatura.extract(body)
    totals["trafilatura on Arabic pages"] = _over(clock.spent, bodies)

    def taken(careful: bool) -> Spent:
        with Clock() as clock:
            for address, body in chosen:
                try:
                    extract(Page(address, body, address, "text/html"), defaults=Defaults(), careful=careful)
                except DocumentError:
                    pass
        return _over(clock.spent, bodies)

    totals["extraction of the cascade on Arabic pages"] = taken(False)
    totals["extraction of rasd read on Arabic pages"] = taken(True)
    totals["resiliparse parse alone on Arabic pages"] = _over(_parsed(bodies), bodies)


def _parsed(bodies: list[bytes]) -> Spent:
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    with Clock() as clock:
        for body in bodies:
            HTMLTree.parse_from_bytes(body, detect_encoding(body))
    return clock.spent


def _over(spent: Spent, bodies: list[bytes]) -> Spent:
    spent.pages, spent.decoded = len(bodies), sum(map(len, bodies))
    return spent


def _limits(path: Path) -> list[dict[str, object]]:
    """Return what this machine does at best with the bytes of one file: each the fastest of three rounds."""
    from fastwarc import GzipReader

    from rasd.collection.metered import Metered
    from rasd.scale.reading.members import Members

    packed = path.read_bytes()

    def unpack() -> int:
        size = at = 0
        view, whole = memoryview(packed), len(packed)
        while at < whole:
            begun, one = at, zlib.decompressobj(31)
            try:
                while not one.eof and at < whole:
                    size += len(one.decompress(view[at : at + 65_536]))
                    at += 65_536
            except zlib.error:  # a broken member: on to the next
                found = packed.find(GZIP, begun + 1)
                at = found if found > 0 else whole
                continue
            at = min(at, whole) - len(one.unused_data)
        return size

    def unpack_natively() -> int:
        size = 0
        with contextlib.suppress(OSError), path.open("rb") as packed_stream:  # up to a broken member
            stream = GzipReader(packed_stream)
            while piece := stream.read(65_536):
                size += len(piece)
        return size

    def unpack_by_members() -> int:
        size = 0
        with path.open("rb") as packed_stream:  # up to a broken member, too
            members = Members(Metered(packed_stream))
            while piece := members.read():
                size += len(piece)
        return size

    def copied() -> int:
        other[:] = block
        return len(block)

    def scanned() -> int:
        block.obj.find(b"\xd8\xd9\xda")
        return len(block)

    def read() -> int:
        return len(path.read_bytes())

    block, other = memoryview(bytearray(256_000_000)), memoryview(bytearray(256_000_000))
    rows: list[dict[str, object]] = []
    for name, way in (
        ("unpacking with the zlib of Python, decoded bytes", unpack),
        ("unpacking as FastWARC does, decoded bytes", unpack_natively),
        ("unpacking by libdeflate, member by member, decoded bytes", unpack_by_members),
        ("reading the file from the page cache", read),
        ("searching bytes in memory (bytes.find)", scanned),
        ("copying memory", copied),
    ):
        best, size = 1e9, 0
        for _ in range(3):
            begun = time.process_time()
            size = way()
            best = min(best, time.process_time() - begun)
        rows.append(
            {
                "limit": name,
                "mb": round(size / 1e6, 1),
                "cpu_seconds": round(best, 4),
                "mb_a_second": round(size / best / 1e6),
            }
        )
    return rows
