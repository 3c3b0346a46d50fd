"""One way to walk an XML file: as a stream, without a document type, to a depth, never fetching.

Expat and not lxml: it builds no tree, so a file of any length takes no memory, it does not recurse,
and walking takes half the time (measured on 1 M observations, November 2026).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.parsers import expat

from stocktake.sources.limits import DEPTH
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

PIECE: Final = 2**20
IDLE: Final = 4
"""Pieces in which no element may begin or end."""

Attributes = dict[str, str]
Step = Callable[[Attributes], object]

_BEFORE_ROOT: Final = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|\xef\xbb\xbf", re.DOTALL)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class XmlRefusedError(Exception):
    """The file is not taken; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def has_doctype(content: bytes) -> bool:
    """Whether a document type stands before the root element; no parser is asked."""
    head = content
    if content.startswith(_WIDE):
        head = content[: 2**16].replace(b"\0", b"").lstrip(b"\xff\xfe")
    at = 0
    while found := _BEFORE_ROOT.match(head, at):
        at = found.end()
    return head[at : at + 9].upper() == b"<!DOCTYPE"


class Walker:
    """A parser whose handlers may be changed on the way; it counts depth and finds places."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.opened = self.idle = 0
        self.ends: list[str] = []
        self.settle: Callable[[], None] = self._settle_depth

    def walk(self) -> Iterator[int]:
        """Feed the file piece by piece; the handlers are called, then control is given back."""
        if has_doctype(self.content):
            raise XmlRefusedError(fault("xml-dtd"))
        view = memoryview(self.content)
        try:
            for at in range(0, len(view), PIECE):
                self.parser.Parse(view[at : at + PIECE], False)
                self._count_idle()
                yield at
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise XmlRefusedError(self._place(error)) from None
        except (LookupError, UnicodeError, ValueError) as error:
            raise XmlRefusedError(fault("xml-malformed", why=error)) from None

    def _count_idle(self) -> None:
        """Old versions of expat read a long token again with each piece: refuse endless ones."""
        before, has_ended = self.opened, bool(self.ends)
        self.settle()
        self.idle = 0 if has_ended or self.opened != before else self.idle + 1
        if self.idle > IDLE:
            raise XmlRefusedError(fault("xml-malformed", why=f"a text longer than {IDLE} MiB"))

    def _place(self, error: expat.ExpatError) -> Problem:
        why = expat.ErrorString(error.code)
        line, column = str(error.lineno), str(error.offset + 1)
        return fault("xml-malformed", row=line, column=column, why=why)

    def _refuse_doctype(self, *_: object) -> None:
        raise XmlRefusedError(fault("xml-dtd"))

    def _settle_depth(self) -> None:
        self.opened -= len(self.ends)
        self.ends.clear()

    def set_handlers(self, steps: dict[str, Step]) -> None:
        """Call a step for each element, by its local name; only depth is counted besides.

        The count lives in the closure and not on the walker: a tenth of the time of a large file.
        """
        self.settle()
        found, ends, refuse_depth = _Steps(steps), self.ends, self.refuse_depth
        opened = self.opened

        def start(tag: str, attributes: Attributes) -> None:
            nonlocal opened
            opened += 1
            if opened - len(ends) > DEPTH:
                refuse_depth()
            found[tag](attributes)

        def settle() -> None:
            nonlocal opened
            opened -= len(ends)
            ends.clear()
            self.opened = opened

        self.settle = settle
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = ends.append

    def count_word_by_word(self) -> None:
        """Leave the steps; the handlers count depth themselves from here."""
        self.settle()
        self.settle = self._settle_depth

    def refuse_depth(self) -> None:
        """Refuse at the place where the parser stands."""
        line, column = str(self.parser.CurrentLineNumber), str(self.parser.CurrentColumnNumber + 1)
        raise XmlRefusedError(fault("xml-depth", row=line, column=column, limit=DEPTH))


def pass_over(_: Attributes) -> None:
    """A step that takes nothing."""


class _Steps(dict[str, Step]):
    """Steps by full name, found once by the local name (`*` is for names not foreseen)."""

    def __missing__(self, tag: str) -> Step:
        local = tag.rpartition(" ")[2]
        step = self.get(local)
        if step is None:
            self.get("*", pass_over)({"tag": local})
            step = pass_over
        self[tag] = step
        return step


def local_name(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition(" ")[2]
