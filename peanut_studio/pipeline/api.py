"""What the program does, as functions: the command line and `import peanut_studio` call these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.masks import read_mask
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.reader import open_clip as _open_clip
from peanut_studio.media.writer import ExportSettings
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Masks
from peanut_studio.model.progress import Progress, run_job
from peanut_studio.pipeline import flow as flow_stage
from peanut_studio.pipeline import remove as remove_stage
from peanut_studio.pipeline import track as track_stage
from peanut_studio.pipeline import upscale as upscale_stage
from peanut_studio.pipeline import words as words_stage
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.ground import Grounded
from peanut_studio.pipeline.pointing import Corners, Point, Pointing
from peanut_studio.pipeline.refine import Refining

Place: TypeAlias = str | Path
PointLike: TypeAlias = Sequence[float | None]
BoxLike: TypeAlias = Sequence[float | None]
TimeLike: TypeAlias = str | float | Fraction | None
RateLike: TypeAlias = str | float | Fraction | None
OnProgress: TypeAlias = Callable[[Progress], None]


def quiet(_progress: Progress) -> None:
    """For whom progress does not matter."""


def open_clip(source: Place, *, frame_rate: RateLike = None) -> ClipReader:
    """Open a video file or a folder of pictures: `Frames` with `clip`, to be closed (it is a context manager)."""
    return _open_clip(Path(source), frame_rate=rate_of(frame_rate))


def remove(
    source: Place,
    target: Place,
    *,
    text: str | None = None,
    candidate: int | None = None,
    points: Iterable[PointLike] = (),
    minus_points: Iterable[PointLike] = (),
    box: BoxLike | None = None,
    boxes: Iterable[BoxLike] = (),
    key_masks: Iterable[tuple[Place, int | None]] = (),
    masks: Place | Masks | list[MaskTrack] | None = None,
    start: TimeLike = None,
    end: TimeLike = None,
    frame_rate: RateLike = None,
    grow: float | None = None,
    feather: float | None = None,
    shadows: bool | None = None,
    grain: bool = True,
    handles: int | None = None,
    refine: str = "none",
    smooth: int = 0,
    band: float | None = None,
    segmenter: str = "auto",
    grounder: str = "auto",
    flow: str | None = None,
    inpainter: str = "propagation",
    upscaler: str | None = None,
    device: str = "auto",
    reduce: int = 1,
    codec: str = "h264",
    crf: int | None = None,
    keep_masks: Place | None = None,
    mask_format: str = "png",
    overwrite: bool = False,
    only_fill: range | None = None,
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> remove_stage.RemoveReport:
    """Remove an object from `source` and write `target`.

    Points are (x, y) or (x, y, frame), boxes (x0, y0, x1, y1) or with a frame, in pixels of the upright picture; a
    point or box without a frame is on the first frame of the range; `key_masks` are (picture, frame or None): the
    object's mask there. A `text`, such as "the red car on the left", can
    take their place: what fits it best is removed, or the `candidate` of that number of `find`; so can `masks` (a
    folder, a file, `Masks`, or the tracks that `track` gives). `start` and `end` are seconds or timecodes.
    `shadows`: remove what the object casts too; None means of tracked objects, not of given masks.
    `grain`: give fills the noise that they lack of their surroundings.
    `handles`: frames on either side of the range that are looked at as well; None means enough for a short range.
    `refine`: fit masks to the picture's "edges", or take what is partly transparent, as hair, along ("alpha"), within
    `band` pixels of the outline. `smooth`: frames on either side over which outlines are made steady.
    `only_fill`: write nothing, but fill and keep the windows that begin on these frames, for the same call without it.
    Raises the errors of `peanut_studio.model.errors`, each with a sentence for the user; nothing is written then.
    """
    request = remove_stage.RemoveRequest(
        footage=_footage(source, start, end, frame_rate),
        target=Path(target),
        objects=_objects(points, minus_points, box, boxes, key_masks),
        masks=Path(masks) if isinstance(masks, str) else masks,
        grow=_width(grow, "grow"),
        feather=_width(feather, "feather"),
        shadows=shadows,
        grain=grain,
        handles=handles,
        choices=Choices(segmenter, flow, inpainter, upscaler, device, reduce, grounder),
        settings=ExportSettings(codec=codec, crf=crf),
        keep_masks=Path(keep_masks) if keep_masks is not None else None,
        mask_format=mask_format,
        overwrite=overwrite,
        weights=weights,
        refine=Refining(refine, smooth, band),
        only_fill=only_fill,
    )
    if text is not None:
        return run_job(words_stage.remove_by_words(request, text, candidate), on_progress)
    return run_job(remove_stage.remove(request), on_progress)


def find(
    source: Place,
    text: str,
    *,
    frame: int | None = None,
    start: TimeLike = None,
    end: TimeLike = None,
    frame_rate: RateLike = None,
    grounder: str = "auto",
    device: str = "auto",
    picture: Place | None = None,
    overwrite: bool = False,
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> Grounded:
    """What a phrase may mean in a clip, ranked; with a `picture` (.png) the frame is written with them numbered.

    `frame` is the one to look at, None for several through the range. Raises as `remove` does; that nothing fits is
    no error, but told by `matches` being empty.
    """
    request = words_stage.FindRequest(
        footage=_footage(source, start, end, frame_rate),
        text=text,
        frame=frame,
        choices=Choices(grounder=grounder, device=device),
        picture=Path(picture) if picture is not None else None,
        overwrite=overwrite,
        weights=weights,
    )
    return run_job(words_stage.find(request), on_progress)


def track(
    source: Place,
    *,
    text: str | None = None,
    candidate: int | None = None,
    points: Iterable[PointLike] = (),
    minus_points: Iterable[PointLike] = (),
    box: BoxLike | None = None,
    boxes: Iterable[BoxLike] = (),
    key_masks: Iterable[tuple[Place, int | None]] = (),
    start: TimeLike = None,
    end: TimeLike = None,
    frame_rate: RateLike = None,
    refine: str = "none",
    smooth: int = 0,
    band: float | None = None,
    shadows: bool = False,
    segmenter: str = "auto",
    grounder: str = "auto",
    flow: str | None = None,
    device: str = "auto",
    target: Place | None = None,
    mask_format: str = "davis",
    overwrite: bool = False,
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> list[MaskTrack]:
    """Track an object and give its masks; with a `target` they are also written there. Arguments as for `remove`.

    With `shadows` what it casts, its shadow and its reflection, is part of them.
    """
    report = track_and_report(
        source, text=text, candidate=candidate, grounder=grounder, points=points, minus_points=minus_points, box=box,
        boxes=boxes, key_masks=key_masks, start=start, end=end,
        frame_rate=frame_rate, refine=refine, smooth=smooth, band=band, shadows=shadows, segmenter=segmenter, flow=flow,
        device=device, target=target,
        mask_format=mask_format, overwrite=overwrite, weights=weights, on_progress=on_progress,
    )  # fmt: skip
    return list(report.tracks)


def track_and_report(
    source: Place,
    *,
    text: str | None = None,
    candidate: int | None = None,
    points: Iterable[PointLike] = (),
    minus_points: Iterable[PointLike] = (),
    box: BoxLike | None = None,
    boxes: Iterable[BoxLike] = (),
    key_masks: Iterable[tuple[Place, int | None]] = (),
    start: TimeLike = None,
    end: TimeLike = None,
    frame_rate: RateLike = None,
    refine: str = "none",
    smooth: int = 0,
    band: float | None = None,
    shadows: bool = False,
    segmenter: str = "auto",
    grounder: str = "auto",
    flow: str | None = None,
    device: str = "auto",
    target: Place | None = None,
    mask_format: str = "davis",
    overwrite: bool = False,
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> track_stage.TrackReport:
    """As `track`, and says where the object was lost and which engine tracked."""
    objects = _objects(points, minus_points, box, boxes, key_masks)
    if not objects and text is None:
        raise InputError("Nothing says what to track: give a point or a box on the object, or a text.")
    request = track_stage.TrackRequest(
        footage=_footage(source, start, end, frame_rate),
        objects=objects,
        target=Path(target) if target is not None else None,
        mask_format=mask_format,
        choices=Choices(segmenter=segmenter, flow=flow, device=device, grounder=grounder),
        overwrite=overwrite,
        weights=weights,
        refine=Refining(refine, smooth, band),
        shadows=shadows,
    )
    if text is not None:
        return run_job(words_stage.track_by_words(request, text, candidate), on_progress)
    return run_job(track_stage.track(request), on_progress)


def flow(
    source: Place,
    target: Place,
    *,
    start: TimeLike = None,
    end: TimeLike = None,
    frame_rate: RateLike = None,
    engine: str = "dis",
    masks: Place | Masks | list[MaskTrack] | None = None,
    inpainter: str = "propagation",
    device: str = "auto",
    file_format: str = "video",
    codec: str = "h264",
    crf: int | None = None,
    overwrite: bool = False,
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> flow_stage.FlowReport:
    """Measure the motion from each frame to the next, as a video in colours, or as numbers ("flo", "png16").

    With `masks` it is completed behind them as `inpainter` does; see `pipeline.motion_view.completed_flow`.
    """
    request = flow_stage.FlowRequest(
        footage=_footage(source, start, end, frame_rate),
        target=Path(target),
        file_format=file_format,
        choices=Choices(flow=engine, inpainter=inpainter, device=device),
        settings=ExportSettings(codec=codec, crf=crf),
        overwrite=overwrite,
        weights=weights,
        masks=Path(masks) if isinstance(masks, str) else masks,
    )
    return run_job(flow_stage.flow(request), on_progress)


def upscale(
    source: Place,
    target: Place,
    *,
    scale: int | None = None,
    size: tuple[int, int] | None = None,
    upscaler: str = upscale_stage.USUAL,
    start: TimeLike = None,
    end: TimeLike = None,
    frame_rate: RateLike = None,
    device: str = "auto",
    codec: str = "h264",
    crf: int | None = None,
    overwrite: bool = False,
    weights: WeightStore | None = None,
    on_progress: OnProgress = quiet,
) -> upscale_stage.UpscaleReport:
    """Make a clip `scale` times as large, or of width and height `size`, and write it to `target`.

    What was made before it was stopped is kept: the same call goes on after it.
    """
    request = upscale_stage.UpscaleRequest(
        footage=_footage(source, start, end, frame_rate),
        target=Path(target),
        scale=scale,
        size=size,
        choices=Choices(upscaler=upscaler, device=device),
        settings=ExportSettings(codec=codec, crf=crf),
        overwrite=overwrite,
        weights=weights,
    )
    return run_job(upscale_stage.upscale(request), on_progress)


def _footage(source: Place, start: TimeLike, end: TimeLike, rate: RateLike) -> Footage:
    return Footage(Path(source), time_text(start), time_text(end), rate_of(rate))


def time_text(value: TimeLike) -> str | None:
    """A time in seconds or as text, as text."""
    return value if value is None or isinstance(value, str) else f"{float(value):.6f}"


def rate_of(value: RateLike) -> Fraction | None:
    """Frames a second. Raises InputError."""
    if value is None:
        return None
    try:
        rate = Fraction(value).limit_denominator(1001 * 60)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 0 < rate <= 1000:
        raise InputError(f"'{value}' is not a frame rate; write frames a second, such as 24, 23.976 or 30000/1001.")
    return rate


def _width(value: float | None, name: str) -> float | None:
    if value is not None and not 0 <= value <= 1000:
        raise InputError(f"--{name} {value:g} is not a width in pixels; give 0 or more.")
    return value


def _objects(
    points: Iterable[PointLike],
    minus: Iterable[PointLike],
    box: BoxLike | None,
    boxes: Iterable[BoxLike],
    key_masks: Iterable[tuple[Place, int | None]],
) -> tuple[Pointing, ...]:
    pointing = Pointing(
        points=tuple(_point(point) for point in points),
        minus_points=tuple(_point(point) for point in minus),
        boxes=tuple(_corners(corners) for corners in ([box] if box is not None else []) + list(boxes)),
        masks=tuple((read_mask(Path(path)), frame) for path, frame in key_masks),
    )
    return (pointing,) if pointing or pointing.minus_points else ()


def _point(value: PointLike) -> Point:
    if len(value) not in (2, 3) or value[0] is None or value[1] is None:
        raise InputError(f"{tuple(value)} is not a point; give (x, y) or (x, y, frame).")
    return float(value[0]), float(value[1]), _frame(value[2:])


def _corners(value: BoxLike) -> Corners:
    sides = [float(side) for side in value[:4] if side is not None]
    if len(value) not in (4, 5) or len(sides) != 4:
        raise InputError(f"{tuple(value)} is not a box; give (x0, y0, x1, y1) or (x0, y0, x1, y1, frame).")
    return sides[0], sides[1], sides[2], sides[3], _frame(value[4:])


def _frame(rest: Sequence[float | None]) -> int | None:
    return int(rest[0]) if rest and rest[0] is not None else None
