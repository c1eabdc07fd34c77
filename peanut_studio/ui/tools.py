"""With what the work is done. Made in the thread that does it, for the engines' room takes long to import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.ui.preferences import Preferences

if TYPE_CHECKING:
    from peanut_studio.engines.catalogue import WeightInfo
    from peanut_studio.pipeline.edit import Tools

Say: TypeAlias = Callable[[str], None]
OnBytes: TypeAlias = Callable[[int, int], None]
OnTracks: TypeAlias = Callable[[Mapping[int, MaskTrack]], None]
MakeTools: TypeAlias = "Callable[[Say, OnBytes, OnTracks], Tools]"


def usual_tools(prefers: Callable[[], Preferences], may_fetch: Callable[[WeightInfo], bool]) -> MakeTools:
    """The engines and the device that somebody prefers at the time the work begins."""

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
            grounder=now.ground or usual.grounder,
        )
        return Tools(choices, AskingStore(may_fetch, announce=say, on_progress=on_bytes), on_tracks)

    return make
