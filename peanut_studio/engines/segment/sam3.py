"""SAM 3 (Meta 2025): a short English phrase to tracked masks. Its weights are given to those who accept its licence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from peanut_studio.engines.contract import LOST, Direction, Tracked, WeightPaths
from peanut_studio.engines.ground.naming import asked_for
from peanut_studio.engines.segment.gathering import Found, Packed, gathered
from peanut_studio.engines.segment.prompts import Hints, check_known, check_placed, check_prompt, check_range
from peanut_studio.engines.segment.sam2_session import points_of
from peanut_studio.engines.segment.sam3_choice import Meant, check_said, pointed_at
from peanut_studio.engines.segment.sam3_net import Sam3Net
from peanut_studio.engines.segment.word_origins import word_origins
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.prompt import Prompt


class Sam3:
    """The `WordSegmenter` built on SAM 3. Raises WeightsError when the files are not its own."""

    remembers = True

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._net = Sam3Net(weights, device)

    def open(self, frames: Frames) -> Sam3Session:
        """A session over a clip; it keeps no frames."""
        return Sam3Session(frames, self._net)


@dataclass(eq=False)
class Told:
    """An object: what was said of it, the words that the network reads, and what a person gave, by frame."""

    phrase: Phrase
    text: str
    hints: dict[int, Hints] = field(default_factory=dict)
    keys: dict[int, Packed] = field(default_factory=dict)


class Sam3Session:
    """The `WordSession` on SAM 3.

    The network finds all things that the words mean and follows each; which of them the phrase means is decided when
    they appear, by their scores, colour, place and size. All of them, where it says so, are one mask. Prompts say
    which thing is meant from there on; a mask counts to the pixel on its own frame.
    """

    def __init__(self, frames: Frames, net: Sam3Net) -> None:
        self._frames, self._net = frames, net
        self._told: dict[int, Told] = {}

    def tell(self, object_id: int, phrase: Phrase) -> None:
        """Say which object it is. Raises InputError for words that mean nothing to the network."""
        check_said(phrase)
        self._told[object_id] = Told(phrase, asked_for(phrase))

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        """Say which of the things is meant, and get its mask on that frame; it is empty where the network sees none.

        Raises InputError when no words were said for the object, the prompt lies outside the clip, is empty, or only
        says where the object is not.
        """
        size, index = self._frames.size, prompt.frame
        check_prompt(prompt, size, len(self._frames))
        told = self._told.get(object_id)
        if told is None:
            raise InputError("This segmenter follows words: say what the object is, or choose another segmenter.")
        hints = told.hints.get(index, Hints()).with_prompt(prompt, size)
        check_placed(hints, object_id, index)
        if hints.mask is not None and not hints.clicks and hints.box is None:
            found = Found(hints.mask, 1.0)
        else:
            things = self._net.begin([told.text]).step(self._frames[index])
            found = pointed_at(things[told.text], size, list(points_of(hints)))
        told.hints[index] = hints
        told.keys[index] = Packed.of(found)
        return found.mask

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        """Follow the objects through `span`. Each frame comes once.

        Raises InputError when nothing was said or the span leaves the clip.
        """
        if not self._told:
            raise InputError("Nothing says which object is meant; describe it in words first.")
        check_range(span, len(self._frames))
        ways: tuple[int, ...] = {"forward": (1,), "backward": (-1,), "both": (1, -1)}[direction]
        sweeps = [self._sweep(dict(self._told), span, direction, step) for step in ways]
        return gathered(sweeps, tuple(self._told), self._frames.size)

    def remove(self, object_id: int) -> None:
        """Forget an object. Raises InputError when there is none of that number."""
        check_known(object_id, self._told)
        del self._told[object_id]

    def close(self) -> None:
        """Free what the session holds."""
        self._told.clear()

    def _sweep(
        self, objects: dict[int, Told], span: Span, direction: Direction, step: int
    ) -> Iterator[tuple[int, dict[int, Found]]]:
        starts = word_origins({number: told.keys for number, told in objects.items()}, span, direction, step)
        if not starts:
            return
        again = step > 0 or direction == "backward"
        meant = {number: Meant(objects[number].phrase) for number in starts}
        walk = self._net.begin([objects[number].text for number in starts])
        first = min(starts.values()) if step > 0 else max(starts.values())
        for index in range(first, span.stop if step > 0 else span.start - 1, step):
            frame = self._frames[index]
            things = walk.step(frame)
            results: dict[int, Found] = {}
            for number, start in starts.items():
                if (index - start) * step < 0:
                    continue
                told = objects[number]
                if index in told.keys:
                    found = told.keys[index].unpack()
                    meant[number].settle(things[told.text], found.mask)
                else:
                    found = meant[number].follow(things[told.text], frame)
                    if found.confidence < LOST:
                        found = Found(found.mask & False, found.confidence)
                if index in span and (again or index != start):
                    results[number] = found
            if results:
                yield index, results
