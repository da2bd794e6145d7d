"""The desk: a web application on the user's own machine, where people read sources and decide on records.

The machine proposes; people decide. Nothing is fetched from outside, and nothing that a page shows is run. Importing the
room imports no Django: `serve` does when it is called.
"""

from rasd.desk.options import DEFAULT_PORT, DeskOptions
from rasd.desk.serving import prepare, serve

__all__ = ["DEFAULT_PORT", "DeskOptions", "prepare", "serve"]
