"""One object's masks through time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Mask
from peanut_studio.model.run_length import area_of_runs, decode_runs, encode_runs, pack, unpack


@dataclass(frozen=True)
class MaskTrack:
    """The masks of one object in a clip of `frame_count` frames of width and height `size`.

    `runs` holds, for each frame that was tracked, the mask's run lengths as little-endian uint32 bytes; a frame
    without an entry was not tracked and counts as empty. `confidence` is in [0, 1], given masks have 1; `prompted`
    names the frames on which a person pointed at the object.
    """

    object_id: int
    size: tuple[int, int]
    frame_count: int
    runs: Mapping[int, bytes] = field(default_factory=dict)
    confidence: Mapping[int, float] = field(default_factory=dict)
    prompted: frozenset[int] = frozenset()

    @property
    def frames(self) -> list[int]:
        """The frames that were tracked, ascending."""
        return sorted(self.runs)

    def mask(self, frame: int) -> Mask:
        """The object's mask on a frame, empty where it was not tracked. Raises IndexError outside the clip."""
        if not 0 <= frame < self.frame_count:
            raise IndexError(frame)
        if frame not in self.runs:
            return np.zeros((self.size[1], self.size[0]), dtype=np.bool_)
        return decode_runs(unpack(self.runs[frame]), self.size)

    def area(self, frame: int) -> int:
        """Pixels of the object on a frame."""
        return area_of_runs(unpack(self.runs[frame])) if frame in self.runs else 0

    def with_frames(self, masks: Iterable[tuple[int, Mask, float]]) -> MaskTrack:
        """The track with frames (index, mask, confidence) set. Raises ValueError for a mask of another size."""
        runs, confidence = dict(self.runs), dict(self.confidence)
        for frame, mask, sure in masks:
            if not 0 <= frame < self.frame_count:
                raise ValueError(f"frame {frame} of a clip of {self.frame_count} frames")
            if mask.shape != (self.size[1], self.size[0]):
                raise ValueError(
                    f"a mask of {mask.shape[1]}x{mask.shape[0]} in a clip of {self.size[0]}x{self.size[1]}"
                )
            runs[frame] = pack(encode_runs(mask))
            confidence[frame] = float(sure)
        return replace(self, runs=runs, confidence=confidence)

    def with_runs(self, runs: Mapping[int, bytes], sure: float = 1.0) -> MaskTrack:
        """The track with frames set whose packed run lengths are known to be of this size."""
        return replace(self, runs={**self.runs, **runs}, confidence={**self.confidence, **dict.fromkeys(runs, sure)})

    def within(self, span: Span) -> MaskTrack:
        """The track with nothing known outside `span`."""
        return self.without_frames([frame for frame in self.runs if frame not in span])

    def without_frames(self, frames: Iterable[int]) -> MaskTrack:
        """The track with frames forgotten."""
        gone = set(frames)
        return replace(
            self,
            runs={frame: runs for frame, runs in self.runs.items() if frame not in gone},
            confidence={frame: sure for frame, sure in self.confidence.items() if frame not in gone},
        )

    @cached_property
    def stretches(self) -> tuple[Span, ...]:
        """The runs of frames that were tracked."""
        return tuple(join_frames(self.frames))

    def stretches_below(self, threshold: float) -> list[Span]:
        """The runs of tracked frames whose confidence is under `threshold`."""
        return join_frames(frame for frame in self.frames if self.confidence.get(frame, 1.0) < threshold)


def join_frames(frames: Iterable[int]) -> list[Span]:
    """Ascending frame numbers as runs of consecutive ones."""
    ends: list[list[int]] = []
    stop = -1
    for frame in frames:
        if frame == stop:
            ends[-1][1] = stop = frame + 1
        else:
            stop = frame + 1
            ends.append([frame, stop])
    return [Span(start, stop) for start, stop in ends]


class TrackedMasks:
    """The union of several objects' tracks, as `Masks`."""

    def __init__(self, tracks: Sequence[MaskTrack]) -> None:
        if not tracks:
            raise ValueError("no tracks")
        if len({(track.size, track.frame_count) for track in tracks}) > 1:
            raise ValueError("tracks of different clips")
        self._tracks = tuple(tracks)

    def __len__(self) -> int:
        return self._tracks[0].frame_count

    def __getitem__(self, index: int, /) -> Mask:
        mask = self._tracks[0].mask(index)
        for track in self._tracks[1:]:
            mask |= track.mask(index)
        return mask

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._tracks[0].size

    def is_empty(self, index: int) -> bool:
        """Whether no object is on the frame; cheaper than looking at the mask."""
        return all(track.area(index) == 0 for track in self._tracks)
