"""What can go wrong, tried many times: each function gives a `Tally`. The same seeds give the same faults."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

import av
import cv2
import numpy as np

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.errors import StudioError
from peanut_studio.model.history import History
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.pipeline.demo_scene import Scene
from peanut_studio.store.mask_cache import MaskCache
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_salvage import salvage
from peanut_studio.store.result_cache import ResultCache
from tests.store.projects import edited, project_of, states

ROOT = Path(__file__).resolve().parents[2]
SCENE = Scene(96, 64, 12)
LONGEST = 120
"""Seconds after which a program counts as hanging; those for which it gets no processor do not count."""
EDITS = 12
"""Edits that are made while the disk fills."""


@dataclass
class Tally:
    """How many faults of one kind were tried, and what became of those that were not survived."""

    name: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def survived(self) -> int:
        return self.tried - len(self.failures)

    def note(self, wrong: str | None) -> None:
        """One more was tried; what was wrong, None for nothing."""
        self.tried += 1
        if wrong:
            self.failures.append(wrong)


def spoilt(whole: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """The bytes cut off at every twentieth, then with one to thirty of them changed: `count` times in all."""
    for twentieth in range(min(20, count)):
        yield f"cut at {5 * twentieth} %", whole[: len(whole) * twentieth // 20]
    for number in range(20, count):
        rng, bad = random.Random(f"{seed} {number}"), bytearray(whole)
        for _ in range(rng.randrange(1, 30)):
            bad[rng.randrange(len(bad))] ^= rng.randrange(1, 256)
        yield f"bytes changed, seed '{seed} {number}'", bytes(bad)


# --- files are damaged


def projects_damaged(folder: Path, count: int) -> Tally:
    """Of a damaged project there is a whole one again, or one sentence."""
    tally = Tally("a project's file cut off or with bytes changed: opened, salvaged, or refused in a sentence")
    history = History(project_of(20, (200, 24)))
    for number in (1, 2, 3, 4):
        history = edited(history, number)
    file = ProjectFile(folder / "whole.peanut", create=True)
    file.keep(file.add(MediaReference("clip.mp4", "/nowhere/clip.mp4", 1, "f"), history).clip_id, history, 7)
    file.close()
    whole = file.path.read_bytes()
    for how, bad in spoilt(whole, count, 1):
        torn, target = folder / "torn.peanut", folder / "new.peanut"
        for path in folder.glob("torn*"):
            path.unlink()
        target.unlink(missing_ok=True)
        torn.write_bytes(bad)
        tally.note(_salvaged(torn, target, history, how))
    return tally


def _salvaged(torn: Path, target: Path, history: History, how: str) -> str | None:
    try:
        salvage(torn, target, lambda _path: history.present.clip, torn.parent)
        file = ProjectFile(target)
        file.check()
        for kept in file.clips():
            file.load(kept.clip_id, history.present.clip)
        file.close()
    except StudioError:
        return f"{how}: refused, but half a project is left" if target.exists() else None
    except Exception as error:
        return f"{how}: {type(error).__name__}: {error}"
    return None


def fills_damaged(folder: Path, count: int) -> Tally:
    """A damaged window of fills counts as not there."""
    tally = Tally("a kept window of fills cut off or with bytes changed: noticed, taken away")
    arrays = {"fill 0": np.random.default_rng(3).integers(0, 255, (500, 3)).astype(np.uint8), "n": np.arange(9)}
    cache = ResultCache(folder)
    cache.save("a" * 40, "b" * 40, arrays)
    (path,) = folder.rglob("*.piece")
    whole = path.read_bytes()
    for how, bad in spoilt(whole, count, 2):
        path.write_bytes(bad)
        try:
            found = cache.load("a" * 40, "b" * 40)
            tally.note(f"{how}: not noticed" if found is not None else None)
        except Exception as error:
            tally.note(f"{how}: {type(error).__name__}: {error}")
    return tally


def masks_damaged(folder: Path, count: int) -> Tally:
    """Damaged masks count as not there; none come back other than they were."""
    tally = Tally("kept masks cut off or with bytes changed: noticed, or the same all the same")
    drawn = [(t, SCENE.mask(t), 0.9) for t in range(SCENE.count)]
    track = MaskTrack(1, (SCENE.width, SCENE.height), SCENE.count).with_frames(drawn)
    cache = MaskCache(folder)
    cache.save("key", [track])
    (path,) = folder.glob("key*")
    whole = path.read_bytes()
    for how, bad in spoilt(whole, count, 3):
        path.write_bytes(bad)
        try:
            found = cache.load("key")
            same = not found or dict(found[0].runs) == dict(track.runs)
            tally.note(None if same else f"{how}: other masks")
        except Exception as error:
            tally.note(f"{how}: {type(error).__name__}: {error}")
    return tally


def films_damaged(folder: Path, count: int) -> Tally:
    """A damaged film is read as far as it goes, or refused in a sentence."""
    tally = Tally("a film (MP4, MKV, AVI, MPEG-TS) cut off or with bytes changed: read, or refused in a sentence")
    films = []
    for number, name in enumerate(("a.mp4", "a.mkv", "a.avi", "a.ts")):
        path = folder / name
        _film(path, [SCENE.frame(index) for index in range(SCENE.count)], "mpeg4", "yuv420p")
        films += [(folder, name, number, case, count // 4) for case in range(count // 4)]
    with _Apart() as apart:
        for job in films:
            tally.note(apart.call(_read_damaged, job))
    return tally


def _read_damaged(job: tuple[Path, str, int, int, int]) -> str | None:
    folder, name, seed, case, count = job
    how, bad = list(spoilt((folder / name).read_bytes(), case + 1 if case >= 20 else count, 10 + seed))[case]
    path = folder / f"bad-{name}"
    path.write_bytes(bad)
    try:
        with open_clip(path) as reader:
            for index in range(len(reader)):
                if reader[index].shape[2] != 3:
                    return f"{name}, {how}: a frame of another kind"
    except StudioError as error:
        return None if "\n" not in str(error) else f"{name}, {how}: more than a sentence"
    except Exception as error:
        return f"{name}, {how}: {type(error).__name__}: {error}"
    return None


def weights_damaged(folder: Path, count: int) -> Tally:
    """A damaged checkpoint is refused in a sentence, or is one of the same network."""
    tally = Tally("a checkpoint cut off or with bytes changed: loaded as the same network, or refused in a sentence")
    with _Apart() as apart:
        apart.call(_write_checkpoint, (folder,))
        for case in range(count):
            tally.note(apart.call(_load_damaged, (folder, case)))
    return tally


def _write_checkpoint(job: tuple[Path]) -> None:
    import torch

    from peanut_studio.engines.flow.spynet import PREFIX
    from peanut_studio.nets.spynet import SpyNet

    torch.manual_seed(5)
    torch.save(
        {"params": {PREFIX + name: value for name, value in SpyNet().state_dict().items()}}, job[0] / "whole.pth"
    )


def _load_damaged(job: tuple[Path, int]) -> str | None:
    from peanut_studio.engines.flow.spynet import SpyNetFlow

    folder, case = job
    whole, path, rng = (folder / "whole.pth").read_bytes(), folder / "bad.pth", random.Random(f"5 {case}")
    if case < 20:
        how, bad = f"cut at {5 * case} %", bytearray(whole[: len(whole) * case // 20])
    else:
        # Numbers fill most of it: what says how they are to be read lies at the beginning and at the end.
        how, bad = f"bytes changed, seed '5 {case}'", bytearray(whole)
        low, high = ((0, 9000), (len(whole) - 6000, len(whole)), (0, len(whole)))[case % 3]
        for _ in range(rng.randrange(1, 30)):
            bad[rng.randrange(low, high)] ^= rng.randrange(1, 256)
    path.write_bytes(bad)
    warnings.simplefilter("ignore")  # torch's, of what may be odd about the file
    try:
        SpyNetFlow({"bad.pth": path}, "cpu")
    except StudioError as error:
        return None if "\n" not in str(error) else f"{how}: more than a sentence"
    except Exception as error:
        return f"{how}: {type(error).__name__}: {error}"
    return None


class _Apart:
    """Calls in another process, which may die."""

    def __enter__(self) -> _Apart:
        self._pool = self._made()
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def call(self, work: Callable[[tuple], str | None], job: tuple) -> str | None:
        try:
            return self._pool.submit(work, job).result(LONGEST)
        except BrokenProcessPool:
            self._pool = self._made()
            return f"{job}: the process died"
        except TimeoutError:
            self._pool = self._made()
            return f"{job}: still not done after {LONGEST} s"

    @staticmethod
    def _made() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


# --- programs are killed


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
    clip, masks = _footage(folder)
    remove = ("remove", clip, "--mask", masks, "--inpainter", "telea", "--codec", "ffv1", "-o")
    track = ("track", clip, "--box", "10,10,60,50", "--segmenter", "grabcut", "-o")
    commands = [(remove, "whole.mkv", "out.mkv"), (track, "whole", "out")]
    for words, whole, _ in commands:
        code, said = _run(folder / "apart", *words, folder / whole)
        assert code == 0, said
    rng = random.Random(30)
    for number in range(count):
        words, whole, name = commands[number % 4 == 3]
        target, cache = folder / name, folder / f"cache {number}"
        process = _start(cache, *words, target)
        time.sleep(rng.uniform(0.3, 2.5))
        process.kill()
        process.communicate()
        had = target.exists()
        if not had:
            code, said = _run(cache, *words, target)
            if code:
                tally.note(f"round {number}: {said}")
                continue
        tally.note(None if _alike(folder / whole, target) else f"round {number}: other pictures (half file: {had})")
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
    clip, masks = _footage(folder)
    whole = _removed_apart(folder / "apart", clip, masks, folder / "whole")
    assert isinstance(whole, Path), whole
    rng = random.Random(40)
    for number in range(count):
        cache, results = folder / f"cache {number}", folder / f"results {number}"
        window = _start_apart(cache, clip, masks, results)
        assert window.stdout is not None
        engines = int(window.stdout.readline())
        for _ in range(rng.randrange(2 * SCENE.count)):
            window.stdout.readline()
        time.sleep(rng.uniform(0, 0.1))
        with suppress(ProcessLookupError):
            os.kill((window.pid, engines)[number % 2], signal.SIGKILL)
        if _outcome(window) is None:
            window.kill()
            window.communicate()
            tally.note(f"round {number}: the window waits for its engines' process after {LONGEST} s")
            continue
        if not _is_gone(engines):
            tally.note(f"round {number}: the engines' process is still there")
            continue
        again = _removed_apart(cache, clip, masks, results)
        torn = [path for path in results.rglob("*.png") if cv2.imread(str(path), cv2.IMREAD_UNCHANGED) is None]
        if torn or not isinstance(again, Path):
            tally.note(f"round {number}: torn {torn}, {again}")
        else:
            tally.note(None if _same_files(whole, again) else f"round {number}: other patches")
    return tally


def _start_apart(cache: Path, *places: Path, more: dict[str, str] | None = None) -> subprocess.Popen[str]:
    told = {"PYTHONPATH": str(ROOT), "PEANUT_STUDIO_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": "1", **(more or {})}
    # The weights are not what is kept.
    told |= {"PEANUT_STUDIO_WEIGHTS": str(WeightStore().root)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.apart", *map(str, places)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | told,
    )


def _removed_apart(cache: Path, *places: Path, more: dict[str, str] | None = None) -> Path | str:
    """The folder of patches, or what was said instead."""
    window = _start_apart(cache, *places, more=more)
    done = _outcome(window)
    if done is None:
        window.kill()
        window.communicate()
        return f"still not done after {LONGEST} s"
    last = (done[0].splitlines() or [""])[-1]
    return Path(last.removeprefix("done ")) if last.startswith("done ") else last


def _is_gone(number: int) -> bool:
    """Whether there is soon no such process any more, or only what is left of one."""
    for _ in range(20 * LONGEST):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def _same_files(one: Path, other: Path) -> bool:
    """Whether two folders of patches hold the same, to the byte, and nothing else."""
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (one, other))
    return first == second


def _alike(one: Path, other: Path) -> bool:
    if one.is_dir():
        names = sorted(path.relative_to(one) for path in one.rglob("*.png"))
        return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)
    with open_clip(one) as first, open_clip(other) as second:
        return len(first) == len(second) and all(np.array_equal(first[n], second[n]) for n in range(len(first)))


def disks_full(folder: Path, count: int) -> Tally:
    """No file may grow beyond a limit, another one each time: one sentence, no half file, the clip as it was."""
    tally = Tally("no more room after so many bytes, during a removal: one sentence, no half file")
    clip, masks = _footage(folder)
    words = ("remove", clip, "--mask", masks, "--inpainter", "telea", "--codec", "ffv1", "-o")
    assert _run(folder / "apart", *words, folder / "whole.mkv")[0] == 0
    size, before = (folder / "whole.mkv").stat().st_size, clip.read_bytes()
    for number in range(count):
        limit = size * number // count
        target = folder / "full.mkv"
        code, said = _run(folder / f"full {number}", *words, target, most=limit)
        left = sorted(path.name for path in folder.glob("*full.*"))
        if code == 0 and target.exists():
            tally.note(None if _alike(folder / "whole.mkv", target) else f"{limit} bytes: another film")
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


Refused: TypeAlias = Callable[[dict[str, str]], str | None]


def _remove_refused(folder: Path) -> Refused:
    clip, masks = _footage(folder)
    words = ("remove", clip, "--mask", masks, "--inpainter", "telea", "--codec", "ffv1", "-o")
    assert _run(folder / "apart", *words, folder / "whole.mkv")[0] == 0
    rounds = iter(range(10**6))

    def work(more: dict[str, str]) -> str | None:
        target = folder / "full.mkv"
        code, said = _run(folder / f"cache {next(rounds)}", *words, target, more=more)
        left = sorted(path.name for path in folder.glob("*full.mkv"))
        if code == 0 and left == ["full.mkv"]:
            alike = _alike(folder / "whole.mkv", target)
            target.unlink()
            return None if alike else "another film"
        return None if code == 2 and len(said.splitlines()) == 1 and not left else f"code {code}, left {left}: {said}"

    return work


def _apart_refused(folder: Path) -> Refused:
    clip, masks = _footage(folder)
    whole = _removed_apart(folder / "apart", clip, masks, folder / "whole")
    assert isinstance(whole, Path), whole
    rounds = iter(range(10**6))

    def work(more: dict[str, str]) -> str | None:
        number = next(rounds)
        cache, results = folder / f"window {number}", folder / f"results {number}"
        first = _removed_apart(cache, clip, masks, results, more=more)
        if isinstance(first, Path):
            return None if _same_files(whole, first) else "other patches"
        again = _removed_apart(cache, clip, masks, results)
        if not first.startswith("stopped ") or not isinstance(again, Path):
            return f"said '{first}', then '{again}'"
        return None if _same_files(whole, again) else f"said '{first}', then other patches"

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


# --- strange footage


def strange_films(folder: Path) -> Tally:
    """Films of sizes, lengths and kinds that nobody expects: removed from, or refused in a sentence."""
    tally = Tally("strange films (1x1, odd sizes, one frame, 8K, alpha, grey, 10 bit, interlaced): done, or a sentence")
    rng = np.random.default_rng(4)
    sizes = [(1, 1, 3), (2, 2, 3), (3, 5, 4), (17, 9, 4), (101, 77, 3), (64, 48, 1), (64, 48, 2), (7680, 4320, 1)]
    strange = ("bgra", "gray", "gray16le", "yuv420p10le", "yuva420p", "yuv410p", "gbrp10le")
    kinds = [(*size, "rgb24") for size in sizes] + [(64, 48, 4, kind) for kind in strange]
    for width, height, frames, kind in kinds:
        path = folder / ("strange.mov" if kind == "rgb24" else "strange.mkv")
        mask, target = folder / "strange.png", folder / "strange-out.mkv"
        pictures = [rng.integers(0, 255, (height, width, 3)).astype(np.uint8) for _ in range(frames)]
        name = f"{width}x{height}, {frames} frames, {kind}"
        _film(path, pictures, "png" if kind == "rgb24" else "ffv1", kind)
        drawn = np.zeros((height, width), np.uint8)
        drawn[: max(1, height // 2), : max(1, width // 3)] = 255
        cv2.imwrite(str(mask), drawn)
        words = ("remove", path, "--mask", mask, "--inpainter", "telea", "--codec", "ffv1", "--overwrite", "-o", target)
        code, said = _run(folder / "strange", *words)
        if code == 0:
            with open_clip(target) as reader:
                wrong = len(reader) != frames or reader.size != (width, height)
            tally.note(f"{name}: another size or length" if wrong else None)
        else:
            tally.note(f"{name}: code {code}: {said}" if code != 2 or len(said.splitlines()) != 1 else None)
    return tally


# --- footage and programs


def _footage(folder: Path) -> tuple[Path, Path]:
    clip, masks = folder / "clip.mp4", folder / "masks"
    write_clip(
        clip, (SCENE.frame(t) for t in range(SCENE.count)), (SCENE.width, SCENE.height), Fraction(24), SCENE.sound()
    )
    masks.mkdir(exist_ok=True)
    for index in range(SCENE.count):
        cv2.imwrite(str(masks / f"{index:05d}.png"), SCENE.mask(index).astype(np.uint8) * 255)
    return clip, masks


def _film(path: Path, pictures: list[np.ndarray], codec: str, pixel_format: str) -> None:
    with av.open(str(path), "w") as output:
        height, width = pictures[0].shape[:2]
        stream = output.add_stream(codec, rate=24, width=width, height=height, pix_fmt=pixel_format)
        for picture in pictures:
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))


def _outcome(process: subprocess.Popen[str]) -> tuple[str, str] | None:
    """What a program wrote to its two outputs; None where it hangs."""
    begun = time.monotonic()
    while True:
        try:
            return process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            if time.monotonic() - begun - _starved(process.pid) > LONGEST:
                return None


def _starved(number: int) -> float:
    """Seconds for which the thread of a process that waited most was ready and got no processor; 0 where not known."""
    waited = [0.0]
    for path in Path(f"/proc/{number}/task").glob("*/schedstat"):
        with suppress(OSError, ValueError, IndexError):
            waited.append(int(path.read_text(encoding="utf-8").split()[1]) / 1e9)
    return max(waited)


def _start(
    cache: Path, *words: object, most: int | None = None, more: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    def bound() -> None:
        if most is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.Popen(
        [sys.executable, "-m", "peanut_studio", *map(str, words), "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "PEANUT_STUDIO_CACHE": str(cache),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONFAULTHANDLER": "1",
            **(more or {}),
        },
        preexec_fn=bound,
    )


def _run(cache: Path, *words: object, most: int | None = None, more: dict[str, str] | None = None) -> tuple[int, str]:
    process = _start(cache, *words, most=most, more=more)
    done = _outcome(process)
    if done is None:
        # It tells where it stands.
        process.send_signal(signal.SIGABRT)
        return -1, f"still not done after {LONGEST} s: {process.communicate()[1]}"
    said = done[1]
    lines = [line for line in said.splitlines() if line.startswith("peanut-studio: ")] or said.splitlines()
    return process.returncode, "\n".join(lines)
