"""What a text says of breaches: claims about the incidents that it tells, and totals that somebody counts.

Both are statements with their words; whether an agreement was breached is never judged.
"""

from rasd.coding.breaches.claiming import claim_breaches
from rasd.coding.breaches.totals import read_totals

__all__ = ["claim_breaches", "read_totals"]
