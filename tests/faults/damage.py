"""Files that are cut off, or of which bytes are changed."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from peanut_studio.media.reader import open_clip
from peanut_studio.model.errors import StudioError
from peanut_studio.model.history import History
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.store.mask_cache import MaskCache
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference
from peanut_studio.store.project_salvage import salvage
from peanut_studio.store.result_cache import ResultCache
from tests.faults.programs import LONGEST, SCENE, Tally, film
from tests.store.projects import edited, project_of


def spoilt(whole: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """The bytes cut off at every twentieth, then with one to thirty of them changed: `count` times in all."""
    for twentieth in range(min(20, count)):
        yield f"cut at {5 * twentieth} %", whole[: len(whole) * twentieth // 20]
    for number in range(20, count):
        rng, bad = random.Random(f"{seed} {number}"), bytearray(whole)
        for _ in range(rng.randrange(1, 30)):
            bad[rng.randrange(len(bad))] ^= rng.randrange(1, 256)
        yield f"bytes changed, seed '{seed} {number}'", bytes(bad)


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
        film(path, [SCENE.frame(index) for index in range(SCENE.count)], "mpeg4", "yuv420p")
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
