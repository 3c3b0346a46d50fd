"""The grammar of a printed reference."""

from __future__ import annotations

import re
from typing import Final

REF: Final = re.compile(r"\w[^\s;|*/\\\"<>#?%,]*")
"""Begins with a letter or digit and stays clear of what lists, addresses, paths and links use."""


def is_ref(text: str) -> bool:
    """Whether the text may be a reference: O3.L2.A1, Europol, EV-com-2013-179."""
    return bool(REF.fullmatch(text))
