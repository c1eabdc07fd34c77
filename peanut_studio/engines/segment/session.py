"""A clip in which objects are tracked: prompts come in, masks go out. Which network finds them is the `Follower`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from peanut_studio.engines.contract import Direction, Tracked
from peanut_studio.engines.segment.gathering import Found, gathered
from peanut_studio.engines.segment.motion import Motion
from peanut_studio.engines.segment.prompts import Hints, check_known, check_placed, check_prompt, check_propagation
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Mask
from peanut_studio.model.prompt import Prompt

T = TypeVar("T")
"""What a follower remembers of one object from frame to frame."""


class Follower(Protocol[T]):
    """What differs between engines: an object from hints, and the same object on the next frame."""

    def locate(self, index: int, frame: Frame, hints: Hints) -> Found:
        """The object that the hints describe on frame number `index`."""
        ...

    def start(self, index: int, frame: Frame, found: Found) -> T:
        """What has to be remembered of an object from a frame where it is known."""
        ...

    def step(self, index: int, frame: Frame, motion: Motion, tracks: Mapping[int, T]) -> Mapping[int, tuple[Found, T]]:
        """Each track's object on the next frame, and what to remember from now on."""
        ...

    def close(self) -> None:
        """Free what is held."""
        ...


class Session(Generic[T]):
    """The `SegmentSession` of every built-in engine.

    Between two prompted frames of an object each frame is reached from the nearer one. Nothing but the hints, one
    track per object and packed masks of frames that wait for the second sweep is kept.
    """

    def __init__(self, frames: Frames, follower: Follower[T]) -> None:
        self._frames = frames
        self._follower = follower
        self._hints: dict[int, dict[int, Hints]] = {}
        self._keys: dict[int, dict[int, Found]] = {}

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        """Add a prompt for an object and give its mask on that frame, from all its prompts there so far.

        Raises InputError when the prompt lies outside the clip, is empty, or only says where the object is not.
        """
        check_prompt(prompt, self._frames.size, len(self._frames))
        known = self._hints.get(object_id, {}).get(prompt.frame, Hints())
        hints = known.with_prompt(prompt, self._frames.size)
        check_placed(hints, object_id, prompt.frame)
        found = self._follower.locate(prompt.frame, self._frames[prompt.frame], hints)
        self._hints.setdefault(object_id, {})[prompt.frame] = hints
        self._keys.setdefault(object_id, {})[prompt.frame] = found
        return found.mask

    def look_at(self, frame: int) -> None:
        """A prompt on that frame is likely to come: do what can be done before. Raises IndexError outside the clip."""
        look = getattr(self._follower, "look_at", None)
        if look is not None:
            look(frame, self._frames[frame])

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        """Carry the prompted objects through `span`, outwards from their prompted frames. Each frame comes once.

        Frames that no object can be carried to in this direction do not come. Raises InputError when nothing has
        been prompted or the span leaves the clip.
        """
        check_propagation(bool(self._keys), span, len(self._frames))
        return self._propagate(span, direction)

    def remove(self, object_id: int) -> None:
        """Forget an object. Raises InputError when there is none of that number."""
        check_known(object_id, self._keys)
        del self._keys[object_id], self._hints[object_id]

    def close(self) -> None:
        """Free what the session holds."""
        self._keys.clear()
        self._hints.clear()
        self._follower.close()

    def _propagate(self, span: Span, direction: Direction) -> Iterator[Tracked]:
        keys = {object_id: dict(found) for object_id, found in self._keys.items()}
        steps: list[int] = [1, -1] if direction == "both" else [1] if direction == "forward" else [-1]
        sweeps = [self._sweep(keys, span, step, direction) for step in steps]
        return gathered(sweeps, keys, self._frames.size)

    def _sweep(
        self, keys: Mapping[int, Mapping[int, Found]], span: Span, step: int, direction: Direction
    ) -> Iterator[tuple[int, dict[int, Found]]]:
        """Frames of the span one way, with those objects that this sweep is to answer for there."""
        begin = min if step > 0 else max
        index = begin(begin(found) for found in keys.values())
        beyond = span.stop if step > 0 else span.start - 1
        tracks: dict[int, T] = {}
        previous: tuple[int, Frame] | None = None
        while (beyond - index) * step > 0:
            due = {
                number: places
                for number, found in keys.items()
                if (places := _due(found, index, step, direction, span)) is not None
            }
            if not due:
                tracks, previous = {}, None
                index += step
                continue
            frame = self._frames[index]
            tracks = {number: track for number, track in tracks.items() if number in due}
            results: dict[int, Found] = {}
            moving = {number: track for number, track in tracks.items() if index not in keys[number]}
            if moving and previous is not None:
                motion = Motion.between(frame, previous[1])
                for number, (found, track) in self._follower.step(index, frame, motion, moving).items():
                    tracks[number] = track
                    results[number] = found
            for number in due:
                if index in keys[number]:
                    results[number] = keys[number][index]
                    tracks[number] = self._follower.start(index, frame, keys[number][index])
            previous = (index, frame)
            answered = {number: found for number, found in results.items() if due[number]}
            if index in span and answered:
                yield index, answered
            index += step


def _due(found: Mapping[int, Found], index: int, step: int, direction: Direction, span: Span) -> bool | None:
    """Whether a sweep answers for an object on a frame (True), only passes it (False) or need not go there (None).

    Of two sweeps the forward one answers for a prompted frame; of the frames between two prompted ones each sweep
    takes the half that is nearer to where it comes from.
    """
    behind = [key for key in found if (index - key) * step >= 0]
    if not behind:
        return None
    key = max(behind) if step > 0 else min(behind)
    ahead = [other for other in found if (other - index) * step > 0]
    last = span.stop - 1 if step > 0 else span.start
    if ahead:
        following = min(ahead) if step > 0 else max(ahead)
        reach = abs(following - key) - 1
        if direction == "both":
            reach = (reach + (step > 0)) // 2
        last = min(last, key + reach) if step > 0 else max(last, key - reach)
    needed = range(max(key, span.start), last + 1) if step > 0 else range(last, min(key, span.stop - 1) + 1)
    second = direction == "both" and step < 0
    if second and needed and needed[-1] == key:
        needed = needed[:-1]
    if not needed or (last - index) * step < 0:
        return None
    return index in needed
