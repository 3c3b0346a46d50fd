"""What is unknown, read in every way it may turn out.

A criterion may be known (one place), bounded (a least and a gravest place) or unknown: then it may
be less grave than all that is known, or graver. Only how it stands to the others counts, so it has
few places to try: at, between and beyond those known. What stands between two others can matter
too, so both ends alone would not do. All readings are made where they are few; where they are many,
those in which one challenge has its unknown at the gravest and the others at the least, those the
other way round, and a fixed number drawn evenly from all: the bounds are then those seen, and no
proof that none lies further out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product
from math import prod
from typing import Final

from stocktake.assess.dominance import Point
from stocktake.assess.weightings import SEED, generate_numbers

MOST: Final = 64
"""Readings up to which all are made, and how many are drawn where there are more."""


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the gravest place on a criterion; None is less, or graver, than all known.

    Spans with the same `fact` rest on one and the same thing and turn out alike.
    """

    low: Decimal | None
    high: Decimal | None
    fact: str


Spans = Mapping[str, Sequence[Span]]
Choices = dict[str, list[Decimal]]
"""For each fact the places to try, least first."""


def list_readings(spans: Spans) -> list[dict[str, Point]]:
    """Every reading to make: a place for each challenge on each criterion.

    `spans` holds the same criteria for all, each with an end that is known for somebody.
    """
    choices = _list_choices(spans)
    if prod(map(len, choices.values())) > MOST:
        chosen = [*_choose_extremes(spans, choices), *_draw(choices)]
    else:
        every = product(*choices.values())
        chosen = [dict(zip(choices, places, strict=True)) for places in every]
    return [
        {ref: tuple(one[span.fact] for span in own) for ref, own in spans.items()} for one in chosen
    ]


def _list_choices(spans: Spans) -> Choices:
    choices: Choices = {}
    for column in zip(*spans.values(), strict=True):
        marks = sorted({end for one in column for end in (one.low, one.high) if end is not None})
        choices |= {span.fact: _list_places(span, marks) for span in column}
    # In one order whatever that of the rows, or the draws would differ.
    return {fact: choices[fact] for fact in sorted(choices)}


def _list_places(span: Span, marks: Sequence[Decimal]) -> list[Decimal]:
    """Places from the least to the gravest, one for each way to stand to those known."""
    least = marks[0] - 1 if span.low is None else span.low
    gravest = marks[-1] + 1 if span.high is None else span.high
    inside = [least, *(mark for mark in marks if least < mark < gravest), gravest]
    between = [(left + right) / 2 for left, right in pairwise(inside)]
    return sorted({*inside, *between})


def _choose_extremes(spans: Spans, choices: Choices) -> Iterator[dict[str, Decimal]]:
    """One challenge at its gravest and the others at their least, then the other way round."""
    for own in spans.values():
        facts = {span.fact for span in own}
        for ours, theirs in ((-1, 0), (0, -1)):
            yield {
                fact: places[ours if fact in facts else theirs] for fact, places in choices.items()
            }


def _draw(choices: Choices) -> Iterator[dict[str, Decimal]]:
    numbers = generate_numbers(SEED)
    for _ in range(MOST):
        yield {fact: places[next(numbers) % len(places)] for fact, places in choices.items()}
