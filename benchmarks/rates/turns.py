"""Pieces of a crawl gone over in turn by several ways, in several processes.

One process is no measure of a build: the seed of its hashes and where its memory lies make it faster or slower than
another of the same build by some percent, for as long as it lives.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rasd.scale import LocalDepot, Options, Tally, Tools
from rasd.scale.files import LOCAL
from rasd.scale.slices import Slice
from rasd.scale.work import work
from rates.bare import bare
from rates.figures import Clock, Spent

BARE, CASCADE, WITHOUT = "bare iteration", "cascade", "cascade without the byte test"


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of one file, from the byte where a member begins to another; `packed` is the bytes between."""

    path: Path
    start: int
    end: int

    @property
    def packed(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class Went:
    """What going over a piece once took, and what the cascade counted there."""

    spent: Spent
    tally: Tally = field(default_factory=Tally)


@contextmanager
def processes(number: int, folder: Path) -> Iterator[Sequence[ProcessPoolExecutor]]:
    """Start processes that go over pieces one at a time when asked; what the cascade keeps goes below `folder`."""
    fresh = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        started = []
        for one in range(number):
            kept = folder / str(one)
            kept.mkdir()
            pool = ProcessPoolExecutor(1, mp_context=fresh, initializer=_begin, initargs=(kept,))
            started.append(stack.enter_context(pool))
        yield started


def in_turn(
    piece: Piece, ways: Sequence[str], pools: Sequence[ProcessPoolExecutor], *, rounds: int
) -> dict[str, list[list[Went]]]:
    """Go over a piece by every way in every process, one after another; return by way, process and round what it took."""
    taken: dict[str, list[list[Went]]] = {way: [[] for _ in pools] for way in ways}
    for turn in range(rounds):
        order = 1 if turn % 2 else -1
        for number, pool in list(enumerate(pools))[::order]:
            for way in ways[::order]:
                taken[way][number].append(pool.submit(over, way, piece).result())
    return taken


def over(way: str, piece: Piece) -> Went:
    """Go over a piece once by one way, in the process that is asked."""
    if way == BARE:
        with Clock() as clock:
            pages, decoded = bare(piece.path, piece.start, piece.end)
        clock.spent.pages, clock.spent.decoded = pages, decoded
        return Went(clock.spent)
    tools, depot = _tools(way == CASCADE), LocalDepot(_FOLDER[0])
    one = Slice(str(piece.path), "warc", piece.start, piece.end, LOCAL.stamp(str(piece.path)))
    with Clock() as clock:
        tally = work(one, tools, LOCAL, depot).tally
    return Went(clock.spent, tally)


def least(taken: Iterable[Went]) -> Went:
    """Return the time that took least of the processor: the others waited for something else."""
    return min(taken, key=lambda went: went.spent.cpu)


def _begin(folder: Path) -> None:
    _FOLDER[:] = [folder]


_FOLDER: list[Path] = []
"""Where the cascade of this process keeps what it found."""


@functools.cache
def _tools(has_byte_test: bool) -> Tools:
    return Tools.load(Options(has_byte_test=has_byte_test))
