"""Each recommendation from the day it was asked to the day it was closed, or to today."""

from __future__ import annotations

from datetime import date

import pytest

from stocktake.publish.charts import Life, Lives, describe_lives, draw_lives

from .geometry import SVG, parse, read_texts
from .samples import AGAIN, LIVES, ROUNDS


def words_of(chart: Lives) -> list[str]:
    return [text.words for text in read_texts(parse(draw_lives(chart, prefix="x")))]


def test_the_text_tells_every_day_grade_and_end() -> None:
    said = describe_lives(LIVES["flagship"])
    assert (
        "REC-2011-01 Adopt the confiscation package: asked 25 November 2011; "
        "2013 in some respects; 2014 in full; closed 3 April 2014." in said
    )
    assert "2013 not implemented; goes on in REC-2013-06, REC-2013-99." in said
    assert "due 31 December 2013; 2014 not graded; still open, and nothing takes it over." in said
    assert said.endswith("2014 in most respects; still open.")


def test_the_key_names_only_what_is_there() -> None:
    assert {"past its due day", "goes on in another", "still open"} <= set(
        words_of(LIVES["flagship"])
    )
    quiet = Lives("Quiet", ROUNDS, (Life("R1", "Do it", AGAIN, {"2014": "f-2"}),))
    assert words_of(quiet)[-3:] == ["in most respects", "asked, not closed", "still open"]


@pytest.mark.parametrize(
    ("closed", "late"),
    [(date(2013, 12, 31), False), (date(2014, 1, 31), True), (None, True)],
)
def test_only_what_is_past_its_due_day_is_drawn_thick(closed: date | None, late: bool) -> None:
    life = Life("R1", "Do it", AGAIN, due=date(2013, 12, 31), closed=closed)
    root = parse(draw_lives(Lives("Due", ROUNDS, (life,)), prefix="x"))
    lines = [path for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "2.6"]
    assert bool(lines) is late


def test_days_lie_in_order_and_outside_days_on_the_edge() -> None:
    chart = LIVES["flagship"]
    days = [date(2000, 1, 1), *ROUNDS.values(), date(2030, 1, 1)]
    places = [chart.place(day) for day in days]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (places[1], places[-2])


def test_a_line_leads_to_each_heir_that_is_drawn() -> None:
    chart = LIVES["flagship"]
    without = Lives(chart.what, chart.rounds, tuple(r for r in chart.rows if not r.moved))
    dotted = [
        sum(path.get("stroke-dasharray") == "1 2.2" for path in parse(svg).iter(f"{SVG}path"))
        for svg in (draw_lives(chart, prefix="x"), draw_lives(without, prefix="x"))
    ]
    assert dotted[0] - dotted[1] == 2  # the line to the one heir, and its entry in the key


def test_the_last_round_is_named_however_many_there_are() -> None:
    words = words_of(LIVES["forty rounds"])
    assert "2019" in words
    assert "2018" not in words


def test_a_grade_without_a_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="f-9"):
        Life("REC", "", AGAIN, {"2013": "f-9"})
