"""Cast shadows against their labels (CDnet's highway): `python -m tests.bench.shadows`.

Moving cars are given as masks, label 255; what is found beside them is held against label 50, cast shadow. Where the
labels know nothing, 170, a rim of some five pixels round cars and shadows, nothing counts. Masks are grown on purpose,
so that no rim of a shadow stays: *as used* is how they are then, *within 8 px* lets the rim and that pass.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.segment.shadow import with_shadows
from peanut_studio.media.images import read_image
from peanut_studio.model.picture import FrameList, Mask
from peanut_studio.ops.motion import dilated
from tests.bench.filling import CLIPS

CLIP = "cdnet_highway"
SHADOW, UNKNOWN, MOVING = 50, 170, 255
NEARLY = 8

Labels = npt.NDArray[np.uint8]


def load(folder: Path) -> tuple[list[npt.NDArray[np.uint8]], list[Labels]]:
    """Frames (H, W, 3) and labels (H, W)."""
    frames = [cv2.cvtColor(read_image(path), cv2.COLOR_BGR2RGB) for path in sorted((folder / "frames").iterdir())]
    labels = [np.atleast_3d(read_image(path))[..., 0] for path in sorted((folder / "masks_cdnet").iterdir())]
    return [np.asarray(frame, np.uint8) for frame in frames], [np.asarray(one, np.uint8) for one in labels]


def counts(found: Mask, labels: Labels, nearly: int) -> npt.NDArray[np.int64]:
    """Pixels found that are right, pixels found, shadow's pixels that are found, shadow's pixels; where labels know."""
    known = (labels != UNKNOWN) & (labels != MOVING)
    shadow = labels == SHADOW
    taken, near = found & known, dilated(shadow, nearly) if nearly else shadow
    return np.array([(taken & near).sum(), taken.sum(), (taken & shadow).sum(), shadow.sum()], np.int64)


def run(clips: Path = CLIPS) -> list[dict[str, Any]]:
    """Precision, recall and their harmonic mean over all pixels of all frames."""
    frames, labels = load(clips / CLIP)
    masks = [one == MOVING for one in labels]
    begun = time.perf_counter()
    found = list(with_shadows(FrameList(frames), masks))
    seconds = (time.perf_counter() - begun) / len(frames)
    rows = []
    for name, nearly in (("as used", 0), (f"within {NEARLY} px", NEARLY)):
        right, taken, hit, all_of_it = sum(
            counts(one & ~mask, label, nearly) for one, mask, label in zip(found, masks, labels, strict=True)
        )
        precision, recall = right / max(1, taken), hit / max(1, all_of_it)
        rows.append(
            {
                "way": name,
                "precision": float(precision),
                "recall": float(recall),
                "f": float(2 * precision * recall / max(1e-9, precision + recall)),
                "frames": len(frames),
                "seconds": seconds,
            }
        )
    return rows


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(f"{row}\n")
