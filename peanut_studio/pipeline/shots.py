"""Where a clip is cut: an object is followed up to there, and no further."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frames
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ops.shots import Gist, gist_of, is_cut

FLASH = 2
"""So many frames of something else, a flash or a damaged picture, do not end a shot."""


def find_shots(frames: Frames, span: Span) -> Job[tuple[Span, ...]]:
    """The shots of a range, in order. Yields after every frame."""
    gists: dict[int, Gist] = {}
    starts = [span.start]
    for index in range(span.start, span.stop):
        gists[index] = gist_of(frames[index])
        gists.pop(index - 3 * FLASH, None)
        at = index - FLASH
        if at > span.start and _is_start(gists, at):
            starts.append(at)
        yield Progress("looking", index + 1 - span.start, len(span))
    starts += [at for at in range(max(span.start + 1, span.stop - FLASH), span.stop) if _is_start(gists, at)]
    return tuple(Span(first, last) for first, last in pairwise([*starts, span.stop]))


def cut_ahead(frames: Frames, index: int, step: int) -> bool:
    """Whether a shot ends between a frame and the one before it on a way forwards (`step` 1) or backwards (-1)."""
    at = index if step > 0 else index + 1
    if not 0 < at < len(frames):
        return False
    before, after = gist_of(frames[at - 1]), gist_of(frames[at])
    if not is_cut(before, after):
        return False
    near = range(max(0, at - 1 - FLASH), min(len(frames), at + 1 + FLASH))
    gists = {number: gist_of(frames[number]) for number in near}
    return _is_start(gists, at)


def names_of(shots: Iterable[Span]) -> str:
    """'frames 30 and 71': where all shots but the first begin."""
    starts = [str(shot.start) for shot in shots][1:]
    if len(starts) == 1:
        return f"frame {starts[0]}"
    shown = starts if len(starts) < 8 else [*starts[:6], f"{len(starts) - 6} more"]
    return f"frames {', '.join(shown[:-1])} and {shown[-1]}"


def _is_start(gists: dict[int, Gist], at: int) -> bool:
    """Whether a shot begins at a frame: none of those near before it looks like one of those near after it."""
    if not is_cut(gists[at - 1], gists[at]):
        return False
    before = [gists[number] for number in range(at - 1 - FLASH, at) if number in gists]
    after = [gists[number] for number in range(at, at + 1 + FLASH) if number in gists]
    return not any(not is_cut(first, second) for first in before[-FLASH:] for second in after[:FLASH])
