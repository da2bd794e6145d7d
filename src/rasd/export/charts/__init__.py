"""Charts as SVG and PNG, in Arabic or English, drawn from plain rows: for ``rasd ledger --plot`` and the brief alike.

Every mark is alleged, reported or proposed and looks so; a side has no colour, an area is no point, a silent feed no calm.
"""

from rasd.export.charts.alleged import AllegedRow, Heading, draw_alleged, draw_groups
from rasd.export.charts.canvas import font_face
from rasd.export.charts.chart import Chart, write_charts
from rasd.export.charts.counts import CountRow, draw_counts
from rasd.export.charts.harm import HarmRange, HarmRow, draw_harm
from rasd.export.charts.lanes import Gap, Marker
from rasd.export.charts.ledger import alleged_rows, ledger_charts
from rasd.export.charts.map import MapRow, draw_map
from rasd.export.charts.timeline import TimelineRow, draw_timeline

__all__ = [
    "AllegedRow",
    "Chart",
    "CountRow",
    "Gap",
    "HarmRange",
    "HarmRow",
    "Heading",
    "MapRow",
    "Marker",
    "TimelineRow",
    "alleged_rows",
    "draw_alleged",
    "draw_counts",
    "draw_groups",
    "draw_harm",
    "draw_map",
    "draw_timeline",
    "font_face",
    "ledger_charts",
    "write_charts",
]
