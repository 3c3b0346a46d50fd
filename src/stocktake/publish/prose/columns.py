"""L15 and L19: disagreement is said, and a grade rests on its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.prose.case import Case, Row
from stocktake.publish.report.waiving import block_of_recommendation
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.when import last_day

FULL, NOT = "in full", "not implemented"


def check_disagreement(case: Case) -> Iterator[Problem]:
    """L15: where two columns differ a block says so, and a person who overrides gives a reason.

    A round put together afterwards may owe the reason: who decided cannot be asked.
    """
    owed = "L15-owed" if _is_reconstructed(case) else "L15"
    for compared in case.rows("comparisons"):
        subject = compared["subject"]
        if not compared["differ"]:
            continue
        if not any(_says_so(key, subject, case) for key in case.keys):
            yield case.find("L15-unsaid", f"{subject.lower()}.differ", subject, subject=subject)
        decided = _assessment(case, compared)
        if compared["assessed"] and not (decided and decided["reason"]):
            told = {"computed": compared["computed"] or "-", "assessed": compared["assessed"]}
            yield case.find(owed, f"{subject.lower()}.differ", subject, **told)


def _says_so(key: str, subject: str, case: Case) -> bool:
    """A sentence of its own; what differs for the whole strategy stands at a glance."""
    if subject in case.refs:
        return key == f"{subject.lower()}.differ"
    return key in {"glance.account", "glance.differ"}


def _is_reconstructed(case: Case) -> bool:
    return any(row["reconstructed"] for row in case.rows("cycles", ref=case.cycle))


def _assessment(case: Case, compared: Row) -> Row | None:
    same = {name: compared[name] for name in ("subject", "axis", "branch")}
    return next(iter(case.rows("assessments", cycle=case.cycle, **same)), None)


def check_grades(case: Case) -> Iterator[Problem]:
    """L19: what a follow-up calls done, not done or in time is what its row shows."""
    graded = {row["recommendation"]: row for row in case.rows("follow_ups", cycle=case.cycle)}
    dues = {row["ref"]: row["due"] for row in case.rows("recommendations")}
    parts = {row["ref"]: row["split_from"] for row in case.rows("recommendations")}
    for ref, row in graded.items():
        block = block_of_recommendation({"ref": ref})
        if row["grade"] == FULL:
            yield from _check_full(case, block, row, graded, parts)
        if row["grade"] == NOT and not (row["reason"] or row["text"]):
            yield case.find("L19-search", block, NOT)
        yield from _check_time(case, block, row, dues.get(ref))


def _check_full(
    case: Case, block: str, row: Row, graded: dict[str, Row], parts: dict[str, str | None]
) -> Iterator[Problem]:
    if not row["evidence"]:
        yield case.find("L19-evidence", block, FULL)
    pending = case.words.find("pending", row["text"] or "")
    open_parts = [
        part
        for part, whole in parts.items()
        if whole == row["recommendation"] and part in graded and graded[part]["grade"] != FULL
    ]
    if pending or open_parts:
        why = pending[0] if pending else ", ".join(open_parts)
        yield case.find("L19-part", block, FULL, cell=why)


def _check_time(case: Case, block: str, row: Row, due: str | None) -> Iterator[Problem]:
    said = case.words.find("on-time", row["text"] or "")
    if said and due and row["closed"] and last_day(row["closed"]) > last_day(due):
        closed, due_day = (case.words.house.when(when) for when in (row["closed"], due))
        yield case.find("L19-late", block, said[0], closed=closed, due=due_day)
