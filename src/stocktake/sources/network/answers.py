"""What an answer is, told by its first bytes: data, or an error in the office's own words.

No more is looked at than that; reading is done elsewhere. Patterns are bounded, so that a hostile
text costs no more than its length.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from stocktake.sources.network.lines import FetchError
from stocktake.vocabulary.faults import LONGEST, fault, show

HEAD: Final = 65_536
"""Bytes of an answer that are looked at; an error answer is never larger."""

WORDS: Final = 400
"""Characters of an office's own words that a problem shows."""

_SAID: Final = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:text|faultstring|message|description|status)(?:\s[^<>]{0,500})?>([^<]{1,2000})",
    re.I,
)
_TITLE: Final = re.compile(r"<(?:title|h1)(?:\s[^<>]{0,500})?>([^<]{1,500})", re.I)
_ROOT: Final = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_NUMBER: Final = re.compile(r"code=[\"'](\d{1,5})[\"']|<faultcode>(\d{1,5})<")
_FOOTER: Final = re.compile(r"<(?:[\w.-]{1,40}:)?Footer[\s>/]")
_DATASET: Final = re.compile(r"<(?:[\w.-]{1,40}:)?DataSet[\s>/]")
_TAG: Final = re.compile(r"<[^<>]{0,1000}>")
_TELLING: Final = ("label", "title", "detail", "message", "description", "text", "key", "value")
_DATA_KEYS: Final = {"value", "data", "dataSets", "dataset", "observations"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an office; the body of a good one lies aside, its head is here."""

    address: str
    status: int
    headers: Mapping[str, str]
    head: bytes
    size: int
    sha256: str

    @property
    def text(self) -> str:
        """The head as text, as far as it is one."""
        return self.head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")

    @property
    def is_good(self) -> bool:
        """Whether the office says that the body is what was asked for."""
        return self.status in (200, 203)

    @property
    def is_small(self) -> bool:
        """Whether the head is all of it."""
        return self.size <= HEAD


@dataclass(frozen=True, slots=True)
class Later:
    """Where the office will put, or has put, what was asked for."""

    address: str
    is_ready: bool = False


def _same(text: str) -> str:
    return text


def _final(answer: Answer) -> Later | None:
    return None


@dataclass(frozen=True, slots=True)
class Quirks:
    """What one office does unlike the standard; one small module each in `offices/`."""

    write_key: Callable[[str], str] = _same
    follow: Callable[[Answer], Later | None] = _final


def refuse_with_words(code: str, address: str, words: str, **values: Any) -> FetchError:
    """The error with the office's own words, which may be longer than other texts shown."""
    mark = "%WORDS%"
    text = " ".join(words.split())[:WORDS] or "it gave no reason"
    pieces = (text[start : start + LONGEST] for start in range(0, len(text), LONGEST))
    problem = fault(code, address, text=mark, **values)
    message = problem.message.replace(mark, "".join(map(show, pieces)))
    return FetchError(replace(problem, message=message.replace("..", ".")))


def check_answer(answer: Answer) -> None:
    """FetchError if the answer is an error, a page for people, a mere footer, or nothing."""
    if not answer.is_good and answer.status != 204:
        words = find_words(answer)
        raise refuse_with_words("office-refused", answer.address, words, number=answer.status)
    text = answer.text
    if not text:
        raise FetchError(fault("answer-empty", answer.address))
    if is_page(text, answer.headers.get("content-type", "")):
        raise refuse_with_words("html-answer", answer.address, find_words(answer))
    if answer.is_small:
        _check_small(answer, text)


def _check_small(answer: Answer, text: str) -> None:
    number = _find_number(text) or str(answer.status)
    if _is_xml_error(text) or _is_json_error(text):
        raise refuse_with_words("office-refused", answer.address, find_words(answer), number=number)
    if text.startswith("<") and _FOOTER.search(text) and not _DATASET.search(text):
        words = find_words(answer)
        raise refuse_with_words("office-footer", answer.address, words, number=number)


def is_page(text: str, media: str) -> bool:
    """Whether a text is HTML: a page for people, whatever the status says."""
    if not text.startswith("<"):
        return False
    start = text[:2000].lower()
    if "<!doctype html" in start or find_root(text) in ("html", "head", "body"):
        return True
    return "html" in media.lower() and not start.startswith("<?xml")


def find_root(text: str) -> str:
    """The local name of the first element, in small letters; empty if there is none."""
    found = _ROOT.search(text[:HEAD])
    return found[1].lower() if found else ""


def _is_xml_error(text: str) -> bool:
    return text.startswith("<") and find_root(text) in ("error", "fault", "envelope")


def _is_json_error(text: str) -> bool:
    """Eurostat and SDMX-JSON: an object of errors without data; World Bank: a list of messages."""
    found = _load(text)
    if isinstance(found, dict):
        told = found.get("error") or found.get("errors") or found.get("Message")
        return bool(told) and not _DATA_KEYS & found.keys()
    return (
        isinstance(found, list)
        and len(found) == 1
        and isinstance(found[0], dict)
        and found[0].keys() == {"message"}
    )


def _load(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _find_number(text: str) -> str:
    found = _NUMBER.search(text)
    return (found[1] or found[2]) if found else ""


def find_words(answer: Answer) -> str:
    """What the office says in an error: the texts of its JSON or XML, the title of its page."""
    text = answer.text
    loaded = _load(text)
    if loaded is not None:
        said: Iterator[str] | list[str] = _walk(loaded, 0)
    elif text.startswith("<"):
        said = _SAID.findall(text) or _TITLE.findall(text) or [_TAG.sub(" ", text[:4000])]
    else:
        said = [text[:WORDS]]
    kept = dict.fromkeys(" ".join(html.unescape(words).split()) for words in said)
    return " ".join(filter(None, kept))


def _walk(value: Any, depth: int) -> Iterator[str]:
    if depth > 6:
        return
    if isinstance(value, list):
        for part in value[:10]:
            yield from _walk(part, depth + 1)
    elif isinstance(value, dict):
        lower = {str(key).lower(): part for key, part in value.items()}
        yield from (lower[key] for key in _TELLING if isinstance(lower.get(key), str))
        for part in lower.values():
            if isinstance(part, dict | list):
                yield from _walk(part, depth + 1)
