"""The verification page: the source text beside its record, value by value."""
