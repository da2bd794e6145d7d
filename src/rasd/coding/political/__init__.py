"""Statements rather than incidents: threats, agreements, talks, and the monitoring kinds.

They are read sentence by sentence, beside the frames of incidents, because what makes them lies in who speaks and in
neighbouring sentences rather than in one said. `read_political` is the door.
"""

from __future__ import annotations

from rasd.coding.political.reading import Political, read_political

__all__ = ["Political", "read_political"]
