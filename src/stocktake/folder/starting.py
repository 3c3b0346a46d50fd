"""Start a strategy: a small made-up one, commented, to be replaced file by file."""

from __future__ import annotations

import json
import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from stocktake.folder.references import is_ref
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError

TITLE: Final = "The river plan"
REF: Final = "river-plan"


def start_strategy(path: Path, title: str = TITLE) -> Path:
    """Write the template into a new or empty folder; RefusedError if it holds something."""
    refuse_filled(path)
    path.mkdir(parents=True, exist_ok=True)
    with as_file(files("stocktake.folder") / "template") as template:
        for file in sorted(template.rglob("*")):
            if file.is_file():
                _copy(file, path / file.relative_to(template))
    _entitle(path / "strategy.yaml", title.strip() or TITLE)
    return path


def refuse_filled(path: Path) -> None:
    """Refuse a path at which there is a file, or a folder that holds something."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise RefusedError(f"{path} holds something.", [fault("folder-not-empty", str(path))])


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _entitle(file: Path, title: str) -> None:
    text = file.read_text(encoding="utf-8")
    # A JSON text is a YAML text: quotes and line breaks of a title cannot break the file.
    text = text.replace(f'"{TITLE}"', json.dumps(" ".join(title.split()), ensure_ascii=False))
    file.write_text(text.replace(REF, name_strategy(title)), encoding="utf-8", newline="\n")


def name_strategy(title: str) -> str:
    """A reference from a title: The River Plan becomes river-plan."""
    words = re.findall(r"\w+", title.lower())
    name = "-".join(word for word in words if word not in {"the", "a", "an", "of"})[:40].strip("-_")
    return name if is_ref(name) else "my-strategy"
