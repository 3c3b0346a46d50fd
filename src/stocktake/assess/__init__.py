"""Pure rules: tables in, findings out. No clock, no files, no network."""

from __future__ import annotations

from datetime import date
from decimal import localcontext

from stocktake.assess.actions import judge_actions
from stocktake.assess.chains import follow_chains
from stocktake.assess.challenges import describe_challenges, rank_challenges
from stocktake.assess.changes import compare_findings, find_revisions
from stocktake.assess.comparisons import compare_columns
from stocktake.assess.deliveries import count_deliveries
from stocktake.assess.ledger import keep_ledger
from stocktake.assess.movements import measure_movements
from stocktake.assess.outcomes import judge_outcomes, list_outcomes
from stocktake.assess.requests import follow_requests
from stocktake.assess.rounds import METHOD, Round, open_round
from stocktake.assess.scenarios import Case, add_stability, run_scenarios
from stocktake.assess.series import build_series
from stocktake.assess.threats import follow_answers, follow_threats
from stocktake.assess.verdicts import judge_objectives, list_verdicts
from stocktake.vocabulary.decimals import EXACT
from stocktake.vocabulary.frames import Tables, frame_of

__all__ = ["METHOD", "Round", "assess", "compare_findings", "open_round"]


def assess(
    tables: Tables, cycle: str, today: date | None = None, before: Tables | None = None
) -> Tables:
    """Findings of one cycle: a frame for each computed table.

    `tables` are typed input tables cut to what was known on the day (`vocabulary.known`); `today`
    is the assessment day, the cycle's `as_of` if not given; `before` are tables and findings of
    the cycle before, for what changed since. RefusedError if there is no such cycle.
    """
    now = open_round(tables, cycle, today)
    with localcontext(EXACT):
        return _find(tables, now, before)


def _find(tables: Tables, now: Round, before: Tables | None) -> Tables:
    states = judge_actions(tables, now)
    deliveries = count_deliveries(tables, states, now)
    series = build_series(tables)
    outcomes = judge_outcomes(tables, series, now)
    case = Case(tables, series, outcomes, now)
    judged = judge_objectives(tables, case.parts, now)
    scenarios = run_scenarios(case)
    listed = list_verdicts(tables, case.parts, judged, outcomes, deliveries, now)
    verdicts = add_stability(listed, scenarios, case)
    profiles = describe_challenges(tables, deliveries, now)
    findings = {
        "action_states": states,
        "deliveries": deliveries,
        "series": series,
        "movements": measure_movements(tables, series, before["series"] if before else None, now),
        "outcomes": list_outcomes(outcomes),
        "verdicts": verdicts,
        "scenarios": frame_of("scenarios", scenarios),
        "comparisons": compare_columns(tables, states, deliveries, verdicts, now),
        "ledger": keep_ledger(tables, now),
        "challenge_profiles": profiles,
        "challenge_ranks": rank_challenges(tables, profiles, now),
        "challenge_chains": follow_chains(tables, now),
        "threat_rounds": follow_threats(tables, now),
        "answer_rounds": follow_answers(tables, now),
        "request_states": follow_requests(tables, now),
        "revisions": find_revisions(tables, now),
    }
    everything = tables | findings
    findings["changes"] = (
        compare_findings(everything, before) if before else frame_of("changes", [])
    )
    return findings
