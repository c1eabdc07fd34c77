"""Work as it is remembered from one start of the program to the next: its kind, and what was chosen for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.project import Project

if TYPE_CHECKING:
    from peanut_studio.pipeline.deliver import Delivery
    from peanut_studio.ui.dialogs.upscale import Enlargement
    from peanut_studio.ui.queued import QueuedJob
    from peanut_studio.ui.worker import Worker

Told = Mapping[str, Any]
"""What was chosen, in words and numbers that a settings file can keep."""

NONSENSE = (KeyError, ValueError, TypeError, AttributeError, InputError)
"""What a settings file edited by hand can bring about."""


def bring_back(worker: Worker, project: Project, kind: str, told: Told) -> QueuedJob | None:
    """Put such work on the clip that is shown into the queue again, held; None where that makes no sense."""
    try:
        return KINDS[kind](worker, project, told)
    except NONSENSE:
        return None


def tell_export(delivery: Delivery) -> Told:
    """All that a delivery does not take from its project when its turn comes."""
    return {
        "target": str(delivery.target),
        "span": [delivery.span.start, delivery.span.stop],
        "content": delivery.content.value,
        "settings": asdict(delivery.settings),
        "overwrite": delivery.overwrite,
    }


def tell_upscale(chosen: Enlargement) -> Told:
    """An enlargement."""
    return {
        "of_result": chosen.of_result,
        "size": list(chosen.size),
        "upscaler": chosen.upscaler,
        "target": str(chosen.target),
    }


def _export(worker: Worker, project: Project, told: Told) -> QueuedJob:
    from peanut_studio.media.codecs import ExportSettings, find_codec
    from peanut_studio.pipeline.deliver import Delivery
    from peanut_studio.pipeline.presets import Content

    settings = ExportSettings(**told["settings"])
    find_codec(settings)
    span, content = Span(*told["span"]), Content(told["content"])
    target, overwrite = Path(told["target"]), bool(told["overwrite"])
    delivery = Delivery(project.clip.path, target, span, content, settings, overwrite=overwrite)
    return worker.export(delivery, held=True)


def _upscale(worker: Worker, _project: Project, told: Told) -> QueuedJob:
    from peanut_studio.ui.dialogs.upscale import Enlargement

    width, height = (int(side) for side in told["size"])
    chosen = Enlargement(bool(told["of_result"]), (width, height), str(told["upscaler"]), Path(told["target"]))
    return worker.upscale(chosen, held=True)


KINDS: Mapping[str, Callable[[Worker, Project, Told], QueuedJob]] = {
    "track": lambda worker, _project, _told: worker.track(held=True),
    "follow": lambda worker, _project, told: worker.follow_words(str(told["text"]), str(told["by"]), held=True),
    "remove": lambda worker, _project, _told: worker.remove(held=True),
    "refill": lambda worker, _project, told: worker.remove(held=True, inpainter=str(told["by"])),
    "export": _export,
    "upscale": _upscale,
}
"""The kinds of work that come back."""
