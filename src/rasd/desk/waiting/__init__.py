"""The queue: documents to verify and incidents to decide on, what matters first, with the reason of each rank in words."""
