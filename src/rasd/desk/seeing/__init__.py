"""Seeing where: the map of a selection, and the inset of one incident.

Nothing is drawn more exactly than it is known, no side has a colour, and whatever the drawing shows is beside it in words. The
browser gets sums of a grid, never the incidents of an archive.
"""

from rasd.desk.seeing.drawing import GRADES, GROUPS, Drawing, group_of, reach_of

__all__ = ["GRADES", "GROUPS", "Drawing", "group_of", "reach_of"]
