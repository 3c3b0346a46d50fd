"""What is not marked CLEAR and publish is not in a release: no row, no field, no trace of it."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from people import FILL, STANDING, deed, promise, release_of, strategy_of, values

from stocktake.release.publishable import cut_to_public, is_public
from stocktake.release.reading import read_release
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.shapes import Type
from stocktake.vocabulary.tables import INPUT

Told = list[dict[str, str]]
TOOL = Path(__file__).parents[3] / "shared" / "tools" / "canary_scan.py"
ALL_CLEAR: Told = [dict(row) for row in STANDING["marks"]]


def mark(table: str, row: str = "*", field: str = "*", tlp: str = "AMBER", use: str = "internal",
         **cells: str) -> dict[str, str]:  # fmt: skip
    return {"table": table, "row": row, "field": field, "tlp": tlp, "use": use, **cells}


def public(
    *marks: dict[str, str], base: Sequence[Mapping[str, str]] = ALL_CLEAR, **rows: Told
) -> Tables:
    return cut_to_public(strategy_of(marks=[*base, *marks], **rows)).tables


@pytest.mark.parametrize(
    ("tlp", "use", "seen"),
    [
        ("CLEAR", "publish", True),
        ("CLEAR", "internal", False),
        ("GREEN", "publish", False),
        ("AMBER", "publish", False),
        ("AMBER+STRICT", "publish", False),
        ("RED", "publish", False),
    ],
)
def test_both_axes_must_allow(tlp: str, use: str, seen: bool) -> None:
    cut = public(mark("actions", "O1.A1", tlp=tlp, use=use), actions=[promise(), {"ref": "O1.A2"}])
    assert cut["actions"]["ref"].to_list() == (["O1.A1", "O1.A2"] if seen else ["O1.A2"])
    assert is_public({"tlp": tlp, "use": use}) is seen
    assert not is_public(None)


def test_unmarked_means_not_public() -> None:
    cut = public(base=[], actions=[promise()], milestones=[deed("2012", "whole")])
    assert all(frame.is_empty() for frame in cut.values())


def test_one_row_may_be_public_in_a_table_that_is_not() -> None:
    marks = [one for one in ALL_CLEAR if one["table"] != "actions"]
    cut = public(mark("actions", "O1.A1", tlp="CLEAR", use="publish"), base=marks,
                 actions=[promise(), {"ref": "O1.A2"}])  # fmt: skip
    assert cut["actions"]["ref"].to_list() == ["O1.A1"]


def test_of_two_marks_on_one_address_the_stricter_holds() -> None:
    strict, wide = mark("actions", "O1.A1"), mark("actions", "O1.A1", tlp="CLEAR", use="publish")
    for pair in ((strict, wide), (wide, strict)):
        assert public(*pair, actions=[promise()])["actions"].is_empty()


ANSWER = {"ref": "2013.Europol.1", "reported": "planned", "text": "Not for print."}


def test_of_a_status_only_the_status_may_be_public() -> None:
    cut = public(mark("contributions", "2013.Europol.1", "text"), actions=[promise()],
                 contributions=[ANSWER])  # fmt: skip
    row = cut["contributions"].to_dicts()[0]
    assert (row["reported"], row["text"]) == ("planned", None)


def test_a_field_may_be_hidden_in_the_whole_table() -> None:
    other = ANSWER | {"ref": "2013.Europol.2"}
    cut = public(mark("contributions", "*", "text"), actions=[promise()],
                 contributions=[ANSWER, other])  # fmt: skip
    assert cut["contributions"]["text"].to_list() == [None, None]
    marks = [one for one in ALL_CLEAR if one["table"] != "contributions"]
    fields = [name for name in INPUT["contributions"].names if name != "text"]
    shown = [mark("contributions", "*", name, "CLEAR", "publish") for name in fields]
    cut = public(*shown, base=marks, actions=[promise()], contributions=[ANSWER])
    assert cut["contributions"].select("reported", "text").rows() == [("planned", None)]


def test_a_row_without_a_field_it_needs_is_dropped() -> None:
    cut = public(mark("actions", "O1.A1", "title"), actions=[promise(), {"ref": "O1.A2"}])
    assert cut["actions"]["ref"].to_list() == ["O1.A2"]


@pytest.mark.parametrize("state", ["draft", "submitted", "cleared", "returned", "withdrawn"])
def test_only_accepted_contributions_are_released(state: str) -> None:
    rows = [ANSWER | {"state": state}, ANSWER | {"ref": "2013.Europol.2"}]
    cut = public(actions=[promise()], contributions=rows)
    assert cut["contributions"]["ref"].to_list() == ["2013.Europol.2"]


@pytest.mark.parametrize(
    ("state", "hidden", "listed"),
    [
        ("accepted", False, True),
        ("accepted", True, False),
        ("submitted", False, False),
        ("returned", False, False),
        ("draft", False, True),
        ("withdrawn", False, True),
    ],
)
def test_who_answered_in_confidence_is_not_called_silent(
    state: str, hidden: bool, listed: bool
) -> None:
    marks = [mark("contributions", "2013.Europol.1")] if hidden else []
    answer = ANSWER | {"state": state, "answers": "2013.Europol.9"}
    cut = public(*marks, actions=[promise()], contributions=[answer],
                 requests=[{"ref": "2013.Europol.9"}])  # fmt: skip
    assert len(cut["requests"]) == listed


def test_what_hangs_on_a_hidden_row_goes_with_it() -> None:
    cut = public(
        mark("objectives", "O2"),
        mark("evidence", "EV-deed"),
        mark("actors", "Frontex"),
        objectives=[{"ref": "O1"}, {"ref": "O2"}, {"ref": "O2.L1", "parent": "O2"}],
        actions=[promise(supporting="Frontex;Europol"), {"ref": "O2.A1", "objective": "O2.L1"}],
        milestones=[deed("2012", "whole"), deed("2012", "whole", subject="O2.A1")],
        glossary=[{"ref": "G1", "source": "EV-deed"}],
        amendments=[{"table": "actions", "row": "O1.A1", "field": "due", "by": "Frontex",
                     "decided": "2012"}],
        passages=[{"cycle": "2013", "slot": "o1", "cites": "O2;EV-base"}],
    )  # fmt: skip
    assert cut["objectives"]["ref"].to_list() == ["O1"]
    assert cut["actions"]["ref"].to_list() == ["O1.A1"]
    assert cut["actions"]["supporting"].to_list() == [["Europol"]]
    assert cut["milestones"]["evidence"].to_list() == [None]
    assert cut["glossary"]["source"].to_list() == [None]
    assert cut["amendments"].is_empty()
    assert cut["passages"]["cites"].to_list() == [["EV-base"]]


SPOKEN = [("actions", "O1.A1", "*"), ("actions", "O1.A1", "title"), ("actions", "O1.A2", "*"),
          ("actions", "*", "*"), ("threats", "*", "*"), ("threats", "T1", "*")]  # fmt: skip


def lines(**cells: str) -> Told:
    return [{"table": table, "row": row, "field": field, **cells} for table, row, field in SPOKEN]


def test_side_tables_do_not_speak_of_hidden_rows() -> None:
    marks = [one for one in ALL_CLEAR if one["table"] != "threats"]
    cut = public(
        mark("actions", "O1.A1"),
        mark("actions", "O1.A2", "verification"),
        base=marks,
        actions=[promise(), {"ref": "O1.A2", "verification": "a secret"}],
        threats=[{"ref": "T1"}],
        provenance=[*lines(), {"table": "actions", "row": "O1.A2", "field": "verification"}],
        texts=[{"table": "actions", "row": "O1.A2", "field": "verification"},
               {"table": "actions", "row": "O1.A2", "field": "title"}],
    )  # fmt: skip
    spoken = cut["provenance"].select("table", "row", "field").rows()
    assert spoken == [("actions", "O1.A2", "*"), ("actions", "*", "*")]
    assert cut["texts"]["field"].to_list() == ["title"]
    assert not {"threats", "O1.A1"} & {*cut["marks"]["row"], *cut["marks"]["table"]}
    assert "verification" not in cut["marks"]["field"].to_list()


def test_an_amended_row_shows_no_field_that_is_hidden() -> None:
    old = json.dumps({"ref": "O1.A9", "title": "Gone", "verification": "a secret"})
    amended = [{"table": "actions", "row": row, "old": old, "decided": "2014"}
               for row in ("O1.A8", "O1.A9")]  # fmt: skip
    cut = public(mark("actions", "O1.A9", "verification"), actions=[promise()], amendments=amended)
    assert cut["amendments"]["row"].to_list() == ["O1.A8"]


CLOSED = {"datasets": [{"ref": "floods", "reusable": "no"}, {"ref": "free"}],
          "indicators": [{"ref": "I1"}, {"ref": "I2", "dataset": "free"}],
          "vintages": [{"published": "2011"}, {"published": "2012"},
                       {"published": "2012", "dataset": "free"}],
          "observations": values("2011", {"2009": "778899", "2010": "778811"})
          + values("2012", {"2009": "778822", "2011": "778833"})
          + values("2012", {"2009": "5", "2011": "6"}, dataset="free")}  # fmt: skip


def test_values_that_may_not_be_reused_are_counted_and_stay_out(tmp_path: Path) -> None:
    tables = strategy_of(**CLOSED)
    cut = cut_to_public(tables)
    assert cut.withheld == {"floods": 4}
    assert cut.tables["observations"]["dataset"].unique().to_list() == ["free"]
    manifest = release_of(tables, tmp_path / "r")
    assert manifest.withheld == {"floods": 4}
    frames = read_release(tmp_path / "r").tables
    assert frames["series"]["indicator"].unique().to_list() == ["I2"]
    assert frames["movements"]["indicator"].unique().to_list() == ["I2"]
    assert frames["revisions"].is_empty()
    for path in (tmp_path / "r").rglob("*.*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [one for one in (b"778899", b"778811", b"778822", b"778833") if one in content]


def test_terms_nobody_told_are_terms_that_forbid() -> None:
    unknown = {"ref": "floods", "title": "Floods", "reusable": ""}
    tables = strategy_of(**CLOSED | {"datasets": [unknown, {"ref": "free"}]})
    assert cut_to_public(tables).withheld == {"floods": 4}


def test_what_is_withheld_of_a_hidden_dataset_is_not_even_counted() -> None:
    tables = strategy_of(marks=[*ALL_CLEAR, mark("datasets", "floods")], **CLOSED)
    cut = cut_to_public(tables)
    assert cut.withheld == {}
    assert "floods" not in cut.tables["vintages"]["dataset"]
    assert "floods" not in cut.tables["observations"]["dataset"]


def test_a_hidden_vintage_takes_its_values_along() -> None:
    free = CLOSED | {"datasets": [{"ref": "floods"}, {"ref": "free"}]}
    cut = public(mark("vintages", "floods|2012|1"), **free,
                 contributions=[{"ref": "2013.Europol.1", "subject": "I1", "kind": "figure",
                                 "contests": "floods|2012|1"}])  # fmt: skip
    assert set(cut["observations"]["published"]) == {"2011", "2012"}
    kept = cut["observations"].select("dataset", "published").unique().rows()
    assert sorted(kept) == [("floods", "2011"), ("free", "2012")]
    assert cut["contributions"]["contests"].to_list() == [None]


# A canary in every text of everything that is not for publication.


def load_scan() -> Callable[..., Any]:
    spec = importlib.util.spec_from_file_location("canary_scan", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    scan: Callable[..., Any] = module.scan
    return scan


class Birds:
    """Canaries let loose, each named after the field it sits in."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def one(self, place: str) -> str:
        name = f"CNRY{len(self.known):04d}x7f3a9c2b41de"
        self.known[name] = place
        return name

    def row(self, table: str, cells: dict[str, str]) -> dict[str, str]:
        """A row with a canary in every text that is not set, and in its ref."""
        filled = FILL.get(table, {}) | cells
        free = {Type.TEXT, Type.MD}
        for column in INPUT[table].columns:
            if column.type in free and column.name not in cells and column.name not in KEPT:
                filled[column.name] = self.one(f"{table}.{column.name}")
        return filled


