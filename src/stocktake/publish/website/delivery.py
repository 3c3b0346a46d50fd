"""Delivery in words, squares and bounds: the same for front page and objective."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from stocktake.assess.rounds import DEFAULTS
from stocktake.publish.charts import Bounds, draw_bounds
from stocktake.publish.facts import Facts, Row
from stocktake.publish.website.rendering import trust_drawing
from stocktake.publish.website.signs import Sign, chart_words, draw_strip, name_state, sign_class
from stocktake.publish.website.sitemap import Site

REST: Final = ("early", "late", "part", "overdue", "dropped", "unknown", "not_due", "no_end")


@dataclass(frozen=True)
class Delivery:
    """An objective's delivery as a row shows it."""

    word: Sign
    count: str
    proof: str
    strip: Markup
    rest: str


def tell_delivery(site: Site, objective: Row, prefix: str) -> Delivery:
    """The class, the counts behind it, one square an action, and the bounds in words."""
    facts, ref = site.facts, objective["ref"]
    counts, actions = facts.delivery_of(ref), facts.actions_under(ref)
    names = [name_state(facts.state_of(action["ref"])) for action in actions]
    strip = draw_strip(facts, ref, names, prefix) if names else ""
    return Delivery(
        word=sign_class(facts, counts["class"]),
        count=_tell_count(facts, counts),
        proof=f"{site.page_of(ref)}#actions",
        strip=trust_drawing(strip),
        rest=" ".join(tell_rest(facts, counts)),
    )


def _tell_count(facts: Facts, counts: Row) -> str:
    if not counts["due"]:
        return facts.text("site.actions", n=counts["all"])
    delivered = counts["on_time"] + counts["late"]
    return facts.text("site.delivery.of-due", n=counts["due"], delivered=delivered)


def tell_rest(facts: Facts, counts: Row) -> Iterator[str]:
    """Counts by what is not plain delivery, and between which shares delivery lies."""
    told = [facts.text(f"site.count.{name}", n=counts[name]) for name in REST if counts[name]]
    if told:
        yield facts.text("site.delivery.rest", parts="; ".join(told))
    if counts["due"] and counts["low"] != counts["high"]:
        low, high = (facts.house.share(counts[name]) for name in ("low", "high"))
        yield facts.text("site.delivery.between", low=low, high=high)


def draw_delivery_bounds(facts: Facts, counts: Row) -> Markup:
    """The scale of delivery with its thresholds; nothing where no action was due."""
    if not counts["due"]:
        return Markup("")
    names = ("delivery.partly", "delivery.mostly", "delivery.delivered")
    zones = ("hardly delivered", "partly delivered", "mostly delivered", "delivered")
    return _draw(facts, "delivery", (counts["low"], counts["high"]), names, zones)


def draw_outcome_bounds(facts: Facts, verdict: Row | None) -> Markup:
    """The scale of outcome with its thresholds; nothing where no verdict was made."""
    if verdict is None:
        return Markup("")
    names = ("outcome.not_met", "outcome.met")
    zones = ("not met", "partly met", "met")
    if facts.final == "no":
        zones = ("off course", facts.text("site.bounds.between"), "on course")
    return _draw(facts, "outcome", (verdict["s_low"], verdict["s_high"]), names, zones)


def _draw(
    facts: Facts,
    what: str,
    ends: tuple[Decimal, Decimal],
    names: tuple[str, ...],
    zones: tuple[str, ...],
) -> Markup:
    low, high = (min(max(end, Decimal(0)), Decimal(1)).normalize() for end in ends)
    thresholds = tuple(find_threshold(facts, name).normalize() for name in names)
    if sorted({*thresholds}) != list(thresholds) or not 0 < thresholds[0] <= thresholds[-1] < 1:
        return Markup("")
    title = facts.text(f"site.bounds.{what}")
    chart = Bounds(title, round(low, 2), round(high, 2), thresholds, zones)
    return trust_drawing(draw_bounds(chart, chart_words(facts), prefix=f"bounds-{what}"))


def find_threshold(facts: Facts, name: str) -> Decimal:
    """A threshold of the method: the newest one set, else the method's own."""
    newest = {
        row["name"]: row["value"]
        for row in sorted(facts.rows("parameters"), key=lambda row: row["from"])
    }
    return Decimal(newest.get(name, DEFAULTS[name]))
