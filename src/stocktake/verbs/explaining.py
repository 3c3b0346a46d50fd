"""The verb that walks from a verdict down to single observations and their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from stocktake import steps
from stocktake.verbs.cycle import AS_OF, CYCLE, FOLDER
from stocktake.verbs.showing import FINE, JSON, day, show_json, verb

Row = dict[str, Any]


@dataclass(frozen=True)
class Node:
    """A line of the tree and what hangs under it."""

    line: str
    under: Sequence[Node] = ()


@verb("stocktake explain strategies/iss-2010 O2 --cycle 2014")
@FOLDER
@click.argument("ref")
@CYCLE
@AS_OF
@JSON
def explain(folder: Path, ref: str, cycle: str, as_of: datetime | None, as_json: bool) -> int:
    """Walk from an objective, indicator or action down to what it rests on."""
    found = steps.explain_subject(folder, ref, cycle, day(as_of))
    if as_json:
        show_json(found)
        return FINE
    click.echo(f"As known on {found['as_of']}, round {found['cycle']}, {found['engine']['method']}")
    for line in draw_tree(_read(found)):
        click.echo(line)
    return FINE


def draw_tree(node: Node, first: str = "", rest: str = "") -> Iterator[str]:
    """The lines of a tree, each after the strokes that hang it up."""
    yield first + node.line
    for one in node.under:
        is_last = one is node.under[-1]
        yield from draw_tree(
            one, rest + ("└─ " if is_last else "├─ "), rest + ("   " if is_last else "│  ")
        )


def _read(found: Row) -> Node:
    if "objective" in found:
        verdicts = [_read_verdict(one) for one in found["verdicts"]]
        statements = [_read_statement(one) for one in found["statements"]]
        line = f"{found['objective']} {found['title']}"
        return Node(line, [*verdicts, _read_delivery(found["delivery"]), *statements])
    if "indicator" in found:
        inputs = [_read_input(one, with_branch=True) for one in found["branches"]]
        title = found["branches"][0]["title"] if found["branches"] else ""
        return Node(f"{found['indicator']} {title}", inputs)
    return _read_action(found)


def _read_verdict(one: Row) -> Node:
    words = "; ".join([one["value"], *(one["suffixes"] or ())])
    line = (
        f"{one['branch']}: {words} (rule {one['rule']}; measured share {one['measured']}; "
        f"bounds: {one['low']} - {one['high']})"
    )
    under = [_read_input(part) for part in one["inputs"]]
    if one["reasons"]:
        under.append(Node(f"not measurable: {one['reasons']}"))
    if one["sensitivity"]:
        under.append(_read_sensitivity(one))
    under += [
        Node(f"assessed: {a['assessed']} by {a['by']}: {a['reason']}") for a in one["assessed"]
    ]
    return Node(line, under)


def _read_sensitivity(one: Row) -> Node:
    every = one["sensitivity"]
    others = [row for row in every if row["value"] != one["value"]]
    line = f"the same in {len(every) - len(others)} of {len(every)} scenarios; {one['label']}"
    under = [Node(f"{row['block']}: {row['scenario']}: {row['value']}") for row in others]
    if one["nearest_flip"]:
        under.append(Node(f"smallest change: {one['nearest_flip']}"))
    return Node(line, under)


def _read_input(one: Row, *, with_branch: bool = False) -> Node:
    word = one["class"] if not one["reason"] else f"{one['class']} ({one['reason']})"
    trend = one["trend"]
    told = [f"{one['indicator']} {one['title']}: {word}"]
    told += [f"S = {trend['s']}, p = {trend['p']}, n = {trend['n']}"] if trend["p"] else []
    told += [f"attained {one['attained']} of the way"] if one["attained"] else []
    told += [f"probability {one['probability']}"] if one["probability"] else []
    line = "; ".join(told)
    observations = [_read_observation(row) for row in one["observations"]]
    return Node(f"{one['branch']}: {line}" if with_branch else line, observations)


def _read_observation(row: Row) -> Node:
    value = ":" if row["value"] is None else row["value"]
    flags = f" {row['flags']}" if row["flags"] else ""
    source = _name_source(row["source"]) if row["source"] else "no document on record"
    return Node(
        f"{row['period']} {row['geo']}: {value}{flags} "
        f"[{row['dataset']}, published {row['published']}: {source}]"
    )


def _name_source(source: Row) -> str:
    return ", ".join(str(source[name]) for name in ("title", "place", "url") if source[name])


def _read_delivery(one: Row) -> Node:
    delivered = one["on_time"] + one["late"]
    line = f"delivery: {one['class']} ({delivered} of {one['due']} due actions delivered)"
    return Node(line, [_read_action(action) for action in one["actions"]])


def _read_action(one: Row) -> Node:
    told = [f"{one['state']}, {one['timing']}"]
    told += [f"on {one['delivered']}"] if one["delivered"] else []
    told += [f"due {one['due']}"] if one["due"] else []
    told += ["resting on an unconfirmed fact"] if one["unconfirmed"] else []
    line = f"{one['action']} {one['title']}: {'; '.join(told)} ({one['why']})"
    return Node(line, [_read_milestone(row) for row in one["milestones"]])


def _read_milestone(row: Row) -> Node:
    documents = "; ".join(_name_source(source) for source in row["evidence"])
    counts = row["fulfils"] or "related, counts for nothing"
    return Node(
        f"{row['done']} {row['title']} ({row['stage']}; fulfils: {counts}) "
        f"[{documents or 'no document: counts for nothing'}]"
    )


def _read_statement(one: Row) -> Node:
    stance = ", ".join(str(one[name]) for name in ("stance", "reliability") if one[name])
    return Node(f"statement of {one['actor']}, {one['given']} ({stance}): {one['text']}")
