from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.quality.residue import Residue, residue


def test_what_is_gone_is_not_found_again() -> None:
    rng = np.random.default_rng(5)
    clean = np.clip(60 + rng.normal(0, 6, (120, 160, 3)), 0, 255).astype(np.uint8)
    down, across = np.mgrid[:120, :160]
    mask = (across - 80) ** 2 / 2 + (down - 60) ** 2 < 22**2
    original = clean.copy()
    original[mask] = (220, 60, 40)
    segmenter = registry.create("segment", "grabcut", device="cpu")
    gone = residue(original, clean, mask, segmenter)
    assert gone is not None
    assert gone.before > 0.9
    assert gone.after < 0.8 * gone.before
    left = residue(original, original, mask, segmenter)
    assert left is not None
    assert left.share == 1
    assert residue(original, clean, np.zeros_like(mask), segmenter) is None


def test_its_share_is_between_nothing_and_all() -> None:
    assert Residue(0.8, 0.2).share == pytest.approx(0.25)
    assert Residue(0.5, 0.9).share == 1
    assert Residue(0.0, 0.4).share == 0
