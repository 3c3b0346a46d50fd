"""The order of the challenges in words and as a drawing, the same for report and site."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from stocktake.publish.charts import Ranked, RankRanges, describe_ranks, draw_ranks
from stocktake.publish.drawings import Drawing, words_of
from stocktake.publish.facts import Facts, Row
from stocktake.publish.locales import DASH
from stocktake.publish.phrases import named
from stocktake.publish.spans import Span, Spans

CLASSES: Final = ("main", "contested", "further", "watch", "not ranked")
FEWEST: Final = 2
"""Challenges from which an order is worth drawing."""


def order_ranks(facts: Facts) -> list[Row]:
    """Rows of the order, those further up first; without criteria there are none."""
    ordered = [row for row in facts.rows("challenge_ranks") if row["rank_lo"] is not None]
    return sorted(ordered, key=lambda row: (row["rank_lo"] + row["rank_hi"], -row["share_lo"]))


def is_described(facts: Facts) -> bool:
    """Whether a criterion is on record for any challenge of the round."""
    return any(row["class"] != "not ranked" for row in facts.rows("challenge_ranks"))


def rank_sentence(facts: Facts, rank: Row) -> Spans:
    """Where a challenge stands: its tier, the share of weightings, the range of ranks."""
    return facts.spans(
        "challenge.rank",
        tier=write_range(rank["tier_lo"], rank["tier_hi"]),
        k=rank["top"],
        share=write_shares(facts, rank),
        ranks=write_range(rank["rank_lo"], rank["rank_hi"]),
        of=rank["of"],
    )


def write_range(low: int, high: int) -> str:
    """One whole number, or the first and the last of a range."""
    return DASH.join(dict.fromkeys((str(low), str(high))))


def write_shares(facts: Facts, rank: Row) -> str:
    """The share of weightings in which a challenge is among the first, or its bounds."""
    shares = dict.fromkeys(_write_share(facts, rank[name]) for name in ("share_lo", "share_hi"))
    return DASH.join(shares)


def _write_share(facts: Facts, share: Decimal) -> str:
    """Whole per cent, rounded down so that no threshold seems reached; never none for a few."""
    whole = (share * 100).to_integral_value(ROUND_FLOOR)
    return facts.house.percent(whole or share * 100, 0 if whole or not share else 2)


def list_classes(facts: Facts) -> Iterator[Spans]:
    """The challenges of each class that occurs, by reference and title."""
    ranks = facts.rows("challenge_ranks")
    order = [row["challenge"] for row in order_ranks(facts)]
    for name in CLASSES:
        refs = [row["challenge"] for row in ranks if row["class"] == name]
        refs.sort(key=lambda ref: order.index(ref) if ref in order else 0)
        if refs:
            key = f"challenge.class.{name.replace(' ', '-')}"
            titles = named(facts, (facts.row("challenges", ref) for ref in refs), "challenges")
            yield facts.spans(key, titles=titles)


def list_differences(facts: Facts) -> Iterator[Spans]:
    """Challenges that a person names as main and the criteria do not, and the other way round."""
    for rank in facts.rows("challenge_ranks"):
        level = facts.row("challenges", rank["challenge"])["level"]
        if rank["class"] != "not ranked" and (level == "main") != (rank["class"] == "main"):
            ref = Span(rank["challenge"], style="ref")
            word = facts.text(f"challenge.word.{rank['class']}")
            yield facts.spans("challenge.differ", ref=ref, named=level, computed=word)


def draw_order(facts: Facts, what: str, prefix: str) -> Drawing | None:
    """A bar from best to worst rank for each challenge of the order; None for a single one."""
    ranks = order_ranks(facts)
    if len(ranks) < FEWEST:
        return None
    rows = []
    for rank in ranks:
        challenge = facts.row("challenges", rank["challenge"])
        name = f"{challenge['ref']} {challenge['title']}"
        rows.append(Ranked(name, rank["rank_lo"], rank["rank_hi"], rank["class"]))
    chart, words = RankRanges(what, tuple(rows), ranks[0]["top"]), words_of(facts)
    return Drawing(draw_ranks(chart, words, prefix=prefix), describe_ranks(chart, words))
