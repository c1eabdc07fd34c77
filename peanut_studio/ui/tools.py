"""With what the work is done. Made in the thread that does it, for the engines' room takes long to import."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ui.preferences import Preferences

if TYPE_CHECKING:
    from peanut_studio.engines.catalogue import WeightInfo
    from peanut_studio.pipeline.annex import Annex
    from peanut_studio.pipeline.edit import Tools

Say: TypeAlias = Callable[[str], None]
OnBytes: TypeAlias = Callable[[int, int], None]
OnTracks: TypeAlias = Callable[[Mapping[int, MaskTrack]], None]
MakeTools: TypeAlias = "Callable[[Say, OnBytes, OnTracks], Tools]"


class Annexes:
    """The processes in which the engines of one window work; each is begun when it is first needed."""

    def __init__(self) -> None:
        self._working: Annex | None = None
        self._pointing: Annex | None = None
        self._lock = threading.Lock()

    def both(self) -> tuple[Annex, Annex]:
        """That for jobs and that for masks of a frame, which is answered while a job is done."""
        from peanut_studio.pipeline.annex import Annex

        with self._lock:
            self._working, self._pointing = self._working or Annex(), self._pointing or Annex()
            return self._working, self._pointing

    def give_up(self) -> None:
        """End the job in hand, which does not stop by itself."""
        with self._lock:
            working = self._working
        if working is not None:
            working.give_up()

    def give_up_pointing(self) -> None:
        """End what answers for masks of a frame, and does not answer."""
        with self._lock:
            pointing = self._pointing
        if pointing is not None:
            pointing.give_up()

    def stop(self) -> None:
        """End them; what they still do is given up."""
        with self._lock:
            made = [annex for annex in (self._working, self._pointing) if annex is not None]
        for annex in made:
            annex.stop()


def usual_tools(
    prefers: Callable[[], Preferences], may_fetch: Callable[[WeightInfo], bool], annexes: Annexes | None = None
) -> MakeTools:
    """The engines and the device that somebody prefers when the work begins; all is done here or in `annexes`."""

    def make(say: Say, on_bytes: OnBytes, on_tracks: OnTracks) -> Tools:
        from peanut_studio.pipeline.choice import AUTO, Choices
        from peanut_studio.pipeline.edit import Tools
        from peanut_studio.pipeline.models import AskingStore

        now, usual = prefers(), Choices()
        choices = Choices(
            segmenter=now.segment or usual.segmenter,
            flow=now.flow or usual.flow,
            inpainter=now.inpaint or AUTO,
            upscaler=now.upscale or usual.upscaler,
            device=now.device,
            grounder=now.grounder or usual.grounder,
        )
        tools = Tools(choices, AskingStore(may_fetch, announce=say, on_progress=on_bytes), on_tracks)
        if annexes is None:
            return tools
        working, pointing = annexes.both()
        return replace(tools, working=working, pointing=pointing)

    return make
