from __future__ import annotations

import subprocess
import sys

import pytest

from peanut_studio.engines import device
from peanut_studio.model.errors import DeviceError


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A machine whose cards and Apple GPU a test sets."""
    has: dict[str, object] = {"cards": [], "mps": False}
    monkeypatch.setattr(device, "cuda_names", lambda: has["cards"])
    monkeypatch.setattr(device, "has_mps", lambda: has["mps"])
    return has


def test_auto_takes_the_best_there_is(machine: dict[str, object]) -> None:
    assert device.resolve("auto") == "cpu"
    machine["mps"] = True
    assert device.resolve("auto") == "mps"
    machine["cards"] = ["A card"]
    assert device.resolve("auto") == "cuda"


def test_a_named_device_is_kept_when_it_is_there(machine: dict[str, object]) -> None:
    machine.update(cards=["One", "Two"], mps=True)
    for name in ("cpu", "cuda", "cuda:0", "cuda:1", "mps"):
        assert device.resolve(name) == name


@pytest.mark.parametrize(
    ("name", "cards", "sentence"),
    [
        ("cuda", [], "finds no NVIDIA card; use --device auto or cpu"),
        ("cuda:2", ["One"], r"cuda:2 is not there; this machine has cuda:0 \(One\)"),
        ("mps", [], "mps is not there"),
        ("tpu", [], "'tpu' is not a device"),
        ("cuda:x", [], "'cuda:x' is not a device"),
    ],
)
def test_an_absent_device_is_one_sentence(
    machine: dict[str, object], name: str, cards: list[str], sentence: str
) -> None:
    machine["cards"] = cards
    with pytest.raises(DeviceError, match=sentence):
        device.resolve(name)


def test_the_cpu_is_found_without_torch() -> None:
    program = (
        "import sys; from peanut_studio.engines.device import resolve; print(resolve('cpu'), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["cpu", "False"]


def test_auto_is_something_torch_can_use() -> None:
    import torch

    assert torch.zeros(1, device=device.resolve("auto")).sum().item() == 0
