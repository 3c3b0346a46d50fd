"""The threat picture: what no objective answers, and what answers nothing that is named."""

from __future__ import annotations

from people import Row, Rows, alone, strategy_of

from stocktake.release.reading import Release

LISTED: dict[str, Rows] = {
    "threats": [{"ref": f"T{n}"} for n in (1, 2, 3)],
    "objectives": [{"ref": "O1"}, {"ref": "O1.L1", "parent": "O1"}, {"ref": "O2"}, {"ref": "O3"}],
    "objective_threats": [{"objective": "O1.L1", "threat": "T1"},
                          {"objective": "O2", "threat": "T2"}],
}  # fmt: skip


def picture(name: str, *challenges: dict[str, str], cycle: str = "2014") -> list[Row]:
    return alone(strategy_of(**LISTED, challenges=challenges), cycle)[name].to_dicts()


def states(name: str, column: str, ref: str, *challenges: dict[str, str]) -> list[str]:
    return [row["state"] for row in picture(name, *challenges) if row[column] == ref]


def challenge(cycle: str, threats: str = "", **cells: str) -> dict[str, str]:
    row = {"ref": f"C-{cycle}-{threats.replace(';', '-')}", "cycle": cycle, **cells}
    return row | ({"threats": threats} if threats else {})


def test_a_threat_is_named_gone_and_named_again() -> None:
    told = challenge("2011", "T1"), challenge("2013", "T2"), challenge("2014", "T1;T2")
    assert states("threat_rounds", "threat", "T1", *told) == ["named", "gone", "new"]
    assert states("threat_rounds", "threat", "T2", *told) == ["not named", "new", "named"]
    assert states("threat_rounds", "threat", "T3", *told) == ["not named"] * 3


def test_a_round_that_names_nothing_says_nothing() -> None:
    told = challenge("2011", "T1"), challenge("2014", "T1")
    assert states("threat_rounds", "threat", "T1", *told) == ["named", "unknown", "named"]
    assert states("answer_rounds", "objective", "O1", *told) == ["current", "unknown", "current"]


def test_what_is_on_a_watch_list_is_not_yet_named() -> None:
    told = challenge("2014", "T1", level="watch"), challenge("2014", "T2", level="emerging")
    assert states("threat_rounds", "threat", "T1", *told)[-1] == "not named"
    assert states("threat_rounds", "threat", "T2", *told)[-1] == "named"


def test_objectives_that_answer_a_threat_are_named_through_their_lines() -> None:
    rows = picture("threat_rounds", challenge("2014", "T1"))
    answers = {row["threat"]: row["objectives"] for row in rows if row["cycle"] == "2014"}
    assert answers == {"T1": ["O1"], "T2": ["O2"], "T3": []}


def test_challenges_beyond_the_list_have_a_row_of_their_own() -> None:
    rows = picture("threat_rounds", challenge("2013", "T1"), challenge("2014"))
    assert [(row["cycle"], row["challenges"]) for row in rows if row["threat"] == "*"] == [
        ("2014", ["C-2014-"])
    ]


def test_an_objective_may_answer_nothing_that_is_named() -> None:
    rows = [
        row for row in picture("answer_rounds", challenge("2014", "T1")) if row["cycle"] == "2014"
    ]
    assert {row["objective"]: row["state"] for row in rows} == {
        "O1": "current", "O2": "not current", "O3": "no threat"}  # fmt: skip
    assert {row["objective"]: row["current"] for row in rows}["O1"] == ["T1"]


def test_a_challenge_under_a_line_is_answered_by_its_objective() -> None:
    told = challenge("2014", "T3", objective="O1.L1")
    assert states("answer_rounds", "objective", "O1", told)[-1] == "current"
    assert states("answer_rounds", "objective", "O3", told)[-1] == "no threat"


def test_later_rounds_are_not_yet_known() -> None:
    rows = picture("threat_rounds", challenge("2011", "T1"), challenge("2014", "T1"), cycle="2013")
    assert {row["cycle"] for row in rows} == {"2011", "2013"}


def test_the_flagship_names_four_threats_and_answers_five(
    flagship_releases: dict[str, Release],
) -> None:
    tables = flagship_releases["2014"].tables
    now = [row for row in tables["threat_rounds"].to_dicts() if row["cycle"] == "2014"]
    assert [row["threat"] for row in now if row["challenges"]] == ["T1", "T2", "T3", "T4"]
    assert [row["threat"] for row in now if not row["objectives"]] == ["T5", "T7"]
    idle = [row["objective"] for row in tables["answer_rounds"].to_dicts()
            if row["cycle"] == "2014" and row["state"] == "not current"]  # fmt: skip
    assert idle == ["O5"]
