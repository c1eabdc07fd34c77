"""Projects and edits to keep in files; also a program that edits until it is killed."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import StudioError
from peanut_studio.model.history import History
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import COLOURS, Project
from peanut_studio.store.project_file import ProjectFile
from peanut_studio.store.project_media import MediaReference


def blob(size: tuple[int, int], x: float, y: float, radius: float) -> np.ndarray:
    """A disc with a rough edge, as tracked objects have."""
    rows, columns = np.mgrid[: size[1], : size[0]]
    angle = np.arctan2(rows - y, columns - x)
    return np.hypot(rows - y, columns - x) < radius * (1 + 0.1 * np.sin(9 * angle + x))


def project_of(count: int, size: tuple[int, int], objects: int = 3) -> Project:
    """A clip with tracked objects."""
    clip = Clip(Path("clip.mp4"), *size, tuple(range(count)), Fraction(1, 25), Fraction(25))
    chosen = []
    for number in range(1, objects + 1):
        drawn = [
            (t, blob(size, 40 * number + t % 97, size[1] * 0.5, size[1] * 0.2 + number + t % 7), 0.9)
            for t in range(count)
        ]
        track = MaskTrack(number, size, count).with_frames(drawn)
        chosen.append(ChosenObject(number, f"Object {number}", COLOURS[number], track=track))
    return Project(clip, Span(0, count), tuple(chosen), 1)


def states(history: History[Project]) -> object:
    """Names and values of all steps, to compare."""

    def facts(project: Project) -> object:
        return project.span, project.objects, project.selected, project.markers

    return (
        facts(history.present),
        [(name, facts(value)) for name, value in history.past],
        [(name, facts(value)) for name, value in history.future],
    )


def edited(history: History[Project], number: int) -> History[Project]:
    """One more step: mostly a painted frame, at times a name or a step back."""
    project = history.present
    if number % 7 == 5:
        return history.undo()
    if number % 5 == 3:
        renamed = project.with_object(1, lambda one: replace(one, name=f"Name {number}"))
        return history.edit("Rename Object", renamed)
    size = project.clip.width, project.clip.height
    frame = number * 37 % project.clip.frame_count
    painted = Correction.of(frame, blob(size, number % size[0], size[1] / 2, 5 + number % 11))
    return history.edit("Paint", project.with_corrections(1 + number % 3, [painted]))


def main(path: Path, count: int, edits: int = 99_999) -> None:
    """Edit without end, or so often; say of each step that it is kept."""
    try:
        edit(path, count, edits)
    except StudioError as error:
        print(f"StudioError: {error}", flush=True)  # noqa: T201


def edit(path: Path, count: int, edits: int) -> None:
    """As `main`. Raises StudioError where the file cannot be written."""
    history = History(project_of(count, (64, 48)))
    file = ProjectFile(path, create=True)
    clip = file.add(MediaReference("clip.mp4", str(path.parent / "clip.mp4"), 1, "f"), history)
    print("kept 0", flush=True)  # noqa: T201
    for number in range(1, edits + 1):
        history = edited(history, number)
        file.keep(clip.clip_id, history, number % count)
        print(f"kept {number}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
