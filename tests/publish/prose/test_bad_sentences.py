"""Every rule finds the sentences it is for, and lets those pass that only look like them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from publish.prose.written import codes_in

from stocktake.release.reading import Release

BAD = Path(__file__).parent / "bad"
LANGUAGES = ("en", "fr", "de")
LISTED = {"L02", "L07", "L08", "L09", "L10", "L11", "L12", "L13", "L14", "L21", "L22", "L23", "L24"}


def load(lang: str) -> dict[str, dict[str, list[Any]]]:
    loaded: dict[str, dict[str, list[Any]]] = yaml.safe_load((BAD / f"{lang}.yaml").read_text())
    return loaded


def sentences(kind: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for lang in LANGUAGES:
        for rule, cases in load(lang).items():
            for case in cases[kind]:
                yield lang, rule, case if isinstance(case, dict) else {"text": case}


def find(releases: dict[str, Release], lang: str, case: dict[str, Any]) -> set[str]:
    cycle = str(case.get("cycle", "2013"))
    found = codes_in(releases, case["text"], cycle, lang, case.get("cites", ()))
    return {code.partition("-")[0] for code in found}


@pytest.mark.parametrize(("lang", "rule", "case"), [*sentences("fires")])
def test_a_bad_sentence_is_found(
    flagship_releases: dict[str, Release], lang: str, rule: str, case: dict[str, Any]
) -> None:
    assert rule in find(flagship_releases, lang, case), case["text"]


@pytest.mark.parametrize(("lang", "rule", "case"), [*sentences("passes")])
def test_a_near_miss_is_let_pass(
    flagship_releases: dict[str, Release], lang: str, rule: str, case: dict[str, Any]
) -> None:
    assert rule not in find(flagship_releases, lang, case), case["text"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_rule_has_two_of_both(lang: str) -> None:
    loaded = load(lang)
    assert set(loaded) >= LISTED
    assert all(len(cases[kind]) >= 2 for cases in loaded.values() for kind in ("fires", "passes"))
