"""Characters and tokens: one folded form to match on, and the way back to the original."""

from rasd.text.folding import Folded, Folding, fold
from rasd.text.tokens import Placed, Token, tokenize

__all__ = ["Folded", "Folding", "Placed", "Token", "fold", "tokenize"]
