"""What a model must do. Plugins import this module, `ops` and `model`, and nothing else of the program.

An engine is described by `EngineInfo` (data, read without importing torch) and made by calling its entry class with
`weights` (file name in the catalogue -> path on disk) and `device` ("cpu", "cuda", "cuda:1", "mps").
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import numpy.typing as npt

from peanut_studio.model.clip import Span
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import FlowField, Frame, Frames, Mask, Masks
from peanut_studio.model.prompt import Prompt

if TYPE_CHECKING:
    from peanut_studio.ops.mask_geometry import Bounds

Task: TypeAlias = Literal["segment", "ground", "flow", "inpaint", "upscale"]
Direction: TypeAlias = Literal["forward", "backward", "both"]
WeightPaths: TypeAlias = Mapping[str, Path]
Arrays: TypeAlias = Mapping[str, npt.NDArray[Any]]
Carried: TypeAlias = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class EngineInfo:
    """The facts of one engine, as written in its TOML entry.

    `weights` names files of the weight catalogue; the engine works, less well, without those of `optional_weights`.
    `packages` are Python packages that the program can do without and this engine cannot ("installed:imported" where
    pip calls one otherwise than Python does). `devices` lists what it runs on. `needs` says, for an inpainter, what it
    must see: "frame" (the whole picture; it finds its own region) or "region" (a crop round the mask). `pad_to` is the
    multiple that sides must have; `window` the most frames it takes at once (0 = any); `context` how many frames
    without a hole, before and after those with one, it profits from.
    `smallest` is the side, in pixels, up to which smaller pictures are padded. `block` is a width and a height: regions
    are, where the picture allows, whole multiples of them, and with `one_block` are reduced to just that size.

    Of an upscaler: `scale` is its factor, 0 for any, 1 where it restores pictures at their size; `context` frames on
    either side of a stretch are shown to it to be learned from; `working_bytes` is what it takes for a
    pixel of the input while it makes one picture, `frame_bytes` what it keeps of a pixel of every frame of the
    stretch. `file` is a weight file of the user's own, outside the catalogue. `words` says of a segmenter that it is
    told in words what to follow (a `WordSegmenter`), `slow` of a flow engine that its fields are worth keeping.
    """

    id: str
    task: Task
    title: str
    entry: str
    licence: str
    source: str
    weights: tuple[str, ...] = ()
    optional_weights: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    devices: tuple[str, ...] = ("cpu",)
    needs: Literal["frame", "region"] = "frame"
    pad_to: int = 1
    window: int = 0
    context: int = 30
    half_precision: bool = False
    smallest: int = 1
    block: tuple[int, ...] = ()
    one_block: bool = False
    scale: int = 0
    working_bytes: int = 0
    frame_bytes: int = 0
    file: str = ""
    words: bool = False
    slow: bool = False
    origin: str = "built-in"


@dataclass(frozen=True, eq=False)
class Tracked:
    """One frame's outcome: for each object its mask and a confidence in [0, 1]; below `LOST` it is taken as lost."""

    frame: int
    masks: Mapping[int, Mask]
    confidence: Mapping[int, float]


LOST = 0.3
"""Confidence under which an object counts as lost: its mask is then empty rather than wrong."""

UNSURE = 0.5
"""Confidence under which a frame is worth a look."""


class SegmentSession(Protocol):
    """Objects being tracked through one clip. Objects are numbered from 1 by the caller.

    One that has `look_at(frame)` is told of frames that somebody is about to point at.
    """

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        """Add a prompt for an object and give its mask on that frame, from all its prompts there so far."""
        ...

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        """Carry the prompted objects through `span`, outwards from their prompted frames. Each frame comes once."""
        ...

    def remove(self, object_id: int) -> None:
        """Forget an object."""
        ...

    def close(self) -> None:
        """Free what the session holds."""
        ...


class Segmenter(Protocol):
    """Prompts to masks through a clip.

    One that has a true `remembers` makes use of every prompted frame wherever it tracks, and is told of more of them
    than the nearest.
    """

    def open(self, frames: Frames) -> SegmentSession: ...


class WordSession(SegmentSession, Protocol):
    """A session in which an object is what a phrase means; prompts then correct it."""

    def tell(self, object_id: int, phrase: Phrase) -> None:
        """Say which object it is, before any prompt for it.

        Raises InputError when the phrase has words that the engine cannot use.
        """
        ...


class WordSegmenter(Protocol):
    """Words to masks through a clip: finds the object, and follows it."""

    def open(self, frames: Frames) -> WordSession: ...


@dataclass(frozen=True, eq=False)
class Proposal:
    """Something on a frame that a phrase may mean: its box, a score in [0, 1], and its mask where the engine has one.

    The score is about the thing itself and what it is called; colour, place, size and motion are weighed afterwards.
    """

    box: Bounds
    score: float
    mask: Mask | None = None


class Grounder(Protocol):
    """Words to things in a picture."""

    @property
    def knows_nouns(self) -> bool:
        """Whether it looks for what the words name; else it proposes whatever is there."""
        ...

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        """What frame `index` holds that the phrase may mean, best first. Neighbouring frames may be looked at too.

        Raises InputError when the phrase has words that the engine cannot use.
        """
        ...


