"""One incident: its sources side by side, and what people decide on it."""
