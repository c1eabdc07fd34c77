"""Pictures of the window for the documentation, drawn on a made-up clip: python -m tests.pictures [folder].

The masks are those that the clip was drawn with, for these pictures show the window and no engine.

Without a folder they go to docs/pictures. QT_QPA_PLATFORM=offscreen does where there is no display.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QEventLoop, QPointF, QSettings, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frame
from peanut_studio.ops.mask_geometry import bounds_of
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.demo_scene import Scene
from peanut_studio.pipeline.edit import Tools, TrackedObjects
from peanut_studio.pipeline.ground import Candidate
from peanut_studio.pipeline.seek import Sought, thing_of
from peanut_studio.ui import languages
from peanut_studio.ui.appearance import dress
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.matches import match_of
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.seeking import Answer, Question
from peanut_studio.ui.tools import OnBytes, OnTracks, Say
from peanut_studio.ui.workspaces import WORKSPACES
from tests.pictures.palette import in_few_colours

SIZE, SCENE = QSize(1280, 800), Scene(width=640, height=360, count=24)
LONGEST = 120.0
HEAVIEST = 300_000
MIDDLE = 12
CHINESE = ("zh_CN", "zh_TW")
VIEWS = ("wipe", "matte", "flow", "difference", "onion")


def main(folder: Path) -> None:
    """Draw all of them; raises TimeoutError where something does not come."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.environ["PEANUT_STUDIO_OFFLINE"] = "1"
        clip = Path(name) / "rolling ball.mp4"
        write_clip(clip, map(_soft_frame, range(SCENE.count)), (SCENE.width, SCENE.height), Fraction(25))
        application = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(application, QApplication)
        dress(application, "dark")
        with _window(Path(name) / "en") as window:
            _draw(application, window, clip, folder)
        dress(application, "dark")
        for language in CHINESE:
            languages.speak(application, language)
            with _window(Path(name) / language) as window:
                _edit(window, clip, "球")
                window.actions_by_id["workspace_select"].trigger()
                _keep(window, folder / f"select-dark-{language}.png")
        languages.speak(application, languages.ENGLISH)


@contextmanager
def _window(folder: Path) -> Iterator[MainWindow]:
    """A window that knows nothing of the others."""
    os.environ["PEANUT_STUDIO_CACHE"] = os.environ["PEANUT_STUDIO_DATA"] = str(folder)
    window = MainWindow(_tools, QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    window.resize(SIZE)
    window.show()
    yield window
    window.desk.document.is_saved = True
    window.close()
    window.deleteLater()


def _soft_frame(number: int) -> Frame:
    # Noise makes large files.
    return np.asarray(cv2.GaussianBlur(SCENE.frame(number), (0, 0), 2.0), np.uint8)


def _draw(application: QApplication, window: MainWindow, clip: Path, folder: Path) -> None:
    _wait(lambda: window.isVisible())
    _keep(window, folder / "start-dark.png")
    _open(window, clip)
    _ask(window)
    _keep(window, folder / "words-dark.png")
    window.finding.dismiss()
    window.prompt_bar.field.clear()
    _edit(window, clip, "Ball")
    for wish in ("dark", "light"):
        dress(application, "light" if wish == "light" else "dark")
        for workspace in WORKSPACES:
            window.actions_by_id[f"workspace_{workspace.name}"].trigger()
            _keep(window, folder / f"{workspace.name}-{wish}.png")
        window.actions_by_id["workspace_select"].trigger()
        for view in VIEWS if wish == "dark" else ():
            window.actions_by_id[f"view_{view}"].trigger()
            _keep(window, folder / f"view-{view}-{wish}.png")
        if wish == "dark":
            window.actions_by_id["flow_completed"].trigger()
            _keep(window, folder / "view-flow-completed-dark.png")
            window.actions_by_id["flow_completed"].trigger()


def _open(window: MainWindow, clip: Path) -> None:
    """The clip, with all its small pictures."""
    desk = window.desk
    if desk.document.project is None:
        window.open(clip)
    _wait(lambda: desk.document.project is not None and window.viewer.has_picture)
    _wait(lambda: not desk.feed.builder.is_running)
    desk.go_to(MIDDLE)
    # Pictures that were not there when they were asked for are asked for again after a while.
    _wait(lambda: all(desk.film.image(frame) is not None for frame in range(0, SCENE.count, 2)))


def _edit(window: MainWindow, clip: Path, name: str) -> None:
    """A whole removal."""
    _open(window, clip)
    document, viewer = window.desk.document, window.viewer
    mask = SCENE.mask(MIDDLE)
    rows, columns = mask.nonzero()
    at = viewer.view.to_screen(QPointF(columns.mean() + 0.5, rows.mean() + 0.5), viewer.panes[0])
    QTest.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=at.toPoint())
    _wait(lambda: document.selected is not None and document.track_on(document.selected, MIDDLE) is not None)
    project = document.project
    assert project is not None
    track = MaskTrack(1, (SCENE.width, SCENE.height), SCENE.count).with_frames(
        (frame, SCENE.mask(frame), 1.0) for frame in range(SCENE.count)
    )
    document.keep_tracks(TrackedObjects({1: track}, project.span), project)
    document.rename_object(1, name)
    document.add_marker(18, "Turn")
    window.actions_by_id["remove"].trigger()
    _wait(lambda: not window.worker.is_running)
    assert document.project is not None
    assert document.project.result is not None, window.messages.text
    window.messages.clear()
    window.desk.go_to(MIDDLE)
    _wait(lambda: viewer.has_result)


