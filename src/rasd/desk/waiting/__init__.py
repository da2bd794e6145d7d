"""What waits for a person: the queue, documents, saved views, what changed since the last look."""
