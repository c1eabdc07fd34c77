"""The sound's outline lies under the frames during which it is heard."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.media.waveform import PER_FRAME, waveform
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline.peaks import sound_peaks
from peanut_studio.store.proxy_folder import ProxyFolders

RATE = 48000


def clip_with_beep(folder: Path, begin: float, end: float) -> Path:
    time = np.arange(2 * RATE) / RATE
    beep = np.where((time >= begin) & (time < end), 0.5 * np.sin(2 * np.pi * 440 * time), 0).astype(np.float32)
    path = folder / "beep.mp4"
    write_clip(path, (np.zeros((48, 64, 3), np.uint8) for _ in range(50)), (64, 48), Fraction(25), beep)
    return path


def test_a_beep_lies_under_its_frames(tmp_path: Path) -> None:
    with open_clip(clip_with_beep(tmp_path, 0.8, 1.2)) as reader:
        peaks = run_job(waveform(reader.clip.path, reader.clip))
    assert peaks.shape == (50 * PER_FRAME,)
    loud = np.flatnonzero(peaks > 60) / PER_FRAME
    assert abs(loud[0] - 20) < 1.2
    assert abs(loud[-1] - 30) < 1.2
    assert np.median(peaks[22 * PER_FRAME : 28 * PER_FRAME]) == np.clip(np.median(peaks[176:224]), 105, 150)
    assert peaks[: 18 * PER_FRAME].max() < 8


def test_a_clip_without_sound_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "mute.mp4"
    write_clip(path, (np.zeros((48, 64, 3), np.uint8) for _ in range(10)), (64, 48), Fraction(25))
    with open_clip(path) as reader:
        assert not run_job(waveform(path, reader.clip)).any()


def test_it_is_measured_once(tmp_path: Path) -> None:
    path = clip_with_beep(tmp_path, 0.5, 1)
    folders = ProxyFolders(tmp_path / "cache")
    with open_clip(path) as reader:
        first = run_job(sound_peaks(reader.clip, folders))
        again = sound_peaks(reader.clip, folders)
        try:
            steps = len(list(again))
        finally:
            again.close()
        assert steps == 0
        assert (run_job(sound_peaks(reader.clip, folders)).levels[0] == first.levels[0]).all()
