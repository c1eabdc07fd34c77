"""Where a track should be looked at before it is trusted, from its masks and confidences alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import LOST, UNSURE
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.run_length import unpack

JUMP = 1.5
"""By what factor an area changes from one frame to the next before that is odd."""

AGREE, APART = 0.7, 0.2
"""Two neighbours agree (intersection over union) at least so far, and a frame between them falls short by so much."""

SMALLEST = 0.0002
"""Share of the picture under which an area says nothing."""

BAD = 0.6
"""Severity from which a stretch is rather wrong than doubtful."""

Edges = npt.NDArray[np.int64]


class Reason(Enum):
    """What is odd."""

    LOST = "Object lost"
    UNSURE = "Low confidence"
    JUMP = "Size jumps"
    FLICKER = "Flickers"
    BORDER = "Touches the edge"


@dataclass(frozen=True)
class Finding:
    """A stretch of an object's frames with one reason; `severity` in 0..1 is that of `worst`, its worst frame."""

    object_id: int
    reason: Reason
    span: Span
    worst: int
    severity: float

    @property
    def is_bad(self) -> bool:
        """Whether it is rather wrong than doubtful."""
        return self.severity >= BAD


def review(tracks: Sequence[MaskTrack]) -> Job[tuple[Finding, ...]]:
    """The suspicious stretches of some tracks, in the order of their frames. Yields after every frame looked at.

    Nothing is said of frames that were not tracked. Masks stay run-length coded: a frame takes as long as its outline.
    """
    total = sum(len(track.runs) for track in tracks)
    done = 0
    found: list[Finding] = []
    for track in tracks:
        signs: dict[Reason, dict[int, float]] = {reason: {} for reason in Reason}
        before: dict[int, Edges] = {}
        for frame in track.frames:
            before[frame] = intervals(track, frame)
            _look_at(track, frame, before, signs)
            before.pop(frame - 3, None)
            done += 1
            yield Progress("review", done, total)
        for reason, frames in signs.items():
            found += _joined(track.object_id, reason, frames)
    return tuple(sorted(found, key=lambda one: (one.span.start, -one.severity)))


def intervals(track: MaskTrack, frame: int) -> Edges:
    """Where the mask is in the picture read in its order of runs: (n, 2) of start and stop."""
    ends = np.cumsum(unpack(track.runs[frame]), dtype=np.int64)
    edges = np.concatenate([[0], ends])
    inside = edges[1:] if len(edges) % 2 else edges[1:-1]
    pairs = inside.reshape(-1, 2)
    return pairs[pairs[:, 0] < pairs[:, 1]]


def overlap(first: Edges, second: Edges) -> float:
    """Intersection over union of two masks as `intervals` gives them; 1 where both are empty."""
    one, other = _area(first), _area(second)
    if not one or not other:
        return float(one == other)
    lengths = first[:, 1] - first[:, 0]
    covered = np.stack([np.cumsum(lengths) - lengths, np.cumsum(lengths)], axis=1)
    upto = np.interp(second.ravel(), first.ravel(), covered.ravel()).reshape(-1, 2)
    common = float((upto[:, 1] - upto[:, 0]).sum())
    return common / (one + other - common)


def _look_at(track: MaskTrack, frame: int, seen: dict[int, Edges], signs: dict[Reason, dict[int, float]]) -> None:
    here, last = seen[frame], seen.get(frame - 1)
    sure = track.confidence.get(frame, 1.0)
    if sure < LOST:
        signs[Reason.LOST][frame] = 1.0
    elif sure < UNSURE:
        signs[Reason.UNSURE][frame] = 0.3 + 0.5 * (UNSURE - sure) / (UNSURE - LOST)
    is_lost = min(sure, track.confidence.get(frame - 1, 1.0)) < LOST
    least = SMALLEST * track.size[0] * track.size[1]
    area = _area(here)
    if area > least and _touches_border(here, track.size):
        signs[Reason.BORDER][frame] = 0.1
    if last is None:
        return
    ratio = max(area, 1) / max(_area(last), 1)
    if max(area, _area(last)) > least and not 1 / JUMP < ratio < JUMP and not is_lost:
        signs[Reason.JUMP][frame] = min(1.0, 0.4 + abs(float(np.log(ratio))) / 3)
    first = seen.get(frame - 2)
    if first is not None:
        around = overlap(first, here)
        beside = max(overlap(first, last), overlap(last, here))
        if around >= AGREE and around - beside >= APART:
            signs[Reason.FLICKER][frame - 1] = min(1.0, 0.5 + around - beside)
            # The way there and back is the same oddity.
            signs[Reason.JUMP].pop(frame - 1, None)
            signs[Reason.JUMP].pop(frame, None)


def _joined(object_id: int, reason: Reason, frames: dict[int, float]) -> Iterable[Finding]:
    stretch: list[int] = []
    for frame in [*sorted(frames), -1]:
        if stretch and frame != stretch[-1] + 1:
            worst = max(stretch, key=lambda one: frames[one])
            yield Finding(object_id, reason, Span(stretch[0], stretch[-1] + 1), worst, frames[worst])
            stretch = []
        stretch.append(frame)


def _area(pairs: Edges) -> int:
    return int((pairs[:, 1] - pairs[:, 0]).sum())


def _touches_border(pairs: Edges, size: tuple[int, int]) -> bool:
    width, height = size
    if not len(pairs):
        return False
    starts, stops = pairs[:, 0], pairs[:, 1]  # Runs go down the columns.
    return bool(
        starts[0] < height
        or stops[-1] > height * (width - 1)
        or (starts % height == 0).any()
        or (stops % height == 0).any()
        or (starts // height != (stops - 1) // height).any()
    )
