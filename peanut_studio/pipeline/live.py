"""A result that can be looked at while it is being made."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from peanut_studio.media.planes import Planes
from peanut_studio.media.proxy import SEGMENT, ProxyReader, SegmentWriter, small_picture
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame
from peanut_studio.model.progress import Job, Progress

T = TypeVar("T")
FILLING = "filling"


class LiveResult:
    """Small copies of the pictures that a job makes of `span`. One thread writes, another one may look.

    `unchanged` are the numbers, counted from the span's start, of pictures that are the source's own; `waiting` are
    those not yet in a file; `film` is the finished one, None before it is there.
    """

    def __init__(self, folder: Path, span: Span, height: int) -> None:
        self.folder, self.span, self._height = folder, span, height
        self.unchanged: set[int] = set()
        self.waiting: dict[int, Planes] = {}
        self.film: Path | None = None
        self.complete = False
        self.done = 0

    def reader(self) -> ProxyReader:
        """What is in files; for one thread."""
        return ProxyReader.of_pictures(self.folder, self._height)

    def add(self, picture: Frame | None) -> None:
        """The next picture, None for the source's own. Raises OSError where it cannot be kept."""
        if picture is None:
            self.unchanged.add(self.done)
        else:
            self.waiting[self.done] = small_picture(picture)
        self.done += 1
        if self.done % SEGMENT == 0 or self.done == len(self.span):
            self._write_segment()

    def _write_segment(self) -> None:
        first = (self.done - 1) // SEGMENT * SEGMENT
        made = [number for number in range(first, self.done) if number in self.waiting]
        if not made:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        writer = SegmentWriter(self.folder, first // SEGMENT)
        try:
            for number in range(first, self.done):
                # A picture that is the source's own only keeps the place; one that is there already costs nothing.
                nearest = max((one for one in made if one <= number), default=made[0])
                writer.write(self.waiting[nearest])
            writer.finish()
        except BaseException:
            writer.abort()
            raise
        for number in made:
            del self.waiting[number]


def recorded(job: Job[T], live: LiveResult) -> Job[T]:
    """The same job, whose filled pictures also go into `live`. That they cannot be kept there does not stop it."""
    keeps = True
    try:
        while True:
            try:
                progress = next(job)
            except StopIteration as finished:
                live.complete = True
                result: T = finished.value
                return result
            if keeps and _is_picture(progress):
                try:
                    live.add(progress.preview)
                except OSError:
                    keeps = False
            yield progress
    finally:
        job.close()


def _is_picture(progress: Progress) -> bool:
    return progress.stage == FILLING and progress.done > 0
