"""The model manager, and the question that comes before any download."""

from __future__ import annotations

import hashlib
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from peanut_studio.engines.catalogue import Catalogue, WeightInfo
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.models import AskingStore
from peanut_studio.ui.dialogs.models import ModelsDialog
from peanut_studio.ui.job_thread import JobThread
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.queued import Begun, Ending, Work

BYTES = bytes(range(256)) * 400
FILE = WeightInfo(
    "net.pt", "A small net", len(BYTES), hashlib.sha256(BYTES).hexdigest(), "MIT", "https://l.example", "https://p.example",
    homes=("https://h.example/net.pt",),
)  # fmt: skip
CATALOGUE = Catalogue(
    (
        EngineInfo("plain", "flow", "Plain flow", "a:B", "Apache-2.0", "https://a.example"),
        EngineInfo("net", "inpaint", "Net fill", "a:C", "Apache-2.0", "https://b.example", weights=("net.pt",)),
    ),
    (FILE,),
)


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A home that gives the file in pieces and goes on where it was left; 'pause' seconds lie between two."""
    manner = {"pause": 0.0}

    def receive(_source: str, _weight: WeightInfo, part: Path, on_progress: object) -> str:
        assert callable(on_progress)
        with part.open("ab") as file:
            while file.tell() < len(BYTES):
                file.write(BYTES[file.tell() : file.tell() + 10240])
                file.flush()
                on_progress(file.tell(), len(BYTES))
                time.sleep(manner["pause"])
        return hashlib.sha256(part.read_bytes()).hexdigest()

    monkeypatch.delenv("PEANUT_STUDIO_OFFLINE")
    monkeypatch.setattr(WeightStore, "_receive", staticmethod(receive))
    return manner


@pytest.fixture
def dialog(qtbot: QtBot) -> ModelsDialog:
    made = ModelsDialog(catalogue=CATALOGUE)
    qtbot.addWidget(made)
    made.show()
    return made


def _states(dialog: ModelsDialog) -> list[str]:
    items = [dialog.table.topLevelItem(number) for number in range(dialog.table.topLevelItemCount())]
    return [item.text(4) for item in items if item is not None]


def _agree(dialog: ModelsDialog) -> None:
    dialog.download.click()
    box = dialog.box
    assert box is not None
    assert "102 kB" in box.text()
    assert "MIT" in box.informativeText()
    button = box.defaultButton()
    assert button is not None
    button.click()


def test_download_verify_and_delete(
    qtbot: QtBot, dialog: ModelsDialog, online: dict[str, float], tmp_path: Path
) -> None:
    assert _states(dialog) == ["Needs no files", "Not downloaded"]
    assert not dialog.download.isEnabled()
    dialog.choose("net")
    assert not dialog.verify.isEnabled()
    with qtbot.waitSignal(dialog.fetched):
        _agree(dialog)
    assert _states(dialog)[1] == "Here"
    assert (tmp_path / "weights" / "net.pt").read_bytes() == BYTES
    assert not dialog.download.isEnabled()
    dialog.verify.click()
    qtbot.waitUntil(lambda: "as they were published" in dialog.message.text())
    (tmp_path / "weights" / "net.pt").write_bytes(BYTES[::-1])
    dialog.verify.click()
    qtbot.waitUntil(lambda: "not the published file" in dialog.message.text())
    dialog.delete.click()
    qtbot.waitUntil(lambda: _states(dialog)[1] == "Not downloaded")


def test_a_stopped_download_goes_on(qtbot: QtBot, dialog: ModelsDialog, online: dict[str, float]) -> None:
    online["pause"] = 0.05
    dialog.choose("net")
    _agree(dialog)
    qtbot.waitUntil(lambda: "of 102 kB" in dialog.message.text())
    dialog.cancel.click()
    qtbot.waitUntil(lambda: _states(dialog)[1] == "Partly downloaded")
    assert "go on" in dialog.message.text()
    online["pause"] = 0.0
    with qtbot.waitSignal(dialog.fetched):
        _agree(dialog)
    assert _states(dialog)[1] == "Here"


def test_not_now_downloads_nothing(qtbot: QtBot, dialog: ModelsDialog, online: dict[str, float]) -> None:
    dialog.choose("net")
    dialog.download.click()
    assert dialog.box is not None
    qtbot.keyClick(dialog.box, Qt.Key.Key_Escape)
    assert dialog.box is None
    assert _states(dialog)[1] == "Not downloaded"


def test_the_built_in_engines_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_id["models"].trigger()
    (dialog,) = window.findChildren(ModelsDialog)
    dialog.choose("mobilesam")
    assert "mobile_sam.pt" in dialog.told.text()
    assert dialog.current.engine.licence == "Apache-2.0"
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize("agrees", [True, False])
def test_a_job_waits_for_the_answer(
    qtbot: QtBot, window: MainWindow, online: dict[str, float], tmp_path: Path, agrees: bool
) -> None:
    store = AskingStore(window.consent.may_fetch, announce=lambda _text: None, on_progress=lambda *_: None)
    store._known["net.pt"] = FILE
    ends: list[object] = []

    def work() -> None:
        try:
            ends.append(store.require("net.pt"))
        except WeightsError as error:
            ends.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: window.consent.box is not None)
    assert ends == []
    box = window.consent.box
    assert box is not None
    button = box.defaultButton() if agrees else box.escapeButton()
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: bool(ends))
    thread.join()
    assert isinstance(ends[0], Path) == agrees
    assert (tmp_path / "weights" / "net.pt").exists() == agrees


def test_closing_the_window_answers_no(qtbot: QtBot, window: MainWindow) -> None:
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(window.consent.may_fetch(FILE)))
    thread.start()
    qtbot.waitUntil(lambda: window.consent.box is not None)
    window.close()
    thread.join(5)
    assert answers == [False]


@pytest.mark.alone
def test_closing_the_dialog_neither_waits_nor_loses_the_download(
    qtbot: QtBot, window: MainWindow, online: dict[str, float], tmp_path: Path
) -> None:
    online["pause"] = 0.05
    queue = window.worker.queue
    dialog = ModelsDialog(window, CATALOGUE, queue)
    dialog.show()
    dialog.choose("net")
    _agree(dialog)
    qtbot.waitUntil(lambda: "of 102 kB" in dialog.message.text())
    begun = time.monotonic()
    dialog.close()
    assert time.monotonic() - begun < 0.1
    assert [job.name for job in queue.unfinished] == ["Downloading · Net fill"]
    again = ModelsDialog(window, CATALOGUE, queue)
    again.show()
    qtbot.waitUntil(lambda: "of 102 kB" in again.message.text())
    assert again.cancel.isVisible()
    with qtbot.waitSignal(window.preferring.engines_changed):
        online["pause"] = 0.0
    assert (tmp_path / "weights" / "net.pt").read_bytes() == BYTES
    assert _states(again)[1] == "Here"
    again.close()


def test_a_download_comes_before_what_waits(
    qtbot: QtBot, window: MainWindow, online: dict[str, float], tmp_path: Path
) -> None:
    gate, order = threading.Event(), []

    def work(name: str) -> Work:
        def job(_thread: JobThread) -> Job[str]:
            yield Progress("tracking", 0, 1)
            assert gate.wait(20)
            return name

        return Work("test", "Testing", name, lambda: Begun(job, lambda made: Ending(str(order.append(made)))))

    queue = window.worker.queue
    queue.add(work("first"))
    queue.add(work("second"))
    dialog = ModelsDialog(window, CATALOGUE, queue)
    dialog.show()
    dialog.choose("net")
    _agree(dialog)
    assert "Testing · first" in dialog.message.text()
    queue.ended.connect(lambda job: order.append(job.work.kind))
    gate.set()
    qtbot.waitUntil(lambda: not queue.unfinished)
    assert order == ["first", "test", "fetch", "second", "test"]
    dialog.close()


def test_a_package_that_is_missing_is_told_before_anything_is_fetched(qtbot: QtBot) -> None:
    lacking = EngineInfo(
        "net", "segment", "Net", "a:C", "MIT", "https://b.example", ("net.pt",), packages=("surely_not_installed",)
    )
    dialog = ModelsDialog(catalogue=Catalogue((lacking,), (FILE,)))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "needs the Python package surely_not_installed" in dialog.told.text()
    assert dialog.download.isEnabled()
