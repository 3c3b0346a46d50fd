#!/usr/bin/env python3
"""The one door for people and machines: ./go run | test | check | setup | lock | NAME ...

    ./go run      build the flagship strategy and serve it on http://127.0.0.1:8000
    ./go test     every test, those in a real browser included (more words go to pytest)
    ./go check    format, lint, types, import rules, shape of the code
    ./go setup    only prepare .tools and .venv
    ./go docs     write the pages of docs/ that are made from the code
    ./go lock     write requirements/*.txt anew from requirements/*.in

Anything else is run inside the environment: ./go stocktake check strategies/iss-2010
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS, VENV = HERE / ".tools", HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
DEBIAN_PARTS = {"chromium": "/usr/bin/chromium", "libatomic1": "libatomic.so.1"}


def call(*command: str | Path, **options: object) -> None:
    done = subprocess.run([str(word) for word in command], cwd=HERE, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(done.returncode)


def uv(*words: str) -> None:
    if not (TOOLS / "uv").exists():
        print("go: fetching uv into .tools", flush=True)
        quiet = ["-q", "--disable-pip-version-check", "--root-user-action=ignore"]
        call(sys.executable, "-m", "pip", "install", *quiet, "--target", TOOLS, "uv")
    python = sys.executable if words[0] == "venv" else str(BIN / "python")
    quiet = {"UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": python}
    call(TOOLS / "bin" / "uv", *words, "-q", env={**os.environ, **quiet})


def prepare(lock: str) -> None:
    """Make .venv hold what requirements/<lock>.txt names; test holds all that run holds."""
    locks = [HERE / "requirements" / f"{name}.txt" for name in ("run", "test")]
    state = hashlib.sha256(
        b"".join(path.read_bytes() for path in [*locks, HERE / "pyproject.toml"])
    )
    stamps = {name: VENV / f".{name}-{state.hexdigest()[:16]}" for name in ("run", "test")}
    if stamps["test"].exists() or stamps[lock].exists():
        return
    print(f"go: preparing .venv from requirements/{lock}.txt", flush=True)
    if not VENV.exists():
        uv("venv", str(VENV))
    # Only test takes packages away: run must not undo what test has put there.
    fill = ["sync"] if lock == "test" else ["install", "-r"]
    uv("pip", *fill, f"requirements/{lock}.txt", "--require-hashes")
    uv("pip", "install", "--no-deps", "-e", ".")
    stamps[lock].touch()


def add_browser() -> None:
    """On Debian and as root, install what the browser tests need and is missing."""
    # Debian keeps ldconfig where people who are not root do not look.
    lister = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    listing = [lister, "-p"] if lister else ["true"]
    libraries = subprocess.run(listing, capture_output=True, text=True).stdout
    missing = [
        name
        for name, proof in DEBIAN_PARTS.items()
        if not (Path(proof).exists() or proof in libraries)
    ]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"go: installing {' '.join(missing)} with apt-get", flush=True)
        call("apt-get", "-q", "-q", "update", stdout=subprocess.DEVNULL)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        call("apt-get", "-q", "-q", "install", "-y", "--no-install-recommends", *missing,
             stdout=subprocess.DEVNULL, env=quiet)  # fmt: skip


def check() -> None:
    sources = ["src", "tests", "benchmarks", "docs", "go"]
    call(BIN / "ruff", "format", "--check", *sources)
    call(BIN / "ruff", "check", *sources)
    call(BIN / "mypy")
    call(BIN / "lint-imports")
    call(BIN / "python", "tests/shape.py")


def main() -> None:
    verb, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("help", [])
    if verb in {"help", "-h", "--help"}:
        print(__doc__)
    elif verb == "lock":
        for name in ("run", "test"):
            files = ["-o", f"requirements/{name}.txt", f"requirements/{name}.in"]
            plain = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
            uv("pip", "compile", *plain, *files)
    elif verb in {"setup", "test", "check", "docs"}:
        prepare("test")
        if verb == "test":
            add_browser()
            call(BIN / "pytest", *rest)
        elif verb == "check":
            check()
        elif verb == "docs":
            call(BIN / "python", "docs/write.py")
    else:
        prepare("run")
        call(BIN / "stocktake", "demo", *rest) if verb == "run" else call(BIN / verb, *rest)


if __name__ == "__main__":
    main()
