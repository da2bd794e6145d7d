"""Migrations of the home page."""
