"""One engine at work on a range: what it made, how long that took, and what is measured of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from peanut_studio.engines import memory_peak, registry
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Mask, Masks
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.fill import Filler, Patch
from peanut_studio.pipeline.grain import with_grain
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.sharpness import as_sharp
from peanut_studio.quality.frame_scores import Sample, Scores, eight_bits, frame_scores, summary
from peanut_studio.trial.strip import Strip


@dataclass(frozen=True, eq=False)
class Arena:
    """What all engines are given: the clip, where the object is, its hole, which frames are filled from which.

    Engines read `ahead`, the same clip through a reader of its own. `other` is the hole with the moved shapes added,
    None where there is no place for them.
    """

    frames: Frames
    ahead: Frames
    masks: Masks
    hole: Hole
    span: Span
    reach: Span
    other: Hole | None = None


@dataclass(frozen=True, eq=False)
class Rival:
    """What there is to say of one engine.

    `rows` are of each frame of the range: measures without a truth of the removal, and with one of the moved holes;
    `means` are theirs. `seconds` are of one frame, filling the removal, with `setting_up` beforehand; `ram` and `vram`
    the most bytes the process had meanwhile, None where that is not told. `failed` says why one could not.
    """

    inpainter: str
    title: str
    rows: tuple[Scores, ...] = ()
    means: Scores = field(default_factory=dict)
    seconds: float = 0.0
    setting_up: float = 0.0
    ram: int | None = None
    vram: int | None = None
    strip: Strip | None = None
    failed: str = ""


def try_engine(arena: Arena, choices: Choices, weights: WeightStore, strip: Strip) -> Job[Rival]:
    """Let one engine fill the range, then the moved holes; its pictures go into `strip`."""
    info = registry.info("inpaint", choices.inpainter)
    device = registry.place(info, choices.device)
    gc.collect()
    memory_peak.forget_peaks(device)
    begun = time.monotonic()
    workshop = Workshop(choices, weights)
    engine = workshop.inpainter().engine
    ready = time.monotonic()
    filler = Filler(engine, info, workshop.enlarge(), choices.reduce)
    filled = as_sharp(filler.fill(arena.ahead, arena.hole, arena.span, arena.reach), arena.frames, arena.hole)
    patches = with_grain(filled, arena.frames, arena.hole)
    units = len(arena.span) * (1 if arena.other is None else 2)
    without_truth = yield from _judged(_results(arena, patches), arena.span, 0, units, strip)
    rows = [_only(row, UNAIDED) for row in without_truth.rows]
    ram, vram = memory_peak.peak_ram(), memory_peak.peak_vram(device)
    if arena.other is not None:
        held = Filler(engine, info, workshop.enlarge(), choices.reduce)
        hidden = Blackened(arena.ahead, arena.other)
        fills = held.fill(hidden, arena.other, arena.span, arena.reach)
        samples = _known(arena, arena.other, fills)
        with_truth = yield from _judged(samples, arena.span, len(arena.span), units, None)
        for row, found in zip(rows, with_truth.rows, strict=True):
            row |= _only(found, HELD_OUT)
    seconds = without_truth.seconds / len(arena.span)
    return Rival(info.id, info.title, tuple(rows), summary(rows), seconds, ready - begun, ram, vram, strip)


UNAIDED = ("flicker", "seam", "sharpness", "noise")
"""What is measured of the removal itself."""

STAGE = "trying engines"

HELD_OUT = ("psnr_hole", "ssim_hole", "warping_hole")
"""What is measured of the moved holes, where the truth is known."""


class Blackened:
    """Frames whose holes are black, so that nobody can peep."""

    def __init__(self, frames: Frames, hole: Hole) -> None:
        self._frames, self._hole = frames, hole

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def size(self) -> tuple[int, int]:
        return self._frames.size

    def __getitem__(self, index: int, /) -> Frame:
        frame = self._frames[index].copy()
        frame[self._hole[index]] = 0
        return frame


@dataclass(frozen=True, eq=False)
class _Judgement:
    rows: list[Scores]
    seconds: float


def _judged(
    samples: Iterator[Sample], span: Span, before: int, units: int, strip: Strip | None
) -> Generator[Progress, None, _Judgement]:
    """Scores of samples as they come; the time that making them took, judging them left aside."""
    seconds, rows, shown = 0.0, [], iter(range(span.start, span.stop))

    def timed() -> Iterator[Sample]:
        nonlocal seconds
        while True:
            begun = time.monotonic()
            sample = next(samples, None)
            seconds += time.monotonic() - begun
            if sample is None:
                return
            if strip is not None:
                strip.add(next(shown), sample.result)
            yield sample

    for row in frame_scores(timed(), unaided=strip is not None):
        rows.append(row)
        yield Progress(STAGE, before + len(rows), units)
    return _Judgement(rows, seconds)


def _only(scores: Scores, names: Sequence[str]) -> dict[str, float]:
    return {name: scores[name] for name in names if name in scores}


def _results(arena: Arena, patches: Iterator[Patch]) -> Iterator[Sample]:
    """The range as it would be written; judged where the object was."""
    for frame, picture in _laid_over(arena, arena.hole, patches):
        mask = arena.masks[frame]
        yield Sample(eight_bits(picture), mask=mask if mask.any() else None)


def _known(arena: Arena, other: Hole, patches: Iterator[Patch]) -> Iterator[Sample]:
    """The range with the moved holes filled too; judged where these lie beside the object."""
    for frame, picture in _laid_over(arena, other, patches):
        truth = arena.frames[frame]
        there: Mask = other[frame] & ~arena.hole[frame]
        # Where the object is nothing is known: both show it.
        result = truth.copy()
        result[there] = picture[there]
        yield Sample(eight_bits(result), eight_bits(truth), there if there.any() else None)


def _laid_over(arena: Arena, hole: Hole, patches: Iterator[Patch]) -> Iterator[tuple[int, Frame]]:
    """Each frame of the range with its patch."""
    for frame in range(arena.span.start, arena.span.stop):
        picture = arena.frames[frame]
        if hole.is_empty(frame):
            yield frame, picture
            continue
        patch = next(patches)
        filled, support = patch.laid_over(picture, hole), hole[frame]
        coverage = hole.coverage(frame)[support][:, None]
        mixed = picture[support] + coverage * (filled[support].astype(np.float32) - picture[support])
        filled[support] = np.rint(mixed)
        yield frame, filled
