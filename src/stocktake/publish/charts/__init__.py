"""The charts of report and site: facts in, the text of one SVG out, and the words for it."""

from stocktake.publish.charts.bounds import Bounds, describe_bounds, draw_bounds
from stocktake.publish.charts.delivery import (
    Delivery,
    DueActions,
    describe_delivery,
    draw_delivery,
)
from stocktake.publish.charts.indicator import Indicator, Line, Target
from stocktake.publish.charts.lives import Life, Lives, describe_lives, draw_lives
from stocktake.publish.charts.palette import STYLE
from stocktake.publish.charts.panels import State, StatePanels, describe_states, draw_states
from stocktake.publish.charts.ranks import Ranked, RankRanges, describe_ranks, draw_ranks
from stocktake.publish.charts.scenarios import (
    Scenario,
    ScenarioGrid,
    describe_scenarios,
    draw_scenarios,
)
from stocktake.publish.charts.series import Observation
from stocktake.publish.charts.small import (
    Sparkline,
    describe_small_indicator,
    describe_sparkline,
    draw_small_indicator,
    draw_sparkline,
)
from stocktake.publish.charts.standard import describe_indicator, draw_indicator
from stocktake.publish.charts.symbols import (
    ACTIONS,
    GRADES,
    OUTLOOKS,
    SYMBOLS,
    TONES,
    VERDICTS,
    symbol,
    symbol_sheet,
)
from stocktake.publish.charts.units import UnitStrip, describe_units, draw_units
from stocktake.publish.charts.wording import ENGLISH, Words

__all__ = [
    "ACTIONS",
    "ENGLISH",
    "GRADES",
    "OUTLOOKS",
    "STYLE",
    "SYMBOLS",
    "TONES",
    "VERDICTS",
    "Bounds",
    "Delivery",
    "DueActions",
    "Indicator",
    "Life",
    "Line",
    "Lives",
    "Observation",
    "RankRanges",
    "Ranked",
    "Scenario",
    "ScenarioGrid",
    "Sparkline",
    "State",
    "StatePanels",
    "Target",
    "UnitStrip",
    "Words",
    "describe_bounds",
    "describe_delivery",
    "describe_indicator",
    "describe_lives",
    "describe_ranks",
    "describe_scenarios",
    "describe_small_indicator",
    "describe_sparkline",
    "describe_states",
    "describe_units",
    "draw_bounds",
    "draw_delivery",
    "draw_indicator",
    "draw_lives",
    "draw_ranks",
    "draw_scenarios",
    "draw_small_indicator",
    "draw_sparkline",
    "draw_states",
    "draw_units",
    "symbol",
    "symbol_sheet",
]
