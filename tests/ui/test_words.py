"""Objects found by words: typed, shown as numbers over the picture, picked by key or click."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from peanut_studio.engines import registry
from peanut_studio.engines.contract import Direction, EngineInfo, Proposal, Tracked
from peanut_studio.model.clip import Span
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.prompt import Box, Click, Prompt
from peanut_studio.ops.mask_geometry import bounds_of
from peanut_studio.pipeline.choice import Made, Workshop
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.modes import Mode
from peanut_studio.ui.preferences import FOLLOWING
from tests.ui.conftest import click


class Shapes:
    """Proposes the ball and a patch of the ground; waits while `gate` is shut."""

    knows_nouns = False
    gate = threading.Event()

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        assert self.gate.wait(20)
        rows, columns = np.mgrid[: frames.size[1], : frames.size[0]]
        ball = np.hypot(rows - 48, columns - 30 - 2 * index) < 14
        patch = np.zeros_like(ball)
        patch[5:25, 95:120] = True
        return [Proposal(box, 0.9, mask) for mask in (patch, ball) if (box := bounds_of(mask)) is not None]


@pytest.fixture(autouse=True)
def shapes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    info = EngineInfo("shapes", "ground", "Shapes", "tests:Shapes", "Apache-2.0", "https://example.org")
    monkeypatch.setattr(Workshop, "grounder", lambda _self: Made(Shapes(), info))
    Shapes.gate.set()
    yield
    Shapes.gate.set()


def ask(qtbot: QtBot, window: MainWindow, text: str, key: Qt.Key = Qt.Key.Key_Slash) -> None:
    """Type a phrase and wait for what is found."""
    qtbot.keyClick(window.viewer, key)
    qtbot.waitUntil(window.prompt_bar.field.hasFocus)
    if text.isascii():
        qtbot.keyClicks(window.prompt_bar.field, text)
    else:
        window.prompt_bar.field.setText(text)  # Chinese comes through an input method, not by keys
    qtbot.keyClick(window.prompt_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.finding.seeking.is_busy)


def test_enter_takes_the_first(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    document.go_to(3)
    ask(qtbot, opened, "the red ball")
    assert [match.number for match in opened.viewer.matches] == [1, 2]
    assert "Enter takes 1" in opened.prompt_bar.told
    assert "“ball” was not used: this engine knows colour" in opened.messages.text
    assert opened.viewer.hasFocus()
    assert not opened.viewer.matches[0].faint
    assert opened.viewer.matches[1].faint, "grey is not red"
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Return)
    assert document.project is not None
    (ball,) = document.project.objects
    assert ball.name == "the red ball"
    assert ball.marks == (Box(23, 35, 49, 61, 3), Click(36, 48, True, 3))
    assert not opened.viewer.matches
    assert document.history is not None
    assert document.history.undo_name == "Find by Words"
    qtbot.waitUntil(lambda: document.track_on(ball, 3) is not None)
    opened.actions_by_id["undo"].trigger()
    assert not document.project.objects


def test_number_keys_pick_and_select_only_without_candidates(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    ask(qtbot, opened, "不是红色的")
    first = opened.viewer.matches[0]
    assert first.outline.contains(QPointF(105, 15))
    qtbot.keyClick(opened.viewer, Qt.Key.Key_2)
    assert document.project is not None
    assert document.project.objects[0].marks[1] == Click(30, 48, True, 0)
    ask(qtbot, opened, "red", Qt.Key.Key_T)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_9)
    assert opened.finding.is_open, "there is no ninth"
    qtbot.keyClick(opened.viewer, Qt.Key.Key_1)
    assert len(document.project.objects) == 2
    qtbot.keyClick(opened.viewer, Qt.Key.Key_1)
    assert document.project.selected == document.project.objects[0].object_id


def test_a_click_picks_and_one_beside_picks_none(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    ask(qtbot, opened, "red")
    click(qtbot, opened, 70, 85)
    assert not opened.viewer.matches
    assert document.project is not None
    assert not document.project.objects, "no point was made"
    ask(qtbot, opened, "red")
    click(qtbot, opened, 105, 15)
    assert document.project.objects[0].marks[0] == Box(95, 5, 119, 24, 0)


def test_all_makes_several_in_one_step(qtbot: QtBot, opened: MainWindow) -> None:
    document = opened.desk.document
    ask(qtbot, opened, "everything not blue")
    assert "Enter takes all 2" in opened.prompt_bar.told
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Return)
    assert document.project is not None
    assert [one.name for one in document.project.objects] == ["everything not blue", "everything not blue 2"]
    opened.actions_by_id["undo"].trigger()
    assert not document.project.objects


def test_escape_and_moving_on_pick_none(qtbot: QtBot, opened: MainWindow) -> None:
    ask(qtbot, opened, "red")
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Escape)
    assert not opened.viewer.matches
    assert not opened.prompt_bar.told
    ask(qtbot, opened, "red")
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Right)
    assert not opened.viewer.matches
    ask(qtbot, opened, "red")
    opened.actions_by_id["view_matte"].trigger()
    assert not opened.viewer.matches
    opened.actions_by_id["find_words"].trigger()
    assert opened.viewer.mode is Mode.EDIT
    assert opened.prompt_bar.field.hasFocus()
    qtbot.keyClick(opened.prompt_bar.field, Qt.Key.Key_Escape)
    assert opened.viewer.hasFocus()


def test_nothing_that_fits_is_said_and_the_nearest_can_be_picked(qtbot: QtBot, opened: MainWindow) -> None:
    ask(qtbot, opened, "the purple ball")
    assert not opened.messages.is_error
    assert "Nothing fits “the purple ball”; what comes nearest" in opened.messages.text
    assert all(match.faint for match in opened.viewer.matches)
    qtbot.keyClick(opened.viewer, Qt.Key.Key_1)
    assert opened.desk.document.project is not None
    assert len(opened.desk.document.project.objects) == 1


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "The phrase is empty"), ("мяч", "neither English nor Chinese"), ("the", "says nothing")]
)
def test_what_cannot_be_read_is_said(qtbot: QtBot, opened: MainWindow, text: str, sentence: str) -> None:
    ask(qtbot, opened, text)
    assert sentence in opened.messages.text
    assert not opened.viewer.matches
    assert opened.prompt_bar.field.hasFocus(), "ready for another try"


def test_the_search_does_not_hold_the_window_up_and_can_be_given_up(qtbot: QtBot, opened: MainWindow) -> None:
    Shapes.gate.clear()
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Slash)
    qtbot.keyClicks(opened.prompt_bar.field, "red")
    qtbot.keyClick(opened.prompt_bar.field, Qt.Key.Key_Return)
    assert opened.prompt_bar.told == "Looking…"
    assert opened.finding.seeking.is_busy
    asked = opened.finding.seeking._asked
    qtbot.keyClick(opened.prompt_bar.field, Qt.Key.Key_Return)
    assert opened.finding.seeking._asked is asked, "Enter again does not begin anew"
    qtbot.keyClick(opened.prompt_bar.field, Qt.Key.Key_Escape)
    assert not opened.finding.seeking.is_busy
    Shapes.gate.set()
    ask(qtbot, opened, "not red")
    assert opened.viewer.matches[0].outline.contains(QPointF(105, 15)), "the newest phrase counts"


def test_letters_are_typed_not_obeyed_and_phrases_are_kept(qtbot: QtBot, opened: MainWindow) -> None:
    ask(qtbot, opened, "red box brush 1")
    assert opened.prompt_bar.field.text() == "red box brush 1"
    assert opened.viewer.tool.value == "points"
    ask(qtbot, opened, "white")
    field = opened.prompt_bar.field
    qtbot.keyClick(opened.viewer, Qt.Key.Key_Slash)
    field.setText("gr")
    said = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
        said.append(field.text())
    assert said == ["white", "red box brush 1", "red box brush 1", "white", "gr"]
    assert opened.settings.value("phrases") == ["white", "red box brush 1"]
    opened.prompt_bar._menu.aboutToShow.emit()
    assert [action.text() for action in opened.prompt_bar._menu.actions()] == ["white", "red box brush 1"]


def test_enter_again_in_the_field_takes_what_was_found(qtbot: QtBot, opened: MainWindow) -> None:
    ask(qtbot, opened, "red")
    opened.prompt_bar.begin()
    qtbot.keyClick(opened.prompt_bar.field, Qt.Key.Key_Return)
    assert opened.desk.document.project is not None
    assert len(opened.desk.document.project.objects) == 1


def test_everything_in_the_row_has_a_name(opened: MainWindow) -> None:
    bar = opened.prompt_bar
    assert bar.field.accessibleName() == "What should go"
    assert "(T or /)" in bar.field.toolTip()
    assert bar.before.accessibleName()
    assert bar.field.placeholderText()


FOLLOWER = EngineInfo("reader", "segment", "Reads", "tests:Reader", "none", "https://example.org", words=True)


class Reader:
    """Follows what is red wherever it is told of something red; is surest on frame 9."""

    def open(self, frames: Frames) -> Reader:
        self._frames = frames
        self._told: dict[int, str] = {}
        return self

    def tell(self, object_id: int, phrase: Phrase) -> None:
        self._told[object_id] = phrase.text

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        raise AssertionError("it was told in words")

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        for index in range(span.start, span.stop):
            red = self._frames[index].astype(int)
            seen = (red[..., 0] - red[..., 1] > 80) & (index < 20)
            masks = {number: seen & ("red" in text) for number, text in self._told.items()}
            yield Tracked(index, masks, dict.fromkeys(masks, 0.99 if index == 9 else 0.9 if index < 20 else 0.0))

    def remove(self, object_id: int) -> None:
        del self._told[object_id]

    def close(self) -> None:
        pass


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch, opened: MainWindow) -> MainWindow:
    """The window, which prefers an engine that follows words."""
    info, create = registry.info, registry.create
    monkeypatch.setattr(
        registry, "info", lambda task, name, **more: FOLLOWER if name == "reader" else info(task, name, **more)
    )
    monkeypatch.setattr(
        registry, "create", lambda task, name, **more: Reader() if name == "reader" else create(task, name, **more)
    )
    opened.preferring.change(replace(opened.preferring.now, ground=FOLLOWING + "reader"))
    return opened


def test_a_phrase_becomes_a_tracked_object_where_words_are_followed(qtbot: QtBot, follower: MainWindow) -> None:
    document = follower.desk.document
    document.go_to(3)
    ask(qtbot, follower, "the red ball")
    qtbot.waitUntil(lambda: document.project is not None and bool(document.project.objects))
    assert document.project is not None
    (ball,) = document.project.objects
    assert (ball.name, ball.key_frames, ball.marks) == ("the red ball", (9,), ())
    assert ball.track is not None
    assert ball.is_tracked(document.project.span), "nothing is left to be tracked"
    seen = ball.track.mask(12)
    rows, columns = np.mgrid[: seen.shape[0], : seen.shape[1]]
    assert (seen ^ (np.hypot(rows - 48, columns - 54) <= 14)).sum() < 60
    assert ball.track.area(22) == 0
    assert ball.track.confidence[22] == 0, "to be seen in the list of places to look at"
    assert "first on frame 20" in follower.messages.text
    assert not follower.viewer.matches
    assert "the red ball" in follower.prompt_bar._history
    assert document.history is not None
    assert document.history.undo_name == "Find by Words"
    document.undo()
    assert not document.project.objects


def test_words_that_mean_nothing_are_refused_and_another_choice_finds_again(qtbot: QtBot, follower: MainWindow) -> None:
    document = follower.desk.document
    ask(qtbot, follower, "a blue box")
    qtbot.waitUntil(lambda: "Nothing matches" in follower.messages.text)
    assert document.project is not None
    assert not document.project.objects
    follower.preferring.change(replace(follower.preferring.now, ground=""))
    ask(qtbot, follower, "red")
    assert len(follower.viewer.matches) == 2


def test_the_same_words_twice_are_followed_once(qtbot: QtBot, follower: MainWindow) -> None:
    first = follower.worker.follow_words("the red ball", "reader")
    assert follower.worker.follow_words("the red ball", "reader") is first
    assert "being followed already" in follower.messages.text
    assert follower.worker.follow_words("red", "reader") is not first
    document = follower.desk.document
    qtbot.waitUntil(lambda: document.project is not None and len(document.project.objects) == 2)


def test_words_can_be_typed_in_every_view_and_are_answered_where_answers_are_seen(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.actions_by_id["view_matte"].trigger()
    assert opened.prompt_bar.isVisible(), "what comes and goes moves the picture"
    opened.prompt_bar.field.setText("red")
    qtbot.keyClick(opened.prompt_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened.viewer.matches))
    assert opened.viewer.mode.edits
