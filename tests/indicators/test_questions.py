"""What an indicator asks is read from its row."""

from __future__ import annotations

from stocktake.indicators.questions import Question, read_question


def test_a_question_is_read_from_a_row_of_indicators() -> None:
    row = {"dataset": "floods", "filter": "A=1,2;B=x", "geo": "EU27_2007;EU28", "common": None,
           "aggregate": "sum", "over_time": "none", "decimals": 1}  # fmt: skip
    question = read_question(row)
    assert question.where == (("A", ("1", "2")), ("B", ("x",)))
    assert question.places == question.territories == ("EU27_2007", "EU28")
    common = read_question({**row, "filter": None, "common": "AT;BE"})
    assert (common.where, common.territories, common.whole) == ((), ("AT", "BE"), "EU27_2007")
    assert Question("floods", common=("AT", "BE")).whole == "AT+BE"
