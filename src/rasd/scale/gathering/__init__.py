"""What happens once all slices are read: reports of all parts become incidents, copies are folded, tables are written.

`gather` does it on one machine over files. Its steps are pure functions of few reports each, for an engine to spread:
`blocks_of` and `pairs_of_block`, `components`, `incidents_in`.
"""

from rasd.scale.gathering.blocking import BLOCK_DAYS, blocks_of, pairs_of_block
from rasd.scale.gathering.connecting import Forest, components
from rasd.scale.gathering.gather import STEPS, Gathered, gather
from rasd.scale.gathering.telling import incidents_in

__all__ = [
    "BLOCK_DAYS",
    "STEPS",
    "Forest",
    "Gathered",
    "blocks_of",
    "components",
    "gather",
    "incidents_in",
    "pairs_of_block",
]