KEPT = {"filter", "geo", "common", "branch", "table", "row", "field", "contests", "series",
        "axis", "lang", "time_zone", "handed_to", "language"}  # fmt: skip
HIDDEN: dict[str, dict[str, str]] = {
    "actors": {"ref": "{}"},
    "principles": {"ref": "{}"},
    "threats": {"ref": "{}"},
    "objectives": {"ref": "{}"},
    "actions": {"ref": "{}"},
    "milestones": {"ref": "{}", "subject": "O1.A1", "done": "2012", "evidence": "EV-deed"},
    "instruments": {"ref": "{}"},
    "safeguards": {"ref": "{}", "instrument": "INS-X"},
    "glossary": {"ref": "{}"},
    "indicators": {"ref": "{}"},
    "datasets": {"ref": "{}"},
    "breaks": {"indicator": "I1", "period": "2010"},
    "contributions": {"ref": "{}"},
    "evidence": {"ref": "{}"},
    "assessments": {"subject": "O1", "axis": "outlook"},
    "challenges": {"ref": "{}"},
    "recommendations": {"ref": "{}"},
    "responses": {"recommendation": "REC-1"},
    "follow_ups": {"recommendation": "REC-1"},
    "passages": {"cycle": "2013"},
    "parameters": {"from": "2010-01-01", "name": "stale_years", "value": "3"},
    "waivers": {},
}


