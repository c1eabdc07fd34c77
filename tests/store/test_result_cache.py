"""Finished pieces of work kept between runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.store import result_cache
from peanut_studio.store.result_cache import OLDEST, ResultCache, packed, unpacked

WORK, INPUTS = "ab" * 20, "cd" * 20
ARRAYS = {
    "fill 1": np.random.default_rng(1).integers(0, 256, (50, 3), np.uint8),
    "fill 2": np.random.default_rng(2).integers(0, 65536, (7, 3), np.uint16),
    "fill 3": np.zeros((0, 3), np.uint8),
    "state steps": np.random.default_rng(3).normal(size=(4, 3, 3)),
    "state at": np.array([11, 83]),
}

# Saves the same pieces over and over, until it is killed.
SAVER = """
import sys, itertools
import numpy as np
from pathlib import Path
from peanut_studio.store.result_cache import ResultCache
cache = ResultCache(Path(sys.argv[1]), kept_bytes=200_000)
for number in itertools.count():
    cache.save("ab" * 20, f"{number % 7:040x}", {"fill 0": np.full((20_000, 3), number % 7, np.uint8)})
"""


def _same(first: result_cache.Arrays | None, second: result_cache.Arrays) -> bool:
    if first is None:
        return False
    same_names = first.keys() == second.keys()
    return same_names and all(np.array_equal(first[name], second[name], equal_nan=True) for name in second)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_comes_back_to_the_bit(tmp_path: Path) -> None:
    cache = ResultCache(tmp_path)
    assert not cache.knows(WORK)
    assert cache.load(WORK, INPUTS) is None
    assert cache.save(WORK, INPUTS, ARRAYS)
    assert cache.knows(WORK)
    assert cache.load(WORK, "0" * 40) is None
    found = cache.load(WORK, INPUTS)
    assert _same(found, ARRAYS)
    assert found is not None
    assert {name: array.dtype for name, array in found.items()} == {name: array.dtype for name, array in ARRAYS.items()}


def test_a_file_cut_or_changed_anywhere_counts_as_not_there(tmp_path: Path) -> None:
    cache = ResultCache(tmp_path)
    cache.save(WORK, INPUTS, ARRAYS)
    (path,) = _files(tmp_path)
    whole = path.read_bytes()
    rng = np.random.default_rng(4)
    spoilt = [whole[: len(whole) * part // 20] for part in range(20)]
    for _ in range(200):
        changed = bytearray(whole)
        changed[int(rng.integers(len(whole)))] ^= int(rng.integers(1, 256))
        spoilt.append(bytes(changed))
    for data in spoilt:
        path.write_bytes(data)
        assert cache.load(WORK, INPUTS) is None
        assert not path.exists()
    assert cache.save(WORK, INPUTS, ARRAYS)
    assert _same(cache.load(WORK, INPUTS), ARRAYS)


def test_nothing_is_run_that_a_file_holds() -> None:
    evil = packed({"evil": np.array([print], object)})
    with pytest.raises(ValueError, match="OBJECT array"):
        unpacked(evil)


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    one = {"fill 0": np.random.default_rng(5).integers(0, 256, (1000, 3), np.uint8)}
    size = len(packed(one))
    cache = ResultCache(tmp_path, kept_bytes=4 * size + size // 2)
    for number in range(4):
        cache.save(WORK, f"{number:040x}", one)
        path = next(path for path in _files(tmp_path) if f"{number:040x}" in path.name)
        os.utime(path, (time.time() - 100 + number,) * 2)
    assert cache.load(WORK, f"{0:040x}") is not None  # now the newest
    cache.save(WORK, f"{9:040x}", one)
    kept = {path.name.split("-")[1][:40] for path in _files(tmp_path)}
    assert kept == {f"{number:040x}" for number in (0, 2, 3, 9)}


def test_what_is_old_goes_although_there_is_room(tmp_path: Path) -> None:
    ResultCache(tmp_path).save(WORK, INPUTS, ARRAYS)
    half = next(iter(_files(tmp_path))).with_name("left.part")
    half.write_bytes(b"half")
    for path in _files(tmp_path):
        os.utime(path, (time.time() - OLDEST - 10,) * 2)
    ResultCache(tmp_path).save(WORK, "0" * 40, ARRAYS)
    assert [path.name for path in _files(tmp_path)] == [f"{WORK}-{'0' * 40}.piece"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
def test_what_cannot_be_written_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    def fails(_descriptor: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fails)
    assert not ResultCache(tmp_path).save(WORK, INPUTS, ARRAYS)
    assert _files(tmp_path) == []
    (tmp_path / "file").write_text("")
    assert not ResultCache(tmp_path / "file").save(WORK, INPUTS, ARRAYS)
    assert ResultCache(tmp_path / "file").load(WORK, INPUTS) is None


def test_a_full_disk_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_cache, "LEAST_FREE", 1 << 60)
    assert not ResultCache(tmp_path).save(WORK, INPUTS, ARRAYS)


@pytest.mark.alone
def test_two_processes_at_once_one_killed(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", SAVER, str(tmp_path)]) for _ in range(2)]
    cache = ResultCache(tmp_path, kept_bytes=200_000)
    found = 0
    try:
        end = time.monotonic() + 20
        while found < 300 and time.monotonic() < end:
            for number in range(7):
                arrays = cache.load(WORK, f"{number:040x}")
                if arrays is not None:
                    found += 1
                    assert (arrays["fill 0"] == number).all()
            if found > 100 and writers[0].poll() is None:
                writers[0].kill()
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert found >= 300
