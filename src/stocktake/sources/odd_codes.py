"""Codes that are not what they seem: formulas, markup that would run, hidden letters, twins.

They are kept as published; a person is told before two of them are taken for one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import polars as pl

from stocktake.sources.text import LINE
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

FORMULA: Final = r"^(?:[\t\r\n]|\s*[=+@\x{ff1d}\x{ff0b}\x{ff20}\x{ff0d}-]).+"
"""What a spreadsheet computes, with the wide signs of East Asia; a lone sign is none."""

ACTIVE: Final = (
    r"<(?:script|iframe|object|embed|form|base|meta|link|svg|math|style|template|applet)\b",
    r"<[a-z][a-z0-9-]{0,20}[\s/][^<>]{0,500}?\bon[a-z]{3,20}\s*=",
    r"on(?:error|load|click|toggle|mouseover|focus|begin)\s*=",
    r"javascript\s*:",
    r"vbscript\s*:",
    r"data\s*:\s*(?:text/html|image/svg)",
)
"""What would run in a browser, in small letters; each begins with letters one finds at once."""

_ACTIVE: Final = f"(?i){'|'.join(ACTIVE)}"
HARMLESS: Final = "^[A-Za-z0-9_][A-Za-z0-9_.-]*$"
"""Texts in which nothing odd can hide; they may still look like each other."""

PLAIN: Final = r"^[!-~](?:[ -~]*[!-~])?$"
SHOWN: Final = 5
_OTHERS: Final = (
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
)
_LATIN: Final = "ABESIJKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXo"
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
LOOKS: Final = dict(zip(map(ord, _OTHERS), map(ord, _LATIN), strict=True)) | _WIDE
"""Cyrillic, Greek and wide letters that look like Latin ones."""


def find_odd_codes(
    frame: pl.DataFrame, distinct: Mapping[str, pl.Series], names: Mapping[str, str]
) -> list[Problem]:
    """A warning for each kind of odd code among the different texts of each column of a frame.

    `names` are those of the columns in the file.
    """
    problems: list[Problem] = []
    for column, texts in distinct.items():
        shown = names.get(column, column)
        if texts.str.contains(HARMLESS).all():
            problems += _find_twins(texts, shown)
            continue
        for code, odd in _sort_odd(texts).items():
            if odd:
                count = len(frame.filter(pl.col(column).is_in(odd)))
                row = str(frame.filter(pl.col(column) == odd[0])[LINE][0]) if LINE in frame else ""
                problems.append(fault(code, row=row, column=shown, count=count, cell=odd[0]))
        problems += _find_disguises(texts, shown)
        problems += _find_twins(texts, shown)
    return problems


def _sort_odd(texts: pl.Series) -> dict[str, list[str]]:
    strange = texts.filter(~texts.str.contains(PLAIN)).sort()
    return {
        "csv-formula": texts.filter(texts.str.contains(f"(?s){FORMULA}")).sort().to_list(),
        "code-active": texts.filter(texts.str.contains(_ACTIVE)).sort().to_list(),
        "code-hidden": [text for text in strange if _hides(text)],
    }


def _hides(text: str) -> bool:
    """Whether a text holds what one cannot see, or begins or ends with blanks."""
    return text != text.strip() or any(map(_is_hidden, text))


def _is_hidden(character: str) -> bool:
    return not character.isprintable() and unicodedata.category(character) != "Zs"


def _find_disguises(texts: pl.Series, column: str) -> Iterator[Problem]:
    """Codes in letters of another alphabet that look Latin; a word of that language is none."""
    found = [text for text in texts.filter(~texts.str.contains(PLAIN)).sort() if _wears_mask(text)]
    for text in found[:SHOWN]:
        strange = " ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in text if ord(c) in LOOKS))
        other = text.translate(LOOKS)
        yield fault("code-disguised", column=column, cell=text, other=other, characters=strange)


def _wears_mask(text: str) -> bool:
    plain = text.translate(LOOKS)
    if text.isascii() or not plain.isascii():
        return False
    is_mixed = any(char.isascii() and char.isalpha() for char in text)
    return is_mixed or (plain.isupper() and len(plain) > 1)


def _find_twins(texts: pl.Series, column: str) -> Iterator[Problem]:
    """Codes that differ in what one hardly sees: case, blanks, hidden letters, alphabets."""
    if texts.str.to_lowercase().n_unique() == len(texts) and texts.str.contains(PLAIN).all():
        return
    is_plain = texts.str.contains(PLAIN)
    strange = texts.filter(~is_plain)
    plain = texts.filter(is_plain)
    looks = pl.concat([plain.str.to_lowercase(), _map(strange, _reduce)])
    pairs = pl.DataFrame({"text": pl.concat([plain, strange]), "look": looks})
    same = pairs.filter(pl.col("look").is_duplicated()).sort("text")
    groups = same.group_by("look", maintain_order=True).agg("text")
    for look, alike in groups.head(SHOWN).rows():
        first, second = alike[:2]
        yield fault("codes-alike", column=column, first=first, second=second, cell=look)


def _map(texts: pl.Series, change: Callable[[str], str]) -> pl.Series:
    return pl.Series(texts.name, [change(text) for text in texts], dtype=pl.String)


def _reduce(text: str) -> str:
    """What an eye makes of a text."""
    seen = unicodedata.normalize("NFKC", text.translate(LOOKS))
    return "".join(char for char in seen if not _is_hidden(char)).strip().lower()
