"""What other sets of targets give, apart from the strategy's own; and every scenario (annex K)."""

from __future__ import annotations

from stocktake.assess.readings import OFFICIAL
from stocktake.assess.verdicts import CANNOT
from stocktake.publish.charts import Scenario, ScenarioGrid, describe_scenarios, draw_scenarios
from stocktake.publish.drawings import words_of
from stocktake.publish.facts import NOT_APPLICABLE, Facts, Row
from stocktake.publish.judgements import (
    list_branches,
    list_targets,
    name_indicator,
    tell_outcome,
    tell_set,
    tell_verdict,
)
from stocktake.publish.report.chapters.figures import WIDE_MM
from stocktake.publish.report.compiler import Compiler, join, left, row
from stocktake.publish.report.compiler import right as number_head
from stocktake.publish.spans import Span, plain


def write_branches(report: Compiler, objective: Row) -> None:
    """Part of an objective: what each other set of targets gives, indicator by indicator."""
    facts, ref = report.facts, objective["ref"]
    for branch in list_branches(facts):
        verdict = facts.find("verdicts", f"{ref}|{branch}")
        targets = list_targets(facts, ref, branch)
        if not verdict or not targets:
            continue
        key = f"{ref.lower()}.{branch}"
        report.part(key, facts.spans("branch.head", branch=branch))
        report.add_all(f"{key}.set", tell_set(facts, targets), "branch.set")
        report.add_all(f"{key}.verdict", tell_verdict(facts, verdict), "branch.verdict")
        outcomes = [facts.find("outcomes", f"{one['indicator']}|{branch}") for one in targets]
        report.list(
            f"{key}.outcomes",
            [
                (*name_indicator(facts, one["indicator"]), *join(tell_outcome(facts, one)))
                for one in outcomes
                if one
            ],
        )


def write_branch_answer(report: Compiler) -> None:
    """Of a final report: the verdicts under each other set, beside the answer and apart from it."""
    facts = report.facts
    for branch in list_branches(facts):
        verdicts = facts.rows("verdicts", branch=branch)
        counted = [verdict["value"] for verdict in verdicts]
        judged = sum(word != CANNOT for word in counted)
        answer = facts.spans(
            "branch.answer",
            n=judged,
            branch=branch,
            met=str(counted.count("met")),
            partly=str(counted.count("partly met")),
            **{"not": str(counted.count("not met"))},
            unknown=str(counted.count(CANNOT)),
        )
        apart = facts.spans("branch.answer.apart")
        report.add_all(f"answer.{branch}", [answer, apart], "branch.answer")
        _write_verdict_table(report, branch, verdicts)


def _write_verdict_table(report: Compiler, branch: str, verdicts: list[Row]) -> None:
    facts, say = report.facts, report.facts.text
    heads = [
        left(say("label.objective"), 2),
        left(say("verdict.outcome"), 3),
        left(say("verdict.rule")),
        number_head(say("label.unmeasured"), 2),
        left(say("label.bounds"), 3),
        left(say("label.stability"), 3),
    ]
    rows = [
        row(
            Span(verdict["objective"], style="ref"),
            "; ".join([verdict["value"], *(verdict["suffixes"] or ())]),
            verdict["rule"],
            facts.house.share(1 - verdict["measured"]),
            f"{verdict['low']} - {verdict['high']}",
            _stability(facts, verdict),
        )
        for verdict in verdicts
    ]
    caption = facts.spans("branch.table", branch=branch, date=facts.today)
    source = facts.text("branch.source")
    report.table(f"answer.{branch}.table", caption, heads, rows, source, file="csv/verdicts.csv")


def _stability(facts: Facts, verdict: Row) -> str | Span:
    if verdict["stability"] is None:
        return facts.not_applicable
    return f"{verdict['label']} ({facts.house.share(verdict['stability'])})"


def write_scenarios(report: Compiler) -> None:
    """Annex K: a row a scenario, a column an objective, for each set that measures anything."""
    facts = report.facts
    if facts.final == "no" or not facts.rows("verdicts", branch=OFFICIAL):
        return
    report.annex("K", facts.text("annex.scenarios"))
    scenarios = facts.rows("scenarios")
    if not scenarios:
        report.say("annex.k.none", "annex.scenarios.none")
    for branch in dict.fromkeys(one["branch"] for one in scenarios):
        _write_grid(report, branch, [one for one in scenarios if one["branch"] == branch])


def _write_grid(report: Compiler, branch: str, scenarios: list[Row]) -> None:
    """A picture of the scenarios all objectives share, and a table with each one's own too."""
    facts, key = report.facts, f"annex.k.{branch}"
    objectives = list(dict.fromkeys(one["objective"] for one in scenarios))
    words = {(one["objective"], one["scenario"]): one["value"] for one in scenarios}
    blocks = {one["scenario"]: one["block"] for one in scenarios}
    main = tuple(facts.row("verdicts", f"{one}|{branch}")["value"] for one in objectives)
    rows = [Scenario(facts.text("annex.scenarios.main"), main)] + [
        Scenario(name, tuple(words.get((one, name), NOT_APPLICABLE) for one in objectives))
        for name in blocks
    ]
    report.say(f"{key}.lead", "annex.scenarios.lead", branch=branch, n=str(len(blocks)))
    caption = facts.spans("annex.scenarios.figure", branch=branch, date=facts.today)
    shared = [one for one in rows if NOT_APPLICABLE not in one.cells]
    grid = ScenarioGrid(plain(caption), tuple(objectives), tuple(shared))
    texts = words_of(facts)
    report.figure(
        f"{key}.figure",
        caption,
        draw_scenarios(grid, texts, prefix=f"k-{branch}"),
        describe_scenarios(grid, texts),
        WIDE_MM,
        facts.text("branch.source"),
        f"{key}.table",
    )
    main_line = facts.text("annex.scenarios.block")
    heads = [
        left(facts.text("label.block"), 2),
        left(facts.text("label.scenario"), 4),
        *(left(one, 2) for one in objectives),
    ]
    report.table(
        f"{key}.table",
        facts.spans("annex.scenarios.table", branch=branch),
        heads,
        [row(blocks.get(one.name, main_line), one.name, *one.cells) for one in rows],
        facts.text("branch.source"),
        file="csv/scenarios.csv",
    )
