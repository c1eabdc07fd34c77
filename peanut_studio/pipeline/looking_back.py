"""A clip gone through from its end before it is enlarged, so that every window knows all that comes after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peanut_studio.engines.memory import is_out_of_memory
from peanut_studio.media.enlarged import EnlargedFolder
from peanut_studio.model.picture import Frames
from peanut_studio.ops.tiles import Window
from peanut_studio.pipeline.enlarge import Enlarger

BACK = "back"
"""The files in which what comes from after a frame is kept."""


def looked_back(enlarger: Enlarger, frames: Frames, kept: EnlargedFolder) -> Iterator[tuple[int, int]]:
    """What each window that lacks pictures must know of the frames after it is kept in the folder. Yields how many
    frames were gone through, and how many there are to go through. Raises MemoryExhausted or MediaError.
    """
    windows = enlarger.windows(len(frames))
    unmade = lacking(windows[:-1], kept)
    while unmade:
        try:
            yield from _gone_through(enlarger, frames, kept, unmade[0].kept.stop)
            return
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        enlarger.shrink(frames.size)
        kept.forget_carried(BACK)
        kept.keep_carried(kept.span.start + unmade[0].kept.start, enlarger.kept())


def lacking(windows: Sequence[Window], kept: EnlargedFolder) -> list[Window]:
    """The windows of which not all pictures are there."""
    first = kept.span.start
    return [
        window
        for window in windows
        if not all(kept.has(first + number) for number in range(window.kept.start, window.kept.stop))
    ]


def _gone_through(enlarger: Enlarger, frames: Frames, kept: EnlargedFolder, stop: int) -> Iterator[tuple[int, int]]:
    """From the end to the frame `stop`."""
    first = kept.span.start
    after = [window for window in enlarger.windows(len(frames)) if window.kept.start >= stop]
    done, total = 0, sum(len(window.kept) for window in after)
    # It was written from the end on, so what lies after the first that is there is needed no more.
    there = next((n for n, window in enumerate(after) if kept.has_carried(first + window.kept.start, BACK)), None)
    if there is not None:
        arrays = kept.carried(first + after[there].kept.start, BACK)
        if arrays is not None and enlarger.take_back(frames, arrays):
            done = sum(len(window.kept) for window in after[there:])
            after = after[:there]
    for window in reversed(after):
        for count in enlarger.look_back(frames, window):
            done += count
            yield done, total
        kept.keep_carried(first + window.kept.start, enlarger.passed_back(), BACK)
