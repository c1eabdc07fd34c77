"""Clips of one name are told apart by as many of the folders above them as it takes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from peanut_studio.model.clip import Clip
from peanut_studio.pipeline.open_project import BinClip
from peanut_studio.ui.panels.media_bin import told_apart


def listed(*paths: str) -> list[str]:
    clips = [Clip(Path(path), 8, 8, (0,), Fraction(1, 25), Fraction(25)) for path in paths]
    return told_apart([
        BinClip(n, clip.name, clip.path, (8, 8), 1, Fraction(1, 25)) for n, clip in enumerate(clips, 1)
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (("/c/camel/frames",), ["camel"]),
        (("/c/camel/frames/%05d.png",), ["camel"]),
        (("/c/camel/frames", "/c/dog/frames"), ["camel", "dog"]),
        (("/a/camel/frames", "/b/camel/frames"), ["a/camel", "b/camel"]),
        (("/a/camel", "/b/camel/frames/%05d.png"), ["a/camel", "b/camel"]),
        (("/a/x/camel/frames", "/b/x/camel/frames"), ["a/x/camel", "b/x/camel"]),
        (("/c/camel/frames", "/c/camel/images"), ["camel/frames", "camel/images"]),
        (("/a/ball.mp4", "/b/ball.mp4", "/b/other.mp4"), ["a/ball.mp4", "b/ball.mp4", "other.mp4"]),
        (("/a/ball.mp4", "/ball.mp4"), ["a/ball.mp4", "/ball.mp4"]),
    ],
)
def test_names_in_the_bin(paths: tuple[str, ...], names: list[str]) -> None:
    assert listed(*paths) == names


def test_one_that_is_missing_keeps_its_name() -> None:
    clips = [BinClip(n, "ball.mp4", path, (8, 8), 1, Fraction(1)) for n, path in ((1, Path("/a/ball.mp4")), (2, None))]
    assert told_apart(clips) == ["a/ball.mp4", "ball.mp4"]
