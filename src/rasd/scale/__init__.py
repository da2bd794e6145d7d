"""The same reading over the web's archives: slices of archives in, partitioned tables of reports and incidents out."""

from rasd.scale.cascade import Cascade, Kept
from rasd.scale.depot import Depot, LocalDepot
from rasd.scale.options import Options
from rasd.scale.page import Page, SetAside
from rasd.scale.part import Receipt
from rasd.scale.running import ENGINES, Outcome, Progress, archive
from rasd.scale.slices import Slice
from rasd.scale.tally import Tally
from rasd.scale.work import Source, Tools, work

__all__ = [
    "ENGINES",
    "Cascade",
    "Depot",
    "Kept",
    "LocalDepot",
    "Options",
    "Outcome",
    "Page",
    "Progress",
    "Receipt",
    "SetAside",
    "Slice",
    "Source",
    "Tally",
    "Tools",
    "archive",
    "work",
]
