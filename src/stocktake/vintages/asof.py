"""Which vintages answer on a day: the last whole one known by then, and the partial ones after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stocktake.vintages.manifests import Vintage


def find_standing(vintages: Iterable[Vintage], as_of: date | None = None) -> list[Vintage]:
    """Oldest first; each is laid over those before it. Without a day, as known now.

    A month counts as its last day: 2013-04 answers from 30 April 2013 on.
    """
    known = sorted(
        (one for one in vintages if as_of is None or one.day <= as_of), key=lambda one: one.order
    )
    last = max((at for at, one in enumerate(known) if one.complete), default=0)
    return known[last:]
