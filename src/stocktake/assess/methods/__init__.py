"""Methods: how a line of values is tested, projected and held against its target.

Import the module you need: the trend test brings NumPy with it.
"""
