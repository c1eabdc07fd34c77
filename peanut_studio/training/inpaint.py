"""E2FGVI trained, or trained further: reconstruction, a critic, flow, and consistency in time.

The first three terms and their weights are those of its paper; the last one asks that what is filled
moves with the picture.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.progress import Job
from peanut_studio.nets.e2fgvi import BLOCKS, MULTIPLE, REDUCTION, WIDTH, E2fgvi, reduced
from peanut_studio.nets.patch_critic import PatchCritic
from peanut_studio.training.holes import HoleCutting, HoleSamples
from peanut_studio.training.log import TrainingLog
from peanut_studio.training.loop import TrainReport, course, falling, kept
from peanut_studio.training.losses import consistency, critic_hinge, hole_and_rest


@dataclass(frozen=True)
class Shares:
    """How much each term counts."""

    hole: float = 1.0
    rest: float = 1.0
    critic: float = 0.01
    flow: float = 1.0
    consistency: float = 0.1


@dataclass(frozen=True)
class InpaintTraining:
    """Clips to learn from, and the checkpoint to write: {"params": weights}, and what resuming needs.

    Training goes on from `target` where it is there; else from the weights `start`, else from nothing. The network is
    E2FGVI-HQ's; `width` and `blocks` are those of its transformer, `critic` the share of the critic's widths. Curves
    for TensorBoard are written to the folder `log`.
    """

    clips: tuple[Path, ...]
    target: Path
    start: Path | None = None
    steps: int = 500000
    rate: float = 1e-4
    save_every: int = 500
    device: str = "cpu"
    width: int = WIDTH
    blocks: int = BLOCKS
    critic: float = 1.0
    shares: Shares = field(default_factory=Shares)
    cutting: HoleCutting = field(default_factory=HoleCutting)
    log: Path | None = None


class _Filling:
    """E2FGVI, the critic, their optimisers, and what they learn from."""

    def __init__(self, request: InpaintTraining, content: Mapping[str, Any] | None) -> None:
        self._request = request
        self._net = E2fgvi(any_size=True, width=request.width, blocks=request.blocks)
        self._critic = PatchCritic(request.critic)
        self._guide = copy.deepcopy(self._net.update_spynet)
        if content is not None:
            load_weights(self._net, content["params"], request.target)
            load_weights(self._critic, content["critic"], request.target)
            load_weights(self._guide, content["guide"], request.target)
        elif request.start is not None:
            _start_from(self._net, request.start)
            self._guide.load_state_dict(self._net.update_spynet.state_dict())
        self._guide.requires_grad_(False)
        for part in (self._net, self._critic, self._guide):
            part.to(request.device).train()
        self._optimisers = [
            torch.optim.Adam(part.parameters(), lr=request.rate, betas=(0.0, 0.99))
            for part in (self._net, self._critic)
        ]
        if content is not None:
            for optimiser, name in zip(self._optimisers, ("optimiser", "critic_optimiser"), strict=True):
                optimiser.load_state_dict(content[name])
        self._samples = HoleSamples(request.clips, request.cutting)

    def learn(self, step: int) -> dict[str, float]:
        request = self._request
        for optimiser in self._optimisers:
            optimiser.param_groups[0]["lr"] = request.rate * falling(step / request.steps)
        frames, holes = (part.to(request.device) for part in self._samples[step])
        local = request.cutting.local
        truth, holes_here = frames[:local], holes[:local]
        with self._mixed():
            made, flow_loss = self._made(frames * (1 - holes), truth, local)
        made = made.float()
        filled = made * holes_here + truth * (1 - holes_here)
        critic_loss = self._teach_critic(truth, filled.detach())
        hole, rest = hole_and_rest(made, truth, holes_here)
        shares = request.shares
        loss = shares.hole * hole + shares.rest * rest + shares.flow * flow_loss
        unsteady = consistency(filled, *self._motion(truth))
        convinced = self._critic(filled).mean()
        loss = loss + shares.consistency * unsteady - shares.critic * convinced
        self._stepped(self._optimisers[0], loss)
        terms = {"hole": hole, "rest": rest, "flow": flow_loss, "consistency": unsteady, "convinced": convinced}
        rate = self._optimisers[0].param_groups[0]["lr"]
        told = {name: float(value.detach()) for name, value in terms.items()}
        return {"loss": told["hole"] + told["rest"], **told, "critic": critic_loss, "rate": rate}

    def state(self) -> dict[str, Any]:
        return {
            "params": self._net.state_dict(),
            "critic": self._critic.state_dict(),
            "guide": self._guide.state_dict(),
            "optimiser": self._optimisers[0].state_dict(),
            "critic_optimiser": self._optimisers[1].state_dict(),
        }

    def close(self) -> None:
        self._samples.close()

    def _mixed(self) -> AbstractContextManager[Any]:
        """Short numbers on a card, whole ones elsewhere."""
        kind = self._request.device.split(":")[0]
        return torch.autocast(kind, torch.bfloat16, enabled=kind == "cuda")

    def _made(self, seen: Tensor, truth: Tensor, local: int) -> tuple[Tensor, Tensor]:
        """Pictures of the local frames, and how far completed flow lies from that of the truth."""
        net, small, whole = self._net, reduced(seen[:local]), reduced(truth)
        pairs = ((small[:-1], small[1:]), (small[1:], small[:-1]))
        ahead, back = (net.flow(*pair) for pair in pairs)
        with torch.no_grad():
            wanted = [self._guide(*pair) for pair in ((whole[:-1], whole[1:]), (whole[1:], whole[:-1]))]
        loss = (ahead - wanted[0]).abs().mean() + (back - wanted[1]).abs().mean()
        features = net.encode(seen)
        return net.decode(net.completed(features[:local], features[local:], ahead, back)), loss

    def _motion(self, truth: Tensor) -> tuple[Tensor, Tensor]:
        """Flow of the truth at full size, from each frame to the next, and back."""
        small = reduced(truth)
        with torch.no_grad():
            flows = [self._guide(small[:-1], small[1:]), self._guide(small[1:], small[:-1])]
        one, other = (
            functional.interpolate(flow, truth.shape[-2:], mode="bilinear", align_corners=True) * REDUCTION
            for flow in flows
        )
        return one, other

    def _teach_critic(self, truth: Tensor, filled: Tensor) -> float:
        loss = critic_hinge(self._critic(truth), self._critic(filled))
        self._stepped(self._optimisers[1], loss)
        return float(loss.detach())

    @staticmethod
    def _stepped(optimiser: torch.optim.Optimizer, loss: Tensor) -> None:
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimiser.step()


def train(request: InpaintTraining) -> Job[TrainReport]:
    """Train. Yields after every step; a job that is closed has saved how far it got."""
    if not request.clips:
        raise InputError("There is nothing to learn from: give at least one clip.")
    width, height = request.cutting.size
    if width % MULTIPLE[1] or height % MULTIPLE[0] or request.cutting.local < 2:
        raise InputError(f"Samples are 2 or more frames of whole multiples of {MULTIPLE[1]}x{MULTIPLE[0]} pixels.")
    content = kept(request.target)
    first = int(content["step"]) if content else 0
    log, learner = TrainingLog(request.log), _Filling(request, content)
    return (yield from course(learner, request.target, first, request.steps, request.save_every, log))


def _start_from(net: E2fgvi, start: Path) -> None:
    content = load_checkpoint(start)
    try:
        load_weights(net, content.get("params", content), start)
    except WeightsError as error:
        raise InputError(f"{start} does not hold an E2FGVI-HQ of that size to start from.") from error
