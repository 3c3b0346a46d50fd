"""The alternative text says what the drawing shows."""

from __future__ import annotations

from stocktake.publish.charts import describe_indicator, describe_small_indicator

from .samples import INDICATORS


def test_the_text_gives_kind_period_ends_extremes_and_gaps() -> None:
    assert describe_indicator(INDICATORS["plain"]) == (
        "Line chart: Illegal border-crossings, 2009 to 2013. Unit: detections a year. "
        "First 104,599 in 2009, last 107,365 in 2013. "
        "Highest 141,051 in 2011, lowest 72,437 in 2012. No year is missing."
    )


def test_the_text_gives_every_mark_of_the_drawing() -> None:
    assert describe_indicator(INDICATORS["marked"]).endswith(
        "No value for 2011. Provisional: 2014. "
        "Break in series before 2012; no line is drawn across it. "
        "Territory changed: 2013 (28 states instead of 27). Base year 2009. Target 100 by 2016."
    )


def test_one_value_is_not_called_first_and_last() -> None:
    assert "One value: 42 in 2013." in describe_indicator(INDICATORS["one"])


def test_no_value_is_said_plainly() -> None:
    text = describe_indicator(INDICATORS["empty"])
    assert "No values on record. No value for 2009 to 2010." in text
    assert "No values on record." in describe_indicator(INDICATORS["nothing"])


def test_every_line_is_said_by_name() -> None:
    assert "Central Mediterranean: First 10,236" in describe_indicator(INDICATORS["lines"])


def test_a_small_chart_says_only_what_it_draws() -> None:
    text = describe_small_indicator(INDICATORS["lines"])
    assert text.startswith("Small line chart")
    assert "1,662" not in text
