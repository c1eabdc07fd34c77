"""Folders that appear when they are complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from peanut_studio.store.fresh_folder import discard_unfinished_folders, fresh_folder


def test_a_folder_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "deeper" / "masks"
    with fresh_folder(target) as part:
        (part / "0.png").write_text("x")
        assert not target.exists()
    assert [path.name for path in target.iterdir()] == ["0.png"]
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_is_there_keeps_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "0.png").write_text("old")
    with fresh_folder(tmp_path) as part:
        (part / "0.png").write_text("new")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "0.png").read_text() == "new"


def test_nothing_is_left_of_a_failure(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "0.png").write_text("x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), fresh_folder(tmp_path / "masks") as part:
        fail(part)
    assert list(tmp_path.iterdir()) == []


def test_an_unfinished_folder_can_be_discarded_from_outside(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), fresh_folder(tmp_path / "masks") as part:  # noqa: PT012
        (part / "0.png").write_text("x")
        discard_unfinished_folders()
        assert list(tmp_path.iterdir()) == []
