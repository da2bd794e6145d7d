"""What a person settles about a run: whatever changes its records, and so may not differ between two runs into one folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasd import __version__
from rasd.collection import Defaults

__all__ = ["Options"]

OUTPUT_VERSION = 1
"""Of the layout of an output folder."""


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of a run."""

    defaults: Defaults = field(default_factory=Defaults)
    careful: bool = False
    """Take candidates' texts as `rasd read` does: slower, better bounds of the article."""
    has_byte_test: bool = True
    """Off, every page is parsed: what the test costs and loses can then be measured."""
    sample: float = 0.005
    """Share of the pages without Arabic that is kept for inspection; of other dropped and of kept pages, ten times it."""

    def as_json(self, data_version: str) -> dict[str, Any]:
        """Return what two runs into one folder must share; `data_version` is the reader's."""
        defaults = self.defaults
        return {
            "output_version": OUTPUT_VERSION,
            "rasd_version": __version__,
            "data_version": data_version,
            "careful": self.careful,
            "has_byte_test": self.has_byte_test,
            "sample": self.sample,
            "max_bytes": defaults.max_bytes,
            "published": defaults.published,
            "outlet": defaults.outlet,
            "theatre": defaults.theatre,
            "synthetic": defaults.synthetic,
            "columns": dict(sorted(defaults.columns.items())),
        }
