"""The same work on a distributed engine: Daft on one machine, Daft on a Ray cluster, over files or object stores.

One thin adapter: the engine schedules slices and joins reports; what a slice is and what comes of it is the business of
`rasd.scale.work`. Importing this room imports neither Daft nor Ray.
"""

from rasd.scale.engine.cutting import slices_anywhere
from rasd.scale.engine.driving import Engine, run_on_engine
from rasd.scale.engine.linking import Linked, link_on_engine
from rasd.scale.engine.objects import (
    ANYWHERE,
    ObjectDepot,
    depot_at,
    is_address,
    listed,
    open_object,
    stamp_of_object,
)
from rasd.scale.engine.report import Report
from rasd.scale.engine.starting import RUNNERS, EngineError, started

__all__ = [
    "ANYWHERE",
    "RUNNERS",
    "Engine",
    "EngineError",
    "Linked",
    "ObjectDepot",
    "Report",
    "depot_at",
    "is_address",
    "link_on_engine",
    "listed",
    "open_object",
    "run_on_engine",
    "slices_anywhere",
    "stamp_of_object",
    "started",
]
