"""Tracked masks kept between runs, so that stopped work goes on where it stopped."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.run_length import unpack
from peanut_studio.store.place import root
from peanut_studio.store.whole_file import PART, is_left_behind, whole_file

KEPT_BYTES = 512 << 20
SUFFIX = ".masks.npz"
UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What a damaged file makes numpy and zipfile raise: also "encrypted", "compressed in an unknown way"."""


def cache_key(*parts: str) -> str:
    """A file name for everything that the masks depend on."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def default_folder() -> Path:
    """Where masks are kept."""
    return root() / "masks"


class MaskCache:
    """Tracks by key, one file each; the longest unused go first when together they pass `kept_bytes`.

    It only ever saves time: a file that is damaged or cannot be written counts as not there.
    """

    def __init__(self, folder: Path | None = None, kept_bytes: int = KEPT_BYTES) -> None:
        self.folder = folder or default_folder()
        self._kept_bytes = kept_bytes

    def load(self, key: str) -> tuple[MaskTrack, ...]:
        """The tracks kept under a key, none when there are none."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                tracks = _unpack_tracks({name: arrays[name] for name in arrays.files})
            os.utime(path)
        except UNREADABLE:
            return ()
        return tracks

    def save(self, key: str, tracks: Sequence[MaskTrack]) -> bool:
        """Keep tracks under a key, in one step: never half a file. False when the folder cannot be written."""
        try:
            with whole_file(self._path(key)) as file:
                np.savez(file, allow_pickle=False, **_pack_tracks(tracks))
        except OSError:
            return False
        self._drop_oldest()
        return True

    def drop(self, key: str) -> None:
        """Forget what is kept under a key."""
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{SUFFIX}"

    def _drop_oldest(self) -> None:
        with contextlib.suppress(OSError):
            files = [(path.stat().st_mtime_ns, path.stat().st_size, path) for path in self.folder.glob(f"*{SUFFIX}")]
            for half_written in self.folder.glob(f"*{PART}"):
                if is_left_behind(half_written, half_written.stat().st_mtime):
                    half_written.unlink(missing_ok=True)
            room = self._kept_bytes
            for newest, (_, size, path) in enumerate(sorted(files, reverse=True)):
                room -= size
                if room < 0 and newest > 0:
                    path.unlink(missing_ok=True)


def _pack_tracks(tracks: Sequence[MaskTrack]) -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {"objects": np.array([track.object_id for track in tracks], dtype=np.int64)}
    for track in tracks:
        name, frames = str(track.object_id), track.frames
        arrays[f"{name}.clip"] = np.array([*track.size, track.frame_count], dtype=np.int64)
        arrays[f"{name}.frames"] = np.array(frames, dtype=np.int64)
        arrays[f"{name}.lengths"] = np.array([len(track.runs[frame]) for frame in frames], dtype=np.int64)
        arrays[f"{name}.runs"] = np.frombuffer(b"".join(track.runs[frame] for frame in frames), dtype=np.uint8)
        arrays[f"{name}.confidence"] = np.array([track.confidence.get(frame, 1.0) for frame in frames])
        arrays[f"{name}.prompted"] = np.array(sorted(track.prompted), dtype=np.int64)
    return arrays


def _unpack_tracks(arrays: dict[str, np.ndarray]) -> tuple[MaskTrack, ...]:
    """Raises KeyError or ValueError when the arrays are not those of tracks."""
    tracks = []
    for object_id in arrays["objects"].tolist():
        name = str(object_id)
        width, height, frame_count = arrays[f"{name}.clip"].tolist()
        frames, lengths = arrays[f"{name}.frames"].tolist(), arrays[f"{name}.lengths"]
        ends, data = np.cumsum(lengths), arrays[f"{name}.runs"].tobytes()
        runs = {frame: data[end - length : end] for frame, length, end in zip(frames, lengths, ends, strict=True)}
        if any(int(unpack(run).sum(dtype=np.int64)) != width * height for run in runs.values()):
            raise ValueError("run lengths that do not fill the mask")
        confidence = dict(zip(frames, arrays[f"{name}.confidence"].tolist(), strict=True))
        prompted = frozenset(arrays[f"{name}.prompted"].tolist())
        tracks.append(MaskTrack(object_id, (width, height), frame_count, runs, confidence, prompted))
    return tuple(tracks)
