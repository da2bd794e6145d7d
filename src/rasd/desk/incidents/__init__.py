"""The list of incidents, with facets."""
