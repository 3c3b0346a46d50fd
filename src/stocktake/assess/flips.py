"""The smallest change that would turn a verdict: one value a little higher, or another rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from stocktake.assess.outcomes import Outcome, judge_again
from stocktake.assess.rounds import Round
from stocktake.assess.verdicts import Part, decide, weigh
from stocktake.vocabulary.decimals import plain

Key = tuple[str, str]
Row = dict[str, Any]
Flip = tuple[Decimal, str]


def find_nearest_flip(
    verdict: Row,
    scenarios: Sequence[Row],
    outcomes: Sequence[Outcome],
    parts: Mapping[Key, Sequence[Part]],
    now: Round,
) -> str | None:
    """In words: the smallest change of one value, and the first scenario, that give another word.

    Changes of different indicators are compared as shares of the way from baseline to target.
    """
    key = verdict["objective"], verdict["branch"]
    said = []
    by_value = min(_turn_values(verdict["value"], key, outcomes, parts[key], now), default=None)
    if by_value:
        said.append(by_value[1])
    other = next((row for row in scenarios if row["value"] != verdict["value"]), None)
    if other:
        said.append(f"{other['value']}, under the scenario: {other['scenario']}")
    return "; ".join(said) or None


def _turn_values(
    word: str, key: Key, outcomes: Sequence[Outcome], parts: Sequence[Part], now: Round
) -> Iterator[Flip]:
    own = {part.indicator for part in parts if part.is_known}
    for one in outcomes:
        if one.indicator in own and one.reading.branch == key[1]:
            yield from _turn_value(word, one, parts, now)


def _turn_value(word: str, one: Outcome, parts: Sequence[Part], now: Round) -> Iterator[Flip]:
    """Each boundary of a class nearby: what the verdict would be if the last value lay there."""
    if one.aim is None or one.aim.kind != "reach" or one.reading.base is None:
        return
    last, base, way = one.reading.last, one.reading.base, one.aim.value - one.reading.base
    unit = Decimal(1).scaleb(-one.reading.indicator["decimals"])
    for share in (Decimal(1), now.threshold("outcome.nearly"), now.threshold("outcome.partly")):
        for step in (Decimal(0), -one.aim.sign * unit):
            rounding = ROUND_CEILING if one.aim.sign > 0 else ROUND_FLOOR
            value = (base + share * way).quantize(unit, rounding) + step
            changed = _with_last(one, value, way, now)
            turned = decide(_exchange(parts, weigh(changed, now)), now).value
            if turned != word:
                change = value - last["value"]
                side = "higher" if change > 0 else "lower"
                shown = plain(abs(change))
                yield abs(change / way), f"{turned}, if {one.indicator} were {shown} {side}"


def _with_last(one: Outcome, value: Decimal, way: Decimal, now: Round) -> Outcome:
    assert one.reading.base is not None
    line = (*one.reading.line[:-1], one.reading.last | {"value": value})
    attained = (value - one.reading.base) / way
    return judge_again(
        [replace(one, reading=replace(one.reading, line=line), attained=attained)], now
    )[0]


def _exchange(parts: Sequence[Part], changed: Part) -> list[Part]:
    return [changed if part.indicator == changed.indicator else part for part in parts]