class FlowEstimator(Protocol):
    """Motion between two pictures."""

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels."""
        ...


class Inpainter(Protocol):
    """Fills the hole that each mask marks."""

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        """One filled frame for each of the `wanted` frames (all), in order, same shape and dtype.

        The other frames are there to be learned from; what lies outside the mask is not used.
        """
        ...


class FlowCompleter(Protocol):
    """What an inpainter that completes motion behind holes has beside `inpaint`, for that motion to be looked at."""

    def completed_flow(self, frames: Frames, masks: Masks, first: int) -> FlowField:
        """The motion from frame `first` to the next as it is worked with: float32 (H, W, 2), pixels of the frames.

        Not a number where none is believed, for a new shot begins. Raises IndexError without a next frame.
        """
        ...


@dataclass(frozen=True, eq=False)
class Memory:
    """What an inpainter knows when it comes to a frame: arrays of its own, none where it begins.

    `keep` is told, before some of the frames, its number, a function that gives what is known then, and which parts of
    what was known at the last such frame have been made use of since then; None: of all of it. It may be told the same
    at the end, with the number of the frame that is not wanted any more, and nothing that is known. A part is the
    arrays whose names begin with its name and a slash. Of arrays that are `IMPLIED` the frames that are looked at tell
    alone.
    """

    arrays: Arrays = field(default_factory=dict)
    keep: Callable[[int, Callable[[], Arrays], Container[str] | None], None] | None = None


IMPLIED = "implied"
READ_AGAIN = "read again"
"""Among the arrays of a `Memory`, or of a part of it, int64 (N,): the frames that are read again when work goes on with
it."""


class Resumable(Inpainter, Protocol):
    """An inpainter whose pictures depend on what it did before, and which can go on in the middle.

    The outcome is the same to the byte, wherever it began: a picture depends on the memory, on the frames and masks
    of `READ_AGAIN`, and on those of `looks_at`, and on nothing else.
    """

    every: int
    """Between two frames with numbers divisible by it there is something to be kept."""

    def inpaint_from(self, frames: Frames, masks: Masks, wanted: Span, memory: Memory) -> Iterator[Frame]:
        """Like `inpaint`, with what was remembered at the first wanted frame.

        Raises KeyError or ValueError for a memory that is not its own.
        """
        ...

    def looks_at(self, frames: Span) -> Span:
        """Of which frames, the clip's ends left aside, the pictures of `frames` are made, beside what is remembered."""
        ...


class Frugal(Resumable, Protocol):
    """One that tells of which parts of its memory it makes use, so that of work whose memory differs in others the
    pictures can be taken all the same.
    """

    def carried_on(self, index: int, before: Arrays, after: Arrays) -> Arrays:
        """What would be known after some frames, the first of them number `index`, with `before` as the memory, if
        `after` was known then with another memory that was the same in all parts that were made use of.
        """
        ...


class Lessons(Protocol):
    """A torch module that holds the `network` of an engine and tells what it is to make small."""

    network: Any

    def __call__(self, frames: Any, holes: Any, local: int) -> Any:
        """The loss, a tensor of one number, on tensors: frames (T, 3, H, W) in [-1, 1], the first `local` of them
        consecutive, and their holes (T, 1, H, W), 1 inside.
        """
        ...


class Trainable(Protocol):
    """What the class of an inpainter has beside its engines if `train inpaint --engine` is to train it.

    Sides of samples are multiples of `multiple`. Of `lesson_weights`, names in the catalogue, `lessons` gets those
    that are here. What is written is {"params": the network's state, ...}, which the engine's constructor reads.
    """

    multiple: int
    lesson_weights: tuple[str, ...]

    def lessons(self, weights: WeightPaths, width: int | None = None) -> Lessons:
        """A class method. The network, not trained yet; `width` is that of its layers, as it understands it."""
        ...


class Upscaler(Protocol):
    """Enlarges pictures by a whole factor. Windows in time and tiles in space are the caller's."""

    @property
    def scale(self) -> int:
        """How many times larger; 1 where pictures are restored at their own size."""
        ...

    def upscale(self, frames: Frames, wanted: Span | None = None) -> Iterator[Frame]:
        """One picture for each of the `wanted` frames (all), in order, `scale` times the width and height, same dtype.

        The other frames are there to be learned from.
        """
        ...


class CarryingUpscaler(Upscaler, Protocol):
    """An upscaler that takes along, from one window to the next, what it knows of the past, and so of the future.

    What is taken along are arrays in C order, which may lie on a disk in between.
    """

    def upscale_from(self, frames: Frames, wanted: Span, memory: Carried) -> Iterator[Frame]:
        """Like `upscale`. What it left in `memory` at the frame before `wanted` says all about the frames before that
        one, which need not be given then; without that they are looked at. The same holds for what `look_back` left at
        the frame after `wanted`. In the end there is what to take along from the last wanted frame.
        """
        ...

    def look_back(self, frames: Frames, memory: Carried) -> None:
        """Go through frames from the last to the first, and leave in `memory` all that the first knows of those after
        it. What was left there at the last frame says all of that one and those after it; else it is the clip's last.
        """
        ...


Engine: TypeAlias = Any
