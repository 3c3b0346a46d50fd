"""What an indicator asks of its dataset, read from its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Question:
    """What an indicator asks of its dataset; no places means all of them."""

    dataset: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    places: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    aggregate: str = "none"
    over_time: str = "none"
    decimals: int = 0

    @property
    def whole(self) -> str:
        """The territory that a set of them is called."""
        return self.places[0] if self.places else "+".join(self.common)

    @property
    def territories(self) -> tuple[str, ...]:
        """Territories to be read."""
        return self.common or self.places

    @property
    def needs_parts(self) -> bool:
        """A count needs no set of parts that must all be there, unless one is named."""
        return self.aggregate != "count" or bool(self.common)


def read_question(indicator: Mapping[str, Any]) -> Question:
    """The question of one row of `indicators`."""
    where = []
    for part in filter(None, (indicator["filter"] or "").split(";")):
        name, _, codes = part.partition("=")
        where.append((name, tuple(codes.split(","))))
    return Question(
        dataset=indicator["dataset"],
        where=tuple(where),
        places=tuple(indicator["geo"].split(";")),
        common=tuple(indicator["common"].split(";")) if indicator["common"] else (),
        aggregate=indicator["aggregate"],
        over_time=indicator["over_time"],
        decimals=indicator["decimals"],
    )
