"""What a person put right of what the network would answer goes along with the object from there on.

A head that was rubbed out belongs to the object for the network on the next frame as well, and a patch that was painted
does not: so both are carried along the flow and put right again on each frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from peanut_studio.engines.segment.motion import Motion
from peanut_studio.model.picture import Mask

LEAST_PART = 0.015
"""Of the object's area: smaller differences are what outlines differ by."""

THINNEST = 160
"""Nor does a difference count that is thinner than about a frame's height divided by this, twice."""

EXPLAINED = 0.4
"""Of what was added, the share that must look as it did a frame ago for it to be followed on."""

SLACK = 40
"""A frame's height by this: so far from what was rubbed out its rest may come into sight on the next frame."""


@dataclass(frozen=True, eq=False)
class Amendment:
    """Masks, bool (H, W): what is to be `added` to the network's answers, and what is to be `removed` from them."""

    added: Mask
    removed: Mask

    @staticmethod
    def of(given: Mask, answer: Mask) -> Amendment | None:
        """How a person's mask differs from the network's answer for the same frame; None where it is alike."""
        added, removed = (_substantial(part, given) for part in (given & ~answer, answer & ~given))
        return Amendment(added, removed) if added.any() or removed.any() else None

    def moved(self, motion: Motion) -> Amendment | None:
        """The same on the next frame; None when nothing of it can be followed."""
        added, removed = (motion.carry(part) > 0.5 for part in (self.added, self.removed))
        if added.any() and motion.recognised[added].mean() < EXPLAINED:
            added = np.zeros_like(added)
        return Amendment(added, removed) if added.any() or removed.any() else None

    def applied(self, answer: Mask, expected: Mask) -> tuple[Mask, Amendment]:
        """The answer put right, and what was put right here. `expected` is the amended mask carried to this frame.

        What the answer has nearer to something rubbed out than to what was kept, is rubbed out as well.
        """
        removed = self.removed & ~self.added
        if removed.any():
            to_removed, to_kept = (
                cv2.distanceTransform((~part).astype(np.uint8), cv2.DIST_L2, 3) for part in (removed, expected)
            )
            near = (to_removed < to_kept) & (to_removed <= max(2.0, answer.shape[0] / SLACK))
            removed = removed | (answer & near)
        mask: Mask = (answer & ~removed) | self.added
        return mask, Amendment(self.added, removed)


def _substantial(part: Mask, whole: Mask) -> Mask:
    """The connected pieces of a part, bool (H, W), that are thick and large enough to be meant."""
    radius = max(1, round(part.shape[0] / THINNEST))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    body = cv2.morphologyEx(part.astype(np.uint8), cv2.MORPH_OPEN, disc)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(body, connectivity=8)
    least = LEAST_PART * np.count_nonzero(whole)
    meant = [number for number in range(1, count) if facts[number, cv2.CC_STAT_AREA] >= least]
    return np.asarray(np.isin(labels, meant), np.bool_)
