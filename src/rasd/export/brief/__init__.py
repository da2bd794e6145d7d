"""The situation brief: what was reported over a period, in one file that opens and prints anywhere, in Arabic or English."""

from rasd.export.brief.facts import Brief, BriefDocument, SilentFeed, brief_of
from rasd.export.brief.page import brief_page

__all__ = ["Brief", "BriefDocument", "SilentFeed", "brief_of", "brief_page"]
