"""What every training has in common: steps, a checkpoint now and then and at the end, progress."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from peanut_studio.engines.flow.network import load_checkpoint
from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Job, Progress
from peanut_studio.training.log import TrainingLog


@dataclass(frozen=True)
class TrainReport:
    """`losses` of the steps done now; `step` counts all."""

    target: Path
    step: int
    losses: tuple[float, ...]


class Learner(Protocol):
    """Something that gets better step by step."""

    def learn(self, step: int) -> dict[str, float]:
        """Do one step and give what it came to: "loss", and whatever else is worth a curve."""
        ...

    def state(self) -> dict[str, Any]:
        """What going on needs: tensors and numbers by name."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


def course(
    learner: Learner, target: Path, first: int, steps: int, save_every: int, log: TrainingLog
) -> Job[TrainReport]:
    """Steps `first` to `steps` - 1. Yields after each; a job that is closed has saved how far it got."""
    losses: list[float] = []
    step = first
    try:
        yield Progress("training", step, steps)
        while step < steps:
            terms = learner.learn(step)
            losses.append(terms["loss"])
            step += 1
            log.add(step, terms)
            if step % save_every == 0:
                _save(target, learner, step)
            yield Progress("training", step, steps)
    finally:
        learner.close()
        log.close()
        if step > first:
            _save(target, learner, step)
    return TrainReport(target, step, tuple(losses))


def kept(target: Path) -> dict[str, Any] | None:
    """What a stopped training saved there; None where there is nothing. Raises InputError when it is something else."""
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}; make it first.")
    if not target.exists():
        return None
    content = dict(load_checkpoint(target))
    if not {"params", "optimiser", "step"} <= set(content):
        raise InputError(f"{target} is no training of this program; write to another name.")
    return content


def falling(done: float) -> float:
    """The learning rate as a share of the first one: a cosine from 1 to nearly 0."""
    return max(1e-3, 0.5 * (1 + math.cos(math.pi * done)))


def _save(target: Path, learner: Learner, step: int) -> None:
    part = target.with_name(f".{target.name}.part")
    torch.save({**learner.state(), "step": step}, part)
    part.replace(target)
