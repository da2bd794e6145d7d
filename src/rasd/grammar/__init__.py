"""What the words of a passage mean, one file a dimension."""
