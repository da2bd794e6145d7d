"""The same reading over the web's archives: slices of archives in, partitioned tables of reports and incidents out."""

from rasd.scale.depot import Depot, LocalDepot
from rasd.scale.page import Page, SetAside
from rasd.scale.slices import Slice

__all__ = ["Depot", "LocalDepot", "Page", "SetAside", "Slice"]
