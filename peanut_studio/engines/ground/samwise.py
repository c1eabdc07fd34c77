"""SAMWISE (Cuttano et al., CVPR 2025): a whole phrase, motion included, to one object, by looking at several frames."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pickle import UnpicklingError

import numpy as np
import torch
from torch.nn import functional
from transformers import RobertaTokenizer

from peanut_studio.engines.contract import Proposal, WeightPaths
from peanut_studio.engines.ground.naming import asked_for, picture_of, resized
from peanut_studio.engines.ground.wording import load_tokens
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames
from peanut_studio.nets.samwise_net import POINTERS, SIDE, Answer, Kept, Samwise, Seen
from peanut_studio.ops.mask_geometry import bounds_of

WEIGHTS, VOCABULARY, MERGES = "samwise-mevis.pth", "roberta-base.vocab.json", "roberta-base.merges.txt"
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
SHORTEST = 1020
CLIP = 8
"""Frames that are looked at together, as the network was trained: the asked-for one and those before it."""

DECIDES_EVERY = 4
"""Frames between two decisions on whether another object fits the words better."""


class SamwiseGrounder:
    """The `Grounder` built on SAMWISE. Raises WeightsError when the file does not hold its weights."""

    knows_nouns = True
    size = "base"

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._device = torch.device(device)
        self._tokens = load_tokens(RobertaTokenizer, weights[VOCABULARY], weights[MERGES])
        net, path = Samwise(self.size), weights[WEIGHTS]
        try:
            # Beside the weights its makers keep the settings that they trained with.
            with torch.serialization.safe_globals([Namespace]):
                saved = torch.load(path, map_location="cpu", weights_only=True)["model"]
            net.load_state_dict({name.removeprefix("module."): value for name, value in saved.items()}, strict=True)
        except (RuntimeError, TypeError, KeyError, AttributeError, OSError, EOFError, UnpicklingError) as error:
            raise WeightsError(f"{path} does not hold the weights of SAMWISE; fetch them again.") from error
        self._net = net.eval().requires_grad_(False).to(self._device)

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        """The one object that the phrase means on frame `index`, or none.

        English goes to the network as it was typed. Raises InputError for words that have no translation.
        """
        words = phrase.text if phrase.text.isascii() else asked_for(phrase)
        numbers = torch.tensor([self._tokens(words.lower())["input_ids"]], device=self._device)
        clip = range(max(0, index + 1 - CLIP), index + 1)
        pictures = torch.stack([self._picture(frames, frame) for frame in clip]).to(self._device)
        with torch.inference_mode():
            *_, answer = follow(self._net, self._net.encode(pictures, numbers), len(clip))
            return self._proposals(answer, frames.size)

    @staticmethod
    def _picture(frames: Frames, index: int) -> torch.Tensor:
        """A frame in the upper left corner of the network's square: (3, 1024, 1024)."""
        seen = resized(picture_of(frames[index]), SHORTEST, SIDE).astype(np.float32) / 255
        values = torch.from_numpy((seen - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32))
        return functional.pad(values.permute(2, 0, 1), (0, SIDE - seen.shape[1], 0, SIDE - seen.shape[0]))

    @staticmethod
    def _proposals(answer: Answer, size: tuple[int, int]) -> list[Proposal]:
        width, height = size
        scale = min(SHORTEST / min(size), SIDE / max(size))
        large = functional.interpolate(answer.logits.float(), (SIDE, SIDE), mode="bilinear", align_corners=False)
        cut = large[..., : max(1, round(height * scale)), : max(1, round(width * scale))]
        logits = functional.interpolate(cut, (height, width), mode="bilinear", align_corners=False)[0, 0]
        mask = np.asarray((logits > 0).cpu().numpy(), np.bool_)
        bounds = bounds_of(mask)
        if bounds is None:
            return []
        sure = torch.sigmoid(answer.presence.float()).mean() * torch.sigmoid(logits[logits > 0]).mean()
        return [Proposal(bounds, float(sure), mask)]


def follow(net: Samwise, seen: Seen, count: int) -> Iterator[Answer]:
    """The object that the words mean on each of an encoded clip's frames, in order; what is kept of them is bounded."""
    past: list[Kept] = []
    decided = 0
    for frame in range(count):
        answer = net.decode(seen, frame, net.conditioned(seen, frame, past))
        better: Answer | None = None
        if frame > DECIDES_EVERY and frame - decided >= DECIDES_EVERY - 1:
            alone = net.decode(seen, frame, net.conditioned(seen, frame, ()))
            verdict = net.conditional_memory_encoder(answer.pointer, alone.early)
            if int(verdict.argmax()) == 1:
                better, decided = alone, frame
        past = [*past, net.remember(seen, frame, answer, better)][-POINTERS:]
        yield answer
