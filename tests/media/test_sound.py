"""Sound begins with exactly the sample that belongs to the asked place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.media.sound import RATE, sound_from
from peanut_studio.media.synthesis import write_clip


@pytest.fixture(scope="module")
def clicks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short tone at the start of every second, each louder than the last."""
    path = tmp_path_factory.mktemp("film") / "clicks.mp4"
    time = np.arange(4 * RATE) / RATE
    tone = np.where(time % 1 < 0.05, np.sin(2 * np.pi * 1000 * time) * (0.2 + 0.2 * np.floor(time)), 0)
    frames = (np.zeros((48, 64, 3), np.uint8) for _ in range(100))
    write_clip(path, frames, (64, 48), Fraction(25), tone.astype(np.float32))
    return path


@pytest.mark.parametrize("begin", [Fraction(0), Fraction(1, 3), Fraction(3, 2), Fraction(29, 10)])
def test_the_tones_come_when_they_are_due(clicks: Path, begin: Fraction) -> None:
    with open_clip(clicks) as reader:
        heard = np.concatenate(list(sound_from(reader.clip, begin)))
    assert heard.dtype == np.int16
    assert heard.shape[1] == 2
    assert abs(len(heard) / RATE - float(4 - begin)) < 0.05
    for second in range(-(-begin.numerator // begin.denominator), 4):
        near = int((second - begin) * RATE)
        window = np.abs(heard[max(0, near - 2000) : near + 4000, 0].astype(int))
        onset = max(0, near - 2000) + int(np.argmax(window > 800))
        assert abs(onset - near) < 0.003 * RATE
        # One channel on two speakers is as loud as on one: each gets 1 / sqrt(2).
        assert window.max() / 32767 == pytest.approx((0.2 + 0.2 * second) * 0.707, rel=0.2)


def test_beyond_the_end_and_without_a_track_there_is_nothing(clicks: Path, tmp_path: Path) -> None:
    with open_clip(clicks) as reader:
        assert sum(len(piece) for piece in sound_from(reader.clip, Fraction(9))) == 0
    mute = tmp_path / "mute.mp4"
    write_clip(mute, (np.zeros((48, 64, 3), np.uint8) for _ in range(5)), (64, 48), Fraction(25))
    with open_clip(mute) as reader:
        assert list(sound_from(reader.clip, Fraction(0))) == []
