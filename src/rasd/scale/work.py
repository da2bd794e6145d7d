"""The contract of a run, whatever schedules it: one slice in, its part, sample and receipt kept, or the reason why not.

`work` is a function of the slice, the settings and the versions; a process pool, an engine or a person may call it, twice
if need be. Loading what it needs (`Tools.load`) takes under a second a process.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rasd.errors import DocumentError
from rasd.lexicon import Lexicon
from rasd.scale.cascade import Cascade
from rasd.scale.depot import Depot
from rasd.scale.options import Options
from rasd.scale.part import Receipt, keep
from rasd.scale.slices import Slice
from rasd.scale.tally import Tally

__all__ = ["Source", "Tools", "work"]


@dataclass(frozen=True, slots=True)
class Source:
    """How inputs are opened: files of this machine, or objects of a store."""

    open: Callable[[str], BinaryIO]
    """Returns a seekable stream over an input; raises OSError."""
    stamp: Callable[[str], str]
    """Returns what `Slice.stamp` holds, as it is now; raises OSError."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a process loads once for all of its slices."""

    cascade: Cascade
    options: Options
    lexicon: Lexicon

    @classmethod
    def load(cls, options: Options, packs: tuple[Path, ...] = ()) -> Tools:
        """Return the tools over the packaged data, the gazetteer in use and theatre packs from elsewhere."""
        from rasd.coding import Coder
        from rasd.scale.copies import signature_of
        from rasd.scale.extraction import extract
        from rasd.scale.sieve import Sieve

        coder = Coder.load(packs=packs)
        cascade = Cascade(coder, Sieve.of(coder.lexicon), extract, signature_of, options)
        return cls(cascade, options, coder.lexicon)


def work(
    one: Slice,
    tools: Tools,
    source: Source,
    depot: Depot,
    *,
    told: Callable[[Tally, str], None] | None = None,
    avoided: Container[str] = (),
) -> Receipt:
    """Read one slice through the cascade, keep what came of it and return its receipt.

    `told` and `avoided` are those of `Cascade.run`. Raises DocumentError where the input cannot be read, or changed while
    it was read: nothing of the slice is kept then. Raises OutputError where nothing can be kept.
    """
    from rasd.scale.reading import Limits, open_pages

    defaults = tools.options.defaults
    try:
        refuse_changed(one, source)
        with source.open(one.input) as stream:
            pages = open_pages(one, stream, limits=Limits(max_bytes=defaults.max_bytes), defaults=defaults)
            kept = tools.cascade.run(pages, one.input, told=told, avoided=avoided)
        refuse_changed(one, source)
    except OSError as error:
        raise DocumentError(
            f"{one.input}: cannot be read ({error.strerror or error}). Its other slices go on; mend it and start the same"
            " command again."
        ) from error
    kept.tally.records = pages.records
    kept.tally.dropped["record"].update(pages.left_out)
    return keep(one, kept, depot)


def refuse_changed(one: Slice, source: Source) -> None:
    """Raise DocumentError where an input is not what it was when its slices were cut."""
    if source.stamp(one.input) != one.stamp:
        raise DocumentError(
            f"{one.input}: changed while it was read, so nothing of it from byte {one.start} on is counted. Let it be"
            " finished, then start the same command again."
        )
