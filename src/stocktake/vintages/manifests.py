"""The manifest of a vintage: what it is, where it came from, and the checksum of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, get_type_hints

from stocktake.vintages.refusals import refusal
from stocktake.vocabulary.decimals import DIGITS
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.when import is_when, last_day

FILE: Final = "manifest.json"
PART: Final = "part.parquet"
"""The observations."""
SERIES: Final = "series.parquet"
"""Each series and territory once: how many parts a sum has, without reading the observations."""
FLAGGED: Final = "flagged.parquet"
"""The observations that have a flag, few as they are."""
FORMAT: Final = 1

GEO, PERIOD, TEXT, EXACT, FLAGS = "geo", "period", "value_text", "value_dec", "flags"
FACTS: Final = (GEO, PERIOD, TEXT, EXACT, FLAGS)
SHORT: Final = 18
"""Digits of the decimals one 64-bit number holds; 38 where they do not suffice."""


@dataclass(frozen=True)
class Vintage:
    """One whole statement of an office, or a partial one to be laid over the last whole one.

    `sha256` is of the bytes as received, `content` of the observations in our order, `files` of
    the files beside the manifest. `whole` and `decimals` are the most digits before and after the
    point. `letters` are the flags that occur, `places` the territories, if they are not too many.
    """

    dataset: str
    published: str
    number: int
    complete: bool
    obtained: str
    sha256: str
    content: str
    rows: int
    missing: int
    columns: list[str]
    whole: int
    decimals: int
    letters: str
    places: list[str]
    files: dict[str, str]
    data_day: str = ""
    reader: str = ""
    origin: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def name(self) -> str:
        """The name of its folder: 2013-04.1."""
        return name_of(self.published, self.number)

    @property
    def place(self) -> str:
        """How a problem names it."""
        return f"{self.dataset}/{self.name}"

    @property
    def day(self) -> date:
        """The day from which on it is known: the last one of its `published`."""
        return last_day(self.published)

    @property
    def order(self) -> tuple[date, int, str]:
        """Vintages of a dataset, oldest first."""
        return self.day, self.number, self.published

    @property
    def dimensions(self) -> list[str]:
        """Its dimensions, in the order of sorting; territory and period come after them."""
        return [name for name in self.columns if name not in FACTS]

    @property
    def digits(self) -> int:
        """Digits of the stored decimals."""
        return digits_for(self.whole, self.decimals)

    def to_bytes(self) -> bytes:
        """The file as written: sorted keys, two spaces, final newline."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True)
        return (text + "\n").encode()


def name_of(published: str, number: int) -> str:
    """The name of a vintage's folder."""
    return f"{published}.{number}"


def digits_for(whole: int, decimals: int) -> int:
    """18 digits where they suffice, else 38."""
    return SHORT if whole + decimals <= SHORT else DIGITS


def find_exact_type(vintages: Sequence[Vintage]) -> tuple[int, int]:
    """Digits and decimals in which the values of all of them are exact; RefusedError if none."""
    decimals = max(one.decimals for one in vintages)
    whole = max(one.whole for one in vintages)
    if whole + decimals > DIGITS:
        cell = f"{'9' * whole}.{'9' * decimals}"
        raise refusal(fault("number-range", vintages[-1].dataset, cell=cell, digits=DIGITS))
    return digits_for(whole, decimals), decimals


def read_manifest(folder: Path) -> Vintage:
    """The manifest in a folder; ValueError says in words why it cannot be believed."""
    try:
        told = json.loads((folder / FILE).read_bytes())
    except FileNotFoundError:
        raise ValueError(f"it has no {FILE}") from None
    except (OSError, ValueError, RecursionError):
        raise ValueError(f"its {FILE} cannot be read") from None
    vintage = _build(told)
    if (vintage.dataset, vintage.name) != (folder.parent.name, folder.name):
        raise ValueError(f"its {FILE} calls it {vintage.place}")
    return vintage


def _build(told: Any) -> Vintage:
    wanted = get_type_hints(Vintage)
    if not isinstance(told, dict) or set(told) != set(wanted):
        raise ValueError(f"its {FILE} does not have the entries of a vintage")
    for name, hint in wanted.items():
        if type(told[name]) is not getattr(hint, "__origin__", hint):
            raise ValueError(f"its {FILE} has no usable entry {name}")
    texts = [*told["columns"], *told["places"], *told["files"].values(), *told["origin"].values()]
    sums = {PART} <= set(told["files"]) <= {PART, SERIES, FLAGGED}
    columns = tuple(told["columns"][-len(FACTS) :]) == FACTS
    if not all(isinstance(text, str) for text in texts) or not sums or not columns:
        raise ValueError(f"its {FILE} does not describe its files")
    if told["format"] != FORMAT or not is_when(told["published"]):
        raise ValueError(f"its {FILE} is of a form this program does not know")
    return Vintage(**told)


def sha256_of(path: Path) -> str:
    """The checksum of a file, without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
