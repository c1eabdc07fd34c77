"""SAMWISE on a device: words numbered, clips encoded in their light, answers made into masks."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from transformers import RobertaTokenizer

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.network import load_checkpoint
from peanut_studio.engines.ground.naming import asked_for, picture_of, resized
from peanut_studio.engines.ground.wording import load_tokens
from peanut_studio.engines.segment.gathering import Found
from peanut_studio.engines.segment.prompts import Hints
from peanut_studio.engines.segment.sam2_session import points_of
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frame
from peanut_studio.nets.samwise_net import SIDE, Answer, Pointed, Samwise, Seen

WEIGHTS, VOCABULARY, MERGES = "samwise-mevis.pth", "roberta-base.vocab.json", "roberta-base.merges.txt"
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
MARGIN = 4
"""The shorter side of a frame is made so many pixels less than the network's picture, the longer one at most that."""

CLIP = 8
"""Frames that are looked at together, as the network was trained."""


class Sight:
    """The network with its tokenizer (`transformers`) on a device."""

    def __init__(self, net: Samwise, tokens: Any, device: str) -> None:
        self.net = net.eval().requires_grad_(False).to(torch.device(device))
        self._tokens = tokens
        self._device = torch.device(device)

    def read(self, phrase: Phrase) -> torch.Tensor:
        """The words' numbers (1, L); English goes to the network as it was typed.

        Raises InputError for words that have no translation.
        """
        words = phrase.text if phrase.text.isascii() else asked_for(phrase)
        return torch.tensor([self._tokens(words.lower())["input_ids"]], device=self._device)

    def picture(self, frame: Frame) -> torch.Tensor:
        """A frame as the network sees it: (3, S, S)."""
        return placed(frame, self.net.side)

    def see(self, pictures: Sequence[torch.Tensor], words: torch.Tensor) -> Seen:
        """Encode a clip of pictures in the light of the words."""
        with torch.inference_mode():
            return self.net.encode(torch.stack(list(pictures)).to(self._device), words)

    def found(self, answer: Answer, size: tuple[int, int]) -> Found:
        """The object on a frame of `size` (width, height).

        Its confidence is the chance that the object is there at all, times the mean chance of the mask's pixels; of an
        empty mask it is 0.
        """
        rows, columns = self._extent(size)
        with torch.inference_mode():
            square = (self.net.side, self.net.side)
            large = functional.interpolate(answer.logits.float(), square, mode="bilinear", align_corners=False)
            cut = large[..., :rows, :columns]
            logits = functional.interpolate(cut, size[::-1], mode="bilinear", align_corners=False)[0, 0]
            mask = np.asarray((logits > 0).cpu().numpy(), np.bool_)
            if not mask.any():
                return Found(mask, 0.0)
            sure = torch.sigmoid(answer.presence.float()).mean() * torch.sigmoid(logits[logits > 0]).mean()
            return Found(mask, float(sure))

    def pointed(self, hints: Hints, size: tuple[int, int]) -> Pointed:
        """What a person said of a frame of `size` (width, height), as the network wants it."""
        rows, columns = self._extent(size)
        if hints.mask is not None and not hints.clicks and hints.box is None:
            mask = torch.from_numpy(np.ascontiguousarray(hints.mask)).to(self._device)[None, None].float()
            small = functional.interpolate(mask, (rows, columns), mode="bilinear", align_corners=False, antialias=True)
            side = self.net.side
            return Pointed(mask=functional.pad((small >= 0.5).float(), (0, side - columns, 0, side - rows)))
        given = points_of(hints)
        scale = torch.tensor([columns / size[0], rows / size[1]])
        places = (torch.tensor([[x, y] for x, y, _ in given]) + 0.5) * scale - 0.5
        labels = torch.tensor([[label for _, _, label in given]], dtype=torch.int32)
        return Pointed(places[None].to(self._device), labels.to(self._device))

    def _extent(self, size: tuple[int, int]) -> tuple[int, int]:
        return extent_of(size, self.net.side)


def placed(frame: Frame, side: int) -> torch.Tensor:
    """A frame in the upper left corner of the network's square, normalised: (3, side, side)."""
    seen = resized(picture_of(frame), side - MARGIN, side).astype(np.float32) / 255
    values = torch.from_numpy((seen - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32))
    return functional.pad(values.permute(2, 0, 1), (0, side - seen.shape[1], 0, side - seen.shape[0]))


def extent_of(size: tuple[int, int], side: int) -> tuple[int, int]:
    """How many rows and columns of the network's square a frame of `size` (width, height) covers."""
    scale = min((side - MARGIN) / min(size), side / max(size))
    return max(1, round(size[1] * scale)), max(1, round(size[0] * scale))


def load_sight(weights: WeightPaths, device: str, size: str, side: int = SIDE) -> Sight:
    """SAMWISE with its trained weights; `size` is "tiny" or "base". Raises WeightsError when a file holds others."""
    tokens = load_words(weights)
    net = Samwise(size, side)
    load_net(net, weights[WEIGHTS])
    return Sight(net, tokens, device)


def load_words(weights: WeightPaths) -> Any:
    """The tokenizer. Raises WeightsError."""
    return load_tokens(RobertaTokenizer, weights[VOCABULARY], weights[MERGES])


def load_net(net: Samwise, path: Path) -> None:
    """Fill the network from a checkpoint. Raises WeightsError when the file holds something else."""
    try:
        # Beside the weights its makers keep the settings that they trained with.
        with torch.serialization.safe_globals([Namespace]):
            saved = load_checkpoint(path)["model"]
        net.load_state_dict({name.removeprefix("module."): value for name, value in saved.items()}, strict=True)
    except (RuntimeError, TypeError, KeyError, AttributeError) as error:
        raise WeightsError(f"{path} does not hold the weights of SAMWISE; fetch them again.") from error
