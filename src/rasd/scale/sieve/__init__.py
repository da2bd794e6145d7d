"""The sieve: throws out pages that cannot be Arabic reports of violence, before anything of them is parsed.

It drops nothing that the reader would report: every rule in it is a condition without which no report and no toll can
come of a text, derived from the words that the reader itself matches.
"""

from rasd.scale.sieve.sieve import ANOTHER_LANGUAGE, NO_ARABIC, NO_FORCE, Sieve

__all__ = ["ANOTHER_LANGUAGE", "NO_ARABIC", "NO_FORCE", "Sieve"]
