"""The only door to the network: asking statistical offices, and what to make of their answers."""
