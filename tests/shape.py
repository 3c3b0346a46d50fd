"""The shape of the code against its limits; `./go check` runs it. Exit 1 and a line for each slip.

The limits are those the project set itself: modules and functions one can read at a sitting, no
room without a caption, no import hidden in a function but the public door, no swallowed error.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "stocktake"
MODULE, FUNCTION, DEPTH, LAZY, BROAD = 600, 80, 4, 5, 2
UNNAMED = {"utils", "utilities", "helpers", "common", "misc", "core", "manager"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def find_slips() -> Iterator[str]:
    """One sentence for each limit passed."""
    lazy = broad = 0
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        name = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(text)
        if len(text.splitlines()) > MODULE:
            yield f"{name} has more than {MODULE} lines: split it"
        if len(path.relative_to(SOURCE).parts) > DEPTH:
            yield f"{name} lies deeper than {DEPTH}"
        if path.stem in UNNAMED:
            yield f"{name}: give the module the name of what it holds"
        yield from find_long_functions(name, tree)
        lazy += sum(count_imports(node) for node in ast.walk(tree) if isinstance(node, Function))
        broad += sum(is_broad(node) for node in ast.walk(tree))
    if lazy > LAZY:
        yield f"{lazy} imports inside functions, at most {LAZY} wanted"
    if broad > BROAD:
        yield f"{broad} handlers catch every exception, at most {BROAD} wanted"
    yield from find_rooms_without_caption()


def find_long_functions(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION:
            yield f"{name}::{node.name} has more than {FUNCTION} lines: split it"


def count_imports(function: Function) -> int:
    return sum(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))


def is_broad(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    return node.type is None or (
        isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
    )


def list_rooms() -> list[str]:
    """Every folder of the package that holds code, and the modules at its top."""
    rooms = {path.parent for path in SOURCE.rglob("*.py")} - {SOURCE}
    tops = {path for path in SOURCE.glob("*.py") if path.stem != "__init__"}
    return sorted(path.relative_to(SOURCE).as_posix() for path in rooms | tops)


def find_rooms_without_caption() -> Iterator[str]:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for room in list_rooms():
        name = room if room.endswith(".py") else f"{room}/"
        if f"`{name}`" not in page:
            yield f"docs/architecture.md has no caption for `{name}`"


if __name__ == "__main__":
    slips = list(find_slips())
    print("\n".join(slips) or "shape: within the limits")
    sys.exit(bool(slips))
