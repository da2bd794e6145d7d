"""Verifying: a document's text with every value where it was read, and its record beside it, value by value, to decide on.

The machine's values stay; what people decide stands beside them, through `rasd.store.reviews`, never in their place.
"""
