"""The monitoring kinds: incursions, deployments, overflights, sieges, obstructed aid, withdrawals, releases.

They tell no fire and matter to whoever watches an agreement. A deed, what it is done with, and a place are needed; what is
asked for, planned, feared or denied is none.
"""

from rasd.coding.political.monitoring.reading import read_monitoring

__all__ = ["read_monitoring"]
