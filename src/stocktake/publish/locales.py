"""Numbers, dates and lists as the house prints them, by language.

CLDR (through Babel) gives month names, plural rules and lists. The house's own rules, where CLDR
differs, are one row a language here: a narrow no-break space groups thousands from 1 000 up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.when import last_day

NARROW_SPACE: Final = "\u202f"
MINUS: Final = "\u2212"
DECIMAL_POINT: Final = frozenset({"en", "ga", "mt"})
FROM_TO: Final = {"en": " to "}
"""What joins the two ends of a period in a sentence; a dash where a language has no entry."""
DASH: Final = " \u2013 "
NO_PERCENT_SPACE: Final = frozenset({"en", "ga", "it", "mt", "nl"})


@dataclass(frozen=True)
class House:
    """How one language prints numbers, percentages, dates, periods and lists."""

    lang: str

    @cached_property
    def locale(self) -> Locale:
        """The CLDR locale behind it."""
        return Locale.parse(self.lang, sep="-")

    def plural(self, count: int) -> str:
        """The CLDR plural category of a count."""
        return str(self.locale.plural_form(count))

    def number(self, value: Decimal | int, digits: int | None = None) -> str:
        """A number, rounded half up to `digits`, grouped from 1 000 up, with a true minus."""
        exact = Decimal(plain(Decimal(value)))
        if digits is not None:
            exact = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        whole, point, rest = f"{abs(exact):f}".partition(".")
        grouped = f"{int(whole):,}".replace(",", NARROW_SPACE)
        mark = "." if self.lang in DECIMAL_POINT else ","
        return (MINUS if exact < 0 else "") + grouped + (mark + rest if point else "")

    def signed(self, value: Decimal | int, digits: int | None = None) -> str:
        """A number with its sign; zero has none."""
        shown = self.number(value, digits)
        return f"+{shown}" if Decimal(value) > 0 and shown.strip("0.,") else shown

    def percent(self, value: Decimal, digits: int = 1) -> str:
        """A percentage given in per cent, with the space the language wants."""
        return self.number(value, digits) + (
            "\u00a0%" if self.lang not in NO_PERCENT_SPACE else "%"
        )

    def signed_percent(self, value: Decimal, digits: int = 1) -> str:
        """A change in per cent with its sign; what is shown as zero has none."""
        shown = self.percent(value, digits)
        return f"+{shown}" if value > 0 and self.number(value, digits).strip("0.,") else shown

    def share(self, value: Decimal) -> str:
        """A share between 0 and 1 as whole per cent."""
        return self.percent(value * 100, 0)

    def when(self, when: str) -> str:
        """A day, month or year in words: 10 April 2013, April 2013, 2013."""
        if len(when) == 4:
            return when
        day = last_day(when)
        pattern = "d MMMM y" if len(when) == 10 else "LLLL y"
        return str(format_date(day, pattern, locale=self.locale))

    def period(self, period: str) -> str:
        """A period in words: 2013, April 2013, Q2 2013; a range joins its two ends."""
        if "/" in period:
            ends = dict.fromkeys(self.period(end) for end in period.split("/"))
            return FROM_TO.get(self.lang, DASH).join(ends)
        year, _, part = period.partition("-")
        return f"{part} {year}" if part and not part[0].isdigit() else self.when(period)

    def span(self, first: str, last: str) -> str:
        """A span of days, months or years; one year is said once."""
        return DASH.join(dict.fromkeys((self.when(first), self.when(last))))

    def joined(self, items: Iterable[str]) -> str:
        """A list in words: O1, O2 and O3."""
        return str(format_list(list(items), locale=self.locale))
