"""Part f of an objective: what its indicators say, each with sentence, chart, table and source."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.drawings import draw_series, values_of
from stocktake.publish.facts import Facts, Row
from stocktake.publish.locales import DASH
from stocktake.publish.phrases import (
    movement_sentence,
    named,
    observation_mark,
    shown_value,
)
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Compiler, join, left, right, row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.periods import bounds

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
    own = all(indicator["standing"] == "own" for indicator in indicators)
    if own:
        report.say(f"{key}.outcome.own", "outcome.own")
    known = [i for i in indicators if values_of(facts, i["ref"])]
    if not known:
        report.say(f"{key}.outcome.empty", "outcome.no-value", date=facts.today)
    for indicator in known:
        text = indicator_sentences(facts, indicator, of_target=not own)
        report.add_all(f"{indicator['ref'].lower()}.movement", text, "movement")
    absent = [absence(facts, i) for i in indicators if i not in known]
    report.list(f"{key}.outcome.absent", absent, facts.spans("outcome.absent"))
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
    places = ", ".join(dict.fromkeys(facts.territory(value["geo"]) for value in values))
    return facts.spans(
        "indicator.figure",
        title=indicator["title"],
        geo=places,
        unit=indicator["unit"],
        period=DASH.join(dict.fromkeys(periods)),
    )


def indicator_sentences(facts: Facts, indicator: Row, of_target: bool = True) -> Iterator[Spans]:
    """How an indicator moved, or why nothing can be said of it."""
    ref = indicator["ref"]
    values = values_of(facts, ref)
    if not values:
        yield absence(facts, indicator)
        return
    yield _head(facts, indicator)
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
        yield facts.spans(
            "movement.one" if len(values) == 1 else "movement.no-base",
            v=shown,
            p=facts.house.period(value["period"]),
        )
    yield from _cautions(facts, indicator, values[-1])
    if movement and recent and movement["from_period"] != recent["from_period"]:
        yield _since_last(facts, indicator, recent)
    yield from _trend(facts, values, movement or recent)
    if of_target:
        yield from _targets(facts, indicator)


def _head(facts: Facts, indicator: Row) -> Spans:
    ref = indicator["ref"]
    mark = facts.mark("indicators", ref, "title")
    return (
        Span(ref, style="ref"),
        Span(f" {indicator['title']}", style="em", mark=mark),
        Span("."),
    )


def _targets(facts: Facts, indicator: Row) -> Iterator[Spans]:
    targets = facts.rows("targets", indicator=indicator["ref"])
    if not targets:
        yield facts.spans("indicator.no-target")
    for target in targets:
        ends = [target[name] for name in ("value", "upper") if target[name] is not None]
        aim = DASH.join(shown_value(facts, indicator, end) for end in ends) or target["rule"]
        address = "|".join((indicator["ref"], target["branch"], target["deadline"]))
        yield facts.spans(
            "indicator.target",
            target=facts.fact("targets", address, "value", aim),
            deadline=facts.when("targets", address, "deadline", target["deadline"]),
            by=facts.name_of(target["adopted_by"]),
            on=facts.day(target["adopted_on"]),
            branch=target["branch"],
        )


def absence(facts: Facts, indicator: Row) -> Spans:
    """That an indicator has no value, where it was looked for, and why there is none."""
    dataset = facts.row("datasets", indicator["dataset"])
    later = indicator["dataset"] in set(facts.release.later["dataset"])
    reason = (
        facts.text("movement.later", date=facts.today) if later else facts.text("movement.never")
    )
    sentence = facts.spans(
        "movement.none", where=f"{dataset['publisher']}, {dataset['title']}", reason=reason
    )
    return join([_head(facts, indicator), sentence])


def _qualify(facts: Facts, indicator: Row, movement: Row) -> Iterator[Spans]:
    wanted = {True: "wanted", False: "against", None: "other"}[movement["wanted"]]
    if movement["sense"] != "same":
        yield facts.spans("movement.direction", d=wanted)
    if indicator["direction"] in {"up", "down"} and indicator["direction_by"] == "ours":
        yield facts.spans("movement.direction.own", direction=indicator["direction"])
    if movement["from_value"] == 0 and indicator["nature"] != "share":
        yield facts.spans("movement.zero-base")
    if movement["break"]:
        yield facts.spans("movement.break", p=facts.house.period(movement["break"]))
    if movement["scope"]:
        places = dict.fromkeys(map(facts.territory, movement["scope"].split(" > ")))
        yield facts.spans("movement.scope", scope="; ".join(places))


def _cautions(facts: Facts, indicator: Row, last: Row) -> Iterator[Spans]:
    """What weakens the last value: its flags, or its age."""
    flag = next((letter for letter in "peu" if letter in (last["flags"] or "")), "")
    if flag:
        yield facts.spans("movement.flags", f=flag)
    outcome = facts.find("outcomes", f"{indicator['ref']}|official")
    if outcome and outcome["reason"] == "stale":
        yield facts.spans(
            "movement.stale",
            v=shown_value(facts, indicator, last["value"]),
            p=facts.house.period(last["period"]),
        )


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
    pct = house.signed_percent(recent["percent"])
    return facts.spans("movement.since-last", pct=pct, **arguments)


def _trend(facts: Facts, values: list[Row], movement: Row | None) -> Iterator[Spans]:
    """Fewer values than the minimum: too few to test for a trend."""
    first = movement["from_period"] if movement else values[0]["period"]
    count = movement["n"] if movement else len(values)
    least = _minimum(facts)
    if 1 < count < least:
        yield facts.spans("movement.few", n=count, min=least, p=facts.house.period(first))


def _minimum(facts: Facts) -> int:
    known = [p["value"] for p in facts.rows("parameters", name="trend.minimum")]
    return int(known[-1]) if known else 5


def source_line(facts: Facts, indicator: Row) -> Spans:
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
        done=facts.text("source.as-is" if indicator["aggregate"] == "none" else "source.computed"),
    )


def _write_table(report: Compiler, objective: Row, known: list[Row]) -> None:
    facts, ref = report.facts, objective["ref"]
    every = {v["period"] for i in known for v in values_of(facts, i["ref"])}
    periods = sorted(every, key=bounds)[-SHOWN:]
    heads = [
        left(facts.text("label.indicator"), 4),
        left(facts.text("indicator.unit"), 1.6),
        *(right(facts.house.period(period)) for period in periods),
    ]
    rows = [_value_row(facts, indicator, periods) for indicator in known]
    caption = facts.spans("indicator.table", ref=ref, date=facts.today)
    source = join(dict.fromkeys(source_line(facts, i) for i in known))
    report.table(f"{ref.lower()}.indicators", caption, heads, rows, source, file="csv/series.csv")


def _value_row(facts: Facts, indicator: Row, periods: list[str]) -> TableRow:
    values = {value["period"]: value for value in values_of(facts, indicator["ref"])}
    name = named(facts, [indicator], "indicators")
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
