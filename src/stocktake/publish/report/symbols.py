"""Which sign stands beside which word: circle verdict, square action, chevron outlook."""

from __future__ import annotations

from typing import Final

VERDICTS: Final = {
    "met": "v-met",
    "partly met": "v-part",
    "not met": "v-not",
    "cannot be judged": "v-none",
    "on course": "o-on",
    "open": "o-open",
    "at risk": "o-risk",
    "off course": "o-off",
}
DELIVERIES: Final = {
    "delivered": "a-done",
    "mostly delivered": "a-part",
    "partly delivered": "a-part",
    "hardly delivered": "a-over",
    "unknown": "a-none",
    "none due": "a-plan",
}


def verdict_symbol(word: str) -> str:
    """The symbol of a verdict or outlook."""
    return VERDICTS.get(word, "v-none")


def delivery_symbol(word: str) -> str:
    """The symbol of a delivery class."""
    return DELIVERIES.get(word, "a-none")
