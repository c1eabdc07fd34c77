"""Programs that are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import cv2

from peanut_studio.model.history import History
from peanut_studio.store.project_file import ProjectFile
from tests.faults.programs import (
    LONGEST,
    ROOT,
    SCENE,
    Tally,
    alike,
    footage,
    is_gone,
    outcome,
    removed_apart,
    run,
    same_files,
    start,
    start_apart,
)
from tests.store.projects import edited, project_of, states


def edits_killed(folder: Path, count: int) -> Tally:
    """`kill -9` while a project is edited: it opens, and no edit that was told to be kept is missing."""
    tally = Tally("kill -9 while a project is edited: it opens, no edit that was kept is missing")
    begun, rng = History(project_of(40, (64, 48))), random.Random(20)
    histories = [begun]
    editor = ROOT / "tests" / "store" / "projects.py"
    for number in range(count):
        path = folder / f"{number}.peanut"
        process = subprocess.Popen(
            [sys.executable, str(editor), str(path), str(begun.present.clip.frame_count)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
        process.wait()
        process.stdout.close()
        promised = int(said.rpartition("kept ")[2].split("\n")[0]) if said.count("\n") else 0
        while len(histories) < promised + 2:
            histories.append(edited(histories[-1], len(histories)))
        try:
            file = ProjectFile(path)
            (kept,) = file.clips()
            back = states(file.load(kept.clip_id, begun.present.clip)[0])
            file.close()
            known = [states(one) for one in histories[promised : promised + 2]]
            tally.note(None if back in known else f"round {number}: not the edit {promised} that was kept")
        except Exception as error:
            tally.note(f"round {number}: {type(error).__name__}: {error}")
    return tally


def jobs_killed(folder: Path, count: int) -> Tally:
    """`kill -9` during a removal or a track: nothing half written, and the next run gives what it would have given."""
    tally = Tally("kill -9 during removal, export and tracking: no half file, then the same pictures as without")
    clip, masks = footage(folder)
    remove = ("remove", clip, "--mask", masks, "--inpainter", "telea", "--codec", "ffv1", "-o")
    track = ("track", clip, "--box", "10,10,60,50", "--segmenter", "grabcut", "-o")
    commands = [(remove, "whole.mkv", "out.mkv"), (track, "whole", "out")]
    for words, whole, _ in commands:
        code, said = run(folder / "apart", *words, folder / whole)
        assert code == 0, said
    rng = random.Random(30)
    for number in range(count):
        words, whole, name = commands[number % 4 == 3]
        target, cache = folder / name, folder / f"cache {number}"
        process = start(cache, *words, target)
        time.sleep(rng.uniform(0.3, 2.5))
        process.kill()
        process.communicate()
        had = target.exists()
        if not had:
            code, said = run(cache, *words, target)
            if code:
                tally.note(f"round {number}: {said}")
                continue
        tally.note(None if alike(folder / whole, target) else f"round {number}: other pictures (half file: {had})")
        for path in sorted(target.rglob("*"), reverse=True) if target.is_dir() else [target]:
            path.unlink() if path.is_file() else path.rmdir()
        if target.is_dir():
            target.rmdir()
    return tally


def windows_killed(folder: Path, count: int) -> Tally:
    """`kill -9` of the window, or of its engines' process, while that removes.

    Neither outlives the other at work, no patch is half written, and the next run gives the same patches.
    """
    tally = Tally(
        "kill -9 of a window, or of its engines' process, during a removal: nobody left, then the same patches"
    )
    clip, masks = footage(folder)
    whole = removed_apart(folder / "apart", clip, masks, folder / "whole")
    assert isinstance(whole, Path), whole
    rng = random.Random(40)
    for number in range(count):
        cache, results = folder / f"cache {number}", folder / f"results {number}"
        window = start_apart(cache, clip, masks, results)
        assert window.stdout is not None
        engines = int(window.stdout.readline())
        for _ in range(rng.randrange(2 * SCENE.count)):
            window.stdout.readline()
        time.sleep(rng.uniform(0, 0.1))
        with suppress(ProcessLookupError):
            os.kill((window.pid, engines)[number % 2], signal.SIGKILL)
        if outcome(window) is None:
            window.kill()
            window.communicate()
            tally.note(f"round {number}: the window waits for its engines' process after {LONGEST} s")
            continue
        if not is_gone(engines):
            tally.note(f"round {number}: the engines' process is still there")
            continue
        again = removed_apart(cache, clip, masks, results)
        torn = [path for path in results.rglob("*.png") if cv2.imread(str(path), cv2.IMREAD_UNCHANGED) is None]
        if torn or not isinstance(again, Path):
            tally.note(f"round {number}: torn {torn}, {again}")
        else:
            tally.note(None if same_files(whole, again) else f"round {number}: other patches")
    return tally
