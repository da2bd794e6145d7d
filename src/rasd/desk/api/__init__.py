"""The JSON API: does what the pages do."""
