"""Language codes as Word's proofing tools want them: with a country."""

from __future__ import annotations

from typing import Final

from babel import Locale

_COUNTRIES: Final = {"en": "GB", "cs": "CZ", "da": "DK", "el": "GR", "et": "EE", "ga": "IE",
                     "sl": "SI", "sv": "SE"}  # fmt: skip
LONG_WORDS: Final = frozenset({"fi", "hu", "de", "et", "sv", "nl"})
"""Languages whose body text is hyphenated."""


def name_proofing(lang: str) -> str:
    """The tag of a language for `w:lang`; one that has a country or script keeps it."""
    if len(lang) != 2:
        return lang
    return f"{lang}-{_COUNTRIES.get(lang, lang.upper())}"


def name_in_itself(lang: str) -> str:
    """What a language calls itself."""
    return Locale.parse(lang, sep="-").get_display_name() or lang
