"""Agreements and their ledgers."""
