"""Verdicts in words, scenario by scenario."""

from __future__ import annotations

import pytest

from stocktake.publish.charts import Scenario, ScenarioGrid, describe_scenarios, draw_scenarios

from .geometry import parse, read_texts
from .samples import GRIDS


def test_no_verdict_is_cut_however_many_columns() -> None:
    texts = read_texts(parse(draw_scenarios(GRIDS["wide"], prefix="x")))
    joined = " ".join(text.words for text in texts)
    assert joined.count("cannot be") == joined.count("judged") == 14
    assert "…" not in joined


def test_a_word_that_changes_is_marked_and_explained() -> None:
    svg = draw_scenarios(GRIDS["flagship"], prefix="x")
    assert svg.count('class="f-surface-2"') == 4  # three cells and the key
    assert "differs from the first row" in svg


def test_the_text_says_every_cell_with_its_column() -> None:
    assert "Base year 2010: O1 cannot be judged, O2 cannot be judged" in describe_scenarios(
        GRIDS["flagship"]
    )


def test_a_row_with_a_missing_word_is_refused() -> None:
    with pytest.raises(ValueError, match="1 words for 2 columns"):
        ScenarioGrid("Any", ("O1", "O2"), (Scenario("As computed", ("met",)),))
