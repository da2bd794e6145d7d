"""Who says it: `read_sources` reads the sources of a passage and the verbs of saying that carry on with one."""

from rasd.grammar.attribution.reader import Speech, read_sources
from rasd.grammar.attribution.sources import SourceMention

__all__ = ["SourceMention", "Speech", "read_sources"]
