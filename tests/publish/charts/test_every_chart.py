"""What must hold for each kind of chart: readable, closed, honest, always the same."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stocktake.publish import charts
from stocktake.publish.charts import STYLE, Words

from .geometry import find_overlaps, parse, read_boxes, read_texts, view_box
from .samples import AGAIN, ASKED, SAMPLES, Sample, one_line, year_by_year

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
ANY_TEXT = st.text(
    st.characters() | st.sampled_from("<&\"'>]\x00\x1b\n\ud800\uffff{}%"), max_size=90
)
NUMBERS = st.decimals(-(10**9), 10**9, places=2) | st.just(Decimal(13_510_250))


@each_sample
def test_a_screen_reader_gets_a_name_and_the_alternative_text(sample: Sample) -> None:
    root = parse(sample.draw())
    names = {child.get("id"): child.text for child in root if child.get("id")}
    ids = root.get("aria-labelledby", "").split()
    assert root.get("role") == "img"
    assert names[ids[0]]
    assert names[ids[1]] == sample.describe()


@each_sample
def test_nothing_is_drawn_outside_the_picture(sample: Sample) -> None:
    root = parse(sample.draw())
    frame = view_box(root)
    outside = [box for box in read_boxes(root) if not frame.holds(box)]
    assert not outside


@each_sample
def test_no_two_labels_lie_on_one_another(sample: Sample) -> None:
    assert not find_overlaps(read_texts(parse(sample.draw())))


@each_sample
def test_the_same_facts_give_the_same_bytes(sample: Sample) -> None:
    assert sample.draw() == sample.draw()


@each_sample
def test_every_colour_can_be_restyled_in_html(sample: Sample) -> None:
    classes = re.findall(r'class="([^"]*)"', sample.draw())
    painted = {name for names in classes for name in names.split() if name[1:2] == "-"}
    assert all(f".{name}{{" in STYLE for name in painted)


@each_sample
def test_the_drawing_needs_nothing_from_outside(sample: Sample) -> None:
    svg = sample.draw()
    links = re.findall(r"url\(#([^)]*)\)", svg)
    assert all(f'id="{link}"' in svg for link in links)
    assert not re.search(r"var\(|<use|<style|href", svg)


@pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if "empty" in one.name], ids=lambda sample: sample.name
)
def test_empty_data_says_so_and_draws_no_value(sample: Sample) -> None:
    root = parse(sample.draw())
    assert any(
        text.words in ("No values on record", "Nothing to show", ":") for text in read_texts(root)
    )
    assert not list(root.iter("{*}circle"))


def read_everything(svg: str) -> str:
    return "".join(str(part) for part in parse(svg).itertext())


def _make_foreign_words() -> Words:
    """Words in which every sentence is its bare arguments in Greek letters."""
    texts = {
        field.name: "ω" + "".join(re.findall(r"\{\w+\}", str(field.default)))
        for field in dataclasses.fields(Words)
        if isinstance(field.default, str)
    }
    signs = {name: "ψ" for name in charts.SYMBOLS}
    delivery = {name: "ψ" for name in Words().delivery}
    return Words(
        number=lambda value: "ν",
        actions=lambda count: "π",
        span=lambda first, last: f"{first}{last}",
        day=lambda day: "δ",
        signs=signs,
        delivery=delivery,
        standings={name: "ψ" for name in Words().standings},
        **texts,
    )


@pytest.mark.parametrize("subject", ["indicator", "small_indicator"])
def test_no_english_is_left_in_a_greek_report(subject: str) -> None:
    facts = tuple(
        charts.Observation(year, Decimal(year), year == 2013, year == 2012, "τ" * (year == 2011))
        for year in (2008, 2010, 2011, 2012, 2013)
    )
    target = charts.Target(Decimal(9), 2015)
    chart = one_line("α", facts, unit="β", base_year=2009, targets=(target,), from_zero=False)
    svg = getattr(charts, f"draw_{subject}")(chart, _make_foreign_words(), prefix="x")
    said = read_everything(svg)
    assert not re.search("[A-Za-z]", said)


GREEK_LIVES = charts.Lives(
    "α",
    {"γ": ASKED, "δ": AGAIN},
    (
        charts.Life("β", "ε", ASKED, {"δ": "f-1"}, due=ASKED, closed=AGAIN),
        charts.Life("ζ", "ε", ASKED, moved=AGAIN, heirs=("β",)),
        charts.Life("η", "ε", ASKED),
        charts.Life("θ", "ε", ASKED, due=ASKED, orphan=True),
    ),
)


def test_no_english_is_left_in_the_other_charts() -> None:
    words = _make_foreign_words()
    drawings = [
        charts.draw_delivery(
            charts.Delivery(
                "α", (charts.DueActions("β", 1, 1, 1, 1, 1, 1), charts.DueActions("γ"))
            ),
            words,
            prefix="x",
        ),
        charts.draw_lives(GREEK_LIVES, words, prefix="x"),
        charts.draw_states(charts.StatePanels("α", (charts.State("β", ()),)), words, prefix="x"),
        charts.draw_ranks(
            charts.RankRanges("α", (charts.Ranked("β", 1, 1, "main"),), 1), words, prefix="x"
        ),
        charts.draw_units(charts.UnitStrip("α", ("a-done",)), words, prefix="x"),
    ]
    for svg in drawings:
        assert not re.search("[A-Za-z]", read_everything(svg))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_people_type_gives_a_picture_that_opens(one: str, two: str, three: str) -> None:
    facts = tuple(
        dataclasses.replace(fact, territory=two, flags=three[:3])
        for fact in year_by_year(2009, 5, 6)
    )
    indicator = one_line(one, facts, unit=two)
    delivery = charts.Delivery(one, (charts.DueActions(two, 1, unknown=2),))
    life = charts.Life(two, three, AGAIN, {one: "f-3"}, heirs=(three,), moved=AGAIN)
    lives = charts.Lives(one, {one: ASKED}, (life,))
    states = charts.StatePanels(
        one, (charts.State(two, facts), charts.State(three, ())), unit=three
    )
    bounds = charts.Bounds(one, Decimal(0), Decimal(1), (Decimal("0.5"),), (two, three))
    ranks = charts.RankRanges(one, (charts.Ranked(two, 1, 1, "main"),), 1)
    grid = charts.ScenarioGrid(one, (two,), (charts.Scenario(three, (one,)),))
    for svg in (
        charts.draw_indicator(indicator, prefix="x"),
        charts.draw_small_indicator(indicator, prefix="x"),
        charts.draw_delivery(delivery, prefix="x"),
        charts.draw_lives(lives, prefix="x"),
        charts.draw_states(states, prefix="x"),
        charts.draw_bounds(bounds, prefix="x"),
        charts.draw_scenarios(grid, prefix="x"),
        charts.draw_ranks(ranks, prefix="x"),
        charts.draw_units(charts.UnitStrip(one, ("a-done",)), prefix="x"),
        charts.draw_sparkline(charts.Sparkline(one, facts), prefix="x"),
    ):
        root = parse(svg)
        frame = view_box(root)
        assert all(frame.holds(box) for box in read_boxes(root))


BESIDE_A_GAP = [None, None, "-687194767.37", "680359050.31", None, None, "13510250", "13510250",
                "843.53", "-48.74", "2.92"]  # fmt: skip


@example([value and Decimal(value) for value in BESIDE_A_GAP], True, 1209)
@given(st.lists(st.none() | NUMBERS, max_size=45), st.booleans(), st.integers(1, 2990))
def test_any_values_stay_inside_the_picture(
    values: list[Decimal | None], from_zero: bool, start: int
) -> None:
    facts = tuple(charts.Observation(start + at, value) for at, value in enumerate(values))
    chart = one_line("Any", facts, from_zero=from_zero, base_year=start)
    panels = charts.StatePanels("Any", (charts.State("One", facts),), from_zero=from_zero)
    for svg in (
        charts.draw_indicator(chart, prefix="x"),
        charts.draw_small_indicator(chart, prefix="x"),
        charts.draw_states(panels, prefix="x"),
        charts.draw_sparkline(charts.Sparkline("Any", facts), prefix="x"),
    ):
        root = parse(svg)
        frame = view_box(root)
        assert all(frame.holds(box) for box in read_boxes(root))
        assert not find_overlaps(read_texts(root))
