"""The page of one incident, and what people decide on it: sources side by side, ranges with their reports, merge, split, undo."""

from rasd.desk.incident.naming import name_of, title_of

__all__ = ["name_of", "title_of"]
