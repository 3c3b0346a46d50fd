"""The shared address (table, row, field) of what is said about facts; the most specific wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

ALL = "*"
Line = Mapping[str, Any]


class Index:
    """Lines of a side table, found by the fact they speak of."""

    def __init__(self, side_table: pl.DataFrame) -> None:
        self._lines: dict[tuple[str, str, str], Line] = {
            (line["table"], line["row"], line["field"]): line
            for line in side_table.iter_rows(named=True)
        }
        self._fields: dict[tuple[str, str], list[str]] = {}
        for table, row, field in self._lines:
            self._fields.setdefault((table, row), []).append(field)
        self._with_rows = {table for table, row, _ in self._lines if row != ALL}

    def find(self, table: str, row: str, field: str = ALL) -> Line | None:
        """The line that holds for a fact: row and field, else row, else field, else table."""
        for key in ((row, field), (row, ALL), (ALL, field), (ALL, ALL)):
            line = self._lines.get((table, *key))
            if line is not None:
                return line
        return None

    def lines_on(self, table: str, row: str) -> Iterator[Line]:
        """Every line that names this very row, whatever its field."""
        for field in self._fields.get((table, row), ()):
            yield self._lines[table, row, field]

    def rows_under(self, table: str, prefix: str) -> list[str]:
        """Rows that lines name and whose address begins with these key values."""
        return [row for name, row in self._fields if name == table and row.startswith(prefix + "|")]

    def names_rows(self, table: str) -> bool:
        """Whether any line names a single row of the table."""
        return table in self._with_rows

    def fields_of(self, table: str, row: str = ALL) -> list[str]:
        """Fields for which a line names this row (or all rows)."""
        return self._fields.get((table, row), [])


def is_unconfirmed(provenance: Index, table: str, row: str, fields: tuple[str, ...] = ()) -> bool:
    """Whether the row, or one of the fields shown of it, is unconfirmed."""
    lines = [provenance.find(table, row, field) for field in (ALL, *fields)]
    return any(line is not None and line["standing"] == "unconfirmed" for line in lines)
