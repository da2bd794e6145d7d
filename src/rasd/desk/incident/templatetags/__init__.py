"""Tags of the room `incident`."""
