"""Files that are shown and not read: what each kind may hold, and what is refused in it."""
