"""The mask of one frame while a person is still pointing, found in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Job, run_job
from peanut_studio.model.prompt import Prompt
from peanut_studio.pipeline.annex import Annex
from peanut_studio.pipeline.edit import Tools
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.preview import Preview


class FarPreview:
    """As `preview.Preview`, whose engine is in the `annex`; there is one at a time."""

    def __init__(self, footage: Footage, tools: Tools, annex: Annex) -> None:
        self._footage, self._tools, self._annex = footage, tools, annex
        self.notes: tuple[str, ...] = ()

    def track(self, object_id: int, prompts: Sequence[Prompt]) -> MaskTrack:
        """The object's mask from these prompts, as `Preview.track` has it. Raises AnnexLost where the process dies."""
        found, self.notes = run_job(self._annex.run(_find, (self._footage, object_id, tuple(prompts)), self._tools))
        return found

    def look_at(self, frame: int) -> None:
        """As `Preview.look_at` has it. Raises AnnexLost."""
        run_job(self._annex.run(_look, (self._footage, frame), self._tools))

    def close(self) -> None:
        """Free what is held there."""
        if self._annex.number is not None:
            run_job(self._annex.run(_forget, (), self._tools))


def preview_for(footage: Footage, tools: Tools) -> Preview | FarPreview:
    """What answers for a clip: in a process of its own where there is one."""
    if tools.pointing is None:
        return Preview(footage, tools.choices, tools.weights)
    return FarPreview(footage, tools, tools.pointing)


@dataclass(frozen=True, eq=False)
class _Held:
    footage: Footage
    choices: object
    preview: Preview


_held: list[_Held] = []


def _find(
    footage: Footage, object_id: int, prompts: tuple[Prompt, ...], tools: Tools
) -> Job[tuple[MaskTrack, tuple[str, ...]]]:
    preview = yield from _preview_of(footage, tools)
    return preview.track(object_id, prompts), preview.notes


def _look(footage: Footage, frame: int, tools: Tools) -> Job[None]:
    preview = yield from _preview_of(footage, tools)
    preview.look_at(frame)


def _preview_of(footage: Footage, tools: Tools) -> Job[Preview]:
    yield from ()
    if not _held or (_held[0].footage, _held[0].choices) != (footage, tools.choices):
        yield from _forget(tools)
        _held.append(_Held(footage, tools.choices, Preview(footage, tools.choices, tools.weights)))
    return _held[0].preview


def _forget(_tools: Tools) -> Job[None]:
    yield from ()
    while _held:
        _held.pop().preview.close()
