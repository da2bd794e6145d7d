"""Tags of this room for templates of others."""
