"""Clips are found in data sets as they are published, and curves are written of what is learned from them."""

from __future__ import annotations

import sys
import types
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import InputError
from peanut_studio.training import footage
from peanut_studio.training.footage import Footage
from peanut_studio.training.log import TrainingLog
from peanut_studio.training.places import clips_in

SIZE = (64, 48)


def _pictures(folder: Path, count: int = 3, size: tuple[int, int] = SIZE) -> Path:
    folder.mkdir(parents=True)
    for index in range(count):
        cv2.imwrite(str(folder / f"{index:05d}.jpg"), np.full((size[1], size[0], 3), 40 * index, np.uint8))
    return folder


def test_youtube_vos_and_davis_are_given_by_their_own_folder(tmp_path: Path) -> None:
    vos, davis = tmp_path / "train", tmp_path / "DAVIS"
    wanted = [_pictures(vos / "JPEGImages" / name) for name in ("003234408d", "0043f083b5")]
    _pictures(vos / "Annotations" / "003234408d")
    (vos / "meta.json").write_text("{}")
    camel = _pictures(davis / "JPEGImages" / "480p" / "camel")
    _pictures(davis / "JPEGImages" / "Full-Resolution" / "camel")
    _pictures(davis / "Annotations" / "480p" / "camel")
    assert clips_in([vos, davis]) == (*wanted, camel)


def test_any_folder_of_videos_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "own" / "deeper"
    film = folder / "a film.mp4"
    frames = _pictures(folder / "frames")
    write_clip(film, (np.full((48, 64, 3), 9 * index, np.uint8) for index in range(3)), SIZE, Fraction(25))
    (folder / "notes.txt").write_text("no film")
    (folder / ".hidden.mp4").write_bytes(b"")
    assert clips_in([tmp_path / "own"]) == (film, frames)
    assert clips_in([film]) == (film,)
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError, match="nothing holds neither videos nor folders of pictures"):
        clips_in([tmp_path / "nothing"])


def test_of_a_folder_what_is_too_short_or_broken_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(footage, "OPEN", 2)
    good = [_pictures(tmp_path / "set" / name, 5) for name in "abc"]
    short = _pictures(tmp_path / "set" / "short", 2)
    _pictures(tmp_path / "set" / "small", 5, (32, 32))
    (tmp_path / "set" / "broken.mp4").write_bytes(b"no film")
    found = Footage([tmp_path / "set"], 4, SIZE)
    assert found.clips == good
    assert [len(found.reader(number)) for number in (0, 1, 2, 0)] == [5] * 4
    assert len(found._open) == 2
    found.close()
    with pytest.raises(InputError, match="too small or short to learn from: 4 frames of 64x48"):
        Footage([short], 4, SIZE)
    with pytest.raises(InputError, match=r"No clip of .*set is large and long enough: 9 frames"):
        Footage([tmp_path / "set"], 9, SIZE)


def test_curves_are_written_for_tensorboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, float, int]] = []

    class Writer:
        def __init__(self, folder: str) -> None:
            assert folder == str(tmp_path)

        def add_scalar(self, name: str, value: float, step: int) -> None:
            told.append((name, value, step))

        def close(self) -> None:
            told.append(("closed", 0, 0))

    module = types.ModuleType("torch.utils.tensorboard")
    module.SummaryWriter = Writer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", module)
    log = TrainingLog(tmp_path)
    log.add(7, {"loss": 0.5, "rate": 1e-4})
    log.close()
    assert told == [("loss", 0.5, 7), ("rate", 1e-4, 7), ("closed", 0, 0)]
    TrainingLog(None).add(1, {"loss": 1.0})
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(InputError, match=r"pip install 'peanut-studio\[training\]'"):
        TrainingLog(tmp_path)


def test_tensorboard_itself_reads_them(tmp_path: Path) -> None:
    reason = "needs the extra 'training' (tensorboard)"
    events = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator", reason=reason)
    log = TrainingLog(tmp_path)
    for step in (1, 2):
        log.add(step, {"loss": 1 / step})
    log.close()
    found = events.EventAccumulator(str(tmp_path))
    found.Reload()
    assert [(one.step, one.value) for one in found.Scalars("loss")] == [(1, 1.0), (2, 0.5)]
