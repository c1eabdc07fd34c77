"""Nothing is lost: what is done lives in a project, in which several clips can be, and comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peanut_studio.media.synthesis import write_clip
from peanut_studio.ui.main_window import MainWindow

from .conftest import COUNT, RATE, SIZE, click, plain_tools

Start = Callable[[], MainWindow]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the program once more, with the settings of the last time; no question may come."""

    def never(*_args: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(QMessageBox, "question", never)
    made: list[MainWindow] = []

    def begin() -> MainWindow:
        window = MainWindow(plain_tools, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        made.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        return window

    yield begin
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Another clip."""
    path = tmp_path / "second.mp4"
    rng = np.random.default_rng(3)
    frame = rng.integers(0, 256, (60, 80, 3)).astype(np.uint8)
    write_clip(path, [np.roll(frame, t, axis=1) for t in range(10)], (80, 60), RATE)
    return path


def open_in(qtbot: QtBot, window: MainWindow, path: Path, clip: str = "") -> None:
    """Open a clip or a project, and wait for the clip."""
    window.open(path)
    wait_for(qtbot, window, clip or path.name)


def wait_for(qtbot: QtBot, window: MainWindow, clip: str) -> None:
    """Wait until a clip is the current one and listed."""

    def there() -> bool:
        if not window.viewer.has_picture:
            return False
        project, slot = window.desk.document.project, window.desk.document.slot
        listed = any(one.name == clip for one in window.media_bin.clips)
        return project is not None and project.clip.path.name == clip and slot is not None and listed

    qtbot.waitUntil(there)


def names(window: MainWindow) -> list[str]:
    """The clips in the bin."""
    return [clip.name for clip in window.media_bin.clips]


def offers(window: MainWindow) -> list[QPushButton]:
    """The buttons of the welcome page to go on with something."""
    return [button for button in window.welcome.findChildren(QPushButton) if button.text().startswith("Go on")]


def test_work_without_a_name_is_offered_at_the_next_start(qtbot: QtBot, start: Start, ball_clip: Path) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    document = window.desk.document
    click(qtbot, window, 30, 48)
    document.add_marker(5, "Here")
    document.set_range(2, 9)
    document.undo()
    document.go_to(7)
    before = document.history
    window.close()
    again = start()
    qtbot.waitUntil(lambda: bool(offers(again)))
    assert offers(again)[0].text() == "Go on with ball.mp4, edited just now"
    offers(again)[0].click()
    wait_for(qtbot, again, ball_clip.name)
    after = again.desk.document
    assert before is not None
    assert after.history is not None
    assert after.history.present.objects == before.present.objects
    assert [name for name, _ in after.history.past] == ["Add Point", "Add Marker"]
    assert [name for name, _ in after.history.future] == ["Set Range"]
    assert after.frame == 7
    after.redo()
    assert after.range is not None
    assert (after.range.start, after.range.stop) == (2, 9)
    for _ in range(3):
        after.undo()
    assert after.project is not None
    assert after.project.objects == ()


def test_a_clip_with_earlier_work_offers_it_when_it_is_opened(
    qtbot: QtBot, start: Start, ball_clip: Path, second: Path, tmp_path: Path
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    window.desk.document.add_marker(2, "Of an object that nobody has pointed at")
    window.close()
    window = start()
    open_in(qtbot, window, ball_clip)
    click(qtbot, window, 30, 48)
    open_in(qtbot, window, second)
    window.close()
    kept = {path: path.stat().st_mtime for path in (tmp_path / "data").rglob("*.peanut")}
    assert len(kept) == 2
    again = start()
    qtbot.waitUntil(lambda: len(offers(again)) == 2)
    open_in(qtbot, again, ball_clip)
    document = again.desk.document
    qtbot.waitUntil(lambda: again.messages.text == "Earlier work on ball.mp4, edited just now, is kept.")
    assert document.project is not None
    assert document.project.objects == ()
    assert {path: path.stat().st_mtime for path in kept} == kept
    # What is done meanwhile is no reason to lose either.
    document.add_marker(5, "Meanwhile")
    assert again.messages.button.text() == "Go On"
    again.messages.button.click()
    qtbot.waitUntil(lambda: document.project is not None and len(document.project.objects) == 1)
    wait_for(qtbot, again, ball_clip.name)
    assert names(again) == ["ball.mp4", "second.mp4"]
    assert again.messages.text == ""
    again.close()
    assert len(list((tmp_path / "data").rglob("*.peanut"))) == 3


def test_a_clip_of_a_named_project_offers_that_too(
    qtbot: QtBot, start: Start, ball_clip: Path, second: Path, tmp_path: Path
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    click(qtbot, window, 30, 48)
    window.projects.keeper.save_as(tmp_path / "a.peanut")
    qtbot.waitUntil(lambda: window.windowTitle().startswith("a - "))
    window.close()
    again = start()
    open_in(qtbot, again, ball_clip)
    qtbot.waitUntil(lambda: "Earlier work on ball.mp4" in again.messages.text)
    open_in(qtbot, again, second)
    assert "Earlier work" not in again.messages.text
    open_in(qtbot, again, ball_clip)
    qtbot.waitUntil(lambda: "Earlier work on ball.mp4" in again.messages.text)
    again.messages.button.click()
    qtbot.waitUntil(lambda: again.windowTitle() == "a - ball.mp4 - Peanut Studio")
    # Its own work is not offered beside itself.
    open_in(qtbot, again, ball_clip)
    assert again.desk.document.project is not None
    assert len(again.desk.document.project.objects) == 1


def test_after_a_crash_the_next_start_goes_on(qtbot: QtBot, start: Start, ball_clip: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QSettings\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from peanut_studio.ui.main_window import MainWindow\n"
        "application = QApplication([])\n"
        "window = MainWindow(settings=QSettings(sys.argv[2], QSettings.Format.IniFormat))\n"
        "window.open(Path(sys.argv[1]))\n"
        "def until(done):\n"
        "    while not done():\n"
        "        application.processEvents()\n"
        "until(lambda: window.media_bin.clips)\n"
        "window.desk.document.add_marker(4, 'Before the crash')\n"
        "until(lambda: not window.projects.keeper._waiting)\n"
        "os.kill(os.getpid(), signal.SIGTERM if os.name == 'nt' else signal.SIGKILL)\n"
    )
    root = str(Path(__file__).parents[2])
    crashed = subprocess.run(
        [sys.executable, "-c", script, str(ball_clip), str(tmp_path / "other.ini")],
        env={**os.environ, "PYTHONPATH": root},
        check=False,
        timeout=60,
    )
    assert crashed.returncode != 0
    window = start()
    qtbot.waitUntil(lambda: bool(offers(window)))
    offers(window)[0].click()
    wait_for(qtbot, window, ball_clip.name)
    project = window.desk.document.project
    assert project is not None
    assert [marker.name for marker in project.markers] == ["Before the crash"]


def test_a_clip_that_was_only_looked_at_leaves_nothing(
    qtbot: QtBot, start: Start, ball_clip: Path, tmp_path: Path
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    assert list((tmp_path / "data").rglob("*.peanut"))
    window.close()
    assert not list((tmp_path / "data").rglob("*.peanut"))


def test_a_named_project_holds_every_edit_and_its_results(
    qtbot: QtBot, start: Start, ball_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    window.desk.document.set_range(0, 4)
    click(qtbot, window, 30, 48)
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not window.worker.is_running)
    assert "Removed from" in window.messages.text
    target = tmp_path / "named" / "Ball.peanut"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), ""))
    window.actions_by_id["save_project"].trigger()
    qtbot.waitUntil(lambda: window.windowTitle() == "Ball - ball.mp4 - Peanut Studio")
    window.desk.document.add_marker(2, "After saving")
    window.close()
    assert not list((tmp_path / "data").rglob("*.peanut"))
    assert sorted(one.name for one in target.parent.iterdir()) == ["Ball.peanut", "Ball.peanut-results"]
    again = start()
    assert not offers(again)
    open_in(qtbot, again, target, ball_clip.name)
    project = again.desk.document.project
    assert project is not None
    assert [marker.name for marker in project.markers] == ["After saving"]
    assert project.result is not None
    assert project.result.path.parent == target.with_suffix(".peanut-results")
    assert not project.is_result_stale
    again.actions_by_id["view_result"].trigger()
    qtbot.waitUntil(lambda: again.viewer.has_result)


def test_saving_asks_for_a_name_once(
    qtbot: QtBot, start: Start, ball_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    asked: list[Path] = []

    def ask(*_: object) -> tuple[str, str]:
        asked.append(tmp_path / "Ball.peanut")
        return str(asked[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.windowTitle() == "Ball - ball.mp4 - Peanut Studio")
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.messages.text == "Ball.peanut is saved as you work: there is nothing to be done."
    assert len(asked) == 1


def test_clips_of_a_project_keep_their_own_work_and_history(
    qtbot: QtBot, start: Start, ball_clip: Path, second: Path
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    click(qtbot, window, 30, 48)
    window.projects.open_all([second])
    wait_for(qtbot, window, "second.mp4")
    assert names(window) == ["ball.mp4", "second.mp4"]
    document = window.desk.document
    assert document.project is not None
    assert document.project.objects == ()
    document.add_marker(3, "Second")
    window.media_bin.list.itemClicked.emit(window.media_bin.list.item(0))
    wait_for(qtbot, window, "ball.mp4")
    assert document.history is not None
    assert [name for name, _ in document.history.past] == ["Add Point"]
    assert document.project.markers == ()
    open_in(qtbot, window, second)
    assert names(window) == ["ball.mp4", "second.mp4"]
    assert [marker.name for marker in document.project.markers] == ["Second"]
    assert not window.media_bin.list.item(0).icon().isNull()


def test_several_files_at_once_are_listed_in_their_order(
    qtbot: QtBot, start: Start, ball_clip: Path, second: Path, tmp_path: Path
) -> None:
    window = start()
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no film")
    window.projects.open_all([second, bad, ball_clip])
    wait_for(qtbot, window, "second.mp4")
    qtbot.waitUntil(lambda: names(window) == ["second.mp4", "ball.mp4"])
    window.close()
    again = start()
    qtbot.waitUntil(lambda: bool(offers(again)))
    assert offers(again)[0].text() == "Go on with second.mp4 and 1 more, edited just now"


def test_clips_of_one_name_are_told_apart_by_their_folders(
    qtbot: QtBot, start: Start, ball_clip: Path, second: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "other" / "ball.mp4"
    twin.parent.mkdir()
    shutil.copy(ball_clip, twin)
    window = start()
    window.projects.open_all([ball_clip, second, twin])
    bin_ = window.media_bin
    qtbot.waitUntil(lambda: len(bin_.clips) == 3)
    listed = [bin_.list.item(row).text().splitlines()[0] for row in range(3)]
    assert listed == [f"{ball_clip.parent.name}/ball.mp4", "second.mp4", "other/ball.mp4"]


def test_a_clip_taken_out_of_the_bin_is_put_back_with_its_work(
    qtbot: QtBot, start: Start, ball_clip: Path, second: Path
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    window.desk.document.add_marker(3, "Kept")
    window.projects.add([second])
    qtbot.waitUntil(lambda: len(names(window)) == 2)
    window.media_bin.list.setCurrentRow(0)
    window.media_bin.list.setFocus()
    qtbot.keyClick(window.media_bin.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(window) == ["second.mp4"])
    wait_for(qtbot, window, "second.mp4")
    assert "taken out" in window.messages.text
    window.messages.button.click()
    qtbot.waitUntil(lambda: len(names(window)) == 2)
    window.projects.show_clip(window.media_bin.clips[0].clip_id)
    wait_for(qtbot, window, "ball.mp4")
    project = window.desk.document.project
    assert project is not None
    assert [marker.name for marker in project.markers] == ["Kept"]


def test_moved_footage_is_asked_for(
    qtbot: QtBot, start: Start, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start()
    open_in(qtbot, window, second)
    window.desk.document.add_marker(3, "Kept")
    target = tmp_path / "named" / "a.peanut"
    target.parent.mkdir()
    window.projects.keeper.save_as(target)
    qtbot.waitUntil(lambda: window.windowTitle().startswith("a - "))
    window.close()
    elsewhere = tmp_path / "else" / "where" / "moved.mp4"
    elsewhere.parent.mkdir(parents=True)
    shutil.move(second, elsewhere)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    again = start()
    again.open(target)
    qtbot.waitUntil(lambda: "was not found" in again.messages.text)
    assert again.desk.document.project is None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(elsewhere), ""))
    open_in(qtbot, again, target, "moved.mp4")
    project = again.desk.document.project
    assert project is not None
    assert [marker.name for marker in project.markers] == ["Kept"]
    again.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    third = start()
    open_in(qtbot, third, target, "moved.mp4")


def test_a_collected_project_stands_alone(
    qtbot: QtBot, start: Start, second: Path, ball_clip: Path, tmp_path: Path
) -> None:
    window = start()
    own = tmp_path / "ball.mp4"
    shutil.copy2(ball_clip, own)
    open_in(qtbot, window, second)
    open_in(qtbot, window, own)
    window.desk.document.set_range(0, 3)
    click(qtbot, window, 30, 48)
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: not window.worker.is_running)
    assert "Removed from" in window.messages.text
    window.projects.collect(tmp_path)
    qtbot.waitUntil(lambda: "Collected" in window.messages.text)
    window.close()
    folder = tmp_path / "ball collected"
    moved = tmp_path / "elsewhere"
    shutil.move(folder, moved)
    own.unlink()
    second.unlink()
    shutil.rmtree(tmp_path / "data")
    again = start()
    open_in(qtbot, again, moved / "ball.peanut", "ball.mp4")
    assert {clip.path for clip in again.media_bin.clips} == {
        moved / "media" / "ball.mp4",
        moved / "media" / "second.mp4",
    }
    assert again.desk.document.project is not None
    assert again.desk.document.project.clip.frame_count == COUNT
    assert again.desk.document.project.clip.width == SIZE[0]
    again.actions_by_id["view_result"].trigger()
    qtbot.waitUntil(lambda: again.viewer.has_result)


def test_what_is_opened_right_after_collecting_is_not_what_is_collected(
    qtbot: QtBot, start: Start, second: Path, ball_clip: Path, tmp_path: Path
) -> None:
    before, other = start(), tmp_path / "other.peanut"
    open_in(qtbot, before, second)
    before.projects.keeper.save_as(other)
    qtbot.waitUntil(lambda: before.windowTitle().startswith("other"))
    before.close()
    window, shelves = start(), list[object]()

    def at_once() -> None:
        """Before anything of the clip has been kept."""
        window.desk.document.opened.disconnect(at_once)
        shelves.append(window.projects._shelf)
        window.projects.collect(tmp_path)
        window.open(other)

    window.desk.document.opened.connect(at_once)
    window.open(ball_clip)
    qtbot.waitUntil(lambda: "Collected" in window.messages.text)
    wait_for(qtbot, window, "second.mp4")
    assert [path.name for path in (tmp_path / "ball collected" / "media").iterdir()] == ["ball.mp4"]
    assert not (tmp_path / "other collected").exists()
    assert shelves == [None]


def test_what_is_no_project_is_one_sentence_and_changes_nothing(
    qtbot: QtBot, start: Start, ball_clip: Path, tmp_path: Path
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    bad = tmp_path / "bad.peanut"
    bad.write_bytes(b"nothing like it" * 100)
    window.open(bad)
    qtbot.waitUntil(lambda: "not a project of this program" in window.messages.text)
    assert names(window) == ["ball.mp4"]
    window.desk.document.add_marker(1)


def test_a_project_that_cannot_be_written_is_worked_on_as_a_copy(
    qtbot: QtBot, start: Start, ball_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    window.desk.document.add_marker(3, "Kept")
    target = tmp_path / "a.peanut"
    window.projects.keeper.save_as(target)
    qtbot.waitUntil(lambda: window.windowTitle().startswith("a - "))
    window.close()
    before = target.read_bytes()
    monkeypatch.setattr("peanut_studio.pipeline.open_project.os.access", lambda *_: False)
    again = start()
    open_in(qtbot, again, target, ball_clip.name)
    again.desk.document.add_marker(4, "In the copy")
    again.close()
    assert target.read_bytes() == before
    third = start()
    qtbot.waitUntil(lambda: bool(offers(third)))


def test_what_the_disk_does_not_take_is_kept_later(
    qtbot: QtBot, start: Start, ball_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start()
    open_in(qtbot, window, ball_clip)
    keeper = window.projects.keeper
    assert keeper._project is not None
    pages = keeper._project.file._base.execute("PRAGMA page_count").fetchone()[0]
    keeper._project.file._base.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(40):
        window.desk.document.add_marker(number % COUNT, f"Marker {number} " * 200)
    qtbot.waitUntil(lambda: keeper.is_behind)
    assert "is full" in window.messages.text
    keeper._project.file._base.execute("PRAGMA max_page_count = 100000")
    keeper.flush()
    qtbot.waitUntil(lambda: not keeper.is_behind)
