"""Stocktake: from an adopted strategy to its published report.

From Python, with data frames and no server::

    import stocktake
    strategy = stocktake.read_strategy("strategies/iss-2010")
    actions = strategy.tables["actions"]
    found = stocktake.assess_cycle(strategy.tables, "2013").findings
    print(found["deliveries"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stocktake.version import VERSION

if TYPE_CHECKING:
    from stocktake.folder.checks import check
    from stocktake.folder.workbook import read_strategy
    from stocktake.release.reading import read_release
    from stocktake.steps import assess_cycle, build, release_strategy

__version__ = VERSION

__all__ = [
    "__version__",
    "assess_cycle",
    "build",
    "check",
    "read_release",
    "read_strategy",
    "release_strategy",
]


def __getattr__(name: str) -> Any:
    """Public names come from the steps, loaded when first asked for: a bare import stays light."""
    if name not in __all__:
        raise AttributeError(f"stocktake has no {name!r}; it has: {', '.join(__all__)}")
    from stocktake import steps

    return getattr(steps, name)
