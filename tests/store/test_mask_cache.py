"""Masks kept between runs."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.store.fingerprint import fingerprint
from peanut_studio.store.mask_cache import MaskCache, cache_key


def _track(object_id: int, frames: int) -> MaskTrack:
    rng = np.random.default_rng(object_id)
    track = MaskTrack(object_id, (31, 17), 40, prompted=frozenset({2, 5}))
    return track.with_frames((frame, rng.random((17, 31)) > 0.5, frame / 40) for frame in range(frames))


def test_tracks_come_back_as_they_were(tmp_path: Path) -> None:
    cache = MaskCache(tmp_path)
    tracks = (_track(1, 5), _track(7, 0))
    assert cache.load("a") == ()
    assert cache.save("a", tracks)
    assert cache.load("a") == tracks
    assert cache.load("b") == ()
    cache.drop("a")
    assert cache.load("a") == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a zip", b"\x93NUMPY"])
def test_a_damaged_file_counts_as_not_there(tmp_path: Path, damage: bytes) -> None:
    cache = MaskCache(tmp_path)
    cache.save("a", [_track(1, 5)])
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert cache.load("a") == ()


def test_a_shortened_file_counts_as_not_there(tmp_path: Path) -> None:
    cache = MaskCache(tmp_path)
    cache.save("a", [_track(1, 5)])
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-200])
    assert cache.load("a") == ()


def test_the_oldest_go_first(tmp_path: Path) -> None:
    size = None
    for age, key in enumerate("abc"):
        cache = MaskCache(tmp_path, kept_bytes=1 << 30 if size is None else 2 * size + 10)
        cache.save(key, [_track(1, 5)])
        path = next(tmp_path.glob(f"{key}.*"))
        size = path.stat().st_size
        os.utime(path, ns=(age * 10**9, age * 10**9))
    cache.save("d", [_track(1, 5)])
    assert cache.load("d")
    assert cache.load("c")
    assert not cache.load("a")
    assert not cache.load("b")


def test_what_a_killed_process_left_behind_is_swept_up(tmp_path: Path) -> None:
    old, new = tmp_path / "old.part", tmp_path / "new.part"
    old.write_text("half")
    new.write_text("half")
    os.utime(old, ns=(0, 0))
    MaskCache(tmp_path).save("a", [_track(1, 5)])
    assert not old.exists()
    assert new.exists()


def test_a_folder_that_cannot_be_made_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not MaskCache(tmp_path / "file" / "masks").save("a", [_track(1, 2)])


def test_keys_tell_their_parts_apart() -> None:
    assert cache_key("ab", "c") != cache_key("a", "bc")


def test_a_fingerprint_follows_the_footage(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(bytes(3 << 20))
    os.utime(clip, ns=(5, 5))
    first = fingerprint(clip)
    moved = clip.rename(tmp_path / "moved.mp4")
    assert fingerprint(moved) == first
    with moved.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"x")
    os.utime(moved, ns=(5, 5))
    assert fingerprint(moved) != first
    folder = tmp_path / "frames"
    folder.mkdir()
    empty = fingerprint(folder)
    (folder / "0.png").write_bytes(b"x")
    assert fingerprint(folder) != empty
    pattern = fingerprint(folder / "%d.png")
    (folder / "1.png").write_bytes(b"x")
    assert fingerprint(folder / "%d.png") != pattern
    with pytest.raises(FileNotFoundError):
        fingerprint(folder / "absent.mp4")
