"""BasicVSR trained, or trained further, as its paper does: Charbonnier loss, Adam, a cosine of learning rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.progress import Job
from peanut_studio.nets.basicvsr import BasicVsr
from peanut_studio.training.log import TrainingLog
from peanut_studio.training.loop import TrainReport, course, falling, kept
from peanut_studio.training.losses import charbonnier
from peanut_studio.training.samples import Cutting, Samples

FLOW_SHARE = 0.125
"""Of the learning rate, what the flow inside gets."""


@dataclass(frozen=True)
class TrainRequest:
    """Clips to learn from, and the checkpoint to write: {"params": weights} as BasicSR's, and what resuming needs.

    Training goes on from `target` where it is there; else from the weights `start`, else from nothing. The flow inside
    stays as it is for the first `still` steps. `channels` and `blocks` are those of the network. Curves for TensorBoard
    are written to the folder `log`.
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
    log: Path | None = None


class _Enlarging:
    """BasicVSR, its optimiser, and what it learns from."""

    def __init__(self, request: TrainRequest, content: Mapping[str, Any] | None) -> None:
        self._request = request
        net = self._net = BasicVsr(request.channels, request.blocks)
        self._flow = list(net.spynet.parameters())
        if content is not None:
            load_weights(net, content["params"], request.target)
        elif request.start is not None:
            _start_from(net, request.start)
        net.to(request.device).train()
        rest = [value for name, value in net.named_parameters() if not name.startswith("spynet.")]
        rates = [{"params": rest, "lr": request.rate}, {"params": self._flow, "lr": request.rate * FLOW_SHARE}]
        self._optimiser = torch.optim.Adam(rates, betas=(0.9, 0.99))
        if content is not None:
            self._optimiser.load_state_dict(content["optimiser"])
        self._samples = Samples(request.clips, request.cutting)

    def learn(self, step: int) -> dict[str, float]:
        request = self._request
        for group, share in zip(self._optimiser.param_groups, (1.0, FLOW_SHARE), strict=True):
            group["lr"] = request.rate * share * falling(step / request.steps)
        for value in self._flow:
            value.requires_grad_(step >= request.still)
        small, large = (part.to(request.device) for part in self._samples[step])
        loss = charbonnier(self._net(small), large)
        self._optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        self._optimiser.step()
        return {"loss": float(loss.detach()), "rate": self._optimiser.param_groups[0]["lr"]}

    def state(self) -> dict[str, Any]:
        return {"params": self._net.state_dict(), "optimiser": self._optimiser.state_dict()}

    def close(self) -> None:
        self._samples.close()


def train(request: TrainRequest) -> Job[TrainReport]:
    """Train. Yields after every step; a job that is closed has saved how far it got."""
    if not request.clips:
        raise InputError("There is nothing to learn from: give at least one clip.")
    content = kept(request.target)
    first = int(content["step"]) if content else 0
    log, learner = TrainingLog(request.log), _Enlarging(request, content)
    return (yield from course(learner, request.target, first, request.steps, request.save_every, log))


def _start_from(net: BasicVsr, start: Path) -> None:
    content = load_checkpoint(start)
    state: Mapping[str, Any] = content.get("params", content)
    try:
        load_weights(net, state, start)
    except WeightsError as error:
        raise InputError(f"{start} does not hold a BasicVSR of that size to start from.") from error
