"""An invented web: what stands on its pages, how they are laid out, and how a crawl of it is written.

Everything is made of the word lists beside this file and of a seed: the same seed gives the same bytes.
"""

from invented_web.files import PLAIN_SHARE, Crawl, write_file
from invented_web.tellings import Telling, plan

__all__ = ["PLAIN_SHARE", "Crawl", "Telling", "plan", "write_file"]
