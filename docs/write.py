"""Write the pages of this folder that are made from the code: ./go docs."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from click.testing import CliRunner

from stocktake.cli import main_group
from stocktake.vocabulary.dictionary import describe_tables, describe_words
from stocktake.vocabulary.faults import write_guide

HERE = Path(__file__).parent
ROOT = HERE.parent
OUTPUT = re.compile(r"(<!-- output: (\w+) -->\n```\n\$ [^\n]+\n).*?(```\n<!-- end -->)", re.DOTALL)
SHOWN = 12
"""Lines of a long output that the README shows before it breaks off."""
WORDS = """# Words

One word for one thing, in code, pages, reports and documents.

| word | what it is |
|---|---|
| Strategy | what was adopted: threats, objectives, actions, for a period |
| Threat | what the strategy answers, as named at adoption |
| Objective | a strategic objective, or a line of action under one |
| Action | one promise: who leads, what would be there, by when |
| Milestone | one thing that happened or was to happen |
| Indicator | what is counted to see whether an objective is met: a query over a dataset |
| Baseline, Target | where it started, what was to be reached |
| Observation | one value of an office; Vintage: one whole statement of an office on one day |
| Actor | whoever owes, reports or decides |
| Cycle | a reporting round with its cut-off and as-of day |
| Contribution | what an actor said in a round; Evidence: the document behind it |
| Assessment | a person's decision on a finding, with a reason |
| Challenge | what a report names for the time ahead |
| Recommendation, Response, FollowUp | what is asked, what is answered, what became of it |
| Release | the frozen tables of a cycle; Report: a document made from a release |

Three columns are never merged: **reported** by a contributor, **computed** by a named rule,
**assessed** by a person. Delivery that cannot be told is **unknown**; an outcome that cannot be
told **cannot be judged**. Unknown is not zero, not applicable is not unknown, not yet due is not
late.

Not used: goal, result, category, control, KPI, progress without saying of what, completion in per
cent.

## The closed lists

Made from `src/stocktake/vocabulary/words.py` by `./go docs`.

"""


def make_pages() -> dict[str, str]:
    """Name and text of every page made from the code."""
    return {
        "tables.md": describe_tables(),
        "words.md": WORDS + "\n".join(describe_words()),
        "problems.md": write_guide(),
    }


def fill_readme(text: str) -> str:
    """The README with the real output of the commands it shows."""
    return OUTPUT.sub(lambda found: found[1] + run_shown(found[2]) + found[3], text)


def run_shown(verb: str) -> str:
    """What a verb prints for the flagship; a long output breaks off with dots."""
    flagship = str(ROOT / "strategies" / "iss-2010")
    with tempfile.TemporaryDirectory() as out:
        words = {"check": [flagship], "assess": [flagship, "--cycle", "2013"],
                 "build": [flagship, "--cycle", "2013", "--out", out],
                 "series": ["I-O4-02", "--as-of", "2013-06-10", "--strategy", flagship,
                            "--store", out]}  # fmt: skip
        done = CliRunner().invoke(main_group, [verb, *words[verb]], standalone_mode=False)
        lines = done.output.replace(out, "out").splitlines()
    if verb == "build":
        lines = [line for line in lines if line.startswith("out")]
    if len(lines) > SHOWN + 2:
        lines = [*lines[:SHOWN], "  ...", lines[-1]]
    return "".join(f"{line.rstrip()}\n" for line in lines)


if __name__ == "__main__":
    for name, text in make_pages().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    readme = ROOT / "README.md"
    readme.write_text(fill_readme(readme.read_text("utf-8")), encoding="utf-8", newline="\n")
