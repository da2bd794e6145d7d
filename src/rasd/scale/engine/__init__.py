"""The same work on a distributed engine: Daft on one machine, Daft on a Ray cluster, over files or object stores.

One thin adapter: the engine schedules slices and joins reports; what a slice is and what comes of it is the business of
`rasd.scale.work`. Importing this room imports neither Daft nor Ray.
"""

from rasd.scale.engine.objects import ObjectDepot, depot_at, is_address, listed, open_object, stamp_of_object
from rasd.scale.engine.starting import RUNNERS, EngineError

__all__ = [
    "RUNNERS",
    "EngineError",
    "ObjectDepot",
    "depot_at",
    "is_address",
    "listed",
    "open_object",
    "stamp_of_object",
]
