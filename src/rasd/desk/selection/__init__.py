"""The selection: which incidents a person looks at, the same on the list, the map, the charts, in exports and the API.

Its canonical query string is its address; whatever shows incidents takes it by `Selection.from_query`.
"""

from rasd.desk.selection.asking import FACETS, SORTS, Complaint
from rasd.desk.selection.indexing import Chosen, Index, index
from rasd.desk.selection.panel import Panel, panel_of
from rasd.desk.selection.selection import Selection

__all__ = ["FACETS", "SORTS", "Chosen", "Complaint", "Index", "Panel", "Selection", "index", "panel_of"]
