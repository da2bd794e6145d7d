"""Which incidents: a selection as an address, and the index in memory that answers it with counts."""
