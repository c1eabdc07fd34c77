"""What the grounders that come from `transformers` have in common: their files, and boxes made into proposals."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from transformers.utils import logging as chatter

from peanut_studio.engines.contract import Proposal
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.phrase_reading import in_english
from peanut_studio.model.picture import Frame
from peanut_studio.ops.overlay import eight_bit

ANYTHING = "object"
"""What is looked for when the phrase names nothing."""

SAME = 0.7
"""Boxes with this IoU are one thing."""

MOST = 40


def load_model(kind: Any, config_kind: Any, weights: Path, config: Path, device: str, title: str) -> Any:
    """A model of `transformers` from its two files, ready to be asked. Raises WeightsError when they do not fit."""
    try:
        settings = config_kind.from_json_file(str(config))
        with _silent():
            model, told = kind.from_pretrained(
                None, config=settings, state_dict=load_file(str(weights)), output_loading_info=True
            )
        if told["missing_keys"] or told["mismatched_keys"]:
            raise KeyError("parameters are missing")
    except (SafetensorError, OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"{weights} and {config.name} are not the files of {title}; fetch them again.") from error
    return model.eval().to(torch.device(device))


@contextmanager
def _silent() -> Iterator[None]:
    """The library draws progress bars and logs on stderr, which belong to whoever calls this program."""
    verbosity = chatter.get_verbosity()
    bars = chatter.is_progress_bar_enabled()
    chatter.set_verbosity(logging.ERROR)
    chatter.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        chatter.set_verbosity(verbosity)
        if bars:
            chatter.enable_progress_bar()  # type: ignore[no-untyped-call]


def asked_for(phrase: Phrase) -> str:
    """The words to look for. Raises InputError for words that have no translation."""
    return in_english(phrase) or ANYTHING


def picture_of(frame: Frame) -> npt.NDArray[np.uint8]:
    """A frame as uint8 RGB (H, W, 3), contiguous."""
    return np.ascontiguousarray(eight_bit(frame))


def proposals(
    boxes: torch.Tensor, scores: torch.Tensor, size: tuple[int, int], least: float, sure: float
) -> list[Proposal]:
    """Boxes (N, 4) in pixels, corners first and last, with scores (N,), as proposals: best first, doubles left out.

    Scores below `least` are dropped. `sure` is the raw score from which the engine is right nearly always: it becomes
    0.9, so that scores of different engines can be compared.
    """
    width, height = size
    kept: list[Proposal] = []
    order = torch.argsort(scores, descending=True)
    for number in order.tolist():
        score = float(scores[number])
        if score < least or len(kept) == MOST:
            break
        sides = [float(side) for side in boxes[number]]
        x0, x1 = (float(np.clip(side, 0, width - 1)) for side in (sides[0], sides[2] - 1))
        y0, y1 = (float(np.clip(side, 0, height - 1)) for side in (sides[1], sides[3] - 1))
        box = (x0, y0, x1, y1)
        if x1 - x0 < 2 or y1 - y0 < 2 or any(_overlap(box, other.box) >= SAME for other in kept):
            continue
        kept.append(Proposal(box, min(1.0, 0.9 * score / sure)))
    return kept


def resized(picture: npt.NDArray[np.uint8], shortest: int, longest: int) -> npt.NDArray[np.uint8]:
    """The picture with its shorter side `shortest` pixels, or its longer one `longest` where that is smaller."""
    height, width = picture.shape[:2]
    scale = min(shortest / min(height, width), longest / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=method), np.uint8)


def _overlap(one: Iterable[float], other: Iterable[float]) -> float:
    ax0, ay0, ax1, ay1 = one
    bx0, by0, bx1, by1 = other
    both = max(0.0, min(ax1, bx1) - max(ax0, bx0)) * max(0.0, min(ay1, by1) - max(ay0, by0))
    return both / ((ax1 - ax0) * (ay1 - ay0) + (bx1 - bx0) * (by1 - by0) - both)
