"""Ledgers: incidents held against agreements, kept in memory beside the store and brought up to date by its history."""

from rasd.desk.ledgers.book import Book, Progress, book

__all__ = ["Book", "Progress", "book"]
