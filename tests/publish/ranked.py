"""A strategy whose challenges have criteria: two rounds, a clear first, opposites, a watch list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from publish.website.small_strategy import CYCLE, make_release, objective

from stocktake.release.reading import Release

Row = dict[str, Any]
BEFORE = CYCLE | {"ref": "2012", "cut_off": date(2012, 6, 30), "as_of": date(2012, 6, 30)}
NOW = CYCLE | {"previous": "2012"}


def challenge(ref: str, title: str, **more: Any) -> Row:
    return {"ref": ref, "cycle": "2013", "title": title, "level": "main", "objective": "O1", **more}


def state(challenge: str, criterion: str, value: str, **more: Any) -> Row:
    return {
        "challenge": challenge, "criterion": criterion, "value": value, "basis": "A count.",
        "evidence": ["EV-1"], **more,
    }  # fmt: skip


CHALLENGES = [
    challenge("CH-12-1", "Floods before", cycle="2012", threats=["T1"]),
    challenge("CH-12-2", "Ice", cycle="2012", threats=["T2"]),
    challenge("CH-13-1", "Floods", threats=["T1"], carried_from=["CH-12-1"]),
    challenge("CH-13-2", "Drought"),
    challenge("CH-13-3", "Heat", level="emerging"),
    challenge("CH-13-4", "Mud", objective="O2"),
    challenge("CH-13-5", "Algae", level="watch"),
    challenge("CH-13-6", "Silt", objective=None),
]
CRITERIA = [
    *(state("CH-13-1", name, "9") for name in ("severity", "reach", "gap")),
    *(state(f"CH-13-{n}", name, value)
      for n, values in ((2, "851"), (3, "581"), (4, "111"))
      for name, value in zip(("severity", "reach", "gap"), values, strict=True)),
    state("CH-13-5", "severity", "9"), state("CH-13-5", "evidence quality", "low"),
]  # fmt: skip
THREATS = [
    {"ref": "T1", "title": "Water", "statement": "Too much of it"},
    {"ref": "T2", "title": "Frost"},
    {"ref": "T3", "title": "Fire"},
]
LINKS = [{"objective": ref, "threat": to, "by": "ours"} for ref, to in (("O1", "T1"), ("O3", "T2"))]


def release_ranked(folder: Path, **more: Any) -> Release:
    rows: dict[str, Any] = {
        "cycles": [BEFORE, NOW], "challenges": CHALLENGES, "challenge_criteria": CRITERIA,
        "threats": THREATS, "objective_threats": LINKS, "actions": [],
        "objectives": [objective(ref) for ref in ("O1", "O2", "O3", "O4")],
    }  # fmt: skip
    return make_release(folder / "release", **(rows | more))
