"""The report: one ordered list of blocks, and a renderer for each format."""