@pytest.mark.skipif(not TOOL.exists(), reason=f"{TOOL} is not here")
def test_no_canary_of_anything_hidden_is_found_in_any_byte_of_a_release(tmp_path: Path) -> None:
    birds = Birds()
    rows: dict[str, Told] = {name: [dict(row) for row in told] for name, told in STANDING.items()}
    rows["actions"] = [promise("2012")]
    rows["instruments"] = [{"ref": "INS-X"}]
    rows["indicators"] = [{"ref": "I1"}]
    rows["recommendations"] = [{"ref": "REC-1"}]
    rows["vintages"] = [{"published": "2012"}]
    rows["observations"] = values("2012", {"2009": "1", "2011": "2"})
    for table, cells in HIDDEN.items():
        named = {name: birds.one(f"{table}.{name}") if cell == "{}" else cell
                 for name, cell in cells.items()}  # fmt: skip
        hidden = birds.row(table, named)
        rows.setdefault(table, []).append(hidden)
        address = "|".join(hidden[name] for name in INPUT[table].key)
        by = birds.one(f"marks.by of {table}")
        rows["marks"].append(mark(table, address, by=by, named=birds.one(f"named of {table}")))
        for side in ("provenance", "texts", "amendments"):
            line = {"table": table, "row": address, "field": "*"}
            line |= {"decided": "2012"} if side == "amendments" else {}
            told = birds.row(side, line)
            if side == "amendments":
                told |= {"old": json.dumps({"ref": address, "title": birds.one("old title")})}
            rows.setdefault(side, []).append(told)
    secret = rows["datasets"][-1]["ref"]
    rows["vintages"].append(birds.row("vintages", {"dataset": secret, "published": "2012"}))
    rows["vintages"].append(birds.row("vintages", {"dataset": secret, "published": "2014"}))
    code = birds.one("series of a hidden dataset")
    rows["observations"] += values("2012", {"2009": "1"}, dataset=secret, series=f"INDIC={code}")
    for state in ("draft", "submitted", "cleared", "returned", "withdrawn"):
        ref = birds.one(f"{state} contribution")
        rows["contributions"].append(
            birds.row("contributions", {"ref": ref, "state": state, "answers": "2013.Europol.9"})
        )
        line = {"table": "contributions", "row": ref, "field": "text"}
        rows["provenance"].append(birds.row("provenance", line))
    rows["requests"] = [{"ref": "2013.Europol.9"}]
    rows["actions"].append({"ref": "O1.A7", "verification": birds.one("a hidden field")})
    rows["marks"].append(mark("actions", "O1.A7", "verification"))
    rows["marks"].append(mark("actions", "O1.A8"))
    old = json.dumps({"ref": "O1.A8", "title": birds.one("title of a dropped action")})
    dropped = {"table": "actions", "row": "O1.A8", "field": "*", "decided": "2014", "old": old}
    rows["amendments"].append(birds.row("amendments", dropped))
    for field in ("verification", "*"):
        line = {"table": "actions", "row": "O1.A7", "field": field}
        rows["texts"].append(birds.row("texts", line))
    release_of(strategy_of(**rows), tmp_path / "r")
    assert len(birds.known) > 250
    assert read_release(tmp_path / "r").tables["actions"]["ref"].to_list() == ["O1.A1", "O1.A7"]
    scan = load_scan()
    found = []
    for path in (tmp_path / "r").rglob("*"):
        if path.is_file():
            found += scan(path.name, path.read_bytes(), birds.known)
    assert found == []


@pytest.mark.skipif(not TOOL.exists(), reason=f"{TOOL} is not here")
def test_a_canary_that_may_be_published_is_found_so_that_the_search_works(tmp_path: Path) -> None:
    tables = strategy_of(actions=[promise(title="CNRY0001x7f3a9c2b41de")])
    release_of(tables, tmp_path / "r")
    scan = load_scan()
    known = {"CNRY0001x7f3a9c2b41de": "title"}
    for name in ("csv/actions.csv", "json/actions.json", "parquet/actions.parquet"):
        assert scan(name, (tmp_path / "r" / name).read_bytes(), known), name
