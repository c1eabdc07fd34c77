"""Following pixels out of a hole."""

from __future__ import annotations

import numpy as np

from peanut_studio.ops.trace import Step, trace


def steady(dx: float, hidden: np.ndarray) -> Step:
    flow = np.zeros((*hidden.shape, 2), np.float32)
    flow[..., 0] = dx
    return Step(flow, -flow, hidden)


def test_a_pixel_comes_out_after_as_many_steps_as_the_hole_is_wide() -> None:
    hidden = np.zeros((20, 60), np.bool_)
    hidden[:, 20:30] = True
    found = trace(np.array([[20, 10], [28, 10]], np.float32), [steady(3, hidden)] * 10)
    assert found.hops.tolist() == [4, 1]
    np.testing.assert_allclose(found.places, [[32, 10], [31, 10]], atol=1e-4)
    assert found.error.max() < 1e-4


def test_leaving_the_picture_and_disagreeing_flows_end_a_trace() -> None:
    hidden = np.ones((20, 60), np.bool_)
    assert trace(np.array([[55, 10]], np.float32), [steady(3, hidden)] * 5).hops.tolist() == [0]
    clear = np.zeros((20, 60), np.bool_)
    step = steady(3, clear)
    quarrel = Step(step.flow, step.flow, clear)
    assert trace(np.array([[20, 10]], np.float32), [quarrel]).hops.tolist() == [0]
    assert trace(np.array([[20, 10]], np.float32), [step]).hops.tolist() == [1]


def test_no_steps_find_nothing() -> None:
    assert trace(np.zeros((3, 2), np.float32), []).hops.tolist() == [0, 0, 0]
