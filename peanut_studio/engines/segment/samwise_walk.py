"""One object that words mean, followed from frame to frame: what is remembered of it, and when that is doubted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import torch

from peanut_studio.nets.samwise_net import POINTERS, Answer, Kept, Samwise, Seen

DECIDES_EVERY = 4
"""Frames between two decisions on whether another object fits the words better."""

CLOSEST = 8
"""Frames on which a person pointed at the object that are looked back at, those nearest in time."""


@dataclass(eq=False)
class Walk:
    """A walk through a clip, at any pace; it holds at most POINTERS frames, 1 MB each, beside `keys`.

    `keys` are the frames, by number, on which a person pointed at the object. Where there are some, words do not
    decide any more which object it is: the conditional memory encoder is not asked.
    """

    net: Samwise
    keys: Mapping[int, Kept] = field(default_factory=dict)
    turned: int = 0
    """How often another object was taken to fit the words better."""
    _past: list[Kept] = field(default_factory=list)
    _count: int = 0
    _decided: int = 0

    def step(self, seen: Seen, place: int, frame: int) -> Answer:
        """The object on the next frame, which has number `frame` and is at `place` in its encoded clip."""
        net, count = self.net, self._count
        nearest = sorted(self.keys, key=lambda key: abs(key - frame))[:CLOSEST]
        keys = [self.keys[key] for key in nearest]
        with torch.inference_mode():
            answer = net.decode(seen, place, net.conditioned(seen, place, self._past, keys))
            better: Answer | None = None
            if not keys and count > DECIDES_EVERY and count - self._decided >= DECIDES_EVERY - 1:
                alone = net.decode(seen, place, net.conditioned(seen, place, ()))
                verdict = net.conditional_memory_encoder(answer.pointer, alone.early)
                if int(verdict.argmax()) == 1:
                    better, self._decided, self.turned = alone, count, self.turned + 1
            self._past = [*self._past, net.remember(seen, place, answer, better)][-POINTERS:]
        self._count += 1
        return answer

    def pass_by(self) -> None:
        """The next frame is one on which the object is known."""
        self._count += 1


def walk_clip(net: Samwise, seen: Seen, count: int) -> Iterator[Answer]:
    """The object that the words mean on each of an encoded clip's frames, in order."""
    walk = Walk(net)
    for place in range(count):
        yield walk.step(seen, place, place)
