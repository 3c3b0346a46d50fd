"""Findings follow from the tables and the day alone: no clock, no order of rows, no caller."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date
from decimal import localcontext
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import FLAGSHIP, assessed, deed, flagship, promise, rows_in, strategy_of, values

import stocktake.assess
from stocktake.assess import assess, open_round
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.known import cut_to_day
from stocktake.vocabulary.tables import COMPUTED

SOURCES = Path(stocktake.assess.__file__).parent


def small() -> Tables:
    """Two of everything that could be taken in the wrong order."""
    return strategy_of(
        objectives=[{"ref": "O1"}, {"ref": "O1.L1", "parent": "O1"}],
        actions=[promise("2012"), {"ref": "O1.L1.A1", "objective": "O1.L1", "due": "2012"}],
        milestones=[
            deed("2012-06-01", "whole", ref="M1"), deed("2012-06-01", "other_form", ref="M2"),
            deed("2012-06-01", "part", "O1.L1.A1", ref="M3"),
            deed("2012", "no", "O1.L1.A1", ref="M4"),
        ],
        indicators=[{"ref": "I1"}, {"ref": "I2", "standing": "own"}],
        targets=[{"indicator": "I1"}, {"indicator": "I1", "deadline": "2013"}],
        vintages=[{"published": "2012-06"}, {"published": "2011-06"}],
        observations=values("2011-06", {"2009": "1", "2010": "2"})
        + values("2012-06", {"2009": "1", "2010": "3", "2011": "4"}),
        recommendations=[{"ref": "REC-1"}, {"ref": "REC-2"}],
        follow_ups=[{"recommendation": "REC-1"},
                    {"recommendation": "REC-1", "cycle": "2014", "grade": "in full"}],
        requests=[{"ref": "R1"}, {"ref": "R2", "subject": "O1.L1.A1"}],
        contributions=[
            {"ref": "C1", "answers": "R1", "reported": "planned"},
            {"ref": "C2", "answers": "R1", "reported": "in progress"},
            {"ref": "C3", "kind": "state", "subject": "O1", "reported": "open", "actor": "COM"},
            {"ref": "C4", "kind": "state", "subject": "O1", "reported": "at risk"},
        ],
        parameters=[{"name": "stale_years", "from": "2011-01-01", "value": "2"},
                    {"name": "stale_years", "from": "2012-01-01", "value": "4"}],
    )  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_rows_changes_no_finding(seed: int) -> None:
    tables = small()
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in tables.items()
    }
    one, other = assessed(tables, "2014"), assessed(shuffled, "2014")
    for table in COMPUTED:
        assert rows_in(one[table.name]) == rows_in(other[table.name]), table.name


def test_the_same_tables_give_the_same_findings() -> None:
    one, other = assessed(small()), assessed(small())
    assert all(frame.equals(other[name]) for name, frame in one.items())


def test_a_callers_own_arithmetic_changes_nothing() -> None:
    with localcontext() as rough:
        rough.prec = 2
        one = assessed(small())
    other = assessed(small())
    assert all(frame.equals(other[name]) for name, frame in one.items())


def test_every_finding_has_the_columns_of_the_dictionary() -> None:
    found = assess(cut_to_day(small(), date(2013, 4, 10)), "2013")
    for table in COMPUTED:
        if table.name in found:
            frame = found[table.name]
            assert tuple(frame.columns) == table.names
            for column in table.columns:
                kind = frame.schema[column.name]
                assert kind == column.polars or isinstance(kind, pl.Decimal), column.name
                assert column.optional or not frame[column.name].null_count(), column.name


def test_today_is_an_argument_and_the_rounds_own_day_if_none_is_given() -> None:
    tables = small()
    own = assess(tables, "2013")["action_states"]
    assert own.equals(assess(tables, "2013", date(2013, 4, 10))["action_states"])
    earlier = assess(tables, "2013", date(2012, 1, 1))["action_states"]
    assert set(earlier["timing"]) == {"not yet due"}


def test_no_rule_reads_a_clock_a_file_or_the_network() -> None:
    banned = (".today()", ".now(", "import time", "open(", "read_csv", "read_parquet", "scan_",
              "os.environ", "Path(", "urllib", "socket", "import random")  # fmt: skip
    for source in SOURCES.glob("*.py"):
        text = source.read_text().replace("def open_round(", "").replace("open_round(", "")
        assert not [word for word in banned if word in text], source.name


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_another_hash_seed_time_zone_and_day_of_the_machine_give_the_same_findings() -> None:
    code = (
        "from people import *; import hashlib; t = assessed(flagship(), '2013');"
        "print(hashlib.sha256(repr([(n, f.rows()) for n, f in t.items()]).encode()).hexdigest())"
    )
    told = set()
    for number, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Los_Angeles")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": number, "TZ": zone, "PYTHONPATH": "src:tests", "PATH": "/bin"},
            cwd=FLAGSHIP.parents[1],
            capture_output=True,
            text=True,
            check=True,
        )
        told.add(done.stdout)
    assert len(told) == 1


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_shuffling_the_flagship_changes_none_of_its_classes() -> None:
    tables = flagship()
    numbers = random.Random(7)
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=numbers.randrange(1000))
        for name, frame in tables.items()
    }
    for name in ("action_states", "deliveries", "verdicts", "movements", "ledger", "series"):
        one, other = assessed(tables, "2014")[name], assessed(shuffled, "2014")[name]
        assert rows_in(one) == rows_in(other), name


def test_a_future_fact_changes_no_finding_of_today() -> None:
    tables = small()
    later = tables | {"evidence": tables["evidence"].filter(pl.col("ref") != "EV-late")}
    day = open_round(tables, "2013").today
    one, other = (assess(cut_to_day(each, day), "2013") for each in (tables, later))
    assert all(frame.equals(other[name]) for name, frame in one.items())
