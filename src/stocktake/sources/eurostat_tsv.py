"""Eurostat's bulk TSV, old and new: a row a series, a column a period, flags after a blank."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from stocktake.sources.concepts import find_geo, find_time
from stocktake.sources.cubes import GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.notations import read_period
from stocktake.sources.observations import CONFIDENTIAL, STATUS
from stocktake.sources.rows import Rows, build, check_names, name_wrong
from stocktake.sources.text import LINE, NAMED, TextTable, load_table, name_first, refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError

FORMAT: Final = "eurostat-tsv"
CELL: Final = (
    r"^ *(?<value>:|-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|)"
    r" *(?<status>[a-z]*) *(?<confidential>@?[A-Z]?) *$"
)
"""A number or a colon, flags with or without a blank, and since 2023 a confidentiality `@C`."""
DAY: Final = re.compile(r"([0-9]{4})M([0-9]{2})D([0-9]{2})")


def looks_like(head: str) -> bool:
    """Whether the first line of a file is the head of a bulk TSV."""
    return "\\" in head.split("\t", 1)[0]


def read(content: bytes) -> Cube:
    """The cube of a bulk TSV."""
    try:
        return build(_read_rows(load_table(content, separators="\t", quoted=False)))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _read_rows(table: TextTable) -> Rows:
    names, across = _read_head(table)
    ours = _name_dimensions([*names, across])
    roles = {find_geo(ours), find_time(ours)}
    plain = [told for name, told in ours.items() if name not in roles]
    check_names(plain)
    keys = _split_keys(table, names).rename({name: ours[name] for name in names})
    frame = pl.concat([keys, _mark(table)], how="horizontal")
    index = [*keys.columns, LINE]
    long = frame.unpivot(index=index, variable_name=ours[across], value_name="\x1ecell")
    long = long.cast({"\x1ecell": pl.String})
    long = _split_cells(long.with_columns(pl.col(ours[across]).str.strip_prefix("\x1f")))
    published = {name: told for told, name in ours.items()}
    return Rows(FORMAT, long, plain, published, problems=table.warnings, read_period=_read_day)


def _name_dimensions(names: list[str]) -> dict[str, str]:
    geo, time = find_geo(names), find_time(names)
    return {name: {geo: GEO, time: PERIOD}.get(name, name.lower()) for name in names}


def _mark(table: TextTable) -> pl.DataFrame:
    """The columns of periods, under names no dimension can have."""
    cells = table.frame.drop(table.header[0])
    return cells.rename({name: f"\x1f{name}" for name in cells.columns if name != LINE})


def _read_day(text: str) -> str:
    """A period; bulk files write days as 2013M04D10."""
    found = DAY.fullmatch(text.strip())
    return read_period("-".join(found.groups()) if found else text)


def _read_head(table: TextTable) -> tuple[list[str], str]:
    """Dimensions of the rows and the one of the columns, from `freq,unit,geo\\TIME_PERIOD`."""
    rows, _, across = table.header[0].partition("\\")
    names = [name.strip() for name in rows.split(",")]
    every = [*names, across.strip()]
    if not all(every) or len(set(map(str.lower, every))) < len(every):
        raise refusal(fault("head-unknown", row="1", format=FORMAT, why=table.header[0]))
    return names, across.strip()


def _split_keys(table: TextTable, names: list[str]) -> pl.DataFrame:
    keys = table.frame[table.header[0]].str.strip_chars(" ")
    counts = keys.str.count_matches(",") + 1
    wrong = table.frame.select(LINE).with_columns(counts.alias("cells"))
    wrong = wrong.filter(pl.col("cells") != len(names))
    if len(wrong):
        problems = [
            fault("row-width", row=str(line), column=table.header[0], cells=n, width=len(names))
            for line, n in wrong.head(NAMED).rows()
        ]
        raise refusal(*name_first(problems, max(len(wrong) - NAMED, 0)))
    parts = keys.str.split_exact(",", len(names) - 1).struct.rename_fields(names)
    return parts.struct.unnest()


def _split_cells(long: pl.DataFrame) -> pl.DataFrame:
    """Value, status and confidentiality of each cell, each different cell looked at once."""
    cells = long.select(pl.col("\x1ecell").unique())
    parts = pl.col("\x1ecell").str.extract_groups(CELL)
    read = cells.with_columns(parts.alias("parts")).unnest("parts")
    # A word alone is no flag: Eurostat puts a colon before the flags of a missing value.
    is_word = (pl.col("value") == "") & (pl.col("status") + pl.col("confidential") != "")
    wrong = read.filter(pl.col("value").is_null() | is_word)["\x1ecell"].to_list()
    if wrong:
        codes = dict.fromkeys(wrong, "number-invalid")
        raise refusal(*name_wrong(long, "\x1ecell", codes, "value"))
    read = read.rename({"value": VALUE, "status": STATUS, "confidential": CONFIDENTIAL})
    read = read.with_columns(pl.col(CONFIDENTIAL).str.strip_chars_start("@"))
    return long.join(read, on="\x1ecell", how="left", maintain_order="left").drop("\x1ecell")
