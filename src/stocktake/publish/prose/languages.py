"""The words a language's rules look for, and how it ends its sentences; lists lie in `words/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

import yaml

from stocktake.publish.locales import House

NEVER: Final = re.compile(r"(?!)")
END: Final = re.compile(r"[.!?](?:[\u201d\"')\]]*)\s+(?=[\w\"\u201c(†\[«])")
PIECES: Final = {r"\*": r"\w*", r"\.\.\.": r"(?:\W+\w+){0,6}?\W+", r"\ ": r"\s+", "'": "['\u2019]"}


@dataclass(frozen=True)
class Words:
    """The word lists of one language. Where it has none, nothing is found and `known` is false."""

    lang: str
    lists: Mapping[str, Any]

    @property
    def known(self) -> bool:
        """Whether the language has lists."""
        return bool(self.lists)

    @cached_property
    def house(self) -> House:
        """How the language prints numbers and dates."""
        return House(self.lang)

    @cached_property
    def numbers(self) -> Mapping[str, Decimal]:
        """Numbers written as words."""
        return {word: Decimal(value) for word, value in self.lists.get("numbers", {}).items()}

    def find(self, name: str, text: str, start: int = 0) -> re.Match[str] | None:
        """The first word of a list in a text."""
        return self.pattern(name).search(text, start)

    def find_all(self, name: str, text: str) -> Iterator[re.Match[str]]:
        """Every word of a list in a text."""
        return self.pattern(name).finditer(text)

    def pattern(self, name: str) -> re.Pattern[str]:
        """A list, or a group of lists by its path (`verdicts.met`), as one pattern."""
        return _pattern(self.lang, name)

    def named(self, name: str) -> Mapping[str, str]:
        """A list of pairs."""
        pairs: Mapping[str, str] = self.lists.get(name, {})
        return pairs

    def split(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the sentences of a text begin and end."""
        start = 0
        for end in END.finditer(text):
            if self._goes_on(text[start : end.start()]):
                continue
            yield start, end.start() + len(end[0].rstrip())
            start = end.end()
        if text[start:].strip():
            yield start, len(text)

    def _goes_on(self, before: str) -> bool:
        """Whether the full stop belongs to a shortened word, an initial or a German date."""
        last = re.split(r"[\s(]", before)[-1]
        short = last in self.lists.get("abbreviations", ()) or re.fullmatch(r"[A-Z]", last)
        return bool(short) or (self.lang == "de" and last.isdigit() and len(last) < 3)


@cache
def words_of(lang: str) -> Words:
    """The words of a language; of one without a list, none."""
    file = resources.files("stocktake.publish") / "prose" / "words" / f"{lang[:2]}.yaml"
    return Words(lang, _load(file.read_text("utf-8")) if file.is_file() else {})


def _load(text: str) -> Mapping[str, Any]:
    """Every word as text: to YAML `no` and `on` would be answers."""
    lists: Mapping[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)
    return lists


@cache
def _pattern(lang: str, name: str) -> re.Pattern[str]:
    listed: Any = words_of(lang).lists
    for step in name.split("."):
        listed = listed.get(step, {})
    if not listed:
        return NEVER
    longest = sorted(listed, key=len, reverse=True)
    either = "|".join(_as_pattern(words) for words in longest)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _as_pattern(words: str) -> str:
    pattern = re.escape(words.replace("\u2019", "'"))
    for plain, meant in PIECES.items():
        pattern = pattern.replace(plain, meant)
    return pattern.replace(r"\s+" + PIECES[r"\.\.\."] + r"\s+", PIECES[r"\.\.\."])


def stems(text: str, small: frozenset[str] = frozenset()) -> frozenset[str]:
    """The beginnings of the words that carry meaning: six letters, so that endings do not count."""
    found = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return frozenset(word[:6].rstrip("s") for word in found if word not in small)
