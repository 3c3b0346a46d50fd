"""Each indicator against its target: the outcome class by fixed rules (`verdict.md` 1.1).

In a final cycle the class says how much of the way was made; in the others whether the target is
likely to be met. Outcome is never mixed with delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.aims import Aim, find_aim
from stocktake.assess.methods.trends import assess_trends
from stocktake.assess.readings import MAIN, Choices, Reading, read_indicators
from stocktake.assess.rounds import Round
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.periods import bounds, year_of
from stocktake.vocabulary.when import last_day

PLACES: Final = Decimal("0.000001")
YEAR: Final = 365.25
Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """A reading, its trend and its class; `reason` where the class is unknown."""

    reading: Reading
    value: str
    reason: str | None = None
    aim: Aim | None = None
    attained: Decimal | None = None
    expected: Decimal | None = None
    trend: Row | None = None

    @property
    def indicator(self) -> str:
        """Its reference."""
        return str(self.reading.indicator["ref"])

    @property
    def pace(self) -> Decimal | None:
        """Share of the way over share of the time."""
        if self.attained is None or not self.expected:
            return None
        return self.attained / self.expected

    @property
    def is_right(self) -> bool | None:
        """Whether it moves in the wanted direction beyond doubt; None without a test."""
        if self.trend is None or self.aim is None or self.trend["p"] is None:
            return None
        return bool(self.trend["s"] * self.aim.sign > 0)


Judge = Callable[[Outcome, Round], str]


def judge_outcomes(
    tables: Tables, series: pl.DataFrame, now: Round, choices: Choices = MAIN
) -> list[Outcome]:
    """An outcome for each indicator and branch; sources that lead to two classes are contested."""
    outcomes = judge_readings(read_indicators(tables, series, now, choices), now)
    if choices.other_source:
        return outcomes
    other = read_indicators(tables, series, now, replace(choices, other_source=True))
    if [one.line for one in other] == [one.reading.line for one in outcomes]:
        return outcomes
    pairs = zip(outcomes, judge_readings(other, now), strict=True)
    return [
        replace(ours, value="unknown", reason="contested") if ours.value != theirs.value else ours
        for ours, theirs in pairs
    ]


def judge_readings(readings: Sequence[Reading], now: Round) -> list[Outcome]:
    """The class of each reading; all trends are computed in one go."""
    prepared = [_prepare(reading) for reading in readings]
    trends = measure_trends(prepared)
    judged = (replace(one, trend=trend) for one, trend in zip(prepared, trends, strict=True))
    return [_judge(one, now) for one in judged]


def judge_again(outcomes: Sequence[Outcome], now: Round) -> list[Outcome]:
    """The classes under other thresholds, from the same readings and trends."""
    return [
        one
        if one.aim is None or one.reason == "contested"
        else _judge(replace(one, reason=None), now)
        for one in outcomes
    ]


def _prepare(reading: Reading) -> Outcome:
    if reading.reason or reading.target is None or reading.base is None:
        return Outcome(reading, "unknown", reading.reason)
    aim = find_aim(reading.indicator, reading.target, reading.base, reading.tolerance)
    if aim is None:
        return Outcome(reading, "unknown", "no_target")
    attained = expected = None
    if aim.kind == "reach":
        last = reading.last
        attained = (last["value"] - reading.base) / (aim.value - reading.base)
        start = year_of(reading.target["baseline_period"])
        span = last_day(reading.target["deadline"]).year - start
        expected = Decimal(year_of(last["period"]) - start) / span if span > 0 else None
    return Outcome(reading, "", None, aim, attained, expected)


def measure_trends(prepared: Sequence[Outcome]) -> list[Row | None]:
    """Trend and probability of each that has an aim, in the order given."""
    named = {str(n): one for n, one in enumerate(prepared) if one.aim is not None}
    points = [
        (key, place_in_time(row["period"]), float(row["value"]))
        for key, one in named.items()
        for row in one.reading.line
    ]
    targets = [(key, *_state_target(one)) for key, one in named.items()]
    found = assess_trends(
        pl.DataFrame(
            points, {"key": pl.String, "year": pl.Float64, "value": pl.Float64}, orient="row"
        ),
        pl.DataFrame(
            targets,
            {
                "key": pl.String,
                "direction": pl.Int64,
                "target": pl.Float64,
                "deadline": pl.Float64,
            },
            orient="row",
        ),
    )
    by_key = {row["key"]: row for row in found.iter_rows(named=True)}
    return [by_key.get(str(n)) for n in range(len(prepared))]


def place_in_time(period: str) -> float:
    """A period as a number of years; half-years and months lie between whole ones."""
    start = bounds(period)[0]
    return start.year + (start.timetuple().tm_yday - 1) / YEAR


def _state_target(one: Outcome) -> tuple[int, float | None, float | None]:
    assert one.aim is not None and one.reading.target is not None
    value = float(one.aim.value) if one.aim.kind == "reach" else None
    deadline = last_day(one.reading.target["deadline"]).year
    return one.aim.sign or 1, value, float(deadline) if value is not None else None


def _judge(one: Outcome, now: Round) -> Outcome:
    if one.aim is None:
        return one
    if one.aim.kind == "direction" and (one.trend is None or one.trend["p"] is None):
        return replace(one, value="unknown", reason="too_few_points")
    judges = FINAL if now.final else INTERIM
    return replace(one, value=judges[one.aim.kind](one, now))


# --- final --------------------------------------------------------------------------------------


def _judge_reached(one: Outcome, now: Round) -> str:
    assert one.aim is not None and one.attained is not None
    if meets(one):
        return "met"
    if one.attained >= now.threshold("outcome.nearly"):
        return "nearly met"
    if one.attained >= now.threshold("outcome.partly"):
        return "partly"
    return "little" if one.attained >= 0 else "worse"


def meets(one: Outcome) -> bool:
    """Whether the last value meets the target; one of low reliability not by itself."""
    assert one.aim is not None
    last = [row for row in one.reading.line if one.aim.meets(row["value"])]
    if not last or last[-1] is not one.reading.last:
        return False
    return "u" not in (one.reading.last["flags"] or "") or one.reading.line[-2:-1] == tuple(
        last[-2:-1]
    )


def _judge_held(one: Outcome, now: Round) -> str:
    share, last = _share_held(one)
    if share == 1:
        return "met"
    if share >= now.threshold("hold.nearly") and last:
        return "nearly met"
    return "partly" if share >= now.threshold("hold.partly") else "little"


def _share_held(one: Outcome) -> tuple[Decimal, bool]:
    """Share of the values after the baseline that meet the target, and whether the last does."""
    assert one.aim is not None and one.reading.target is not None
    start = year_of(one.reading.target["baseline_period"])
    after = [row for row in one.reading.line if year_of(row["period"]) > start]
    met = [one.aim.meets(row["value"]) for row in after]
    return Decimal(sum(met)) / len(met), met[-1]


def _judge_direction(one: Outcome, now: Round) -> str:
    right, sure = _read_direction(one, now)
    if right:
        return "met" if sure else "partly"
    return "worse" if sure else "little"


def _read_direction(one: Outcome, now: Round) -> tuple[bool, bool]:
    """Whether the values go the wanted way, and whether that is beyond doubt."""
    assert one.trend is not None and one.aim is not None
    return one.trend["s"] * one.aim.sign > 0, one.trend["p"] <= float(now.threshold("trend.alpha"))


# --- on the way ---------------------------------------------------------------------------------


def _foresee_reached(one: Outcome, now: Round) -> str:
    assert one.aim is not None and one.reading.target is not None
    if meets(one):
        return "met so far"
    if year_of(one.reading.last["period"]) >= last_day(one.reading.target["deadline"]).year:
        return "off course"
    probability = one.trend["probability"] if one.trend else None
    if probability is None:
        return "pace only"
    for word in ("on course", "open"):
        if probability >= float(now.threshold(f"probability.{word.replace(' ', '_')}")):
            return word
    unlikely = probability < float(now.threshold("probability.at_risk"))
    return "off course" if unlikely or _moves_away(one, now) else "at risk"


def _moves_away(one: Outcome, now: Round) -> bool:
    if one.trend is None or one.trend["p"] is None:
        return False
    right, sure = _read_direction(one, now)
    return sure and not right


def _foresee_held(one: Outcome, now: Round) -> str:
    words = {"met": "met so far", "nearly met": "on course", "partly": "open", "little": "at risk"}
    return words[_judge_held(one, now)]


def _foresee_direction(one: Outcome, now: Round) -> str:
    words = {"met": "on course", "partly": "open", "little": "at risk", "worse": "off course"}
    return words[_judge_direction(one, now)]


FINAL: Final[dict[str, Judge]] = {
    "reach": _judge_reached,
    "hold": _judge_held,
    "direction": _judge_direction,
}
INTERIM: Final[dict[str, Judge]] = {
    "reach": _foresee_reached,
    "hold": _foresee_held,
    "direction": _foresee_direction,
}


# --- as a table ---------------------------------------------------------------------------------


def list_outcomes(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """`outcomes`: one row an indicator and branch."""
    return frame_of("outcomes", [_list_one(one) for one in outcomes])


def _list_one(one: Outcome) -> Row:
    trend = one.trend or {}
    return {
        "indicator": one.indicator,
        "branch": one.reading.branch,
        "class": one.value,
        "reason": one.reason,
        "attained": _shorten(one.attained),
        "expected": _shorten(one.expected),
        "pace": _shorten(one.pace),
        **{name: shorten(trend.get(name)) for name in ("slope", "lo", "hi", "p", "r1")},
        "s": trend.get("s"),
        "n": len(one.reading.line),
        "probability": shorten(trend.get("probability")),
        "dropped": "; ".join(one.reading.dropped) or None,
    }


def shorten(number: float | None) -> Decimal | None:
    """A computed number to six places: what lies beyond differs between machines."""
    return None if number is None else _shorten(Decimal(number))


def _shorten(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(PLACES, ROUND_HALF_EVEN)
