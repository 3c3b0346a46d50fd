"""The dictionary as a page: `docs/tables.md` and the closed lists of `docs/words.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from stocktake.vocabulary.shapes import Column, Table, Type
from stocktake.vocabulary.tables import SCHEMA_VERSION, TABLES
from stocktake.vocabulary.words import WORDS

INTRODUCTION = f"""# Tables

Every table of a strategy, schema {SCHEMA_VERSION}. This page is made from
`src/stocktake/vocabulary/tables/` by `./go docs`; change it there.

`K` is part of the key, `?` may be empty, `>` refers to rows of another table. Empty means not
known; `-` means does not apply; neither is ever 0. A `when` is a year, month or day and counts as
its last day. `refs` are references with `;` between. Computed tables exist only as findings and in
releases.
"""


def describe_tables() -> str:
    """All tables in order, a line a column."""
    parts = [INTRODUCTION]
    for group, tables in groupby(TABLES.values(), key=lambda table: table.group):
        parts.append(f"## {group}\n")
        parts += [_describe_table(table) for table in tables]
    return "\n".join(parts)


def _describe_table(table: Table) -> str:
    head = f"### {table.name}\n\n{table.about[0].upper()}{table.about[1:]}.\n"
    known = f" Known from its `{table.known_by}` on." if table.known_by else ""
    rows = "\n".join(_describe_column(column) for column in table.columns)
    return f"{head.rstrip()}{known}\n\n| column | type | meaning |\n|---|---|---|\n{rows}\n"


def _describe_column(column: Column) -> str:
    flags = (" K" if column.key else "") + ("?" if column.optional else "")
    kind: str = column.type
    if column.type is Type.WORD:
        kind = f"word [{column.words}](words.md#{column.words})"
    if column.to:
        kind += f" > {', '.join(column.to)}"
    about = column.about.replace("|", "\\|")
    return f"| {column.name}{flags} | {kind} | {about} |"


def describe_words() -> Iterator[str]:
    """Each closed list as a section with its words and what they mean."""
    for name, words in WORDS.items():
        rows = "\n".join(f"| {word} | {meaning} |" for word, meaning in words.items())
        yield f"### {name}\n\n| word | meaning |\n|---|---|\n{rows}\n"
