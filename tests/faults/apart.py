"""What a window does, without one: objects are removed by engines in a process of their own, until somebody kills it.

    python -m tests.faults.apart CLIP MASKS RESULTS

Prints the number of the engines' process, then a line for each step, then "done RESULT", or "stopped" and why.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import open_clip
from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import StudioError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import COLOURS, Project
from peanut_studio.model.prompt import Click
from peanut_studio.pipeline.annex import Annex
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.edit import Tools, remove_chosen
from peanut_studio.pipeline.work_folder import WorkFolder


def project_of(path: Path, masks: Path) -> Project:
    """A project whose one object is tracked already."""
    with open_clip(path) as reader:
        clip = reader.clip
    count, size = clip.frame_count, (clip.width, clip.height)
    drawn = [
        (index, np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE) > 0, np.bool_), 0.9)
        for index, file in enumerate(sorted(masks.glob("*.png")))
    ]
    track = MaskTrack(1, size, count).with_frames(drawn)
    marks = (Click(clip.width // 2, clip.height // 2),)
    ball = ChosenObject(1, "Ball", COLOURS[0], marks=marks, track=track, tracked_from=marks)
    return Project(clip, Span(0, count), (ball,), 1)


def main() -> None:
    """Remove, and tell how far it is."""
    clip, masks, results = map(Path, sys.argv[1:4])
    project = project_of(clip, masks)
    annex = Annex()
    annex.begin()
    tools = Tools(Choices(inpainter="propagation", device="cpu"), WeightStore())
    print(annex.number, flush=True)  # noqa: T201
    job = annex.run(remove_chosen, (project, WorkFolder(results)), tools)
    while True:
        try:
            progress = next(job)
        except StopIteration as finished:
            print(f"done {finished.value.result.path}", flush=True)  # noqa: T201
            break
        except StudioError as error:
            print(f"stopped {error}", flush=True)  # noqa: T201
            break
        print(f"{progress.stage} {progress.done}", flush=True)  # noqa: T201
    annex.stop()


if __name__ == "__main__":
    main()
