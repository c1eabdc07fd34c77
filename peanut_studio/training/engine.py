"""An engine's own network trained, with the loss that the engine brings along: that is how plugins are trained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from peanut_studio.engines import registry
from peanut_studio.engines.contract import Lessons, Trainable
from peanut_studio.engines.flow.network import load_checkpoint, load_weights
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.model.progress import Job
from peanut_studio.training.holes import HoleCutting, HoleSamples
from peanut_studio.training.log import TrainingLog
from peanut_studio.training.loop import TrainReport, course, falling, kept

LARGEST_STEP = 1.0
"""The norm that gradients are held to: one odd sample undoes nothing."""


@dataclass(frozen=True)
class EngineTraining:
    """Clips to learn from, and the checkpoint to write: {"params": weights}, and what resuming needs.

    `engine` is the id of an inpainter. Training goes on from `target` where it is there; else from the weights `start`,
    else from nothing. `width` is that of the network, None for its makers'. Curves for TensorBoard are written to the
    folder `log`.
    """

    clips: tuple[Path, ...]
    target: Path
    engine: str
    start: Path | None = None
    steps: int = 500000
    rate: float = 1e-4
    save_every: int = 500
    width: int | None = None
    device: str = "cpu"
    cutting: HoleCutting = field(default_factory=HoleCutting)
    log: Path | None = None


class _Pupil:
    """The network with its loss, the optimiser, and what it learns from."""

    def __init__(self, request: EngineTraining, lessons: Lessons, content: Mapping[str, Any] | None) -> None:
        self._request, self._lessons = request, lessons
        network = lessons.network
        if content is not None:
            load_weights(network, content["params"], request.target)
        elif request.start is not None:
            _start_from(network, request.start, request.engine)
        module: Any = lessons
        module.to(request.device)
        network.train()
        self._optimiser = torch.optim.Adam(network.parameters(), lr=request.rate)
        if content is not None:
            self._optimiser.load_state_dict(content["optimiser"])
        self._samples = HoleSamples(request.clips, request.cutting)

    def learn(self, step: int) -> dict[str, float]:
        request = self._request
        self._optimiser.param_groups[0]["lr"] = request.rate * falling(step / request.steps)
        frames, holes = (part.to(request.device) for part in self._samples[step])
        kind = request.device.split(":")[0]
        with torch.autocast(kind, torch.bfloat16, enabled=kind == "cuda"):
            loss = self._lessons(frames, holes, request.cutting.local)
        self._optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._lessons.network.parameters(), LARGEST_STEP)
        self._optimiser.step()
        return {"loss": float(loss.detach()), "rate": self._optimiser.param_groups[0]["lr"]}

    def state(self) -> dict[str, Any]:
        return {"params": self._lessons.network.state_dict(), "optimiser": self._optimiser.state_dict()}

    def close(self) -> None:
        self._samples.close()


def train(request: EngineTraining, weights: WeightStore | None = None) -> Job[TrainReport]:
    """Train. Yields after every step; a job that is closed has saved how far it got.

    Weights that only the loss looks at are used if they are here; those that are not are announced by the store.
    """
    if not request.clips:
        raise InputError("There is nothing to learn from: give at least one clip.")
    kind = _trainable(request.engine)
    width, height = request.cutting.size
    if width % kind.multiple or height % kind.multiple:
        raise InputError(f"Samples for '{request.engine}' have sides of whole multiples of {kind.multiple} pixels.")
    content = kept(request.target)
    first = int(content["step"]) if content else 0
    lessons = kind.lessons(_at_hand(kind, weights or WeightStore()), request.width)
    log, pupil = TrainingLog(request.log), _Pupil(request, lessons, content)
    return (yield from course(pupil, request.target, first, request.steps, request.save_every, log))


def _trainable(engine: str) -> Trainable:
    kind: Any = registry.entry_class(registry.info("inpaint", engine))
    if not hasattr(kind, "lessons"):
        raise InputError(
            f"The inpaint engine '{engine}' cannot be trained here; 'tgfnet', a plugin, and 'e2fgvi-hq' can."
        )
    found: Trainable = kind
    return found


def _at_hand(kind: Trainable, store: WeightStore) -> dict[str, Path]:
    found = {}
    for name in kind.lesson_weights:
        path = store.path(name)
        if path is None:
            store.announce(
                f"{name} is not here, and what the loss asks of it is left out; 'peanut-studio models fetch {name}'."
            )
        else:
            found[name] = store.verify(name)
    return found


def _start_from(network: torch.nn.Module, start: Path, engine: str) -> None:
    content = load_checkpoint(start)
    try:
        load_weights(network, content.get("params", content), start)
    except WeightsError as error:
        raise InputError(f"{start} does not hold a network of '{engine}' of that width to start from.") from error
