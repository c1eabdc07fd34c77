"""`peanut-studio upscale`, as somebody types it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.cli.app import run
from peanut_studio.cli.upscale import parse_size
from peanut_studio.engines import memory_limit
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError


def test_sizes() -> None:
    assert parse_size("1920x1080") == (1920, 1080)
    assert parse_size(" 640 X 480 ") == (640, 480)
    assert parse_size(None) is None


@pytest.mark.parametrize("text", ["1920", "1920x", "x1080", "0x100", "-5x5", "a x b"])
def test_no_sizes(text: str) -> None:
    with pytest.raises(InputError, match="not a size; write width and height"):
        parse_size(text)


def test_a_clip_is_enlarged_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    clip, target = tmp_path / "clip.mp4", tmp_path / "out.mp4"
    ramp = np.linspace(20, 200, 64 * 48 * 3).reshape(48, 64, 3).astype(np.uint8)
    write_clip(clip, (ramp for _ in range(3)), (64, 48), Fraction(25), np.zeros(6000, np.float32))
    asked = ["upscale", str(clip), "-o", str(target), "--size", "100x80", "--upscaler", "lanczos", "--json", "-q"]
    assert run(asked) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["width"], facts["height"], facts["frames_made"], facts["upscaler"]) == (100, 80, 3, "lanczos")
    with open_clip(target) as film:
        assert film.size == (100, 80)


def test_memory_is_kept_to_and_the_limit_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(memory_limit, "used", lambda: 2 * 10**9)
    clip, target = tmp_path / "clip.mp4", tmp_path / "out.mp4"
    write_clip(clip, (np.zeros((48, 64, 3), np.uint8) for _ in range(2)), (64, 48), Fraction(25))
    asked = ["upscale", str(clip), "-o", str(target), "--upscaler", "lanczos", "-q"]
    assert run([*asked, "--memory", "1.5"]) != 0
    assert "does not fit in memory" in capsys.readouterr().err
    assert run([*asked, "--memory", "2.5"]) == 0
    assert memory_limit.left() is None


def test_a_smaller_size_is_refused_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(
        clip, (np.zeros((48, 64, 3), np.uint8) for _ in range(2)), (64, 48), Fraction(25), np.zeros(9, np.float32)
    )
    assert run(["upscale", str(clip), "-o", str(tmp_path / "o.mp4"), "--size", "32x24", "-q"]) == 2
    assert "32x24 is smaller than the clip, which is 64x48; give a larger size." in capsys.readouterr().err
    assert not (tmp_path / "o.mp4").exists()
