"""The gazetteer and the choice among namesakes."""

from rasd.places.choice import Choice, Context, choose
from rasd.places.distance import kilometres
from rasd.places.gazetteer import Gazetteer
from rasd.places.names import bare, key
from rasd.places.place import Place

__all__ = ["Choice", "Context", "Gazetteer", "Place", "bare", "choose", "key", "kilometres"]
