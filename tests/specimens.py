"""Real files, hostile ones and published results: beside the project, never copied into it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

BESIDE: Final = [up / "shared" for up in Path(__file__).resolve().parents]
SHARED: Final = next((path for path in BESIDE if path.is_dir()), BESIDE[1])
RAW: Final = SHARED / "data" / "raw"
HOSTILE: Final = SHARED / "probe" / "open"
PUBLISHED: Final = SHARED / "methods" / "tables"

needs_raw: Final = pytest.mark.skipif(
    not RAW.is_dir(), reason="the offices' real files are not beside the project"
)
needs_hostile: Final = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the hostile files are not beside the project"
)
needs_published: Final = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published assessments are not beside the project"
)
