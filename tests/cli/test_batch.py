"""`peanut-studio batch`: many jobs, some of which fail."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from peanut_studio.batch.estimate import estimate
from peanut_studio.batch.order import Order
from peanut_studio.batch.running import Runner
from peanut_studio.batch.workers import on_cluster, on_this_machine
from peanut_studio.cli.app import run
from peanut_studio.cli.batch_file import read_orders
from peanut_studio.media.reader import open_clip
from peanut_studio.model.errors import InputError

JOB = '[[job]]\ninput = "{clip}"\noutput = "{output}"\nmask = "{masks}"\ninpainter = "{engine}"\n'


def job(clip: Path, masks: Path, output: str, engine: str = "telea", more: str = "") -> str:
    return JOB.format(clip=clip.as_posix(), masks=masks.as_posix(), output=output, engine=engine) + more


def written(folder: Path, text: str) -> Path:
    path = folder / "jobs.toml"
    path.write_text(text, encoding="utf-8")
    return path


def report_of(jobs: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((jobs.with_suffix(".report") / "report.json").read_text())["jobs"]
    return found


def test_a_job_is_a_command_with_its_options(tmp_path: Path) -> None:
    text = (
        '[defaults]\ngrain = false\ncodec = "ffv1"\nformat = "npz"\n'
        '[[job]]\ninput = "a.mp4"\noutput = "b.mkv"\npoint = ["4,5", "6,7@3"]\nin = "00:00:01"\ncrf = 20\n'
        '[[job]]\ncommand = "track"\ninput = "a.mp4"\noutput = "masks"\nminus_point = "1,2"\noverwrite = true\n'
    )
    first, second = read_orders(written(tmp_path, text))
    assert first.arguments == (
        *("remove", "a.mp4", "-o", "b.mkv", "--no-grain", "--codec", "ffv1", "--format", "npz"),
        *("--point", "4,5", "--point", "6,7@3", "--in", "00:00:01", "--crf", "20"),
    )
    assert second.words == ("--format", "npz", "--minus-point", "1,2", "--overwrite")
    assert first.folder == tmp_path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[job]", "is no TOML file"),
        ("", "has no job"),
        ("[[jobs]]\n", "has 'jobs', which a batch does not know"),
        ('[[job]]\ninput = "a.mp4"\n', "Job 1 of .* has no output"),
        ('[[job]]\ninput = "a"\noutput = "b"\nonly_fill = "0:9"\n', "has 'only_fill', which 'remove' does not know"),
        ('[[job]]\ninput = "a"\noutput = "b"\ninpanter = "x"\n', "'inpanter'.*did you mean 'inpainter'"),
        ('[[job]]\ninput = "a"\noutput = "b"\ncommand = "melt"\n', "the command 'melt'; there are remove"),
        ('[[job]]\ninput = "a"\noutput = "b"\ngrain = "no"\n', "'grain' is to be true or false"),
        ('[[job]]\ninput = "a"\noutput = "b"\ncodec = ["x", "y"]\n', "'codec' can be given once only"),
        ('[[job]]\ninput = "a"\noutput = "b"\npoint = {x = 1}\n', "'point' is to be a text or a number"),
        ('[[job]]\ninput = "a"\noutput = "b"\n[[job]]\ninput = "c"\noutput = "./b"\n', "Jobs 1 and 2 .* both write"),
        ('[defaults]\nspeed = 3\n[[job]]\ninput = "a"\noutput = "b"\n', "'speed', which no command knows"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_orders(written(tmp_path, text))


def test_one_that_fails_stops_none_and_what_is_done_is_done(
    small_clip: Path, small_masks: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = job(small_clip, small_masks, "a.mp4") + job(tmp_path / "none.mp4", small_masks, "b.mp4")
    jobs = written(tmp_path, text + job(small_clip, small_masks, "c.mkv", more='codec = "ffv1"\n'))
    assert run(["batch", str(jobs), "--workers", "2"]) == 2
    told = capfd.readouterr()
    assert "2 done, 1 failed." in told.out
    assert "2. b.mp4: failed. There is no file" in told.err
    assert [one["state"] for one in report_of(jobs)] == ["done", "failed", "done"]
    assert report_of(jobs)[0]["facts"]["frames_filled"] == 12
    page = (jobs.with_suffix(".report") / "report.html").read_text()
    assert page.count("<img") == 2 * 2 * 5
    assert "http" not in page

    untouched = (tmp_path / "a.mp4").stat().st_mtime_ns
    (tmp_path / "c.mkv").unlink()
    assert run(["batch", str(jobs), "--quiet"]) == 2
    assert [one["state"] for one in report_of(jobs)] == ["kept", "failed", "done"]
    assert (tmp_path / "a.mp4").stat().st_mtime_ns == untouched
    with open_clip(tmp_path / "c.mkv") as reader:
        assert len(reader) == 12

    assert run(["batch", str(jobs), "--quiet", "--again"]) == 2
    assert [one["state"] for one in report_of(jobs)] == ["done", "failed", "done"]
    assert (tmp_path / "a.mp4").stat().st_mtime_ns > untouched
    assert run(["batch", str(jobs), "--quiet"]) == 2
    assert [one["state"] for one in report_of(jobs)] == ["kept", "failed", "kept"]


def test_a_dry_run_finds_what_is_wrong_and_writes_nothing(
    small_clip: Path, small_masks: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    jobs = written(tmp_path, job(small_clip, small_masks, "a.mp4") + job(small_clip, small_masks, "b.xyz"))
    assert run(["batch", str(jobs), "--dry-run"]) == 2
    told = capfd.readouterr().out
    assert "96x64" in told
    assert "at most" in told
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["jobs.toml"]
    assert not jobs.with_suffix(".report").exists()
    assert run(["remove", str(small_clip), "-o", str(tmp_path / "x.mp4"), "--mask", str(small_masks), "--dry-run"]) == 0
    assert "Everything is in order" in capfd.readouterr().out
    assert not (tmp_path / "x.mp4").exists()


def test_what_was_never_measured_is_not_estimated(small_clip: Path, tmp_path: Path) -> None:
    def told(*words: str, command: str = "remove") -> float | None:
        return estimate(Order(1, command, small_clip, Path("o.mp4"), words, tmp_path)).seconds

    all_of_it, half = told(), told("--out", "6f")
    assert all_of_it is not None
    assert half == pytest.approx(all_of_it / 2)
    assert told("--inpainter", "e2fgvi") is None
    assert told(command="upscale") is None


def waiting_order(folder: Path) -> Order:
    """An order that reads a pipe which nobody writes to: it takes for ever."""
    os.mkfifo(folder / "in.y4m")
    return Order(1, "remove", Path("in.y4m"), Path("out.mp4"), ("--point", "1,1"), folder)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX: signals and named pipes")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_job_that_is_stopped_or_killed_is_told_so(tmp_path: Path, how: signal.Signals) -> None:
    runner, order, found = Runner(), waiting_order(tmp_path), []
    thread = threading.Thread(target=lambda: found.append(runner.run(order)))
    thread.start()
    while not runner._running:
        time.sleep(0.05)
    time.sleep(1)
    if how == signal.SIGINT:
        runner.stop()
    else:
        next(iter(runner._running)).kill()
    thread.join(20)
    (outcome,) = found
    assert outcome.state == ("stopped" if how == signal.SIGINT else "failed")
    assert ("was killed" in outcome.said) == (how == signal.SIGKILL)
    assert runner.run(order).state == "stopped" if how == signal.SIGINT else True


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX: named pipes")
def test_when_the_owner_is_gone_the_job_stops(tmp_path: Path) -> None:
    runner, order, found = Runner(), waiting_order(tmp_path), []
    thread = threading.Thread(target=lambda: found.append(runner.run(order)))
    thread.start()
    while not runner._running:
        time.sleep(0.05)
    (process,) = runner._running
    assert process.stdin is not None
    time.sleep(1)
    process.stdin.close()
    thread.join(20)
    assert found[0].state == "stopped"


def test_a_beat_comes_while_nothing_is_ready(small_clip: Path, small_masks: Path, tmp_path: Path) -> None:
    (order,) = read_orders(written(tmp_path, job(small_clip, small_masks, "a.mp4")))
    outcomes = list(on_this_machine([order]))
    assert outcomes[0] is None
    assert outcomes[-1] is not None
    assert outcomes[-1].state == "done"
    assert list(on_this_machine([])) == []


def test_a_cluster_that_is_not_there_is_told_of(small_clip: Path, small_masks: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs the package ray: pip install 'peanut-studio[cluster]'")
    with pytest.raises(InputError, match="cannot be reached"):
        next(on_cluster([], "127.0.0.1:1"))


def test_windows_are_filled_ahead_and_nothing_is_written(
    small_clip: Path, small_masks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, masks = tmp_path / "out.mkv", tmp_path / "masks used"
    words = ["remove", str(small_clip), "-o", str(target), "--mask", str(small_masks), "--inpainter", "telea", "--json"]

    def told(*more: str) -> dict[str, Any]:
        assert run([*words, "--quiet", *more]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    looked = told("--only-fill", "0:0", "--keep-masks", str(masks))
    assert looked == {"parts": [[n, n + 1] for n in range(12)], "windows": 0, "windows_computed": 0}
    assert told("--only-fill", "0:5")["windows_computed"] == 5
    assert told("--only-fill", "3:7") == looked | {"windows": 4, "windows_computed": 2}
    assert not target.exists()
    assert not masks.exists()
    film = told()
    assert (film["windows"], film["windows_computed"]) == (12, 5)
    assert target.exists()
