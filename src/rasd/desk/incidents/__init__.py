"""The list of incidents: a table of a selection beside its facets."""
