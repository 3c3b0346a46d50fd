"""Whole sentences from a catalogue: messages with one plural or choice, and formatted arguments.

The catalogue `catalogues/<lang>.yaml` holds messages in the syntax of ICU MessageFormat, of which
this module reads what is used: `{name}`, `{name, plural, =0 {...} one {...} other {...}}`
and `{name, select, word {...} other {...}}`; `#` is the plural count. Arguments arrive formatted;
a span argument keeps its link and its mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final

import yaml

from stocktake.publish.locales import House
from stocktake.publish.spans import Span

Argument = str | int | Span | tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a message: a plain argument, or a choice between messages."""

    name: str
    kind: str = ""
    branches: tuple[tuple[str, tuple[str | Slot, ...]], ...] = ()


Message = tuple["str | Slot", ...]
COUNT: Final = Slot("#")
KINDS: Final = ("plural", "select")


class _Reader:
    """Reads one message; the grammar nests, so it keeps its place."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def message(self, *, counting: bool = False) -> Message:
        parts: list[str | Slot] = []
        start = self.at
        while self.at < len(self.text) and self.text[self.at] != "}":
            letter = self.text[self.at]
            if letter == "{" or (letter == "#" and counting):
                parts.append(self.text[start : self.at])
                self.at += 1
                parts.append(self.slot(counting) if letter == "{" else COUNT)
                start = self.at
            else:
                self.at += 1
        parts.append(self.text[start : self.at])
        return tuple(part for part in parts if part != "")

    def slot(self, counting: bool) -> Slot:
        name = self._until(",}")
        if not name.isidentifier():
            raise ValueError(f"{name!r} is no name of an argument: {self.text!r}")
        if self._took("}"):
            return Slot(name)
        self.at += 1
        kind = self._until(",")
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no choice; known are plural and select: {self.text!r}")
        self.at += 1
        branches = []
        while not self._took("}"):
            label = self._until("{")
            self.at += 1
            branches.append((label, self.message(counting=counting or kind == "plural")))
            self.at += 1
        if not any(label == "other" for label, _ in branches):
            raise ValueError(f"{name} has no branch `other`: {self.text!r}")
        return Slot(name, kind, tuple(branches))

    def _until(self, ends: str) -> str:
        start = self.at
        while self.text[self.at] not in ends:
            self.at += 1
        return self.text[start : self.at].strip()

    def _took(self, letter: str) -> bool:
        while self.text[self.at].isspace():
            self.at += 1
        if self.text[self.at] == letter:
            self.at += 1
            return True
        return False


def parse(text: str) -> Message:
    """A message from its text; ValueError where braces do not match or a choice is incomplete."""
    reader = _Reader(text)
    try:
        message = reader.message()
    except IndexError:
        reader.at = -1
    if reader.at != len(text):
        raise ValueError(f"braces do not match: {text!r}")
    return message


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language, and how that language prints numbers and dates."""

    house: House
    messages: Mapping[str, Message]

    def spans(self, key: str, **arguments: Argument) -> tuple[Span, ...]:
        """The sentence as spans, ready for a block; KeyError names a missing key or argument."""
        return tuple(_merge(self._fill(self.messages[key], arguments, 0)))

    def text(self, key: str, **arguments: Argument) -> str:
        """The sentence as plain text."""
        return "".join(span.text for span in self.spans(key, **arguments))

    def _fill(
        self, message: Message, arguments: Mapping[str, Argument], count: int
    ) -> Iterator[Span]:
        for part in message:
            if isinstance(part, str):
                yield Span(part)
            elif part is COUNT:
                yield Span(self.house.number(count))
            elif part.kind:
                yield from self._choose(part, arguments, count)
            else:
                yield from self._argument(arguments[part.name])

    def _choose(self, slot: Slot, arguments: Mapping[str, Argument], count: int) -> Iterator[Span]:
        given = arguments[slot.name]
        branches = dict(slot.branches)
        if slot.kind == "select":
            yield from self._fill(branches.get(str(given), branches["other"]), arguments, count)
            return
        if not isinstance(given, int):
            raise TypeError(f"{slot.name} chooses a plural and must be a count, not {given!r}")
        labels = (f"={given}", self.house.plural(given), "other")
        chosen = next(branches[label] for label in labels if label in branches)
        yield from self._fill(chosen, arguments, given)

    def _argument(self, given: Argument) -> Iterator[Span]:
        if isinstance(given, tuple):
            yield from given
        elif isinstance(given, Span):
            yield given
        else:
            yield Span(self.house.number(given) if isinstance(given, int) else given)


def _merge(spans: Iterator[Span]) -> Iterator[Span]:
    """Join neighbours that differ in nothing but their text."""
    last: Span | None = None
    for span in spans:
        if last is not None and replace(last, text="") == replace(span, text="") and not span.mark:
            last = replace(last, text=last.text + span.text)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


@cache
def catalogue(lang: str) -> Catalogue:
    """The catalogue of a language; the message texts lie in the package."""
    source = resources.files("stocktake.publish") / "catalogues" / f"{lang}.yaml"
    texts = yaml.load(source.read_text("utf-8"), Loader=yaml.CBaseLoader)
    messages = {key: parse(" ".join(text.split())) for key, text in texts.items()}
    return Catalogue(House(lang), messages)
