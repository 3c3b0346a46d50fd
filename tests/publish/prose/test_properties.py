"""Laws of the checker: bound figures, the order of blocks, and a value that changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publish.prose.written import Releases, case_of, written

from stocktake.publish.locales import House
from stocktake.publish.prose.checking import check_prose
from stocktake.publish.report.blocks import Document
from stocktake.vocabulary.problems import Problem

ABOUT_FIGURES = {f"L0{n}" for n in range(3, 10)}
CYCLES = ("2011", "2013", "2014")


def known_values(releases: Releases, cycle: str) -> list[dict[str, object]]:
    tables = releases[cycle].tables
    own = tables["indicators"].filter(pl.col("nature") != "rate")["ref"].to_list()
    known = tables["series"].filter(pl.col("value").is_not_null())
    return known.filter(pl.col("indicator").is_in(own)).to_dicts()


def rules(found: list[Problem]) -> set[str]:
    return {problem.code.partition("-")[0] for problem in found}


@pytest.mark.parametrize("cycle", CYCLES)
def test_a_bound_figure_is_never_a_finding(flagship_releases: Releases, cycle: str) -> None:
    blocks = [
        written(f"Here {{{{{value['indicator']}@{value['period']}}}}} stands.", f"o2.t{number}")
        for number, value in enumerate(known_values(flagship_releases, cycle))
    ]
    found = check_prose(case_of(flagship_releases, blocks, cycle))
    assert not rules(found) & (ABOUT_FIGURES | {"L25"}), [problem.line() for problem in found]


def typed(value: dict[str, object], shown: str, key: str) -> tuple[str, str]:
    return key, f"The value of {value['indicator']} in {str(value['period'])[:4]} was {shown}."


@pytest.mark.parametrize("cycle", ["2013", "2014"])
def test_a_changed_value_makes_every_typed_copy_fire(
    flagship_releases: Releases, cycle: str
) -> None:
    """Every series value is typed in three ways, then changed by more than its digits show."""
    house = House("en")
    values = [v for v in known_values(flagship_releases, cycle) if len(str(v["period"])) == 4]
    case = case_of(flagship_releases, [], cycle)
    nature = {row["ref"]: row for row in case.rows("indicators")}
    blocks, keys = [], set()
    for number, value in enumerate(values):
        indicator, exact = nature[value["indicator"]], Decimal(str(value["value"]))
        sign = "%" if indicator["nature"] == "share" else ""
        shown = house.number(exact, indicator["decimals"])
        for way, text in enumerate((shown, shown.replace("\u202f", ","))):
            key, said = typed(value, text + sign, f"o2.t{number}.{way}")
            keys.add(key)
            blocks.append(written(said, key))
    sound = case_of(flagship_releases, blocks, cycle)
    assert not rules(check_prose(sound)) & {"L03", "L04", "L05", "L06"}
    moved = sound.tables["series"].with_columns(value=pl.col("value") * 2 + 7)
    changed = replace(sound, tables=sound.tables | {"series": moved}, _rows={})
    fired = {p.row for p in check_prose(changed) if p.code[:3] in {"L03", "L04", "L05", "L06"}}
    assert fired == keys


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_blocks_changes_no_finding(
    flagship_reports: dict[str, Document], flagship_releases: Releases, seed: int
) -> None:
    report = flagship_reports["2013"]
    blocks = [*report.blocks, written("Some 600 KPIs improved, by SIS II and CIRAM.", "o2.x")]
    shuffled = Random(seed).sample(blocks, len(blocks))
    case = case_of(flagship_releases, [])
    here, there = (
        check_prose(replace(case, document=replace(report, blocks=tuple(order))))
        for order in (blocks, shuffled)
    )
    assert len(here) > 3
    assert set(here) == set(there)


def test_a_language_without_lists_says_what_was_not_checked(flagship_releases: Releases) -> None:
    case = case_of(flagship_releases, [written("Thanks to O2.L1.A1, attacks fell.")], lang="pl")
    told = [found for found in check_prose(case) if found.code == "prose-unlisted"]
    assert "L12" in told[0].message
    assert [found.code for found in check_prose(case) if found.code == "L12"] == []


@pytest.mark.parametrize("lang", ["en", "fr", "de", "pl"])
def test_no_text_breaks_the_checker(flagship_releases: Releases, lang: str) -> None:
    @settings(max_examples=30, deadline=None)
    @given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
    def check(text: str) -> None:
        check_prose(case_of(flagship_releases, [written(text)], lang=lang))

    check()
