"""Tables of verifying."""
