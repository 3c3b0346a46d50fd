"""Stores and questions that are asked of DuckDB and of Spark alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vintages.stating import Line, state, years

from stocktake.indicators.questions import Question
from stocktake.vintages.store import Store

MONTHS: Final = [f"2010-{month:02}" for month in range(1, 13)]
ODD: Final = ["it's", 'a "b"', "back\\slash", "tab\there", "`tick`", "100%_", "é", "", "NULL"]
LONG: Final = "9" * 37

WHOLE: Final[list[Line]] = [
    *(("a", "T", geo, month, "1.10") for geo in ("X", "Y") for month in MONTHS),
    *(("b", "T", geo, month, "2.05", "p") for geo in ("X", "Y") for month in MONTHS),
    *(("b", "F", "X", month, None if month == "2010-06" else "3", "be") for month in MONTHS),
]
LATER: Final[list[Line]] = [
    ("a", "T", "X", "2010-03", "7.125", "r"),
    ("a", "T", "X", "2010-04", None, "c"),
    ("a", "T", "X", "2011-01", "5"),
    ("c", "T", "Z", "2010-01", "-4"),
]
LAST: Final[list[Line]] = [("a", "T", "X", "2010-03", "8"), ("a", "T", "X", "2010-04", "1")]


def fill(root: Path) -> Store:
    """Datasets of one vintage, of partial ones over a whole one, of partial ones alone."""
    store = Store(root)
    names = ("INDIC", "SEX")
    store.add(state("2011", WHOLE, names, dataset="single"))
    for complete, dataset in ((True, "layered"), (False, "partial")):
        store.add(state("2011", WHOLE, names, dataset=dataset, complete=complete))
        store.add(state("2012", LATER, names, dataset=dataset, complete=False))
        store.add(state("2013", LAST, names, dataset=dataset, complete=False))
    store.add(state("2011", WHOLE, names, dataset="two", complete=True))
    store.add(state("2012", LATER, names, dataset="two", complete=False))
    odd: Sequence[Line] = [(code, "X", "2010", str(at)) for at, code in enumerate(ODD)]
    store.add(state("2011", odd, ("a b.c-d",), dataset="odd"))
    store.add(state("2011", years([LONG, "1", "-" + LONG]), dataset="long"))
    store.add(state("2011", years(["0." + "3" * 18, "1"]), dataset="fine"))
    store.add(state("2011", [("X", "2010", "1"), ("Y", "2010", None)], (), dataset="bare"))
    mixed = {"vintage-dimensions"}
    store.add(state("2011", years(["1", "2"]), dataset="mixed"))
    lines: list[Line] = [("a", "T", "X", "2009", "9"), ("a", "", "X", "2008", "4")]
    store.add(state("2012", lines, names, dataset="mixed", complete=False), mixed)
    return store


A, B = ("INDIC", ("a",)), ("INDIC", ("a", "b"))
T = ("SEX", ("T",))
CASES: Final = [
    *(
        Question(dataset, where, places, common, aggregate, over_time, 2)
        for dataset in ("single", "layered", "partial", "two")
        for where, places, common, aggregate, over_time in (
            ((A, T), ("X",), (), "none", "none"),
            ((B,), ("X", "Y"), (), "sum", "sum"),
            ((B, T), ("U",), ("X", "Y"), "mean", "mean"),
            ((), (), (), "count", "last"),
            ((), ("Z", "X"), (), "count", "none"),
        )
    ),
    *(Question("odd", (("a b.c-d", (code,)),), ("X",)) for code in ODD),
    Question("odd", (("a b.c-d", tuple(ODD)),), ("X",), aggregate="sum"),
    Question("long", (A,), ("X",)),
    Question("fine", (A,), ("X",)),
    Question("bare", (), ("Y", "X")),
    Question("bare", (), ("U",), ("X", "Y"), "sum"),
    Question("mixed", (A,), ("X",)),
    Question("mixed", (A, T), ("X",)),
    Question("single", (("INDIC", ("none",)),), ("X",), aggregate="sum"),
    Question("single", (("OTHER", ("a",)),), ("X",), aggregate="sum"),
]


def name_case(question: Question) -> str:
    """A short name for a test's report."""
    where = ";".join(f"{name}={','.join(codes)}" for name, codes in question.where)
    told = (question.dataset, where, question.aggregate, question.over_time)
    return "-".join(told).encode("unicode_escape").decode()
