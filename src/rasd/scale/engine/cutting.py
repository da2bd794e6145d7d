"""Slices of objects in stores, cut by small requests: only heads of records are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rasd.errors import DocumentError
from rasd.scale.engine.objects import is_address, listed, open_object, stamp_of_object
from rasd.scale.page import SetAside
from rasd.scale.slices import TARGET, Slice, cut, format_of, slices_of

__all__ = ["slices_anywhere"]

_LOOK = 1 << 20
"""Bytes of a request while cuts are looked for."""


def slices_anywhere(
    inputs: Sequence[str], *, target: int = TARGET, told: Callable[[SetAside], None] | None = None
) -> Iterator[Slice]:
    """Yield the slices of files, folders, objects, folders of objects and patterns, as `slices_of` does for files."""
    for given in inputs:
        if not is_address(given):
            yield from slices_of([given], target=target, told=told)
            continue
        found = [name for name, _ in listed(given) if format_of(name)]
        if not found and told is None:
            raise DocumentError(f"{given}: no readable object there. Give WARC, WACZ, Parquet or JSON Lines.")
        if not found and told is not None:
            told(SetAside(given, "no readable object there. Give WARC, WACZ, Parquet or JSON Lines."))
        for name in found:
            try:
                yield from _cut(name, target)
            except (DocumentError, OSError) as error:
                if told is None:
                    raise DocumentError(f"{name}: cannot be cut ({error})") from error
                told(SetAside(name, str(error).removeprefix(f"{name}: ")))


def _cut(name: str, target: int) -> Iterator[Slice]:
    stamp = stamp_of_object(name)
    with open_object(name, ahead=_LOOK) as stream:
        for start, end in cut(stream, name, format_of(name), target=target):
            yield Slice(name, format_of(name), start, end, stamp)
