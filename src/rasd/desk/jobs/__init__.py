"""Long work in the background: progress, stopping, a log that a person understands."""
