"""What every registered segmenter promises, whatever its weights: they are untrained here."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from peanut_studio.engines import registry
from peanut_studio.engines.conformance.checks import examine
from peanut_studio.engines.contract import EngineInfo
from tests.engines.untrained import samwise_files

SEGMENTERS = [
    pytest.param(info, marks=pytest.mark.slow if info.words else (), id=info.id)
    for info in registry.engines("segment")
    if info.id != "sam3"
]
"""SAM 3 is put through the same in test_sam3."""

Make = Callable[[EngineInfo], Any]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """An engine with weights that were never trained; the SAM 2 family looks at small pictures."""

    def made(engine: EngineInfo) -> Any:
        missing = registry.missing_packages(engine)
        if missing:
            pytest.skip(f"needs the package {missing[0]}")
        module, name = engine.entry.split(":")
        build = getattr(importlib.import_module(module), name)
        if hasattr(build, "untrained"):
            build.untrained(tmp_path)
            return build({name: tmp_path / name for name in engine.weights}, "cpu")
        path = tmp_path / (engine.weights or ("none",))[0]
        if engine.id == "mobilesam":
            from peanut_studio.nets.mobile_sam import MobileSamNet

            torch.save(MobileSamNet().state_dict(), path)
        elif engine.id.startswith("sam2-"):
            from peanut_studio.engines.segment.sam2_net import build as network

            monkeypatch.setattr(build, "side", 128)
            empty = {
                name: torch.zeros((), dtype=value.dtype).expand(value.shape)
                for name, value in network(build.config, 128).state_dict().items()
            }
            torch.save({"model": empty}, path)
        elif engine.id == "samwise":
            monkeypatch.setattr(build, "size", "tiny")
            monkeypatch.setattr(build, "side", 128)
            return build(samwise_files(tmp_path), "cpu")
        return build({path.name: path}, "cpu")

    return made


@pytest.mark.parametrize("info", SEGMENTERS)
def test_it_does_what_every_segmenter_must(make: Make, info: EngineInfo) -> None:
    assert [finding for finding in examine(make(info), info) if finding.fault] == []
