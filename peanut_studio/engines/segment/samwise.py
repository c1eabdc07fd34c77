"""SAMWISE (Cuttano et al., CVPR 2025) as a tracker: words to masks through a clip, eight frames at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch

from peanut_studio.engines.contract import LOST, Direction, Tracked, WeightPaths
from peanut_studio.engines.segment.gathering import Found, Packed, gathered
from peanut_studio.engines.segment.prompts import Hints, check_known, check_placed, check_prompt, check_range
from peanut_studio.engines.segment.samwise_sight import CLIP, Sight, load_sight
from peanut_studio.engines.segment.samwise_walk import Walk
from peanut_studio.engines.segment.word_origins import word_origins
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.prompt import Prompt
from peanut_studio.nets.samwise_net import SIDE, Kept


class SamwiseTracker:
    """The `WordSegmenter` built on SAMWISE base plus. Raises WeightsError when the file does not hold its weights."""

    remembers = True
    size, side = "base", SIDE

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._sight = load_sight(weights, device, self.size, self.side)

    def open(self, frames: Frames) -> SamwiseSession:
        """A session over a clip; it keeps no frames."""
        return SamwiseSession(frames, self._sight)


@dataclass(frozen=True, eq=False)
class Key:
    """A frame on which a person pointed at the object: what was said, and what the network remembers of it."""

    hints: Hints
    kept: Kept
    packed: Packed


@dataclass(eq=False)
class Meant:
    """An object: the words for it, by number, and the frames on which it is known."""

    words: torch.Tensor
    keys: dict[int, Key] = field(default_factory=dict)


class SamwiseSession:
    """The `WordSession` on SAMWISE.

    Frames are encoded in clips of eight, in the light of the words, so every object has its own encoding; what is
    remembered goes on from clip to clip. Held are one encoded clip (134 MB at full size), 15 passed frames of each
    object (1 MB each) and those that were prompted, however long the clip. An object of which only words are known
    is followed from the beginning of the range; one that was pointed at, from there, both ways.
    """

    def __init__(self, frames: Frames, sight: Sight) -> None:
        self._frames = frames
        self._sight = sight
        self._meant: dict[int, Meant] = {}

    def tell(self, object_id: int, phrase: Phrase) -> None:
        """Say which object it is. Raises InputError for words that have no translation."""
        self._meant[object_id] = Meant(self._sight.read(phrase))

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        """Point at an object that words were said for, and get its mask on that frame; a mask counts to the pixel.

        Raises InputError when no words were said for it, the prompt lies outside the clip, is empty, or only says
        where the object is not.
        """
        check_prompt(prompt, self._frames.size, len(self._frames))
        meant = self._meant.get(object_id)
        if meant is None:
            raise InputError("This segmenter follows words: say what the object is, or choose another segmenter.")
        index, size, net = prompt.frame, self._frames.size, self._sight.net
        key = meant.keys.get(index)
        hints = (key.hints if key else Hints()).with_prompt(prompt, size)
        check_placed(hints, object_id, index)
        clip = range(max(0, index + 1 - CLIP), index + 1)
        seen = self._sight.see([self._sight.picture(self._frames[frame]) for frame in clip], meant.words)
        last = len(clip) - 1
        with torch.inference_mode():
            answer = net.decode(seen, last, net.conditioned(seen, last, ()), self._sight.pointed(hints, size))
            kept = net.remember(seen, last, answer)
        only_mask = hints.mask is not None and not hints.clicks and hints.box is None
        found = Found(hints.mask, 1.0) if only_mask and hints.mask is not None else self._sight.found(answer, size)
        meant.keys[index] = Key(hints, kept, Packed.of(found))
        return found.mask

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        """Follow the objects through `span`. Each frame comes once.

        Raises InputError when nothing was said or the span leaves the clip.
        """
        if not self._meant:
            raise InputError("Nothing says which object is meant; describe it in words first.")
        check_range(span, len(self._frames))
        ways: tuple[int, ...] = {"forward": (1,), "backward": (-1,), "both": (1, -1)}[direction]
        sweeps = [self._sweep(dict(self._meant), span, direction, step) for step in ways]
        return gathered(sweeps, tuple(self._meant), self._frames.size)

    def remove(self, object_id: int) -> None:
        """Forget an object. Raises InputError when there is none of that number."""
        check_known(object_id, self._meant)
        del self._meant[object_id]

    def close(self) -> None:
        """Free what the session holds."""
        self._meant.clear()

    def _sweep(
        self, objects: dict[int, Meant], span: Span, direction: Direction, step: int
    ) -> Iterator[tuple[int, dict[int, Found]]]:
        """From where the objects begin to the end of the span."""
        starts = word_origins({number: meant.keys for number, meant in objects.items()}, span, direction, step)
        if not starts:
            return
        again = step > 0 or direction == "backward"
        walks = {
            number: Walk(self._sight.net, {frame: key.kept for frame, key in objects[number].keys.items()})
            for number in starts
        }
        first = min(starts.values()) if step > 0 else max(starts.values())
        end = span.stop if step > 0 else span.start - 1
        for begin in range(first, end, step * CLIP):
            clip = range(begin, end, step)[:CLIP]
            pictures = [self._sight.picture(self._frames[index]) for index in clip]
            outcome: dict[int, dict[int, Packed]] = {index: {} for index in clip}
            for number, start in starts.items():
                late = next((place for place, index in enumerate(clip) if (index - start) * step >= 0), None)
                if late is not None:
                    for index, packed in self._through(walks[number], objects[number], clip[late:], pictures[late:]):
                        if index in span and (again or index != start):
                            outcome[index][number] = packed
            for index in clip:
                if outcome[index]:
                    yield index, {number: packed.unpack() for number, packed in outcome[index].items()}

    def _through(
        self, walk: Walk, meant: Meant, clip: range, pictures: Sequence[torch.Tensor]
    ) -> Iterator[tuple[int, Packed]]:
        """One object on the frames of a clip."""
        seen = self._sight.see(pictures, meant.words)
        for place, index in enumerate(clip):
            if index in meant.keys:
                walk.pass_by()
                yield index, meant.keys[index].packed
                continue
            found = self._sight.found(walk.step(seen, place, index), self._frames.size)
            yield index, Packed.of(found if found.confidence >= LOST else Found(found.mask & False, found.confidence))
