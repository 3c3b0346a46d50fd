"""Main challenges in order, from separate criteria that are never multiplied or added up.

A product of ordinal grades orders few pairs rightly and can be worse than chance (Cox, What's
Wrong with Risk Matrices?, Risk Analysis 28, 2008, doi 10.1111/j.1539-6924.2008.01030.x). So
challenges are ordered by dominance and, within a tier, over all weightings (`dominance.py`).

**The unknown.** A criterion on record for one challenge and not for another has no value there; it
is read in every way it may turn out (`unknowns.py`), and tier, ranks and shares are told as bounds.
They are the same where nothing is unknown. Ties are told alike: the first place among equals for
the better bound, the last for the worse.

**Weak evidence.** A challenge whose evidence quality is `low`, or none of whose criteria names a
document, is on the watch list and outside the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.dominance import Places, count_places
from stocktake.assess.rounds import Round, rows_by
from stocktake.assess.unknowns import Span, list_readings
from stocktake.assess.weightings import DRAWS
from stocktake.vocabulary.criteria import (
    QUALITY,
    RANKING,
    VULNERABILITY,
    WEAK,
    is_word,
    place_on_scale,
)
from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.frames import Tables, frame_of

PLACES: Final = Decimal("0.0001")

Row = dict[str, Any]


def describe_challenges(tables: Tables, deliveries: pl.DataFrame, now: Round) -> pl.DataFrame:
    """`challenge_profiles`: every criterion of every challenge of the round that has one on record.

    Where nobody states vulnerability in this round it is computed: the share of the objective's due
    actions that are late, overdue or dropped, up to what it would be if all parts and all unknown
    ones were. Stated and computed values are never set beside one another.
    """
    given = rows_by(tables["challenge_criteria"], "challenge")
    described = [one for one in _of_round(tables, now) if one["ref"] in given]
    stated = {row["criterion"] for one in described for row in given[one["ref"]]}
    counts = {row["subject"]: row for row in deliveries.iter_rows(named=True)}
    if VULNERABILITY in stated:
        counts = {}
    profiles = [
        _state(name, one, given[one["ref"]], counts.get(one["objective"]))
        for one in described
        for name in (*RANKING, QUALITY)
    ]
    return frame_of("challenge_profiles", _without_mixed(profiles))


def _of_round(tables: Tables, now: Round) -> list[Row]:
    return tables["challenges"].filter(pl.col("cycle") == now.cycle).to_dicts()


def _state(name: str, challenge: Row, rows: Sequence[Row], delivery: Row | None) -> Row:
    key = {"challenge": challenge["ref"], "criterion": name}
    for row in rows:
        if row["criterion"] == name:
            place = place_on_scale(name, row["value"])
            origin = "unknown" if place is None else "given"
            return row | {"low": place, "high": place, "origin": origin}
    if name == VULNERABILITY and delivery and delivery["due"]:
        return key | _compute_vulnerability(delivery)
    return key | {"origin": "unknown"}


def _compute_vulnerability(delivery: Row) -> Row:
    least = delivery["late"] + delivery["overdue"] + delivery["dropped"]
    most = least + delivery["part"] + delivery["unknown"]
    low, high = (_round(Decimal(count) / delivery["due"]) for count in (least, most))
    return {
        "value": _write_span(plain(low), plain(high)),
        "low": low,
        "high": high,
        "origin": "computed",
        "basis": f"{_write_span(str(least), str(most))} of {delivery['due']} due actions of "
        f"{delivery['subject']} late or undelivered",
    }


def _write_span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _round(share: Decimal) -> Decimal:
    return share.quantize(PLACES, ROUND_HALF_UP)


def _without_mixed(profiles: list[Row]) -> list[Row]:
    """A criterion stated in words here and in numbers there orders nothing: it is unknown."""
    kinds = {
        (row["criterion"], is_word(row["criterion"], row["value"]))
        for row in profiles
        if row["origin"] != "unknown"
    }
    mixed = {name for name, words in kinds if (name, not words) in kinds}
    blank = {"low": None, "high": None, "origin": "unknown"}
    return [row | blank if row["criterion"] in mixed else row for row in profiles]


def rank_challenges(tables: Tables, profiles: pl.DataFrame, now: Round) -> pl.DataFrame:
    """`challenge_ranks`: a class for every challenge of the round; tier and ranks where ordered.

    Parameters: `challenges.top` places count as the top; a challenge is main where it is there in
    at least the share `challenges.main` of weightings, and further down where it never reaches
    `challenges.contested`.
    """
    described = rows_by(profiles, "challenge")
    classes = {one["ref"]: _gate(described.get(one["ref"], [])) for one in _of_round(tables, now)}
    ordered = {ref: described[ref] for ref, class_ in classes.items() if class_ is None}
    readings = [count_places(one) for one in list_readings(_list_spans(ordered))]
    found = {
        ref: _conclude([reading[ref] for reading in readings], len(ordered), now) for ref in ordered
    }
    rows = [
        {"challenge": ref, "class": class_, **found.get(ref, {})} for ref, class_ in classes.items()
    ]
    return frame_of("challenge_ranks", rows)


def _gate(rows: Sequence[Row]) -> str | None:
    """The class of a challenge that stands outside the order; None for those within."""
    if not any(row["criterion"] != QUALITY and row["low"] is not None for row in rows):
        return "not ranked"
    quality = next(row["value"] for row in rows if row["criterion"] == QUALITY)
    return "watch" if quality == WEAK or not any(row["evidence"] for row in rows) else None


def _list_spans(described: Mapping[str, Sequence[Row]]) -> dict[str, list[Span]]:
    """Spans over the criteria that are on record for at least one challenge of the order."""
    cells = [row for rows in described.values() for row in rows if row["low"] is not None]
    known = {row["criterion"] for row in cells}
    return {
        ref: [_span_of(row) for row in rows if row["criterion"] in known - {QUALITY}]
        for ref, rows in described.items()
    }


def _span_of(row: Row) -> Span:
    """What is computed from the same actions turns out alike for all challenges it bears on."""
    same = row["basis"] if row["origin"] == "computed" else row["challenge"]
    return Span(row["low"], row["high"], f"{row['criterion']}|{same}")


def _conclude(readings: Sequence[Places], of: int, now: Round) -> Row:
    top = int(now.threshold("challenges.top"))
    share_lo = min(_share(one.last, top) for one in readings)
    share_hi = max(_share(one.first, top) for one in readings)
    return {
        "class": _classify(share_lo, share_hi, now),
        "tier_lo": min(one.tier for one in readings),
        "tier_hi": max(one.tier for one in readings),
        "share_lo": share_lo,
        "share_hi": share_hi,
        "rank_lo": min(min(one.first) for one in readings),
        "rank_hi": max(max(one.last) for one in readings),
        "of": of,
        "top": top,
        "draws": DRAWS,
    }


def _share(places: Sequence[int], top: int) -> Decimal:
    return _round(Decimal(sum(place <= top for place in places)) / len(places))


def _classify(share_lo: Decimal, share_hi: Decimal, now: Round) -> str:
    if share_lo >= now.threshold("challenges.main"):
        return "main"
    return "further" if share_hi < now.threshold("challenges.contested") else "contested"
