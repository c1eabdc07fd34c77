"""What a phrase may mean on one frame, for a person who then picks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.progress import run_job
from peanut_studio.model.project import Mark
from peanut_studio.model.prompt import Box, Click
from peanut_studio.ops.mask_geometry import inner_points, outlines
from peanut_studio.pipeline.choice import Choices, Made, Workshop
from peanut_studio.pipeline.footage import CACHE_BYTES, Footage
from peanut_studio.pipeline.ground import LEAST, Candidate, ground

Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Thing:
    """A candidate as it is shown: outlined by closed lines through (x, y), its number at `middle`.

    `marks` point at it, as the person could have. `fits` is whether it matches at all, `meant` whether it is among
    those that the phrase means.
    """

    number: int
    score: float
    marks: tuple[Mark, ...]
    outlines: tuple[Outline, ...]
    middle: tuple[float, float]
    fits: bool
    meant: bool


@dataclass(frozen=True, eq=False)
class Sought:
    """The answer to a phrase on a frame, best first.

    `nameless` are words for things that the engine could not use, `relations` what it could not read.
    """

    text: str
    frame: int
    things: tuple[Thing, ...]
    nameless: str = ""
    relations: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether anything matches."""
        return any(thing.fits for thing in self.things)

    @property
    def meant(self) -> tuple[Thing, ...]:
        """What the phrase means: one, or as many as it says."""
        return tuple(thing for thing in self.things if thing.meant)


class Seeker:
    """Answers phrases about one clip. Clip and engine are opened when they are first needed.

    Not for use from two threads at once. `weights` is told of files that have to be fetched.
    """

    def __init__(self, footage: Footage, choices: Choices, weights: WeightStore) -> None:
        self._footage, self._choices, self._weights = footage, choices, weights
        self._opened: tuple[ClipReader, Made] | None = None

    def find(self, text: str, frame: int) -> Sought:
        """What the phrase may mean on a frame.

        Raises the errors of `model.errors` where it cannot be read or the engine cannot be had.
        """
        phrase = read_phrase(text)
        reader, made = self._opened or self._open()
        found = run_job(ground(reader, phrase, (frame,), made))
        meant = {one.number for one in found.meant}
        things = tuple(replace(thing_of(one), meant=one.number in meant) for one in found.candidates)
        nameless = "" if made.engine.knows_nouns else " ".join(phrase.nouns)
        return Sought(phrase.text, frame, things, nameless, phrase.relations)

    def close(self) -> None:
        """Free what is held."""
        if self._opened is not None:
            self._opened[0].close()
            self._opened = None

    def _open(self) -> tuple[ClipReader, Made]:
        self._choices.check("ground")
        made = Workshop(self._choices, self._weights).grounder()
        reader = open_clip(self._footage.source, frame_rate=self._footage.frame_rate, cache_bytes=CACHE_BYTES)
        self._opened = (reader, made)
        return self._opened


def thing_of(one: Candidate) -> Thing:
    """A candidate made ready to be shown; nothing is known yet of what is meant."""
    x0, y0, x1, y1 = one.box
    marks: tuple[Mark, ...] = (Box(x0, y0, x1, y1, one.frame),)
    lines: tuple[Outline, ...] = (((x0, y0), (x1 + 1, y0), (x1 + 1, y1 + 1), (x0, y1 + 1)),)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    if one.mask is not None:
        lines = outlines(one.mask)
        middle = next(iter(inner_points(one.mask, 1)), middle)
        marks = (*marks, Click(*middle, True, one.frame))
    return Thing(one.number, one.score, marks, lines, middle, one.score >= LEAST, False)
