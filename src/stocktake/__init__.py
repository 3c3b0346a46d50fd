"""Stocktake: from an adopted strategy to its published report."""

__version__ = "0.1.0"
