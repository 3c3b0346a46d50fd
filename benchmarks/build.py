"""The whole command: stocktake build strategies/iss-2010 --cycle C, timed with its process tree.

    ./go python benchmarks/build.py [--runs 5] [--cycles 2011 2013 2014]

Prints for each cycle the median, fastest and slowest wall time and the highest memory of the
process tree, and the median as a multiple of the time that importing polars alone takes in the
same run, since machines differ. The first, cold, run is not counted. Goal: 5 s and 400 MiB.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = 4096


def run(command: list[str]) -> tuple[float, int]:
    """Wall time in seconds and highest resident memory of the process tree in bytes."""
    peak = [0]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    watcher = threading.Thread(target=watch, args=(process, peak))
    watcher.start()
    status = process.wait()
    taken = time.perf_counter() - begun
    watcher.join()
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return taken, peak[0]


def watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(resident, list_tree(process.pid))))
        time.sleep(0.005)


def list_tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        below = [int(word) for word in children.read_text().split()]
    except OSError:
        below = []
    return [pid, *(one for child in below for one in list_tree(child))]


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cycles", nargs="+", default=["2011", "2013", "2014"])
    options = parser.parse_args()
    stocktake = str(Path(sys.executable).with_name("stocktake"))
    polars = [sys.executable, "-c", "import polars"]
    print("| cycle | median s | fastest | slowest | peak MiB | x import polars |")
    print("|---|---|---|---|---|---|")
    for cycle in options.cycles:
        with tempfile.TemporaryDirectory() as out:
            command = [stocktake, "build", str(ROOT / "strategies" / "iss-2010"),
                       "--cycle", cycle, "--out", out]  # fmt: skip
            run(command)
            pairs = [(run(command), run(polars)[0]) for _ in range(options.runs)]
        times = [taken for (taken, _), _ in pairs]
        peak = max(memory for (_, memory), _ in pairs)
        base = statistics.median(alone for _, alone in pairs)
        middle = statistics.median(times)
        print(f"| {cycle} | {middle:.2f} | {min(times):.2f} | {max(times):.2f} | "
              f"{peak / 2**20:.0f} | {middle / base:.1f} |")  # fmt: skip


if __name__ == "__main__":
    main()
