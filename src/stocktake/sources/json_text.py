"""Strict JSON: no key twice, no NaN, numbers as their exact text, never deeper than 64."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any, Final

from stocktake.sources.limits import COLUMNS, DEPTH
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

Json = Any
"""None, True, False, text (numbers too: their text), list, or mapping with text keys."""

_ESCAPED: Final = re.compile(rb"\\.", re.DOTALL)
_STRING: Final = re.compile(rb'"[^"]*"?')
_STEP: Final = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}
_NO_BRACKETS: Final = bytes(set(range(256)) - set(_STEP))
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def refusal(problem: Problem) -> RefusedError:
    """The exception for a file of which nothing is taken."""
    return RefusedError(problem.line(), [problem])


def shape(what: str, why: str) -> RefusedError:
    """The exception for a part of a file that is not as its format wants it."""
    return refusal(fault("json-shape", what=what, why=why))


def read_json(content: bytes) -> Json:
    """What a JSON file holds; RefusedError with the place of what is wrong."""
    check_depth(content)
    text = _decode(content)
    try:
        found = json.loads(
            text,
            object_pairs_hook=_read_object,
            parse_float=str,
            parse_int=str,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        row, column = str(error.lineno), str(error.colno)
        raise refusal(fault("json-syntax", row=row, column=column, why=error.msg)) from None
    except RecursionError:
        raise refusal(fault("json-depth", limit=DEPTH)) from None
    if _SURROGATE.search(content):
        _check_texts(found)
    return found


def check_depth(content: bytes) -> None:
    """Count brackets outside texts before any parser does."""
    if content.count(b"[") + content.count(b"{") <= DEPTH:
        return
    bare = _STRING.sub(b"", _ESCAPED.sub(b"", content))
    brackets = bare.translate(None, _NO_BRACKETS)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > DEPTH:
        raise refusal(fault("json-depth", limit=DEPTH))


def _decode(content: bytes) -> str:
    encoding = json.detect_encoding(content[:4])
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is not {encoding}"
        raise refusal(fault("json-syntax", why=why)) from None


def _read_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise refusal(fault("json-duplicate-key", column=key, cell=key))
    return found


def _refuse_constant(name: str) -> Json:
    raise refusal(fault("json-syntax", why=f"{name} is no JSON number"))


def _check_texts(found: Json) -> None:
    """Half a character (a lone surrogate) cannot be stored."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise refusal(fault("json-syntax", why="a text holds half a character")) from None


def mapping(found: Json, what: str) -> dict[str, Json]:
    """The part as a mapping, or a refusal."""
    if not isinstance(found, dict):
        raise shape(what, "it is no object")
    return found


def items(found: Json, what: str) -> list[Json]:
    """The part as a list, or a refusal."""
    if not isinstance(found, list):
        raise shape(what, "it is no list")
    return found


def texts(found: Json, what: str) -> list[str]:
    """The part as a list of texts, or a refusal."""
    listed = items(found, what)
    if not all(isinstance(one, str) for one in listed):
        raise shape(what, "it holds more than texts")
    return listed


def text_of(found: Json) -> str:
    """A text, empty where there is none; of a text in languages the English or first one."""
    if isinstance(found, dict):
        found = found.get("en") or next(iter(found.values()), "")
    return found if isinstance(found, str) else ""


def check_columns(count: int) -> None:
    """Refuse more dimensions than any office has."""
    if count > COLUMNS:
        raise refusal(fault("too-many-columns", count=count, limit=COLUMNS))


def whole(found: Json, what: str) -> int:
    """A whole number that is not negative and not absurd, or a refusal."""
    if not isinstance(found, str) or not re.fullmatch(r"0|[1-9][0-9]{0,17}", found):
        raise shape(what, "it is no whole number")
    return int(found)


def name_unknown(found: dict[str, Json], known: frozenset[str], shown: int = 5) -> list[Problem]:
    """A warning for each field that does not belong there; nothing is done with it."""
    strange = [name for name in found if name not in known]
    return [fault("unknown-field", column=name, cell=name) for name in strange[:shown]]
