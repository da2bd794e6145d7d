"""The two ends of a run: inputs and output, each on this machine or in an object store.

An output folder is held by one run at a time. An output in an object store cannot be: there the person sees to it. Its
parts are brought here to be gathered, and the tables taken back: they are a hundredth of what was read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rasd.lexicon import Lexicon
from rasd.scale.depot import Depot, LocalDepot
from rasd.scale.files import LOCAL
from rasd.scale.folder import held
from rasd.scale.gathering import Gathered, gather
from rasd.scale.page import SetAside
from rasd.scale.part import PARTS
from rasd.scale.slices import Slice, slices_of
from rasd.scale.work import Source

__all__ = ["Output", "is_remote", "opened", "slices_anywhere", "source_of"]

_TABLES = ("documents/", "reports/", "incidents/")


@dataclass(frozen=True, slots=True)
class Output:
    """Where a run writes."""

    depot: Depot
    where: str
    """Folder or address, as every node knows it."""
    folder: Path | None
    """None in an object store."""

    def gather(
        self, keys: Sequence[str], *, jobs: int, lexicon: Lexicon, told: Callable[[str, int, int], None]
    ) -> Gathered:
        """Make the tables from the parts of these slices; raises OutputError."""
        if self.folder is not None:
            return gather(self.folder, jobs=jobs, coder_lexicon=lexicon, told=told)
        with tempfile.TemporaryDirectory(prefix="rasd-archive-") as name:
            here = LocalDepot(Path(name))
            for number, key in enumerate(keys):
                told("bringing parts", number, len(keys))
                here.write(f"{PARTS}{key}.parquet", self.depot.read(f"{PARTS}{key}.parquet"))
            gathered = gather(here.folder, jobs=jobs, coder_lexicon=lexicon, told=told)
            made = [str(one["name"]) for one in gathered.files]
            for number, table in enumerate(made):
                told("taking tables", number, len(made))
                self.depot.write(table, here.read(table))
            for table in [old for prefix in _TABLES for old in self.depot.names(prefix)]:
                if table not in made:
                    self.depot.remove(table)
            return gathered


def is_remote(name: str) -> bool:
    """Tell whether a name is no path on this machine but an address.

    >>> is_remote("s3://crawl/2024/"), is_remote("crawl/2024/")
    (True, False)
    """
    return "://" in name


@contextmanager
def opened(output: str) -> Iterator[Output]:
    """Open an output for this run; raises OutputError where another run has it or it cannot be written."""
    if is_remote(output):
        from rasd.scale.engine import depot_at

        yield Output(depot_at(output), output.rstrip("/"), None)
        return
    with held(Path(output)) as depot:
        yield Output(depot, str(Path(output).resolve()), Path(output))


def slices_anywhere(inputs: Sequence[str], told: Callable[[SetAside], None]) -> list[Slice]:
    """Return the slices of files, folders and addresses; `told` hears of what cannot be read, and the rest goes on."""
    if not any(map(is_remote, inputs)):
        return list(slices_of(inputs, told=told))
    from rasd.scale.engine import slices_anywhere as of_objects

    return list(of_objects(inputs, told=told))


def source_of(inputs: Sequence[str]) -> Source:
    """Return how inputs are opened: the stores' connectors are loaded only where an address is given."""
    if not any(map(is_remote, inputs)):
        return LOCAL
    from rasd.scale.engine import ANYWHERE

    return ANYWHERE
