"""Texts that a spreadsheet would compute, made harmless in CSV and put back when read again."""

from __future__ import annotations

from typing import Final

import polars as pl

FORMULA: Final = r"^'*[=+@\t\r-]"
"""An apostrophe before it makes a spreadsheet show the text; more of them are counted as one more,
so that what began with one comes back too."""

NUMBER: Final = r"^[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?$"


def disarm(text: pl.Expr) -> pl.Expr:
    """An apostrophe before each text that a spreadsheet would compute; numbers and signs stay."""
    is_armed = text.str.contains(FORMULA) & ~text.str.contains(NUMBER) & (text.str.len_chars() > 1)
    return pl.when(~is_armed).then(text).otherwise(pl.concat_str(pl.lit("'"), text))


def rearm(text: pl.Expr) -> pl.Expr:
    """The texts that `disarm` had before it."""
    return text.str.replace(r"^'('*[=+@\t\r-])", "$1")
