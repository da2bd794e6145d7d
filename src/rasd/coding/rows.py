"""Rows of what was read, in text order.

Not compiled (`make compiled`): a compiled class inherits no list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

__all__ = ["Item", "Phrase", "Row"]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


class Phrase(_Placed, Protocol):
    """What stands on tokens ``start:end``."""

    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=_Placed)


class Row(list[Item]):
    """Items in text order with their start tokens beside them; never changed once made."""

    __slots__ = ("starts",)

    def __init__(self, items: Iterable[Item] = ()) -> None:
        super().__init__(items)
        self.starts = [item.start for item in self]
