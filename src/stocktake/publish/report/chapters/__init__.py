"""The chapters of a report, in the order they are printed. Each writes its blocks and no more."""
