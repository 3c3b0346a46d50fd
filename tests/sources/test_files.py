"""From a path to a cube: what is no file, what never ends, labels and codes alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from specimens import RAW, needs_raw

from stocktake.sources.cubes import digest
from stocktake.sources.files import check_evidence, load_file, read_content
from stocktake.vocabulary.problems import RefusedError


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_what_is_no_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        load_file(tmp_path / name)
    assert [problem.code for problem in refused.value.problems] == ["file-unreadable"]


def test_an_endless_pipe_is_left_at_the_limit() -> None:
    with pytest.raises(RefusedError) as refused:
        load_file(Path("/dev/zero"), largest=1000)
    assert [problem.code for problem in refused.value.problems] == ["file-over-limit"]


def test_a_pipe_is_read_to_its_end() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"geo,TIME_PERIOD,OBS_VALUE\n")
    os.close(writing)
    try:
        assert load_file(Path(f"/dev/fd/{reading}")).startswith(b"geo")
    finally:
        os.close(reading)


def test_active_evidence_is_told(tmp_path: Path) -> None:
    drawing = tmp_path / "a.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    assert [problem.code for problem in check_evidence(drawing)] == ["svg-active"]


@needs_raw
def test_labels_and_codes_of_one_release_are_one_content() -> None:
    folder = RAW / "objective1_crime"
    names = ("estat_crim_off_cat.tsv", "crim_off_cat_sdmxcsv_natix.csv")
    cubes = [read_content((folder / name).read_bytes(), name) for name in names]
    assert [cube.frame["value"].count() for cube in cubes] == [17_474, 17_474]
    assert len({digest(cube) for cube in cubes}) == 1
