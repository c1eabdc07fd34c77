"""Disks without room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from peanut_studio.model.history import History
from peanut_studio.store.project_file import ProjectFile
from tests.faults.programs import ROOT, Tally, alike, footage, removed_apart, run, same_files
from tests.store.projects import edited, project_of, states

EDITS = 12
"""Edits that are made while the disk fills."""
Refused: TypeAlias = Callable[[dict[str, str]], str | None]
"""A piece of work, told what to add to the environment; it tells what went wrong."""


def disks_full(folder: Path, count: int) -> Tally:
    """No file may grow beyond a limit, another one each time: one sentence, no half file, the clip as it was."""
    tally = Tally("no more room after so many bytes, during a removal: one sentence, no half file")
    clip, masks = footage(folder)
    words = ("remove", clip, "--mask", masks, "--inpainter", "telea", "--codec", "ffv1", "-o")
    assert run(folder / "apart", *words, folder / "whole.mkv")[0] == 0
    size, before = (folder / "whole.mkv").stat().st_size, clip.read_bytes()
    for number in range(count):
        limit = size * number // count
        target = folder / "full.mkv"
        code, said = run(folder / f"full {number}", *words, target, most=limit)
        left = sorted(path.name for path in folder.glob("*full.*"))
        if code == 0 and target.exists():
            tally.note(None if alike(folder / "whole.mkv", target) else f"{limit} bytes: another film")
            target.unlink()
        elif code != 2 or len(said.splitlines()) != 1 or left or clip.read_bytes() != before:
            tally.note(f"{limit} bytes: code {code}, left {left}: {said}")
        else:
            tally.note(None)
    return tally


def writes_refused(folder: Path, share: float) -> Tally:
    """From each write in turn on the disk is full: one sentence, nothing half, and what was kept is there."""
    tally = Tally("a disk that is full from the n-th write on, for every n: removal, window's removal, edits")
    full, counted = folder / "full.so", folder / "count"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        tally.name += " (not tried: there is no C compiler)"
        return tally
    source = ROOT / "tests" / "faults" / "full_disk.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(full), str(source), "-ldl"], check=True)

    def after(writes: int) -> dict[str, str]:
        counted.write_bytes(bytes(8))
        return {"LD_PRELOAD": str(full), "PEANUT_FULL_COUNT": str(counted), "PEANUT_FULL_AFTER": str(writes)}

    def writes(work: Callable[[dict[str, str]], object]) -> Iterator[int]:
        work(after(10**6))
        total = int.from_bytes(counted.read_bytes(), sys.byteorder)
        assert total, "nothing was counted"
        return iter(range(0, total, max(1, round(1 / share))))

    for trial in (_remove_refused, _apart_refused, _edits_refused):
        work = trial(folder)
        for number in writes(work):
            wrong = work(after(number))
            tally.note(f"{trial.__name__}, full after {number} writes: {wrong}" if wrong else None)
    return tally


def _remove_refused(folder: Path) -> Refused:
    clip, masks = footage(folder)
    words = ("remove", clip, "--mask", masks, "--inpainter", "telea", "--codec", "ffv1", "-o")
    assert run(folder / "apart", *words, folder / "whole.mkv")[0] == 0
    rounds = iter(range(10**6))

    def work(more: dict[str, str]) -> str | None:
        target = folder / "full.mkv"
        code, said = run(folder / f"cache {next(rounds)}", *words, target, more=more)
        left = sorted(path.name for path in folder.glob("*full.mkv"))
        if code == 0 and left == ["full.mkv"]:
            same = alike(folder / "whole.mkv", target)
            target.unlink()
            return None if same else "another film"
        return None if code == 2 and len(said.splitlines()) == 1 and not left else f"code {code}, left {left}: {said}"

    return work


def _apart_refused(folder: Path) -> Refused:
    clip, masks = footage(folder)
    whole = removed_apart(folder / "apart", clip, masks, folder / "whole")
    assert isinstance(whole, Path), whole
    rounds = iter(range(10**6))

    def work(more: dict[str, str]) -> str | None:
        number = next(rounds)
        cache, results = folder / f"window {number}", folder / f"results {number}"
        first = removed_apart(cache, clip, masks, results, more=more)
        if isinstance(first, Path):
            return None if same_files(whole, first) else "other patches"
        again = removed_apart(cache, clip, masks, results)
        if not first.startswith("stopped ") or not isinstance(again, Path):
            return f"said '{first}', then '{again}'"
        return None if same_files(whole, again) else f"said '{first}', then other patches"

    return work


def _edits_refused(folder: Path) -> Refused:
    begun = History(project_of(40, (64, 48)))
    rounds = iter(range(10**6))

    def work(more: dict[str, str]) -> str | None:
        path = folder / f"edits {next(rounds)}.peanut"
        editor = subprocess.run(
            [sys.executable, str(ROOT / "tests" / "store" / "projects.py"), str(path), "40", str(EDITS)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT), **more},
        )
        kept = [int(line.removeprefix("kept ")) for line in editor.stdout.splitlines() if line.startswith("kept ")]
        if not kept:
            return None if "StudioError" in editor.stdout else f"nothing kept: {editor.stderr[-200:]}"
        if len(kept) <= EDITS and "StudioError" not in editor.stdout:
            return f"no sentence: {editor.stderr[-200:]}"
        history, known = begun, []
        for number in range(1, kept[-1] + 2):
            known.append(states(history))
            history = edited(history, number)
        known.append(states(history))
        file = ProjectFile(path)
        (one,) = file.clips()
        back = states(file.load(one.clip_id, begun.present.clip)[0])
        file.close()
        return None if back in known[kept[-1] :] else f"not the edit {kept[-1]} that was kept"

    return work
