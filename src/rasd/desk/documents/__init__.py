"""Documents of the store: the list with its filters and search, and the page of one document with all that is kept of it."""
