"""Shared fixtures. Footage lies beside the project; tests that use it skip, saying so, where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

CLIPS = Path(__file__).resolve().parents[2] / "shared" / "clips"
PARITY = Path(__file__).resolve().parents[2] / "shared" / "parity"


@pytest.fixture(scope="session")
def clips() -> Path:
    """The folder of real footage."""
    if not CLIPS.is_dir():
        pytest.skip("needs the footage of ../shared/clips")
    return CLIPS


@pytest.fixture(scope="session")
def parity() -> Path:
    """The folder of reference values of published networks."""
    if not PARITY.is_dir():
        pytest.skip("needs the reference values of ../shared/parity")
    return PARITY
