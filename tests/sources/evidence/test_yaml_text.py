"""YAML: no object is made of it, and it does not swell."""

from __future__ import annotations

import pytest

from stocktake.sources.evidence.checking import check_evidence

CALL = '!!python/object/apply:os.system ["id"]'
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)
)


def codes(content: str | bytes) -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    return [problem.code for problem in check_evidence(content, "a.yaml")]


@pytest.mark.parametrize(
    "text",
    [
        CALL,
        f"&x {CALL}",
        "a: !Ref x",
        "%TAG ! tag:yaml.org,2002:python/\n---\n!object/apply:os.system [id]",
        "%TAG !p! tag:yaml.org,2002:python/\n---\n!p!object/apply:os.system [id]",
        "!!python%2Fobject%2Fapply:os.system [id]",
        "? !!python/object:x.y {}\n: 1",
    ],
)
def test_tags_are_found_however_they_are_written(text: str) -> None:
    assert codes(text) == ["yaml-tag"]
    assert codes(text.encode("utf-16")) == ["yaml-tag"]
    assert codes(b"\xef\xbb\xbf" + text.encode()) == ["yaml-tag"]


def test_anchors_that_swell_are_refused() -> None:
    assert codes(LAUGHS) == ["yaml-swells"]


def test_lists_within_lists_are_refused_beyond_a_depth() -> None:
    assert codes("[" * 65 + "]" * 65) == ["yaml-swells"]
    assert codes("[" * 5000 + "]" * 5000) == ["yaml-broken"]
    assert codes("[" * 60 + "]" * 60) == []


def test_a_key_that_stands_twice_is_told() -> None:
    assert codes("a: 1\nb: {c: 1, c: 2}") == ["yaml-twice"]


def test_what_cannot_be_read_is_refused() -> None:
    assert codes('a: [1, 2\nb: "x') == ["yaml-broken"]


def test_anchors_tags_and_words_of_plain_yaml_are_kept() -> None:
    assert codes("a: &x {k: 1}\nb:\n  <<: *x\nc: !!str 1\nd: ! y\n") == []
    assert codes("a: |\n  write !!python/object in docs\nb: hello!!world\n") == []
    assert codes("---\na: 1\n---\na: 2\n") == []
