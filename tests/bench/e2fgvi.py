"""E2FGVI against its authors' way of going through a clip: `python -m tests.bench.e2fgvi` (a quarter of an hour).

Weights are drawn by chance, for how long it takes does not depend on them. *The authors' way* is written down once
more: each look of 16 frames by itself, in float32, all of its frames encoded and all of its flows measured for it, and
what two looks say of a frame averaged. The layers are ours but for deformable convolution, which is torchvision's there
and runs on one core, as theirs does; whole looks go through each at once, as in their program. Only the frames that are
used are decoded, which their program does not do: its own time is longer rather than shorter.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from peanut_studio.engines import registry
from peanut_studio.model.picture import FrameList
from tests.bench.filling import CASES, load_frames, load_masks
from tests.e2fgvi_by_the_authors import checkpoint, the_authors_way

SIZE = (432, 240)
WAYS = ("authors", "e2fgvi", "e2fgvi-fast")
"""In whole numbers by every look alone; each frame and flow once; each frame filled once, in short numbers."""


def one(way: str, path: Path, count: int) -> dict[str, object]:
    """Seconds of wall time a frame, peak memory of this process, and the filled frames as they were written."""
    case = CASES[0]
    frames = load_frames(case.clip, case.start, count, SIZE)
    masks = load_masks(case, count, SIZE)
    begun, busy = time.perf_counter(), time.process_time()
    if way == "authors":
        pictures = the_authors_way(path, frames, masks, any_size=False)
        found = [
            np.where(mask[..., None], ((picture.transpose(1, 2, 0) + 1) / 2 * 255).round().astype(np.uint8), frame)
            for picture, frame, mask in zip(pictures, frames, masks, strict=True)
        ]
    else:
        engine = registry.entry_class(registry.info("inpaint", way))({"net.pth": path}, "cpu")
        found = list(engine.inpaint(FrameList(frames), masks))
    wall, busy = time.perf_counter() - begun, time.process_time() - busy
    np.save(path.with_name(f"{way}.npy"), np.stack(found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"way": way, "frames": count, "wall": wall / count, "busy": busy / count, "peak_mb": peak}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--one", nargs=2, metavar=("WAY", "PATH"))
    told = parser.parse_args()
    if told.one:
        sys.stdout.write(json.dumps(one(told.one[0], Path(told.one[1]), told.frames)) + "\n")
        return
    with tempfile.TemporaryDirectory() as name:
        path = checkpoint(Path(name), any_size=False)
        for way in told.ways.split(","):
            command = [
                sys.executable,
                "-m",
                "tests.bench.e2fgvi",
                "--frames",
                str(told.frames),
                "--one",
                way,
                str(path),
            ]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            row = json.loads(answer.stdout.splitlines()[-1])
            theirs = path.with_name("authors.npy")
            if way != "authors" and theirs.exists():
                apart = np.abs(np.load(path.with_name(f"{way}.npy")).astype(int) - np.load(theirs))
                row |= {"most_apart": int(apart.max()), "mean_apart": float(apart.mean())}
            sys.stdout.write(json.dumps(row) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
