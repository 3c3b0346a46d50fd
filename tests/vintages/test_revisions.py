"""Between any two days: what is new, revised, withdrawn, flagged otherwise, and what looks odd."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from people import FLAGSHIP, flagship
from specimens import RAW, needs_raw
from vintages.stating import Line, state, years

from stocktake.vintages.revisions import find_revisions, say
from stocktake.vintages.store import Store
from stocktake.vintages.strategies import take_in
from stocktake.vocabulary.tables import TABLES

OLD_DAY, NEW_DAY = date(2014, 12, 31), date(2015, 12, 31)
ACCEPTED = {"vintage-shrunk", "vintage-dimensions"}


def compare(
    root: Path, old: Sequence[Line], new: Sequence[Line], dimensions: Sequence[str] = ("INDIC",)
) -> pl.DataFrame:
    """What changed from one whole vintage to the next."""
    store = Store(root)
    store.add(state("2014", old, dimensions), ACCEPTED)
    store.add(state("2015", new, dimensions), ACCEPTED)
    return find_revisions(store, "floods", OLD_DAY, NEW_DAY)


def kinds(frame: pl.DataFrame) -> dict[str, str]:
    return dict(frame.select("period", "kind").iter_rows())


def test_each_kind_of_change_is_told_in_words(tmp_path: Path) -> None:
    old: list[Line] = [
        ("a", "X", "2008", "1"), ("a", "X", "2009", "2"), ("a", "X", "2010", "3", "p"),
        ("a", "X", "2011", None, "c"), ("a", "X", "2012", "5"), ("a", "X", "2013", "6"),
        ("a", "X", "2014", None), ("a", "X", "2016", "8"),
    ]  # fmt: skip
    new: list[Line] = [
        ("a", "X", "2008", "1"), ("a", "X", "2009", "2.5", "r"), ("a", "X", "2010", "3", "b"),
        ("a", "X", "2011", "4"), ("a", "X", "2012", None, "c"), ("a", "X", "2015", "9"),
        ("a", "X", "2016", "8", "e"),
    ]  # fmt: skip
    found = compare(tmp_path, old, new)
    assert tuple(found.columns) == TABLES["revisions"].names
    assert [say(row) for row in found.to_dicts()] == [
        "INDIC=a, X, 2009: revised from 2 to 2.5.",
        "INDIC=a, X, 2010: flag p, now flag b.",
        "INDIC=a, X, 2011: 4 is new, stated before without a value.",
        "INDIC=a, X, 2012: 5 was withdrawn, now without a value, flag c.",
        "INDIC=a, X, 2013: 6 was withdrawn, no longer stated.",
        "INDIC=a, X, 2015: 9 is new, not stated before.",
        "INDIC=a, X, 2016: flag none, now flag e.",
    ]
    assert found["old"].to_list()[0] == Decimal("2.0")


def test_the_same_vintage_on_both_days_has_no_revisions(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(state("2014"))
    assert find_revisions(store, "floods", OLD_DAY, NEW_DAY).is_empty()
    assert find_revisions(store, "other", OLD_DAY, NEW_DAY).schema == TABLES["revisions"].schema


def test_a_value_written_otherwise_is_no_revision(tmp_path: Path) -> None:
    found = compare(tmp_path, years(["1.0", "2", "3"]), years(["1", "2.00", "3", "4.125"]))
    assert kinds(found) == {"2011": "new"}


def test_a_dimension_that_came_makes_other_series(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(state("2014", years(["1"])))
    store.add(state("2015", [("a", "T", "X", "2008", "1")], ("INDIC", "SEX")), ACCEPTED)
    found = find_revisions(store, "floods", OLD_DAY, NEW_DAY)
    assert [say(row) for row in found.to_dicts()] == [
        "INDIC=a, X, 2008: 1 was withdrawn, no longer stated.",
        "INDIC=a;SEX=T, X, 2008: 1 is new, not stated before.",
    ]


VISAS_2014 = ["11203043", "10241000", "11842761", "13510250"]
VISAS_2015 = ["10268000", "11859431", "13521984", "14256000", "16196325"]


def test_a_row_that_moved_a_year_is_not_swallowed_as_a_revision(tmp_path: Path) -> None:
    """Made in the likeness of issued visas in two annual reports of Frontex."""
    other = years(["5", "6", "7", "8"], "stay", 2009)
    found = compare(
        tmp_path,
        [*years(VISAS_2014, "visas", 2009), *other],
        [*years(VISAS_2015, "visas", 2009), *other, ("stay", "X", "2013", "9")],
    )
    visas = found.filter(series="INDIC=visas")
    assert kinds(visas) == dict.fromkeys(["2009", "2010", "2011", "2012"], "suspicious") | {
        "2013": "new"
    }
    assert say(visas.to_dicts()[0]) == (
        "INDIC=visas, X, 2009: from 11203043 to 10268000, and the series looks moved by a year: "
        "its values are near the earlier ones of the year after."
    )
    assert kinds(found.filter(series="INDIC=stay")) == {"2013": "new"}


def test_months_and_fiscal_years_that_moved_are_seen_too(tmp_path: Path) -> None:
    told = ["17", "3", "99", "42", "8", "61"]
    for at, names in enumerate(
        (
            [f"{year}-0{month}" for year in (2010, 2011, 2012) for month in (1, 2)],
            [f"{year}/{year + 1}" for year in range(2010, 2016)],
        )
    ):
        step = (2, 1)[at]
        old: list[Line] = [("a", "X", period, value) for period, value in zip(names, told)]  # noqa: B905
        new: list[Line] = [
            ("a", "X", period, value)
            for period, value in zip(names[step:], told[:-step])  # noqa: B905
        ]
        found = compare(tmp_path / str(at), old, [old[0], *new])
        suspicious = found.filter(kind="suspicious")
        assert len(suspicious) >= 3
        assert suspicious["why"].str.contains("of the year before").all()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["100", "100", "100", "100"], ["101", "101", "101", "101"]),
        (["100", "110", "121", "133"], ["100", "111", "122", "135"]),
        (["10", "20", "40", "80"], ["21", "39", "82", "161"]),
        (["10", "20"], ["20", "20"]),
    ],
)
def test_ordinary_revisions_are_not_suspicious(
    tmp_path: Path, old: list[str], new: list[str]
) -> None:
    assert "suspicious" not in kinds(compare(tmp_path, years(old), years(new))).values()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (["118087", "115305", "128902"], ["118.1", "115.3", "128.9"], "1/1000 of"),
        (["12.5", "13.75", "9.1"], ["125", "137.5", "91"], "10 times"),
        (["1", "2", "3", "4"], ["100", "200", "300", "400"], "100 times"),
    ],
)
def test_a_changed_unit_is_suspicious(
    tmp_path: Path, old: list[str], new: list[str], why: str
) -> None:
    found = compare(tmp_path, years(old), years(new))
    assert set(found["kind"]) == {"suspicious"}
    assert found["why"].str.contains(why).all()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("1234", "12340", "it is 10 times the earlier value, digit for digit"),
        ("1234", "12.34", "it is 1/100 of the earlier value, digit for digit"),
        ("17", "-17", "only the sign differs"),
        ("5", "50", None),
        ("12", "1200", None),
        ("0", "10", None),
        ("1234", "12341", None),
    ],
)
def test_a_slip_of_one_value_is_suspicious_where_digits_tell(
    tmp_path: Path, old: str, new: str, why: str | None
) -> None:
    found = compare(tmp_path, years(["7", old]), years(["7", new]))
    assert found["why"].to_list() == [why]
    assert found["kind"].to_list() == ["revised" if why is None else "suspicious"]


def test_a_series_that_took_anothers_values_is_suspicious(tmp_path: Path) -> None:
    one, other = years(["1", "2", "3"], "a"), years(["4", "5", "6"], "b")
    found = compare(tmp_path, [*one, *other], [*one, *years(["1", "2", "3"], "b")])
    assert set(found["kind"]) == {"suspicious"}
    assert found["why"][0] == "every value is now that of another series (a, X)"
    assert set(found["series"]) == {"INDIC=b"}


def test_series_that_were_always_alike_are_not_suspicious(tmp_path: Path) -> None:
    old = [*years(["11", "12", "13"], "a"), *years(["11", "12", "13"], "b")]
    new = [*years(["11", "12", "14"], "a"), *years(["11", "12", "14"], "b")]
    assert set(compare(tmp_path, old, new)["kind"]) == {"revised"}


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_editions_of_frontex_are_compared(tmp_path: Path) -> None:
    store = Store(tmp_path)
    take_in(store, flagship())
    found = find_revisions(store, "fran", date(2013, 4, 30), date(2014, 6, 20))
    counted = dict(found["kind"].value_counts().iter_rows())
    assert counted == {"new": 9, "revised": 7}
    assert "INDIC=refusals, FRAN, 2011: revised from 118111 to 118277." in map(
        say, found.to_dicts()
    )


def read_old_tsv(path: Path) -> list[Line]:
    """Population by country as Eurostat's bulk files had it."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, delimiter="\t")
    lines: list[Line] = []
    for row in rows:
        code, geo = row[0].split(",")[-2:]
        for period, cell in zip(head[1:], row[1:], strict=True):
            value, _, flags = cell.strip().partition(" ")
            told = "".join(sorted(flags)) or None
            lines.append((code, geo, period.strip(), None if value == ":" else value, told))
    return lines


@needs_raw
def test_population_of_2016_and_2020_is_compared(tmp_path: Path) -> None:
    old = read_old_tsv(RAW / "common/tps00001_old_tsv_vintage2016.tsv")
    new = read_old_tsv(RAW / "common/tps00001_old_tsv_vintage2020.tsv")
    found = compare(tmp_path, old, new)
    (row,) = found.filter(geo="DE", period="2011").to_dicts()
    assert (row["old"], row["new"], row["kind"]) == (81751602, 80222065, "revised")
    assert "suspicious" not in set(found["kind"])
    assert {"new", "revised", "withdrawn"} <= set(found["kind"])
