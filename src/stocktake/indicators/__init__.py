"""An indicator is a query: its question, and how sums and counts become its values."""
