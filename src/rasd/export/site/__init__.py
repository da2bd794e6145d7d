"""A selection as a read-only static site: lists, a map, a page an incident, the method; nothing private, no script."""

from rasd.export.site.writing import PublishedSite, write_site

__all__ = ["PublishedSite", "write_site"]
