"""Labels that fit, without a font to measure them by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stocktake.publish.charts.lettering import Box, cut, find_text_box, measure, spread, wrap

from .samples import LONG, LONG_WORD


@given(st.text(max_size=90), st.floats(0, 300))
def test_a_cut_label_is_never_wider_than_its_room(text: str, width: float) -> None:
    assert cut(text, width) == text or measure(cut(text, width)) <= width


@given(st.text(st.sampled_from("ab ж一\u0301"), max_size=90), st.floats(12, 300), st.integers(1, 4))
def test_a_wrapped_label_stays_in_its_column(text: str, width: float, lines: int) -> None:
    wrapped = wrap(text, width, lines)
    assert len(wrapped) <= lines
    assert all(measure(line) <= width for line in wrapped)


def test_a_label_with_room_is_left_alone() -> None:
    assert cut("Eurojust", 200) == "Eurojust"
    assert wrap("Joint investigation teams", 300) == ["Joint investigation teams"]


def test_a_long_name_says_that_it_goes_on() -> None:
    assert cut(LONG, 100).endswith("…")
    assert wrap(LONG, 100, 2)[1].endswith("…")


def test_no_letter_is_lost_when_a_long_word_is_broken() -> None:
    assert "".join(wrap(LONG_WORD, 100, 9)) == LONG_WORD


def test_letters_of_all_scripts_take_room_and_accents_take_none() -> None:
    assert measure("ήώж") > 0
    assert measure("e\u0301") == measure("é") == measure("e")
    assert measure("Mm", bold=True) > measure("Mm")


@given(st.lists(st.tuples(st.floats(-50, 500), st.floats(1, 20)), max_size=12))
def test_crowded_labels_are_pushed_apart_and_kept_inside(wishes: list[tuple[float, float]]) -> None:
    lengths = [length for _, length in wishes]
    starts = spread([place for place, _ in wishes], lengths, 0, 400)
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    assert all(start >= -1e-6 for start in starts)
    assert all(end <= 400 + 1e-6 for end in ends)
    assert all(end <= start + 1e-6 for end, start in zip(ends, starts[1:], strict=False))


def test_touching_edges_are_not_an_overlap() -> None:
    assert not Box(0, 0, 1, 1).overlaps(Box(1, 0, 2, 1))
    assert Box(0, 0, 1, 1).overlaps(Box(0.5, 0.5, 2, 2))
    assert find_text_box("aa", 10, 10, "end").right == 10
