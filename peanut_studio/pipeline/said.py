"""What was said of an object of a project, as trackers take it."""

from __future__ import annotations

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError
from peanut_studio.model.prompt import Click
from peanut_studio.pipeline.pointing import Pointing


def pointing_of(chosen: ChosenObject) -> Pointing:
    """All marks and corrections of an object."""
    clicks = [mark for mark in chosen.marks if isinstance(mark, Click)]
    boxes = [mark for mark in chosen.marks if not isinstance(mark, Click)]
    return Pointing(
        points=tuple((mark.x, mark.y, mark.frame) for mark in clicks if mark.positive),
        minus_points=tuple((mark.x, mark.y, mark.frame) for mark in clicks if not mark.positive),
        boxes=tuple((mark.x0, mark.y0, mark.x1, mark.y1, mark.frame) for mark in boxes),
        masks=tuple((correction.mask, correction.frame) for correction in chosen.corrections),
    )


def is_fresh(chosen: ChosenObject) -> bool:
    """Whether an object has no masks but those made by hand."""
    return chosen.track is None or set(chosen.track.runs) <= set(chosen.corrected_frames)


def check_keys(chosen: ChosenObject, span: Span) -> None:
    """Raises InputError when something was said outside of `span`, or only where the object is not."""
    for frame, said in chosen.keys.items():
        if frame not in span:
            how = "painted" if isinstance(said, Correction) else "pointed at"
            raise InputError(
                f"{chosen.name} was {how} on frame {frame}, outside the range from {span.start} to "
                f"{span.stop - 1}: widen the range, or say inside of it where the object is."
            )
        if not isinstance(said, Correction) and all(isinstance(mark, Click) and not mark.positive for mark in said):
            raise InputError(
                f"On frame {frame} there are only points beside {chosen.name}: click the object itself there too."
            )
