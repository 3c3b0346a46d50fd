"""Releases of tests need not survive a power cut; waiting for the disk takes most of their time."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def do_not_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
