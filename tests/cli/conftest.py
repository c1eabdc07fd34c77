"""Footage for the command line: small clips made on the spot."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.synthesis import write_clip
from peanut_studio.pipeline.demo_scene import Scene

SMALL = Scene(96, 64, 12)


@pytest.fixture(scope="session")
def small_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve frames of 96x64 with sound, half a second."""
    path = tmp_path_factory.mktemp("footage") / "small.mp4"
    frames = (SMALL.frame(index) for index in range(SMALL.count))
    write_clip(path, frames, (SMALL.width, SMALL.height), Fraction(24), SMALL.sound())
    return path


@pytest.fixture(scope="session")
def small_masks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The true masks of `small_clip`."""
    folder = tmp_path_factory.mktemp("masks")
    for index in range(SMALL.count):
        cv2.imwrite(str(folder / f"{index:05d}.png"), SMALL.mask(index).astype(np.uint8) * 255)
    return folder


@pytest.fixture(autouse=True)
def apart_from_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Masks are kept, and logs written, where this test alone sees them."""
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
