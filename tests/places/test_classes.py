"""The classes of the gazetteer are a closed list of the vocabulary, so that records, forms and docs know them."""

from __future__ import annotations

from rasd.model import ids
from rasd.places.place import KINDS


def test_the_vocabulary_lists_the_classes_of_the_gazetteer() -> None:
    assert set(ids("place_classes")) == set(KINDS)
