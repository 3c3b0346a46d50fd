"""Hostile input is read in a worker process of its own, within limits."""
