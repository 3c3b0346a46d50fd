"""A refusal from its problems."""

from __future__ import annotations

from stocktake.vocabulary.problems import Problem, RefusedError


def refusal(first: Problem, *others: Problem) -> RefusedError:
    """The exception that carries these problems and says the first."""
    return RefusedError(first.line(), [first, *others])
