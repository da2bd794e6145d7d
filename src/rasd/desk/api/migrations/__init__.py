"""Migrations of the room `api`."""
