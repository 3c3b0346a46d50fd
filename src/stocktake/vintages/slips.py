"""Revised values that look like a slip: moved by a year, another unit, another series, a sign.

They are shown, never mended: only the office can say which figure holds. Floats are good enough
here, since nothing of what is computed is kept.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from stocktake.vintages.manifests import GEO, PERIOD

NEAR: Final = 0.005
"""Relative distance at which two values look alike; the Frontex visa row is within 0.003."""
ENOUGH: Final = 3
"""Values that must look alike before a row of them is suspicious."""
MOST: Final = 0.8
POWERS: Final = (1000, 100, 10)
YEAR: Final = re.compile(r"[0-9]{4}(?=$|[-/])")

REVISED: Final = pl.col("kind") == "revised"
SLIP: Final = "slip"


def find_slips(
    changed: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame, names: list[str]
) -> pl.DataFrame:
    """Revised rows that look like a slip become suspicious, with the reason in `why`."""
    group = [*names, GEO]
    revised = changed.filter(REVISED)
    if revised.is_empty():
        return changed
    known = before.join(revised.select(group).unique(), on=group, how="semi")
    rows = [
        _find_moved(revised, known, group, 1),
        _find_moved(revised, known, group, -1),
        _find_twins(revised, before, after, group),
        _find_scaled(revised, group),
    ]
    told = revised.select([*group, PERIOD]).with_columns(
        _say_sign(revised), _say_cell_scaled(revised)
    )
    for number, found in enumerate(rows):
        told = told.join(found.rename({SLIP: f"{SLIP}{number}"}), on=group, how="left")
    reasons = [f"{SLIP}{number}" for number in range(len(rows))]
    told = told.select(*group, PERIOD, pl.coalesce(*reasons, "scaled_cell", "sign").alias(SLIP))
    marked = changed.join(
        told, on=[*group, PERIOD], how="left", maintain_order="left", nulls_equal=True
    )
    is_slip = REVISED & pl.col(SLIP).is_not_null()
    return marked.with_columns(
        pl.when(is_slip).then(pl.lit("suspicious")).otherwise("kind").alias("kind"),
        pl.when(is_slip).then(SLIP).otherwise("why").alias("why"),
    ).drop(SLIP)


def move_years(period: str, years: int) -> str:
    """The same part of another year: 2011/2012 and one year is 2012/2013."""
    return YEAR.sub(lambda found: f"{int(found[0]) + years:04}", period)


def _float(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64)


def _is_near(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (one - other).abs() <= NEAR * other.abs()


def _find_moved(
    revised: pl.DataFrame, known: pl.DataFrame, group: list[str], years: int
) -> pl.DataFrame:
    """Series whose new values are the old ones of the year after (1) or before (-1)."""
    periods = known[PERIOD].unique().to_list()
    moved = {period: move_years(period, -years) for period in periods}
    shifted = known.filter(pl.col("old").is_not_null()).select(
        *group, pl.col(PERIOD).replace_strict(moved, return_dtype=pl.String), other="old"
    )
    pairs = revised.join(shifted, on=[*group, PERIOD], how="inner").with_columns(
        is_moved=_is_near(_float("new"), _float("other")),
        is_same=_is_near(_float("new"), _float("old")),
    )
    counted = pairs.group_by(group).agg(
        pl.len().alias("all"),
        pl.col("is_moved").sum().alias("moved"),
        (pl.col("is_moved") & ~pl.col("is_same")).sum().alias("told"),
    )
    found = counted.filter((pl.col("told") >= ENOUGH) & (pl.col("moved") >= MOST * pl.col("all")))
    side = "after" if years > 0 else "before"
    words = (
        f"the series looks moved by a year: its values are near the earlier ones of the year {side}"
    )
    return found.select(*group, pl.lit(words).alias(SLIP))


def _power(name: str = "new", other: str = "old") -> pl.Expr:
    """The factor by which a value was multiplied or divided, null if it is none of ours."""
    ratio = (_float(name) / _float(other)).abs()
    chosen: pl.Expr = pl.lit(None, pl.String)
    for power in POWERS:
        up, down = pl.lit(f"{power} times"), pl.lit(f"1/{power} of")
        chosen = (
            pl.when(_is_near(ratio, pl.lit(float(power))))
            .then(up)
            .when(_is_near(ratio * power, pl.lit(1.0)))
            .then(down)
            .otherwise(chosen)
        )
    return pl.when((pl.col(other) != 0) & (pl.col(name) != 0)).then(chosen)


def _find_scaled(revised: pl.DataFrame, group: list[str]) -> pl.DataFrame:
    """Series most of whose revised values changed by one factor of 10, 100 or 1000."""
    counted = (
        revised.with_columns(factor=_power())
        .group_by(group)
        .agg(
            pl.len().alias("all"),
            pl.col("factor").drop_nulls().len().alias("scaled"),
            pl.col("factor").drop_nulls().n_unique().alias("factors"),
            pl.col("factor").drop_nulls().first().alias("factor"),
        )
    )
    found = counted.filter(
        (pl.col("scaled") >= ENOUGH)
        & (pl.col("scaled") >= MOST * pl.col("all"))
        & (pl.col("factors") == 1)
    )
    words = pl.format("it is {} the earlier value: the unit may have changed", pl.col("factor"))
    return found.select(*group, words.alias(SLIP))


def _say_cell_scaled(revised: pl.DataFrame) -> pl.Series:
    """One value with the very digits of the earlier one, three of them at least."""
    digits = [
        pl.col(name)
        .cast(pl.String)
        .str.replace_all(r"[-.]", "")
        .str.strip_chars_start("0")
        .str.strip_chars_end("0")
        for name in ("old", "new")
    ]
    is_alike = (digits[0] == digits[1]) & (digits[0].str.len_bytes() >= ENOUGH)
    words = pl.format("it is {} the earlier value, digit for digit", _power())
    return revised.select(
        pl.when(is_alike & _power().is_not_null()).then(words).alias("scaled_cell")
    )["scaled_cell"]


def _say_sign(revised: pl.DataFrame) -> pl.Series:
    is_turned = (pl.col("new") == -pl.col("old")) & (pl.col("old") != 0)
    words = pl.lit("only the sign differs")
    return revised.select(pl.when(is_turned).then(words).alias("sign"))["sign"]


def _find_twins(
    revised: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame, group: list[str]
) -> pl.DataFrame:
    """Revised series all of whose values are now those of another one, and were not before."""
    new = _sum_up(after, "new", group)
    old = _sum_up(before, "old", group).rename({"print": "print_old"}).drop("different", "known")
    prints = new.join(old, on=group, how="left")
    prints = prints.filter((pl.col("known") >= ENOUGH) & (pl.col("different") > 1))
    prints = prints.filter(pl.col("print").is_duplicated()).with_row_index("place")
    own = prints.join(revised.select(group).unique(), on=group, how="semi")
    pairs = own.join(prints, on="print", how="inner", suffix="_other").filter(
        (pl.col("place") != pl.col("place_other"))
        & pl.col("print_old").ne_missing(pl.col("print_old_other"))
    )
    name = pl.concat_str([pl.col(f"{one}_other") for one in group], separator=", ")
    words = pl.format("every value is now that of another series ({})", name)
    return pairs.select(*group, words.alias(SLIP)).unique(group, keep="first", maintain_order=True)


def _sum_up(frame: pl.DataFrame, value: str, group: list[str]) -> pl.DataFrame:
    """One text a series that holds all its periods and values."""
    line = pl.concat_str(pl.col(PERIOD), pl.col(value).cast(pl.String), separator="=")
    told = frame.filter(pl.col(value).is_not_null()).sort([*group, PERIOD])
    return told.group_by(group, maintain_order=True).agg(
        line.str.join(";").alias("print"),
        pl.col(value).n_unique().alias("different"),
        pl.len().alias("known"),
    )
