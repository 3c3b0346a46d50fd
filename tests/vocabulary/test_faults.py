"""The registry of problems is whole, used, and the page made from it is up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stocktake.vocabulary.faults import FAULTS, LONGEST, fault, show, write_guide
from stocktake.vocabulary.words import WORDS

ROOT = Path(__file__).parents[2]
SOURCES = [file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py")]
NAMED = {code for text in SOURCES for code in re.findall(r'(?:fault|refuse)\(\s*"([a-z-]+)"', text)}


def test_page_is_written_from_the_registry() -> None:
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert page == write_guide(), "write it anew: ./go docs"


def test_every_code_used_is_registered() -> None:
    assert sorted(NAMED - FAULTS.keys()) == []


@pytest.mark.parametrize("code", FAULTS)
def test_every_registered_code_is_used(code: str) -> None:
    assert sum(text.count(f'"{code}"') for text in SOURCES)


def test_every_code_of_the_folder_is_put_to_the_test() -> None:
    source = read_all(ROOT / "src" / "stocktake" / "folder")
    tests = read_all(ROOT / "tests" / "folder")
    assert [code for code in FAULTS if f'"{code}"' in source and f'"{code}"' not in tests] == []


def read_all(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.py")))


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_says_what_and_how_in_sentences(code: str) -> None:
    kind = FAULTS[code]
    assert kind.severity in WORDS["severity"]
    assert re.fullmatch(r"(L\d\d|[a-z]+)(-[a-z]+)*", code)
    assert kind.message.endswith((".", "?"))
    assert re.search(r"[.\w}]$", kind.mend)


def test_texts_from_a_file_are_escaped_and_cut() -> None:
    problem = fault("word-unknown", "a\x1b.csv", "3", "kind", cell="x" * 500, guess="", words=["a"])
    assert problem.file == "a\\x1b.csv"
    assert problem.message.startswith("'xxx")
    assert len(problem.message) < 150
    assert problem.mend == "The words are: a."


def test_quotes_and_braces_of_a_text_do_no_harm() -> None:
    problem = fault("ref-grammar", cell="it's {0} {x}")
    assert problem.message == "'it's {0} {x}' is not a reference."


def test_a_short_printable_text_is_shown_as_it_is() -> None:
    assert show("Œuvre") == "Œuvre"
    assert len(show("x" * 100)) == LONGEST
    assert show("a\u202eb") == "a\\u202eb"
