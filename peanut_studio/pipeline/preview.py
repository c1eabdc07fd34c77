"""The mask of one frame while a person is still pointing."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from peanut_studio.engines.contract import SegmentSession
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.model.errors import StudioError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.prompt import Prompt
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.footage import CACHE_BYTES, Footage


class Preview:
    """Answers what an object's mask on a frame would be. Clip and engine are opened when they are first needed.

    Not for use from two threads at once. `weights` is told of files that have to be fetched.
    """

    def __init__(self, footage: Footage, choices: Choices, weights: WeightStore) -> None:
        self._footage, self._choices, self._weights = footage, choices, weights
        self._opened: tuple[ClipReader, SegmentSession] | None = None
        self._known: set[int] = set()
        self.notes: tuple[str, ...] = ()

    def track(self, object_id: int, prompts: Sequence[Prompt]) -> MaskTrack:
        """The object's mask from these prompts, all of one frame, as a track of that one frame.

        Raises the errors of `model.errors` where the prompts do not place the object or the engine cannot be had.
        """
        reader, session = self._opened or self._open()
        if object_id in self._known:
            session.remove(object_id)
            self._known.discard(object_id)
        empty = MaskTrack(object_id, reader.size, len(reader), prompted=frozenset(prompt.frame for prompt in prompts))
        found = empty
        for prompt in prompts:
            mask = session.prompt(object_id, prompt)
            self._known.add(object_id)
            found = empty.with_frames([(prompt.frame, mask, 1.0)])
        return found

    def look_at(self, frame: int) -> None:
        """A question about a frame is likely to come: open what answers it and let that look; nothing is fetched.

        What is wrong is not said: it will be when the question is put.
        """
        with contextlib.suppress(StudioError):
            if self._opened is None and not Workshop(self._choices, self._weights).has_segmenter:
                return
            _, session = self._opened or self._open()
            look = getattr(session, "look_at", None)
            if look is not None:
                look(frame)

    def close(self) -> None:
        """Free what is held."""
        if self._opened is not None:
            reader, session = self._opened
            session.close()
            reader.close()
            self._opened = None

    def _open(self) -> tuple[ClipReader, SegmentSession]:
        self._choices.check("segment", "flow")
        made = Workshop(self._choices, self._weights).segmenter()
        self.notes = made.notes
        reader = open_clip(self._footage.source, frame_rate=self._footage.frame_rate, cache_bytes=CACHE_BYTES)
        self._opened = (reader, made.engine.open(reader))
        return self._opened


def bring_segmenter(choices: Choices, weights: WeightStore) -> None:
    """Import what a preview is made with, where all of it is here; nothing is fetched. What is wrong is not said."""
    with contextlib.suppress(StudioError):
        Workshop(choices, weights).bring_segmenter()
