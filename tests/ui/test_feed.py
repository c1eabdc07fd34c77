"""The viewer gets small pictures at once, the full one at rest, and always of the frame that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from peanut_studio.model.clip import Span
from peanut_studio.pipeline.live import LiveResult
from peanut_studio.ui.feed import AHEAD, Feed, Shown, Wanted
from tests.numbered import number_in, numbered, write_numbered

SIZE, COUNT = (1280, 720), 90


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_numbered(tmp_path_factory.mktemp("film") / "clip.mp4", COUNT, SIZE)


@pytest.fixture
def feed(qtbot: QtBot, clip: Path) -> Iterator[Feed]:
    made = Feed()
    with qtbot.waitSignals([made.opened, made.builder.ended]):
        made.open(clip)
    yield made
    made.stop()


def number_of(image: QImage | None) -> int:
    assert image is not None
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return number_in(rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3))


def test_small_first_and_full_at_rest(qtbot: QtBot, feed: Feed) -> None:
    got: list[Shown] = []
    feed.shown.connect(got.append)
    feed.want(Wanted(77))
    qtbot.waitUntil(lambda: len(got) == 2)
    assert [(shown.full, shown.source.width() if shown.source else 0) for shown in got] == [(False, 960), (True, 1280)]
    assert [number_of(shown.source) for shown in got] == [77, 77]


@pytest.fixture
def long_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that does much else, requests come at long intervals; that is no rest."""
    monkeypatch.setattr("peanut_studio.ui.feed.REST", 20000)


def test_while_it_moves_nothing_full_is_decoded(qtbot: QtBot, long_rest: None, feed: Feed) -> None:
    got: list[Shown] = []
    feed.shown.connect(got.append)
    for frame in range(0, COUNT, 5):
        feed.want(Wanted(frame))
        qtbot.wait(20)
    qtbot.waitUntil(lambda: bool(got))
    assert not any(shown.full for shown in got)
    assert all(number_of(shown.source) == shown.frame for shown in got)


def test_a_running_result_is_shown_beside_the_clip(qtbot: QtBot, feed: Feed, tmp_path: Path) -> None:
    live = LiveResult(tmp_path / "small", Span(20, 60), SIZE[1])
    feed.begin_live(live)
    live.add(numbered(500, SIZE))
    live.add(None)
    expected: list[tuple[int, int | None]] = [(20, 500), (21, 21), (30, None)]
    for frame, result in expected:
        with qtbot.waitSignal(feed.shown) as answer:
            feed.want(Wanted(frame, True, 20))
        shown = answer.args[0]
        assert number_of(shown.source) == frame
        assert (number_of(shown.result) if shown.result else None) == result
    feed.end_live(None)


def test_without_copies_the_file_itself_is_looked_into(
    qtbot: QtBot, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peanut_studio.pipeline.proxy.WORTH", 1 << 60)
    feed = Feed()
    with qtbot.waitSignal(feed.opened):
        feed.open(clip)
    got: list[Shown] = []
    feed.shown.connect(got.append)
    for frame in (80, 11, 40):
        feed.want(Wanted(frame))
        qtbot.waitUntil(lambda frame=frame: bool(got) and got[-1].frame == frame and got[-1].full)
    assert all(number_of(shown.source) == shown.frame for shown in got)
    assert not feed.builder.is_running
    feed.stop()


def test_the_next_frames_are_ready_while_it_plays(qtbot: QtBot, long_rest: None, feed: Feed) -> None:
    got: list[Shown] = []
    feed.shown.connect(got.append)
    for frame in range(10, 30):
        feed.want(Wanted(frame))
        qtbot.waitUntil(lambda frame=frame: bool(got) and got[-1].frame == frame)
    qtbot.waitUntil(lambda: sorted(feed._ahead) == list(range(30, 30 + AHEAD)))


def test_at_rest_what_playing_needs_first_is_made_ready(qtbot: QtBot, feed: Feed) -> None:
    feed.want(Wanted(50))
    qtbot.waitUntil(lambda: sorted(feed._ahead) == list(range(51, 51 + AHEAD)))
    with qtbot.waitSignal(feed.shown) as answer:
        feed.want(Wanted(51))
    assert number_of(answer.args[0].source) == 51
