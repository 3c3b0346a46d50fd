"""What reading one file may take grows with the file."""

from __future__ import annotations

from stocktake.sources.limits import ASKER, MIB, Limits, say_memory, say_time


def test_two_seconds_for_each_ten_megabytes_and_at_least() -> None:
    assert Limits().computing(0) == 2
    assert Limits().computing(50_000_000) == 10
    assert Limits(seconds=4).computing(10_000_000) == 4


def test_a_small_file_takes_256_mib_with_the_command_that_asks() -> None:
    assert Limits().holding(0) + ASKER == 256 * MIB
    assert Limits().holding(1_000_000) == Limits().holding(0)


def test_the_worker_of_a_large_file_may_hold_more() -> None:
    """Peaks of sound files of 50 MB, in MiB: SDMX-CSV 444, TSV 1463, SDMX-JSON 1437."""
    assert Limits().holding(50_000_000) > 1463 * 1.2 * MIB
    assert Limits(memory=1024 * MIB).holding(50_000_000) > Limits().holding(50_000_000)


def test_no_option_makes_a_limit_negative() -> None:
    assert Limits(memory=1).holding(0) == 0


def test_the_message_names_an_option_that_gives_twice_as_much() -> None:
    held = Limits().holding(0) // MIB
    problem = say_memory(Limits(), 0)
    assert f"--memory {256 + held}" in problem.mend and f"{held} MiB" in problem.message
    assert Limits(memory=(256 + held) * MIB).holding(0) == 2 * held * MIB
    assert "--seconds 4" in say_time(Limits(), 0).mend
