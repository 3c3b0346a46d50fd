"""One example and several hard ones of every kind of chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stocktake.publish import charts
from stocktake.publish.charts import (
    Bounds,
    Delivery,
    DueActions,
    Indicator,
    Life,
    Line,
    Lives,
    Observation,
    Ranked,
    RankRanges,
    Scenario,
    ScenarioGrid,
    Sparkline,
    State,
    StatePanels,
    Target,
    UnitStrip,
)

LONG = "Strengthening the protection of critical infrastructures in cross-border"
LONG_WORD = "Rikostorjuntatoimenpidesuunnitelmanseurantakokonaisuudenhallintoyksikkö"


def year_by_year(start: int, *values: str | int | None) -> tuple[Observation, ...]:
    return tuple(
        Observation(start + at, None if value is None else Decimal(value))
        for at, value in enumerate(values)
    )


def one_line(what: str, observations: tuple[Observation, ...], **rest: object) -> Indicator:
    return Indicator(what, (Line("", observations),), **rest)  # type: ignore[arg-type]


CROSSINGS = year_by_year(2009, 104_599, 104_060, 141_051, 72_437, 107_365)
MARKED = (
    Observation(2008, Decimal(515)),
    Observation(2009, Decimal(316)),
    Observation(2010, Decimal(249)),
    Observation(2011, None),
    Observation(2012, Decimal(174), breaks=True, flags="b"),
    Observation(2013, Decimal(219), territory="28 states instead of 27"),
    Observation(2014, Decimal(152), provisional=True, flags="p"),
)
ZIGZAG = year_by_year(1975, *[(at * 37 % 19) * 700 + 100 for at in range(40)])
LINES = (
    Line("Eastern Mediterranean", year_by_year(2009, 39_975, 55_688, 57_025, 37_224, 24_799)),
    Line("Central Mediterranean", year_by_year(2009, 10_236, 1_662, 59_002, 10_379, 40_304)),
    Line("Albania to Greece, circular", year_by_year(2009, 40_250, 35_297, 5_269, 5_502, 8_728)),
    Line(LONG, year_by_year(2009, 3_089, 2_371, 4_658, 6_391, 19_951)),
)

INDICATORS = {
    "plain": one_line("Illegal border-crossings", CROSSINGS, unit="detections a year"),
    "marked": one_line(
        "Terrorist attacks", MARKED, base_year=2009, targets=(Target(Decimal(100), 2016),)
    ),
    "one": one_line("One value", year_by_year(2013, 42), base_year=2013),
    "forty": one_line("Forty values", ZIGZAG, targets=(Target(Decimal(5_000)),)),
    "smooth": one_line("Smooth", year_by_year(1975, *[at * 300 for at in range(40)])),
    "range": one_line("From nothing to millions", year_by_year(2009, 0, 13_510_250, 3, None, 9)),
    "negative": one_line("Balance", year_by_year(2009, "-12.5", 3, "-4", 8, "-9.1")),
    "equal": one_line("All equal", year_by_year(2009, 7, 7, 7, 7)),
    "zeros": one_line("All zero", year_by_year(2009, 0, 0, 0)),
    "share": one_line(
        "Share of trust", year_by_year(2009, "71.2", "72.9", "73.4", "72.8"), from_zero=False
    ),
    "equal share": one_line("Equal share", year_by_year(2009, 50, 50), from_zero=False),
    "lines": Indicator("Detections by route", LINES, targets=(Target(Decimal(20_000), 2014),)),
    "gaps": one_line("Every other year", year_by_year(2009, 5, None, 9, None, 6, 7, None, 2)),
    "long": one_line(LONG, CROSSINGS, unit=LONG_WORD, targets=(Target(Decimal(90_000), 2020),)),
    "far target": one_line("Far", year_by_year(2009, 5, 6), targets=(Target(Decimal(9), 2050),)),
    "empty": one_line("Passengers", year_by_year(2009, None, None)),
    "nothing": Indicator("Nothing", ()),
}

DELIVERIES = {
    "flagship": Delivery(
        "Delivery of due actions",
        (
            DueActions("O1 Disrupt international crime networks", 3, 1, 0, 0, 0, 4),
            DueActions("O2 Prevent terrorism", 2, 3, 0, 0, 0, 1),
            DueActions("O3 Cyberspace", 1, 0, 1, 1, 0, 2),
            DueActions(f"O4 {LONG}", 1, 1, 0, 0, 1, 3),
            DueActions("O5 Resilience to crises", 0),
        ),
    ),
    "sixty": Delivery("Sixty", (DueActions("O1", 40, 1, 2, 3, 4, 10), DueActions(LONG_WORD, 1))),
    "none due": Delivery("None", (DueActions("O1"),)),
    "empty": Delivery("Empty", ()),
}

ROUNDS = {"2011": date(2011, 11, 25), "2013": date(2013, 4, 10), "2014": date(2014, 6, 20)}
ASKED, AGAIN = ROUNDS["2011"], ROUNDS["2013"]
LIVES = {
    "flagship": Lives(
        "What became of each recommendation",
        ROUNDS,
        (
            Life("REC-2011-01", "Adopt the confiscation package", ASKED,
                 {"2013": "f-1", "2014": "f-3"}, closed=date(2014, 4, 3)),
            Life("REC-2011-02", "Conclude the directive", ASKED, {"2013": "f-0"}, moved=AGAIN,
                 heirs=("REC-2013-06", "REC-2013-99")),
            Life("REC-2013-03", LONG, AGAIN, {"2014": "f-3"}, date(2013, 12, 31),
                 date(2014, 2, 3)),
            Life("REC-2013-06", LONG_WORD, AGAIN, {"2014": "f-wait"}, date(2013, 12, 31),
                 orphan=True),
            Life("REC-2013-07", "Overtaken", AGAIN, {"2014": "f-over"}, date(2015, 12, 31),
                 date(2013, 4, 9)),
            Life(LONG_WORD, LONG, AGAIN, {"2014": "f-2"}),
        ),
    ),
    "forty rounds": Lives(
        "Forty rounds",
        {f"{year}": date(year, 12, 31) for year in range(1980, 2020)},
        (Life("REC-1", LONG, date(1980, 12, 31), {f"{y}": "f-1" for y in range(1981, 2020)}),),
    ),
    "one round": Lives("One round", {"2013": AGAIN}, (Life("REC-1", "Soon", AGAIN),)),
    "named at length": Lives(
        "Long names", {LONG: ASKED, LONG_WORD: AGAIN}, (Life("REC-1", "Soon", ASKED),)
    ),
    "empty": Lives("Empty", ROUNDS, ()),
    "empty rounds": Lives("No round", {}, ()),
}  # fmt: skip

NAMES = ("Belgium", "Bulgaria", "Czech Republic", "Denmark", "Germany", LONG, "Ireland")
PANELS = {
    "states": StatePanels(
        "Hours of training",
        tuple(
            State(
                name, year_by_year(2009, *[None if at == 3 else at * 90 + y * 40 for y in range(5)])
            )
            for at, name in enumerate(NAMES)
        ),
        unit="hours",
    ),
    "empty": StatePanels("No states", ()),
    "all missing": StatePanels("All missing", (State("Malta", ()), State("Cyprus", ()))),
    "negative": StatePanels("Balance", (State("A", year_by_year(2009, -5, 13_510_250)),)),
}

SCALE = (Decimal("0.3"), Decimal("0.8"))
ZONES = ("not met", "partly met", "met")
BOUNDS = {
    "all unknown": Bounds("Outcome of O4", Decimal(0), Decimal(1), SCALE, ZONES),
    "delivery": Bounds(
        "Delivery of O4",
        Decimal(33),
        Decimal(100),
        (Decimal(30), Decimal(60), Decimal(90)),
        ("hardly", "partly", "mostly", "all"),
        end=Decimal(100),
        unit="%",
    ),
    "computed": Bounds(
        "Outcome of O1", Decimal("0.2"), Decimal("0.6"), SCALE, ZONES, computed=Decimal("0.45")
    ),
    "point": Bounds("Exact", Decimal("0.7"), Decimal("0.7"), SCALE, ZONES, Decimal("0.7")),
    "narrow": Bounds(
        "Narrow zones",
        Decimal("0.1"),
        Decimal("0.95"),
        (Decimal("0.90"), Decimal("0.92"), Decimal("0.94")),
        ("hardly delivered", "partly delivered", "mostly delivered", LONG),
    ),
}

CANNOT = "cannot be judged"
GRIDS = {
    "flagship": ScenarioGrid(
        "Verdicts by scenario",
        ("O1", "O2", "O3", "O4", "O5"),
        (
            Scenario("As computed", (CANNOT, "not met", CANNOT, CANNOT, "partly met")),
            Scenario("Base year 2010", (CANNOT, CANNOT, CANNOT, CANNOT, "partly met")),
            Scenario(LONG, (CANNOT, "partly met", CANNOT, CANNOT, "met")),
        ),
    ),
    "wide": ScenarioGrid(
        "Many columns",
        tuple(f"O{at}" for at in range(14)),
        (Scenario("As computed", (CANNOT,) * 14), Scenario(LONG_WORD, ("met",) * 14)),
    ),
    "empty": ScenarioGrid("Empty", (), ()),
}

STATES = ("a-none", "a-done", "a-late", "a-form", "a-part", "a-going", "a-over", "a-plan")
UNITS = {
    "flagship": UnitStrip("O1", (*STATES, "a-drop", "a-gone", "a-none", "a-done")),
    "sixty": UnitStrip("Sixty", STATES * 8),
    "one": UnitStrip("One", ("a-done",)),
    "empty": UnitStrip("Empty", ()),
}

SPARKS = {
    "plain": Sparkline("Western Balkans", year_by_year(2009, 3_089, 2_371, 4_658, 6_391, 19_951)),
    "gap": Sparkline("Gap", year_by_year(2009, 5, 6, None, 4, 7)),
    "lone": Sparkline("Lone", year_by_year(2009, 5, None, 9), years=(2005, 2014)),
    "negative": Sparkline("Negative", year_by_year(2009, -5, 3, -1)),
    "empty": Sparkline("Empty", ()),
}


STANDINGS = ("main", "contested", "further")
RANKS = {
    "plain": RankRanges(
        "Range of ranks",
        (
            Ranked("CH-2013-06 Cybercrime", 1, 1, "main"),
            Ranked("CH-2013-01 Organised crime", 2, 4, "contested"),
            Ranked(f"CH-2013-02 {LONG}", 2, 4, "contested"),
            Ranked(LONG_WORD, 2, 4, "further"),
        ),
        2,
    ),
    "one": RankRanges("One", (Ranked("A", 1, 1, "main"),), 3),
    "forty": RankRanges(
        "Forty",
        tuple(Ranked(LONG, 1 + at // 2, 20 + at // 2, STANDINGS[at % 3]) for at in range(40)),
        3,
    ),
    "empty": RankRanges("Empty", (), 3),
}


@dataclass(frozen=True)
class Sample:
    """A drawing that can be made again, and its alternative text."""

    name: str
    draw: Callable[[], str]
    describe: Callable[[], str]


def _make(kind: str, cases: dict[str, object], subject: str) -> list[Sample]:
    draw, describe = getattr(charts, f"draw_{subject}"), getattr(charts, f"describe_{subject}")
    return [
        Sample(
            f"{kind}: {name}",
            lambda case=case: draw(case, prefix="c1"),  # type: ignore[misc]
            lambda case=case: describe(case),  # type: ignore[misc]
        )
        for name, case in cases.items()
    ]


SAMPLES: list[Sample] = [
    *_make("indicator", {**INDICATORS}, "indicator"),
    *_make("small", {**INDICATORS}, "small_indicator"),
    *_make("delivery", {**DELIVERIES}, "delivery"),
    *_make("lives", {**LIVES}, "lives"),
    *_make("panels", {**PANELS}, "states"),
    *_make("bounds", {**BOUNDS}, "bounds"),
    *_make("ranks", {**RANKS}, "ranks"),
    *_make("grid", {**GRIDS}, "scenarios"),
    *_make("units", {**UNITS}, "units"),
    *_make("spark", {**SPARKS}, "sparkline"),
]
