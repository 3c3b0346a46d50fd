"""The catalogue of sentences: complete, used, and clean when filled with anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

import stocktake.publish
from stocktake.publish.sentences import Message, Slot, catalogue
from stocktake.vocabulary.words import WORDS

CODE = Path(stocktake.publish.__file__).parent
MESSAGES = catalogue("en").messages
COUNTS = (0, 1, 2, 3, 5, 7, 11, 12, 21, 22, 101, 1_000_000)
OWN = sorted(key for key in MESSAGES if not key.startswith("site."))
FORBIDDEN = re.compile(
    r"\b(goals?|results?|categor(y|ies)|KPIs?|progress|completed|achieved|done)\b", re.I
)
NOT_OURS = {"delivery.going", "delivery.item.going"}
"""`in progress` is a state of an action, from a closed list."""


def slots(message: Message) -> Iterator[Slot]:
    for part in message:
        if isinstance(part, Slot) and part.name != "#":
            yield part
            for _, branch in part.branches:
                yield from slots(branch)


def renderings(key: str) -> Iterator[str]:
    """The message with every count and every word it can choose by."""
    parts = list(slots(MESSAGES[key]))
    plurals = {part.name for part in parts if part.kind == "plural"}
    selects = {
        part.name: [label for label, _ in part.branches] for part in parts if part.kind == "select"
    }
    filled = {part.name: f"<{part.name}>" for part in parts}
    for count in COUNTS if plurals else (1,):
        for at in range(max(map(len, selects.values()), default=1)):
            words = {name: labels[min(at, len(labels) - 1)] for name, labels in selects.items()}
            counts = dict.fromkeys(plurals, count)
            yield catalogue("en").text(key, **(filled | words | counts))


@pytest.mark.parametrize("key", OWN)
def test_a_message_is_clean_however_it_is_filled(key: str) -> None:
    for said in renderings(key):
        assert "  " not in said
        assert " ." not in said
        assert ".." not in said
        assert "()" not in said
        assert said == said.strip() or key == "source.data-day"


def test_no_key_is_written_twice() -> None:
    text = (resources.files(stocktake.publish) / "catalogues" / "en.yaml").read_text("utf-8")
    keys = re.findall(r"(?m)^([\w.\- ]+):", text)
    assert len(keys) == len(set(keys))


def strings_of_the_code() -> set[str]:
    found = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else "\0" for p in node.values)
                found.add("".join(map(str, parts)))
    for path in CODE.rglob("*.html"):
        found |= set(re.findall(r"[\"']([\w.\- ]+)[\"']", path.read_text("utf-8")))
    return found


def patterns(strings: set[str]) -> re.Pattern[str]:
    made = (re.escape(one).replace("\0", r"[\w.\- ]+") for one in strings if "\0" in one)
    return re.compile("|".join(one for one in made if re.search(r"[a-z]\\.", one)))


def test_every_message_is_used() -> None:
    strings = strings_of_the_code()
    made = patterns(strings)
    unused = [
        key
        for key in OWN
        if key not in strings and not made.fullmatch(key) and not key.startswith("words.")
    ]
    assert unused == []


def test_every_message_the_code_names_exists() -> None:
    heads = {key.split(".")[0] for key in OWN}
    called = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                at = {
                    "spans": 0,
                    "text": 0,
                    "say": 1 if isinstance(node.func, ast.Attribute) else 0,
                }
                given = node.args[at[name]] if name in at and len(node.args) > at[name] else None
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    called.add(given.value)
    missing = {key for key in called if key.split(".")[0] in heads} - set(MESSAGES)
    assert missing == set()


@pytest.mark.parametrize("key", OWN)
def test_no_message_uses_a_word_the_house_does_not_use(key: str) -> None:
    if key not in NOT_OURS:
        for said in renderings(key):
            assert not FORBIDDEN.search(re.sub(r"<\w+>", "", said)), said


def test_verdicts_stand_after_a_colon_or_alone_and_not_inside_a_sentence() -> None:
    """`unknown` is never passed off as zero, `met` never said in passing."""
    words = {*WORDS["verdict"], *WORDS["grade"]} - {"met", "not met"}
    inside = re.compile(rf"\b(is|are|was|were|be) ({'|'.join(map(re.escape, words))})\b")
    allowed = {"outcome.none"}
    assert [
        key for key in OWN if key not in allowed and any(map(inside.search, renderings(key)))
    ] == []


def test_a_message_has_one_plural_at_most() -> None:
    double = [
        key
        for key in OWN
        if len({part.name for part in slots(MESSAGES[key]) if part.kind == "plural"}) > 1
    ]
    assert double == []
