WANTED: tuple[tuple[str, str, str], ...] = ()
