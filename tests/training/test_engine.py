"""Which engines can be trained; that of a plugin learns in plugins/tgfnet/tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from peanut_studio.cli.app import run
from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import run_job
from peanut_studio.training.engine import EngineTraining, train


def test_an_engine_that_has_nothing_to_learn_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'telea' cannot be trained"):
        run_job(train(EngineTraining((tmp_path,), tmp_path / "n.pth", "telea")))
    with pytest.raises(InputError, match="give at least one clip"):
        run_job(train(EngineTraining((), tmp_path / "n.pth", "telea")))


def test_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_DATA", str(tmp_path / "data"))
    arguments = ["train", "inpaint", str(tmp_path), "-o", str(tmp_path / "n.pth"), "--device=cpu"]
    assert run([*arguments, "--engine=telea"]) != 0
    assert "'telea' cannot be trained" in capsys.readouterr().err
    assert run([*arguments, "--engine=tgfnet"]) != 0
    assert "the plugin 'tgfnet', which is not allowed yet" in capsys.readouterr().err
    assert run([*arguments, "--width=8"]) != 0
    assert "leave --width out" in capsys.readouterr().err
