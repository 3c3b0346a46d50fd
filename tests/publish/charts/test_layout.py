"""Room for everything before the first stroke."""

from __future__ import annotations

import pytest

from stocktake.publish.charts.layout import SIZE_STANDARD, lay_out
from stocktake.publish.charts.wording import ENGLISH

from .samples import INDICATORS

DRAWN = [name for name, chart in INDICATORS.items() if not chart.is_empty]


@pytest.mark.parametrize("name", DRAWN)
def test_the_plot_keeps_at_least_half_of_the_picture(name: str) -> None:
    area = lay_out(INDICATORS[name], ENGLISH).area
    assert area.width > SIZE_STANDARD.width / 2
    assert area.height > SIZE_STANDARD.height / 2


def test_end_labels_stand_in_the_order_of_their_values() -> None:
    layout = lay_out(INDICATORS["lines"], ENGLISH)
    tops = layout.find_end_tops()
    order = layout.order_ends()
    assert [tops[at] for at in order] == sorted(tops)
    assert layout.ends[order[0]].text == ["Central Mediterranean"]
