"""Weights are data: a file that would run something when it is unpickled runs nothing, and is refused in a sentence."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from peanut_studio.engines.catalogue import built_in
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.flow.network import load_checkpoint
from peanut_studio.engines.registry import entry_class, missing_packages
from peanut_studio.model.errors import StudioError, WeightsError
from peanut_studio.model.picture import FrameList

ENGINES = [engine for engine in built_in().engines if engine.weights or engine.optional_weights]


class Trap:
    """Unpickled by somebody who trusts it, it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.folder),)


def test_the_trap_works(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Trap(tmp_path / "sprung")))
    assert (tmp_path / "sprung").exists()


@pytest.mark.parametrize("how", ["pickle", "torch"])
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: f"{engine.task}-{engine.id}")
def test_no_engine_runs_what_lies_in_its_weights(engine: EngineInfo, how: str, tmp_path: Path) -> None:
    if missing := missing_packages(engine):
        pytest.skip(f"needs the packages {', '.join(missing)}")
    content = {"model": Trap(tmp_path / "sprung"), "state_dict": {}, "params": {}}
    path = tmp_path / "weights"
    if how == "pickle":
        path.write_bytes(pickle.dumps(content, protocol=2))
    else:
        torch.save(content, path)
    paths = dict.fromkeys((*engine.weights, *engine.optional_weights), path)
    with pytest.raises(StudioError) as refused:
        _use(engine, paths)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "sprung").exists()


def test_a_call_that_damage_made_up_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """A byte changed in a real checkpoint made its unpickler call what it allows with arguments missing: TypeError."""

    class Short:
        def __reduce__(self) -> Any:
            return torch._utils._rebuild_tensor_v2, (1,)  # type: ignore[attr-defined]

    torch.save({"params": Short()}, tmp_path / "weights")
    with pytest.raises(TypeError):
        torch.load(tmp_path / "weights", weights_only=True)
    with pytest.raises(WeightsError, match="not a readable checkpoint"):
        load_checkpoint(tmp_path / "weights")


def _use(info: EngineInfo, paths: dict[str, Path]) -> None:
    """Some load their weights when they are first used."""
    engine = entry_class(info)(paths, "cpu")
    frames = FrameList([np.full((64, 64, 3), 90, np.uint8)] * 2)
    masks = [np.ones((64, 64), np.bool_)] * 2
    if hasattr(engine, "inpaint"):
        list(engine.inpaint(frames, masks))
    elif hasattr(engine, "flow"):
        engine.flow(frames[0], frames[1])
    elif hasattr(engine, "upscale"):
        list(engine.upscale(frames))
