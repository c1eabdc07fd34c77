"""The picture follows what is heard; without a device everything goes on in silence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Clip
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.player import Player
from peanut_studio.ui.sound import Sound

SECONDS, RATE = 3, 25


class Device:
    """A device that begins after `delay` seconds, whose clock runs at `pace`, and which keeps what it was given."""

    def __init__(self, pace: float = 1.0, delay: float = 0.0) -> None:
        self.delay = delay
        self.pace, self.given, self.volume = pace, bytearray(), -1.0
        self.began: float | None = None

    def start(self) -> None:
        self.began = time.monotonic()
        self.given.clear()

    def room(self) -> int:
        return 12000 - (len(self.given) - int(self.heard() * 48000) * 4)

    def give(self, data: bytes) -> int:
        self.given += data
        return len(data)

    def heard(self) -> float:
        if self.began is None:
            return 0.0
        passed = max(0.0, time.monotonic() - self.began - self.delay)
        return min(len(self.given) / 192000, passed * self.pace)

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def stop(self) -> None:
        self.began = None


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Three seconds of picture; the sound, a ramp that names its own time, ends after two."""
    path = tmp_path_factory.mktemp("film") / "ramp.mp4"
    frames = (np.full((48, 64, 3), t, np.uint8) for t in range(SECONDS * RATE))
    write_clip(path, frames, (64, 48), Fraction(RATE), np.full(96000, 0.5, np.float32))
    with open_clip(path) as reader:
        return reader.clip


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def player(device: Device, clip: Clip) -> Iterator[Player]:
    made = Player(Sound(lambda: device))
    made.load(clip)
    yield made
    made.stop()
    made.sound.close()


@pytest.mark.alone
@pytest.mark.parametrize("pace", [0.97, 1.0, 1.03])
def test_the_picture_follows_the_device_within_a_frame(
    qtbot: QtBot, player: Player, device: Device, clip: Clip, pace: float
) -> None:
    device.pace = pace
    apart: list[float] = []

    def on_moved(frame: int) -> None:
        heard = player.sound.position()
        if heard is not None:
            apart.append(float(heard - clip.time_of(frame)))

    player.moved.connect(on_moved)
    player.toggle(5)
    qtbot.wait(1200)
    assert len(apart) > 20
    # A frame is right from its start to its end, 40 ms later.
    assert min(apart) > -0.04
    assert max(apart) < 0.08


@pytest.mark.alone
def test_a_device_that_begins_late_is_caught_up_with(qtbot: QtBot, player: Player, device: Device, clip: Clip) -> None:
    device.delay = 0.4
    times: list[tuple[float, int]] = []
    player.moved.connect(lambda frame: times.append((time.monotonic(), frame)))
    player.toggle(0)
    begun = time.monotonic()
    qtbot.wait(1300)
    assert player.sound.position() is not None
    frames = [frame for _, frame in times]
    assert frames == sorted(frames)
    assert all(abs(at - begun - float(clip.time_of(frame))) < 0.1 for at, frame in times)
    heard = player.sound.position()
    assert heard is not None
    assert abs(float(heard) - (time.monotonic() - begun)) < 0.06


@pytest.mark.alone
def test_pictures_go_on_where_the_sound_ends(qtbot: QtBot, player: Player, clip: Clip) -> None:
    seen: list[tuple[float, int]] = []
    player.moved.connect(lambda frame: seen.append((time.monotonic(), frame)))
    player.toggle(40)
    with qtbot.waitSignal(player.rate_changed):
        pass
    firsts = {frame: at for at, frame in reversed(seen)}
    assert seen[-1][1] == clip.frame_count - 1
    assert firsts[70] - firsts[45] == pytest.approx(1.0, abs=0.15)


def test_only_the_usual_rate_is_heard(qtbot: QtBot, player: Player, device: Device) -> None:
    player.shuttle(1, 0)
    qtbot.waitUntil(lambda: device.began is not None)
    player.shuttle(1, 10)
    assert player.rate == 2
    assert device.began is None
    player.shuttle(-1, 30)
    qtbot.wait(200)
    assert device.began is None


def test_a_device_that_hangs_does_not_hold_the_picture_up(qtbot: QtBot, player: Player, device: Device) -> None:
    device.pace = 0.0
    player.toggle(0)
    frames: list[int] = []
    player.moved.connect(frames.append)
    qtbot.wait(1000)
    assert frames[-1] >= 15


def test_mute_and_volume(qtbot: QtBot, player: Player, device: Device) -> None:
    player.sound.set_volume(0.4)
    player.toggle(0)
    qtbot.waitUntil(lambda: player.sound.position() is not None)
    assert device.volume == 0.4
    player.sound.set_muted(True)
    assert device.volume == 0.0
    assert player.sound.position() is not None
    player.sound.set_muted(False)
    assert device.volume == 0.4


def test_shift_m_mutes(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClick(opened.viewer, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert opened.actions_by_id["mute"].isChecked()


def test_without_a_device_it_plays_silently(qtbot: QtBot, clip: Clip) -> None:
    player = Player(Sound(lambda: None))
    player.load(clip)
    player.toggle(0)
    frames: list[int] = []
    player.moved.connect(frames.append)
    qtbot.wait(500)
    assert frames[-1] >= 8
    player.stop()
    player.sound.close()
