"""SAMWISE's adapters trained, or trained further; SAM 2 and RoBERTa, between whose layers they sit, stay as they are.

Dice and focal loss on the masks of a short clip, followed as it will be (what is remembered is the network's own), and
cross entropy on the decisions of the conditional memory encoder, which learns from pointers only: its loss moves no
other part. The paper's loss terms; their weights are those that ReferFormer (Wu et al., CVPR 2022) uses for masks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import torch
from torch import Tensor, nn

from peanut_studio.engines.segment.samwise_sight import load_net
from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Job
from peanut_studio.nets.samwise import Adapters
from peanut_studio.nets.samwise_net import CHANNELS, SIDE, Answer, Kept, Samwise, Seen
from peanut_studio.training.log import TrainingLog
from peanut_studio.training.loop import TrainReport, course, falling, kept
from peanut_studio.training.losses import dice, focal, turning
from peanut_studio.training.phrases import Lessons
from peanut_studio.training.referring import read_referring

TRAINED = ("cmt_adapters.", "conditional_memory_encoder.", "sam.sam_prompt_encoder.project_text.")
"""What the names of trained parts begin with: the adapters, the decision, and what makes words a prompt."""

Verdict: TypeAlias = tuple[Tensor, Tensor, Tensor]
"""A decision: its logits (1, 2), and the overlap with the truth (1,) of what is tracked and of what memory-free sight
finds."""

LARGEST_STEP = 0.1
"""Norm that gradients are cut to."""


@dataclass(frozen=True)
class MaskShares:
    """How much each term counts."""

    dice: float = 5.0
    focal: float = 2.0
    turning: float = 1.0


@dataclass(frozen=True, eq=False)
class MaskTraining:
    """A data set (see `referring`), and the checkpoint to write: {"params": trained parts}, and what resuming needs.

    Training goes on from `target` where it is there. `start` is a whole checkpoint of SAMWISE: what stays as it is
    comes from it, and with `fresh` no more; None is for tests, for nothing can be learned on networks that know
    nothing. `tokens` numbers words, as a tokenizer of `transformers`. Samples are `frames` frames, `side` pixels
    square. With `whole` a checkpoint that the engine takes is written there at the end.
    """

    data: Path
    target: Path
    tokens: Any
    start: Path | None = None
    fresh: bool = False
    steps: int = 50000
    rate: float = 1e-4
    save_every: int = 500
    device: str = "cpu"
    size: str = "base"
    side: int = SIDE
    frames: int = 8
    mirror: bool = True
    whole: Path | None = None
    log: Path | None = None
    shares: MaskShares = field(default_factory=MaskShares)


class _Following:
    """The network, of which little learns, its optimiser, and what it learns from."""

    def __init__(self, request: MaskTraining, content: Mapping[str, Any] | None) -> None:
        self._request = request
        self._lessons = Lessons(read_referring(request.data), request.frames, request.side, request.mirror)
        self.net = Samwise(request.size, request.side)
        if request.start is not None:
            load_net(self.net, request.start)
        if request.fresh:
            new = Adapters(CHANNELS[request.size])
            self.net.cmt_adapters.load_state_dict(new.cmt_adapters.state_dict())
            self.net.conditional_memory_encoder.load_state_dict(new.conditional_memory_encoder.state_dict())
        if content is not None:
            _fill(self.net, content["params"], request.target)
        self.net.eval().requires_grad_(False).to(request.device)
        for part in trained_parts(self.net):
            part.train().requires_grad_(True)
        self._learned = [value for value in self.net.parameters() if value.requires_grad]
        self._optimiser = torch.optim.AdamW(self._learned, lr=request.rate, weight_decay=1e-4)
        if content is not None:
            self._optimiser.load_state_dict(content["optimiser"])

    def learn(self, step: int) -> dict[str, float]:
        request = self._request
        self._optimiser.param_groups[0]["lr"] = request.rate * falling(step / request.steps)
        lesson = self._lessons[step]
        numbers = torch.tensor([request.tokens(lesson.text.lower())["input_ids"]], device=request.device)
        truth = lesson.masks.to(request.device)
        with self._mixed():
            seen = self.net.encode(lesson.pictures.to(request.device), numbers)
            logits, verdicts = follow(self.net, seen, truth)
        loss, terms = self._loss(logits, truth, verdicts)
        self._optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self._learned, LARGEST_STEP)
        self._optimiser.step()
        return terms

    def state(self) -> dict[str, Any]:
        return {"params": trained_state(self.net), "optimiser": self._optimiser.state_dict()}

    def close(self) -> None:
        """Nothing is held open."""

    def _loss(self, logits: Tensor, truth: Tensor, verdicts: Sequence[Verdict]) -> tuple[Tensor, dict[str, float]]:
        shares = self._request.shares
        overlap, pixels = dice(logits, truth), focal(logits, truth)
        loss = shares.dice * overlap + shares.focal * pixels
        terms = {"loss": float(loss.detach()), "dice": float(overlap.detach()), "focal": float(pixels.detach())}
        if verdicts:
            said, tracked, other = (torch.cat(values) for values in zip(*verdicts, strict=True))
            decision = turning(said, tracked, other)
            loss = loss + shares.turning * decision
            terms["turning"] = float(decision.detach())
        return loss, terms

    def _mixed(self) -> AbstractContextManager[Any]:
        """Short numbers on a card, whole ones elsewhere."""
        kind = self._request.device.split(":")[0]
        return torch.autocast(kind, torch.bfloat16, enabled=kind == "cuda")


def train(request: MaskTraining) -> Job[TrainReport]:
    """Train. Yields after every step; a job that is closed has saved how far it got."""
    if request.side % 64 or request.side <= 0:
        raise InputError(f"The network sees pictures whose side is a multiple of 64 pixels, not {request.side}.")
    if request.whole is not None and not request.whole.parent.is_dir():
        raise InputError(f"There is no folder {request.whole.parent}; make it first.")
    content = kept(request.target)
    first = int(content["step"]) if content else 0
    learner = _Following(request, content)
    log = TrainingLog(request.log)
    report = yield from course(learner, request.target, first, request.steps, request.save_every, log)
    if request.whole is not None:
        part = request.whole.with_name(f".{request.whole.name}.part")
        torch.save({"model": learner.net.cpu().state_dict()}, part)
        part.replace(request.whole)
    return report


def follow(net: Samwise, seen: Seen, truth: Tensor) -> tuple[Tensor, list[Verdict]]:
    """A clip followed as it will be, from its first frame.

    Gives logits (T, h, w), as large as the `truth`, and a verdict for every frame with a memory.
    """
    past: list[Kept] = []
    logits: list[Tensor] = []
    verdicts: list[Verdict] = []
    for place in range(len(truth)):
        answer = net.decode(seen, place, net.conditioned(seen, place, past))
        # Whether the object is there is not learned here, and must not hide what is.
        answer = replace(answer, logits=answer.raw)
        if past:
            with torch.no_grad():
                alone = net.decode(seen, place, net.conditioned(seen, place, ()))
            said = net.conditional_memory_encoder(answer.pointer.detach(), alone.early.detach())
            verdicts.append((said.float(), _overlap(answer, truth[place]), _overlap(alone, truth[place])))
        past.append(net.remember(seen, place, answer))
        logits.append(_cut(answer, truth[place]))
    return torch.stack(logits), verdicts


def trained_parts(net: Samwise) -> Iterator[nn.Module]:
    """The modules that learn."""
    sam: Any = net.sam
    yield from (net.cmt_adapters, net.conditional_memory_encoder, sam.sam_prompt_encoder.project_text)


def trained_state(net: Samwise) -> dict[str, Tensor]:
    """The trained parts, under the names that they have in the whole network."""
    return {name: value for name, value in net.state_dict().items() if name.startswith(TRAINED)}


def _cut(answer: Answer, truth: Tensor) -> Tensor:
    rows, columns = truth.shape
    return answer.raw[0, 0, :rows, :columns].float()


def _overlap(answer: Answer, truth: Tensor) -> Tensor:
    found, wanted = _cut(answer, truth).detach() > 0, truth > 0
    both, either = (found & wanted).sum(), (found | wanted).sum()
    return (both / either.clamp_min(1))[None] if either else torch.ones_like(both, dtype=torch.float32)[None]


def _fill(net: Samwise, params: Mapping[str, Tensor], target: Path) -> None:
    wanted = {name: value.shape for name, value in trained_state(net).items()}
    if {name: value.shape for name, value in params.items()} != wanted:
        raise InputError(f"{target} holds the training of another network; write to another name.")
    net.load_state_dict(dict(params), strict=False)