def _ask(window: MainWindow) -> None:
    """A phrase and its candidates: the ball, and a pale of the fence that does not fit."""
    project = window.desk.document.project
    assert project is not None
    text = "the red ball in the middle"
    window.prompt_bar.field.setText(text)
    masks = [SCENE.mask(MIDDLE), np.zeros((SCENE.height, SCENE.width), np.bool_)]
    masks[1][165:285, 488:500] = True
    candidates = [
        Candidate(number, MIDDLE, box, score, mask)
        for number, (mask, score) in enumerate(zip(masks, (0.86, 0.07), strict=True), start=1)
        if (box := bounds_of(mask)) is not None
    ]
    things = [replace(thing_of(one), meant=one.number == 1) for one in candidates]
    sought = Sought(text, MIDDLE, tuple(things))
    answer = Answer(Question(project, MIDDLE, text), sought, tuple(map(match_of, things)))
    window.finding.on_found(answer)


def _keep(window: MainWindow, target: Path) -> None:
    _settle(0.8)
    # What they are drawn with is imported when they are first seen, and what is in them measured bit by bit.
    _wait(lambda: not window.curves.isVisible() or window.curves.is_complete)
    _wait(lambda: window.viewer.mode is not Mode.FLOW or not window.desk.flow.is_measuring)
    _settle(0.2)
    window.viewer.set_cursor(None)
    picture = window.grab().toImage()
    for colours in (lambda: picture, lambda: in_few_colours(picture)):
        colours().save(str(target))
        if target.stat().st_size <= HEAVIEST:
            break
    sys.stdout.write(f"{target} {target.stat().st_size // 1000} kB\n")


def _wait(is_over: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not is_over():
        if time.monotonic() > end:
            raise TimeoutError("what the picture should show did not come")
        _settle(0.02)


def _settle(seconds: float) -> None:
    # Not QTest.qWait, which keeps other threads from running.
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _tools(say: Say, on_bytes: OnBytes, on_tracks: OnTracks) -> Tools:
    choices = Choices(segmenter="grabcut", inpainter="telea", device="cpu")
    return Tools(choices, WeightStore(announce=say, on_progress=on_bytes), on_tracks)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[2] / "docs" / "pictures")
    told = parser.parse_args()
    try:
        main(told.folder)
    except BaseException:
        # A window that is closed in the midst of something asks, and here nobody answers.
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
