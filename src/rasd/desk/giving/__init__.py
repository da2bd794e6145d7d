"""Giving out: exports of a selection, the published site."""
