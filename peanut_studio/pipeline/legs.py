"""What has to be tracked anew of an object, as ways out from what was said of it."""

from __future__ import annotations

from dataclasses import dataclass

from peanut_studio.engines.contract import Direction
from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.territory import territories, within, without


@dataclass(frozen=True)
class Leg:
    """The frames `frames`, reached from frame `key` onwards (`step` 1) or backwards (-1).

    Where `until_agrees`, it ends early once the new masks are like those that are there.
    """

    key: int
    step: int
    frames: Span
    until_agrees: bool = True

    @property
    def first(self) -> int:
        """The frame nearest to the key."""
        return self.frames.start if self.step > 0 else self.frames.stop - 1

    def rest(self, frame: int) -> Span:
        """The frames from one on, in the leg's direction."""
        return Span(frame, self.frames.stop) if self.step > 0 else Span(self.frames.start, frame + 1)


def legs_needed(chosen: ChosenObject, span: Span) -> tuple[Leg, ...]:
    """All that is to be tracked, or tracked again, of an object in `span`: each frame from its nearest key frame."""
    wanted = chosen.untracked_over(span)
    return tuple(
        leg
        for territory in territories(chosen.keys, span)
        for part in within(wanted, territory.span)
        for leg in _outwards(territory.key, part, "both", until_agrees=True)
    )


def legs_from(chosen: ChosenObject, frame: int, direction: Direction, span: Span) -> tuple[Leg, ...]:
    """From the object's mask on a frame up to the next frame, either way, of which something was said.

    Masks that are there already end it early only where the frame says something new. Raises InputError when the
    object has no mask on the frame, or the frame lies outside of `span`.
    """
    if frame not in span:
        raise InputError(f"Frame {frame} is outside the range from {span.start} to {span.stop - 1}: widen the range.")
    if frame not in chosen.keys and (chosen.track is None or not chosen.track.area(frame)):
        raise InputError(f"{chosen.name} has no mask on frame {frame}: point at it or paint it there first.")
    before = max((key + 1 for key in chosen.keys if key < frame), default=span.start)
    after = min((key for key in chosen.keys if key > frame), default=span.stop)
    reach = Span(max(before, span.start), min(after, span.stop))
    has_mask = chosen.correction_on(frame) is not None or frame not in chosen.keys
    known = [*chosen.gone, Span(frame, frame + 1)] if has_mask else chosen.gone
    new = chosen.is_new(frame)
    return tuple(leg for part in without([reach], known) for leg in _outwards(frame, part, direction, until_agrees=new))


def _outwards(key: int, part: Span, direction: Direction, until_agrees: bool) -> list[Leg]:
    legs = []
    if direction != "backward" and part.stop > key:
        legs.append(Leg(key, 1, Span(max(part.start, key), part.stop), until_agrees))
    if direction != "forward" and part.start < key:
        legs.append(Leg(key, -1, Span(part.start, min(part.stop, key)), until_agrees))
    if direction == "backward" and key in part:
        legs.append(Leg(key, 1, Span(key, key + 1), until_agrees))
    return legs
