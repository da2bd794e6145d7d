"""Tags of the room `access`."""
