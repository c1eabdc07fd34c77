"""BasicVSR trained, or trained further, as its paper does: Charbonnier loss, Adam, a cosine of learning rates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.nets.basicvsr import BasicVsr
from peanut_studio.training.losses import charbonnier
from peanut_studio.training.samples import Cutting, Samples

FLOW_SHARE = 0.125
"""Of the learning rate, what the flow inside gets."""


@dataclass(frozen=True)
class TrainRequest:
    """Clips to learn from, and the checkpoint to write: {"params": weights} as BasicSR's, and what resuming needs.

    Training goes on from `target` where it is there; else from the weights `start`, else from nothing. The flow inside
    stays as it is for the first `still` steps. `channels` and `blocks` are those of the network.
    """

    clips: tuple[Path, ...]
    target: Path
    start: Path | None = None
    steps: int = 300000
    rate: float = 2e-4
    still: int = 5000
    save_every: int = 500
    device: str = "cpu"
    channels: int = 64
    blocks: int = 30
    cutting: Cutting = field(default_factory=Cutting)


@dataclass(frozen=True)
class TrainReport:
    """`losses` of the steps done now; `step` counts all."""

    target: Path
    step: int
    losses: tuple[float, ...]


def train(request: TrainRequest) -> Job[TrainReport]:
    """Train. Yields after every step; a job that is closed has saved how far it got."""
    if not request.clips:
        raise InputError("There is nothing to learn from: give at least one clip.")
    if not request.target.parent.is_dir():
        raise InputError(f"There is no folder {request.target.parent}; make it first.")
    net = BasicVsr(request.channels, request.blocks)
    flow = list(net.spynet.parameters())
    rest = [value for name, value in net.named_parameters() if not name.startswith("spynet.")]
    rates = [{"params": rest, "lr": request.rate}, {"params": flow, "lr": request.rate * FLOW_SHARE}]
    first = _begin(request, net)
    net.to(request.device).train()
    optimiser = torch.optim.Adam(rates, betas=(0.9, 0.99))
    if first:
        optimiser.load_state_dict(load_checkpoint(request.target)["optimiser"])
    losses: list[float] = []
    step = first
    samples = Samples(request.clips, request.cutting)
    try:
        yield Progress("training", step, request.steps)
        while step < request.steps:
            for group, share in zip(optimiser.param_groups, (1.0, FLOW_SHARE), strict=True):
                group["lr"] = request.rate * share * _falling(step / request.steps)
            for value in flow:
                value.requires_grad_(step >= request.still)
            small, large = (part.to(request.device) for part in samples[step])
            loss = charbonnier(net(small), large)
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            optimiser.step()
            losses.append(float(loss.detach()))
            step += 1
            if step % request.save_every == 0:
                _save(request.target, net, optimiser, step)
            yield Progress("training", step, request.steps)
    finally:
        samples.close()
        if step > first:
            _save(request.target, net, optimiser, step)
    return TrainReport(request.target, step, tuple(losses))


def _begin(request: TrainRequest, net: BasicVsr) -> int:
    """Fill the network, and say at which step it stands."""
    if request.target.exists():
        content = load_checkpoint(request.target)
        if "optimiser" not in content:
            raise InputError(f"{request.target} is no training of this program; write to another name.")
        load_weights(net, content["params"], request.target)
        return int(content["step"])
    if request.start is not None:
        content = load_checkpoint(request.start)
        state: Mapping[str, Any] = content.get("params", content)
        try:
            load_weights(net, state, request.start)
        except WeightsError as error:
            raise InputError(f"{request.start} does not hold a BasicVSR of that size to start from.") from error
    return 0


def _falling(done: float) -> float:
    """The learning rate as a share of the first one: a cosine from 1 to nearly 0."""
    return max(1e-3, 0.5 * (1 + math.cos(math.pi * done)))


def _save(target: Path, net: BasicVsr, optimiser: torch.optim.Optimizer, step: int) -> None:
    part = target.with_name(f".{target.name}.part")
    torch.save({"params": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, part)
    part.replace(target)
