"""The timeline and charts."""
