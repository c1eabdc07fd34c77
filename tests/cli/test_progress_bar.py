"""Progress where no bar can be drawn."""

from __future__ import annotations

import re

import pytest

from peanut_studio.cli import progress_bar
from peanut_studio.cli.progress_bar import ProgressBar
from peanut_studio.model.progress import Progress


class Clock:
    """Time that goes on by a second a look."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "time", Clock())


def _lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.splitlines()


def test_lines_tell_stage_share_rate_time_left_and_time_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as bar:
        for done in range(41):
            bar(Progress("tracking", done, 40))
    lines = _lines(capsys)
    assert 3 < len(lines) < 20
    assert re.fullmatch(r"tracking: 0 % \(0 of 40\), 0:0\d so far", lines[0])
    form = r"tracking: (\d+) % \((\d+) of 40\), 0\.\d\d frames/s, \d:\d\d left, \d:\d\d so far"
    assert all(re.fullmatch(form, line) for line in lines[1:-1])
    assert re.fullmatch(r"tracking: 100 % \(40 of 40\), 0\.\d\d frames/s, \d:\d\d so far", lines[-1])
    assert bar.tracked == 40


def test_notes_are_told_also_when_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(quiet=True) as bar:
        bar(Progress("", 0, 0, note="mind the gap"))
        bar(Progress("filling", 5, 5))
    assert _lines(capsys) == ["mind the gap"]


def test_work_gone_on_with_is_not_credited_with_what_was_done_before(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as bar:
        bar(Progress("tracking", 90, 100))
        for done in range(91, 101):
            bar(Progress("tracking", done, 100))
    rates = [float(rate) for line in _lines(capsys) for rate in re.findall(r"([\d.]+) frames/s", line)]
    assert rates
    assert max(rates) < 1


def test_downloads_are_told_in_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as bar:
        bar.show_bytes(0, 40_000_000)
        bar.show_bytes(40_000_000, 40_000_000)
    assert re.search(r"100 % .* MB/s", _lines(capsys)[-1])
