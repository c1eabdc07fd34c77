"""How well objects are found by words, on the footage beside the project, with the built-in grounder.

    python -m tests.bench --parts grounding

Each phrase is about the clip's first frame. The rank is that of the candidate which overlaps the true object most; what
is tracked is the one that the program takes, right or wrong.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from peanut_studio.model.clip import Span
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import Frame, FrameList, Mask
from peanut_studio.model.progress import run_job
from peanut_studio.model.prompt import Box, Click
from peanut_studio.ops.mask_geometry import inner_points
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.ground import Candidate, ground
from peanut_studio.quality.masks import boundary_accuracy, region_similarity
from tests.bench.tracking import load

FRAMES = 12
"""So many frames are tracked."""

RIGHT = 0.5
"""A candidate with less J is not the object."""


@dataclass(frozen=True)
class Case:
    """A clip, which of its objects is meant (None: its only one), and how people may call it."""

    clip: str
    phrases: tuple[str, ...]
    instance: int | None = None


CASES = (
    Case("davis_camel", ("the camel in front", "the brown camel", "骆驼")),
    Case("davis_car-shadow", ("the moving car", "the grey car", "移动的车")),
    Case("davis_blackswan", ("the black swan", "the bird in the middle", "the largest thing")),
    Case("davis_bmx-trees", ("the moving cyclist", "the man on the bicycle in the middle", "the fastest thing")),
    Case("davis_tennis", ("the tennis player", "the moving player in white", "the person at the front")),
    Case("davis17_schoolgirls", ("the girl in purple in the middle", "穿紫色衣服的女孩"), 5),
    Case("davis17_schoolgirls", ("the girl in blue on the left", "the leftmost girl"), 1),
    Case("davis17_schoolgirls", ("the small girl on the right", "the rightmost girl"), 7),
)


def run(clips: Path, device: str = "cpu") -> list[dict[str, Any]]:
    """One dictionary a phrase: clip, phrase, rank (None: not among the candidates), j of that candidate, j_tracked of
    what was taken over FRAMES frames, score of what was taken, seconds until the candidates are there.

    Raises FileNotFoundError when a clip is missing.
    """
    workshop = Workshop(Choices(grounder="regions", segmenter="mobilesam", device=device))
    made, segmenter = workshop.grounder(), workshop.segmenter().engine
    results = []
    for case in CASES:
        frames, truth = _load(clips / case.clip, case.instance)
        tracked: dict[tuple[float, ...], tuple[float, float]] = {}
        for phrase in case.phrases:
            began = time.perf_counter()
            found = run_job(ground(FrameList(frames), read_phrase(phrase), (0,), made))
            seconds = time.perf_counter() - began
            scores = [region_similarity(one.mask, truth[0]) for one in found.candidates if one.mask is not None]
            best = int(np.argmax(scores))
            taken = found.candidates[0]
            if taken.box not in tracked:
                tracked[taken.box] = _track(segmenter, frames, truth, taken)
            results.append(
                {
                    "clip": case.clip,
                    "phrase": phrase,
                    "rank": best + 1 if scores[best] >= RIGHT else None,
                    "j": scores[best],
                    "score": taken.score,
                    "j_tracked": tracked[taken.box][0],
                    "f_tracked": tracked[taken.box][1],
                    "seconds": seconds,
                }
            )
    return results


def _load(folder: Path, instance: int | None) -> tuple[list[Frame], list[Mask]]:
    if instance is None:
        return load(folder, FRAMES)
    reader = cv2.VideoCapture(str(folder / "clip_480p.mp4"))
    frames: list[Frame] = []
    while len(frames) < FRAMES and (read := reader.read())[0]:
        frames.append(np.ascontiguousarray(read[1][..., ::-1], np.uint8))
    reader.release()
    if not frames:
        raise FileNotFoundError(f"no frames in {folder}")
    size = (frames[0].shape[1], frames[0].shape[0])
    paths = sorted((folder / "masks").glob("*.png"))[: len(frames)]
    return frames, [
        cv2.resize((_numbers(path) == instance).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
        for path in paths
    ]


def _numbers(path: Path) -> np.ndarray[Any, Any]:
    """The object numbers of a palette PNG, which OpenCV gives as colours."""
    colours = cv2.imread(str(path), cv2.IMREAD_COLOR)
    known: Mapping[int, tuple[int, int, int]] = {n: _colour(n) for n in range(1, 8)}
    numbers = np.zeros(colours.shape[:2], np.uint8)
    for number, colour in known.items():
        numbers[(colours == np.array(colour[::-1])).all(axis=-1)] = number
    return numbers


def _colour(number: int) -> tuple[int, int, int]:
    """The DAVIS palette: the bits of a number, three by three, fill R, G, B from the top."""
    from peanut_studio.media.indexed_png import palette

    red, green, blue = palette()[number]
    return int(red), int(green), int(blue)


def _track(segmenter: Any, frames: list[Frame], truth: list[Mask], taken: Candidate) -> tuple[float, float]:
    session = segmenter.open(FrameList(frames))
    session.prompt(1, Box(*taken.box))
    for x, y in inner_points(taken.mask, 1) if taken.mask is not None else ():
        session.prompt(1, Click(x, y))
    scores = [
        (
            region_similarity(result.masks[1], truth[result.frame]),
            boundary_accuracy(result.masks[1], truth[result.frame]),
        )
        for result in session.propagate(Span(0, len(frames)), "forward")
    ]
    session.close()
    j, f = np.mean(scores, axis=0)
    return float(j), float(f)
