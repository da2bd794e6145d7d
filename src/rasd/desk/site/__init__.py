"""What all rooms of the desk share: the open store, words in two languages, the frame of pages, errors as pages."""

from rasd.desk.site.shelf import store
from rasd.desk.site.words import Words

__all__ = ["Words", "store"]
