"""Documents say what the code does: pages made from it, outputs shown, commands named."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import shape

import stocktake
from stocktake.cli import VERBS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def load_writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_write", ROOT / "docs" / "write.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WRITER = load_writer()


@pytest.mark.parametrize("name", ["tables.md", "words.md", "problems.md"])
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == WRITER.make_pages()[name], "run ./go docs"


def test_the_readme_shows_the_real_output() -> None:
    assert WRITER.fill_readme(README) == README, "run ./go docs"


def test_the_readme_code_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[0]
    assert len([line for line in code.splitlines() if line.strip()]) < 10
    exec(compile(code.replace("strategies/", f"{ROOT}/strategies/"), "README.md", "exec"), {})
    assert "O1.L3.A1" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_command_a_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    verbs = set(re.findall(r"^(?:    |\$ )(?:\./go )?stocktake ([a-z]+)", text, re.MULTILINE))
    assert verbs <= set(VERBS)


def test_every_verb_of_the_design_is_there() -> None:
    wanted = {"check", "assess", "release", "verify", "report", "site", "build", "demo", "new",
              "succeed", "upgrade", "convert", "read", "ingest"}  # fmt: skip
    assert wanted <= set(VERBS)


def test_every_room_has_a_caption() -> None:
    assert list(shape.find_rooms_without_caption()) == []


def test_every_file_a_page_links_to_exists() -> None:
    for page in ROOT.glob("*.md"):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (ROOT / link).exists(), f"{page.name} links to {link}"


def test_public_names_are_what_they_say() -> None:
    assert sorted(stocktake.__all__) == stocktake.__all__
    for name in stocktake.__all__:
        assert getattr(stocktake, name) is not None
    with pytest.raises(AttributeError, match="it has"):
        stocktake.no_such_name  # noqa: B018
