"""The prose checker alone, on 30 pages of written text over the flagship's tables.

    ./go python benchmarks/prose.py [--runs 5] [--pages 30]

A page is 10 paragraphs of some 40 words, taken from the flagship's own passages. Prints the median,
fastest and slowest time of a check, the first one with its patterns still to be compiled, and how
many sentences were read. Goal: 30 pages in under 1 s.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from stocktake import steps
from stocktake.folder.workbook import read_strategy
from stocktake.publish.prose.case import Case
from stocktake.publish.prose.checking import check_prose
from stocktake.publish.report.blocks import Para
from stocktake.publish.report.compiling import compile_report

ROOT = Path(__file__).resolve().parents[1]
PARAGRAPHS = 10


def make_case(pages: int) -> Case:
    draft = steps.draft_cycle(read_strategy(ROOT / "strategies" / "iss-2010"), "2014")
    report = compile_report(draft.release)
    own = [
        block for block in report.blocks if isinstance(block, Para) and block.origin == "written"
    ]
    wanted = enumerate(islice(cycle(own), pages * PARAGRAPHS))
    blocks = tuple(replace(block, key=f"{block.key}.{number}") for number, block in wanted)
    as_of = date.fromisoformat(draft.release.manifest.as_of)
    document = replace(report, blocks=blocks)
    return Case(document, draft.release.tables, "2014", as_of, draft.before, draft.every)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=30)
    options = parser.parse_args()
    case = make_case(options.pages)
    times = []
    for _ in range(options.runs + 1):
        fresh = replace(case, _rows={})
        begun = time.perf_counter()
        check_prose(fresh)
        times.append(time.perf_counter() - begun)
    words = sum(len(sentence.text.split()) for sentence in case.sentences)
    print(f"{options.pages} pages, {len(case.sentences)} sentences, {words} words")
    print("| first s | median s | fastest | slowest |\n|---|---|---|---|")
    first, rest = times[0], times[1:]
    print(f"| {first:.3f} | {statistics.median(rest):.3f} | {min(rest):.3f} | {max(rest):.3f} |")


if __name__ == "__main__":
    main()
