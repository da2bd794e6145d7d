"""Rasd (رصد): from Arabic reports of armed conflict to coded records, every value tied to its evidence."""

__version__ = "0.1.0"
