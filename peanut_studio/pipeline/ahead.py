"""Windows filled ahead of a film, each perhaps by another process; the cache of results brings them together."""

from __future__ import annotations

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frames
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.fill import Filler
from peanut_studio.pipeline.hole import Hole
from peanut_studio.pipeline.keep import KeptInpainter


def parts_of(filler: Filler, keeping: KeptInpainter, hole: Hole, span: Span, reach: Span) -> tuple[Span, ...]:
    """The windows, in order, of which none needs what another one is filled with, and which will be kept."""
    return tuple(window for window in filler.windows(hole, span, reach) if keeping.keeps(len(window)))


def fill_ahead(filler: Filler, frames: Frames, hole: Hole, span: Span, windows: tuple[Span, ...]) -> Job[None]:
    """Fill those windows and let what comes out go, for it is kept."""
    total, done = sum(map(len, windows)), 0
    yield Progress("filling", done, total)
    for window in windows:
        for patch in filler.fill_window(frames, hole, window, span):
            yield Progress("filling", done + patch.frame - window.start + 1, total)
        done += len(window)
