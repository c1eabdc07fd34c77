"""The tracking bench on a made-up clip: masks that come late are less right, and as steady as the truth."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.model.picture import Frame, Mask
from tests.bench import tracking

COUNT, STEP = 6, 3


def scene() -> tuple[list[Frame], list[Mask]]:
    rng = np.random.default_rng(1)
    noise = np.asarray(cv2.GaussianBlur(rng.integers(0, 256, (96, 128, 3), np.uint8), (0, 0), 2), np.uint8)
    frames: list[Frame] = [np.ascontiguousarray(np.roll(noise, STEP * t, axis=1)) for t in range(COUNT)]
    down, across = np.mgrid[:96, :128]
    masks: list[Mask] = [(across - 40 - STEP * t) ** 2 + (down - 48) ** 2 < 20**2 for t in range(COUNT)]
    return frames, masks


@pytest.mark.parametrize(("trembles", "steady"), [(0, True), (6, False)])
def test_consistency_is_about_steadiness(monkeypatch: pytest.MonkeyPatch, trembles: int, steady: bool) -> None:
    frames, truth = scene()

    def propagate(*_: object) -> Iterator[object]:
        for t, mask in enumerate(truth):
            # Always four pixels late, and up and down by turns.
            drawn = np.roll(mask, (trembles * (t % 2), -4), axis=(0, 1))
            yield SimpleNamespace(frame=t, masks={1: drawn}, confidence={1: 0.9})

    session = SimpleNamespace(prompt=lambda *_: None, propagate=propagate, close=lambda: None)
    monkeypatch.setattr(registry, "create", lambda *_, **__: SimpleNamespace(open=lambda _: session))
    monkeypatch.setattr(tracking, "load", lambda *_: (frames, truth))
    (found,) = tracking.run(tracking.CLIPS, [tracking.Row("made-up", "click")])
    assert found["frames"] == COUNT
    assert found["j"] < 0.85
    assert found["tc_truth"] > 0.93
    assert (found["tc"] > found["tc_truth"] - 0.02) is steady
