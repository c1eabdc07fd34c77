"""Removing and tracking what a phrase means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.pictures import write_png
from peanut_studio.media.target import check_apart, check_folder
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ops.mask_geometry import Bounds, inner_points
from peanut_studio.ops.numbered import numbered
from peanut_studio.pipeline.choice import Choices, Workshop
from peanut_studio.pipeline.footage import Footage, check_free
from peanut_studio.pipeline.ground import Candidate, Grounded, ground, spread
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.remove import RemoveReport, RemoveRequest, remove
from peanut_studio.pipeline.track import TrackReport, TrackRequest, check_masks_target, track

PICTURES = (".png",)


@dataclass(frozen=True, eq=False)
class FindRequest:
    """Find what `text` means. `frame` is the one to look at, None for several through the range.

    With a `picture` the frame is written there, the candidates outlined and numbered.
    """

    footage: Footage
    text: str
    frame: int | None = None
    choices: Choices = field(default_factory=Choices)
    picture: Path | None = None
    overwrite: bool = False
    weights: WeightStore | None = None


def find(request: FindRequest) -> Job[Grounded]:
    """Find the candidates for a phrase. Whatever can be wrong is found before the work starts; see `model.errors`."""
    phrase = read_phrase(request.text)
    request.choices.check("ground")
    if request.picture is not None:
        _check_picture(request.picture, request.footage.source, request.overwrite)
    with request.footage.open() as (reader, span):
        looks: Sequence[int] = spread(span)
        if request.frame is not None:
            if request.frame not in span:
                raise InputError(
                    f"Frame {request.frame} is outside the range worked on, frames {span.start} to {span.stop - 1}."
                )
            looks = (request.frame,)
        made = Workshop(request.choices, request.weights or WeightStore()).grounder()
        found = yield from ground(reader, phrase, looks, made)
        for note in found.notes:
            yield Progress("", 0, 0, note=note)
        if request.picture is not None:
            write_numbered(request.picture, reader, found)
    return found


def remove_by_words(request: RemoveRequest, text: str, candidate: int | None = None) -> Job[RemoveReport]:
    """Remove what a phrase means, or the candidate of that number. Raises InputError when nothing fits.

    Where the segmenter follows words by itself there are no candidates.
    """
    if request.objects or request.masks is not None:
        raise InputError("Give either --text, or points and boxes, or masks: only one of them.")
    phrase = read_phrase(text)
    request.choices.check("segment", "flow", "ground", "inpaint", "upscale")
    if request.choices.follows_words:
        _check_no_candidate(request.choices, candidate)
        return (yield from remove(replace(request, told=(phrase,))))
    check_free(request.target, request.overwrite)
    check_folder(request.target)
    objects = yield from _objects(request.footage, text, candidate, request.choices, request.weights)
    return (yield from remove(replace(request, objects=objects)))


def track_by_words(request: TrackRequest, text: str, candidate: int | None = None) -> Job[TrackReport]:
    """Track what a phrase means, or the candidate of that number. Raises InputError when nothing fits.

    Where the segmenter follows words by itself there are no candidates.
    """
    if request.objects:
        raise InputError("Give either --text, or points and boxes: only one of them.")
    phrase = read_phrase(text)
    request.choices.check("segment", "flow", "ground")
    if request.choices.follows_words:
        _check_no_candidate(request.choices, candidate)
        return (yield from track(replace(request, told=(phrase,))))
    if request.target is not None:
        check_masks_target(request.target, request.mask_format, request.overwrite, request.footage.source)
    objects = yield from _objects(request.footage, text, candidate, request.choices, request.weights)
    return (yield from track(replace(request, objects=objects)))


def pointing_at(candidate: Candidate) -> Pointing:
    """A candidate as something to be tracked: its box, and the deepest point of its mask.

    From these a tracker finds a closer mask than the candidate's own, which was made from the whole frame.
    """
    x0, y0, x1, y1 = candidate.box
    inside = inner_points(candidate.mask, 1) if candidate.mask is not None else []
    points = tuple((x, y, candidate.frame) for x, y in inside)
    return Pointing(points=points, boxes=((x0, y0, x1, y1, candidate.frame),))


def write_numbered(path: Path, frames: Frames, found: Grounded) -> None:
    """The frame with its candidates outlined and numbered, as a PNG file."""
    marks: list[tuple[Mask | Bounds, int, float]] = [
        (one.mask if one.mask is not None else one.box, one.number, one.score) for one in found.candidates
    ]
    write_png(path, numbered(frames[found.frame], marks))


def _objects(
    footage: Footage, text: str, candidate: int | None, choices: Choices, weights: WeightStore | None
) -> Job[tuple[Pointing, ...]]:
    found = yield from find(FindRequest(footage, text, choices=choices, weights=weights))
    chosen = found.choose(candidate)
    yield Progress("", 0, 0, note=describe(found, chosen))
    return tuple(pointing_at(one) for one in chosen)


def describe(found: Grounded, chosen: Sequence[Candidate]) -> str:
    """What was taken, and what else it might have been."""
    taken = " and ".join(f"candidate {one.number} (score {one.score:.2f})" for one in chosen)
    sentence = f"'{found.phrase.text}' is taken to be {taken} on frame {found.frame}"
    rivals = [f"{one.number} ({one.score:.2f})" for one in found.rivals if one not in chosen]
    if rivals:
        sentence += f"; about as good: {', '.join(rivals)}, to be seen with --list-candidates, chosen with --candidate"
    return sentence + "."


def _check_no_candidate(choices: Choices, candidate: int | None) -> None:
    if candidate is not None:
        raise InputError(
            f"The segmenter '{choices.segmenter}' finds what is meant by itself, so there are no candidates; leave out "
            "--candidate, or name another segmenter."
        )


def _check_picture(picture: Path, source: Path, overwrite: bool) -> None:
    if picture.suffix.lower() not in PICTURES:
        raise InputError(f"With --list-candidates a picture is written; end {picture.name} in .png.")
    check_apart(picture, source)
    check_free(picture, overwrite)
    check_folder(picture)
