"""The home page: what changed since a person last looked, and what waits for them. Looking changes nothing; a button does."""
