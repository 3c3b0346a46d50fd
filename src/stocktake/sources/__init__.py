"""From offices' files to one observations table: one reader a format, origin kept."""
