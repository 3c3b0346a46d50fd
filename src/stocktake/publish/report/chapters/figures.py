"""Part f of an objective: what its indicators say, each with sentence, chart, table and source."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.drawings import draw_series, values_of
from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Compiler, join, left, right, row
from stocktake.publish.report.phrases import movement_sentence, observation_mark, shown_value
from stocktake.publish.spans import Span, Spans

SHOWN = 5
"""Newest periods in the table of an objective; annex B has them all."""
WIDE_MM = 160.0


def write_outcome(report: Compiler, objective: Row) -> None:
    """A paragraph and a chart for every indicator that has values, then one table."""
    facts, key = report.facts, objective["ref"].lower()
    indicators = facts.indicators_of(objective["ref"])
    if not indicators:
        report.say(f"{key}.outcome.none", "outcome.none")
        return
    if all(indicator["standing"] == "own" for indicator in indicators):
        report.say(f"{key}.outcome.own", "outcome.own")
    known = [i for i in indicators if values_of(facts, i["ref"])]
    if not known:
        report.say(f"{key}.outcome.empty", "outcome.no-value", date=facts.today)
    for indicator in indicators:
        text = indicator_sentences(facts, indicator)
        report.add_all(f"{indicator['ref'].lower()}.movement", text, "movement")
    _write_chart(report, key, known)
    _write_table(report, objective, known)


def _write_chart(report: Compiler, key: str, known: list[Row]) -> None:
    """The first indicator with a line worth drawing; annex B has the others."""
    facts = report.facts
    for indicator in known:
        drawing = draw_series(facts, indicator, f"{key}-figure")
        if drawing:
            report.figure(
                f"{key}.figure",
                indicator_caption(facts, indicator),
                drawing.svg,
                drawing.alt,
                WIDE_MM,
                source_line(facts, indicator),
                f"{key}.indicators",
            )
            return


def indicator_caption(facts: Facts, indicator: Row) -> Spans:
    """What, where, when, unit."""
    values = values_of(facts, indicator["ref"])
    periods = [facts.house.period(value["period"]) for value in (values[0], values[-1])]
    places = " / ".join(dict.fromkeys(value["geo"] for value in values))
    return facts.spans(
        "indicator.figure",
        title=indicator["title"],
        geo=places,
        unit=indicator["unit"],
        period=" \u2013 ".join(dict.fromkeys(periods)),
    )


def indicator_sentences(facts: Facts, indicator: Row) -> Iterator[Spans]:
    """How an indicator moved, or why nothing can be said of it."""
    ref = indicator["ref"]
    yield (Span(ref, style="ref"), Span(f" {indicator['title']}.", style="em"))
    values = values_of(facts, ref)
    if not values:
        yield _absent(facts, indicator)
        return
    movement = facts.find("movements", f"{ref}|baseline")
    recent = facts.find("movements", f"{ref}|last cycle")
    if movement or recent:
        yield movement_sentence(facts, indicator, movement or recent or {})
        yield from _qualify(facts, indicator, movement or recent or {})
    else:
        value = values[-1]
        shown = Span(
            shown_value(facts, indicator, value["value"]),
            mark=observation_mark(facts, ref, value["period"]),
        )
        yield facts.spans("movement.one", v=shown, p=facts.house.period(value["period"]))
    if movement and recent and movement["from_period"] != recent["from_period"]:
        yield _since_last(facts, indicator, recent)
    yield from _trend(facts, values, movement or recent)
    if not facts.rows("targets", indicator=ref):
        yield facts.spans("indicator.no-target")


def _absent(facts: Facts, indicator: Row) -> Spans:
    dataset = facts.row("datasets", indicator["dataset"])
    return facts.spans(
        "movement.none",
        where=f"{dataset['publisher']}, {dataset['title']}",
        reason=facts.text("movement.later", date=facts.today),
    )


def _qualify(facts: Facts, indicator: Row, movement: Row) -> Iterator[Spans]:
    wanted = {True: "wanted", False: "against", None: "other"}[movement["wanted"]]
    if movement["sense"] != "same":
        yield facts.spans("movement.direction", d=wanted)
    if indicator["direction"] in {"up", "down"} and indicator["direction_by"] == "ours":
        yield facts.spans("movement.direction.own", direction=indicator["direction"])
    if movement["break"]:
        yield facts.spans("movement.break", p=facts.house.period(movement["break"]))
    if movement["scope"]:
        yield facts.spans("movement.scope", scope=movement["scope"].replace(" > ", ", "))


def _since_last(facts: Facts, indicator: Row, recent: Row) -> Spans:
    house, digits = facts.house, indicator["decimals"]
    arguments = {
        "v0": house.number(recent["from_value"], digits),
        "v1": house.number(recent["to_value"], digits),
        "p0": house.period(recent["from_period"]),
        "p1": house.period(recent["to_period"]),
        "diff": house.signed(recent["difference"], digits),
    }
    if recent["percent"] is None:
        return facts.spans("movement.since-last.plain", **arguments)
    sign = "+" if recent["percent"] > 0 else ""
    pct = sign + house.percent(recent["percent"])
    return facts.spans("movement.since-last", pct=pct, **arguments)


def _trend(facts: Facts, values: list[Row], movement: Row | None) -> Iterator[Spans]:
    """Fewer values than the minimum: too few to test for a trend."""
    first = movement["from_period"] if movement else values[0]["period"]
    count = movement["n"] if movement else len(values)
    least = _minimum(facts)
    if count < least:
        yield facts.spans("movement.few", n=count, min=least, p=facts.house.period(first))


def _minimum(facts: Facts) -> int:
    known = [p["value"] for p in facts.rows("parameters", name="trend.minimum")]
    return int(known[-1]) if known else 5


def source_line(facts: Facts, indicator: Row, done: str = "") -> Spans:
    """Publisher, document, vintage, and what was done to the values."""
    values = values_of(facts, indicator["ref"])
    newest = values[-1]
    address = f"{newest['dataset']}|{newest['published']}|{newest['number']}"
    vintage, dataset = facts.row("vintages", address), facts.row("datasets", newest["dataset"])
    data: Spans = ()
    if vintage["data_day"]:
        data = facts.spans("source.data-day", date=facts.day(vintage["data_day"]))
    return facts.spans(
        "source.series",
        publisher=dataset["publisher"],
        origin=facts.evidence([vintage["origin"]]),
        published=facts.when("vintages", address, "published", vintage["published"]),
        data=data,
        done=done or facts.text("source.computed" if len(values) > 1 else "source.as-is"),
    )


def _write_table(report: Compiler, objective: Row, known: list[Row]) -> None:
    facts, ref = report.facts, objective["ref"]
    periods = sorted({v["period"] for i in known for v in values_of(facts, i["ref"])})[-SHOWN:]
    heads = [
        left(facts.text("label.indicator"), 4),
        left(facts.text("indicator.unit"), 1.6),
        *(right(facts.house.period(period)) for period in periods),
    ]
    rows = [_value_row(facts, indicator, periods) for indicator in known]
    caption = facts.spans("indicator.table", ref=ref, date=facts.today)
    source = join(
        dict.fromkeys(source_line(facts, i, facts.text("source.computed")) for i in known)
    )
    report.table(f"{ref.lower()}.indicators", caption, heads, rows, source, file="csv/series.csv")


def _value_row(facts: Facts, indicator: Row, periods: list[str]) -> TableRow:
    values = {value["period"]: value for value in values_of(facts, indicator["ref"])}
    name = (Span(indicator["ref"], style="ref"), Span(f" {indicator['title']}"))
    cells = [value_cell(facts, indicator, values.get(period)) for period in periods]
    return row(name, indicator["unit"], *cells)


def value_cell(facts: Facts, indicator: Row, value: Row | None) -> Spans:
    """A value with its flags and mark, or the sign for what is not available."""
    if value is None:
        return (facts.missing,)
    shown = facts.house.number(value["value"], indicator["decimals"])
    mark = observation_mark(facts, indicator["ref"], value["period"])
    flags = f"\u00a0{value['flags']}" if value["flags"] else ""
    return (Span(shown + flags, mark=mark),)
