"""What runs on the engine's workers: one slice a call, handed to the worker's own process.

Imported only where Daft may be: by `driving`, once the engine is started, and on the nodes.
"""

from __future__ import annotations

from typing import Any

from rasd.scale.engine.hand import Hand, Task
from rasd.scale.engine.starting import daft

__all__ = ["reader"]

_daft = daft()


class _Reader:
    """A worker; it lives as long as the query, its tools with it."""

    def __init__(self, task: Task) -> None:
        self._hand = Hand(task)

    @_daft.method.batch(return_dtype=_daft.DataType.string(), batch_size=1)  # type: ignore[untyped-decorator]
    def read(self, slices: Any) -> list[str]:
        """Do slices, one a call, and return what became of them."""
        return [self._hand.do(one) for one in slices.to_pylist()]


def reader(task: Task, workers: int) -> Any:
    """Return the workers of a query, each in a process of its own with one core."""
    return _daft.cls(use_process=True, max_concurrency=workers, cpus=1)(_Reader)(task)
