"""The disturbances of `rasd.evaluation.rereading`, for examples that say where their evidence stands."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.evaluation.rereading import NOISE, disturb

__all__ = ["variants"]

Span = tuple[int, int]


def variants(text: str, spans: list[Span]) -> Iterator[tuple[str, str, list[Span]]]:
    """Yield (name, text, spans) for every disturbance that changes something."""
    for name, disturbance in NOISE.items():
        noisy = disturb(text, disturbance)
        if noisy.text != text:
            yield name, noisy.text, [noisy.ahead(span) for span in spans]
