"""Prompts to masks on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from peanut_studio.engines.contract import LOST, UNSURE
from peanut_studio.engines.weights import WeightStore
from peanut_studio.media.masks import APART, FOLDERS, FORMATS, SOFT_FORMATS, write_masks, write_objects, write_soft
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.target import check_apart, check_folder
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks, join_frames
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames, SoftMask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.model.prompt import MaskPrompt, Prompt
from peanut_studio.ops.mask_refine import coverage_of
from peanut_studio.pipeline.choice import Choices, Made, Workshop
from peanut_studio.pipeline.footage import Footage, check_free, notes_on_reading
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.refine import ALPHA, Refining, refine_tracks
from peanut_studio.pipeline.segment import Kept, track_objects
from peanut_studio.pipeline.shadow import kept_shadows, with_cast
from peanut_studio.pipeline.shots import find_shots, names_of
from peanut_studio.store.fingerprint import fingerprint
from peanut_studio.store.mask_cache import MaskCache, cache_key

LARGE = 0.3
"""Share of the picture above which it is doubted that all of it was meant."""
KEY_VERSION = "5"
"""Raised when masks kept by an earlier version of the program should not be used any more."""


@dataclass(frozen=True, eq=False)
class TrackRequest:
    """Objects to be tracked; with a `target` their masks are written there in `mask_format`.

    What `told` says goes to a segmenter that follows words; its objects are numbered after the others. `refine` says
    how the masks are fitted to the pictures; their alpha is written where the format holds it. With `shadows` what the
    objects cast belongs to their masks.
    """

    footage: Footage
    objects: tuple[Pointing, ...]
    target: Path | None = None
    mask_format: str = "davis"
    choices: Choices = field(default_factory=Choices)
    overwrite: bool = False
    weights: WeightStore | None = None
    cache: MaskCache | None = None
    told: tuple[Phrase, ...] = ()
    refine: Refining = field(default_factory=Refining)
    shadows: bool = False


@dataclass(frozen=True, eq=False)
class TrackReport:
    """What tracking found: stretches on which an object was `lost` (no mask) or is `unsure` (worth a look)."""

    tracks: tuple[MaskTrack, ...]
    span: Span
    segmenter: str
    lost: tuple[Span, ...]
    unsure: tuple[Span, ...]
    target: Path | None = None


def track(request: TrackRequest) -> Job[TrackReport]:
    """Track objects through a clip. Whatever can be wrong is found before the work starts; see `model.errors`."""
    request.choices.check("segment", "flow")
    check_told(request.choices, request.told)
    request.refine.check()
    if request.shadows and request.refine.way == ALPHA:
        raise InputError(
            "--shadows and --refine alpha do not go together: a shadow has no hair; leave one of them out."
        )
    with request.footage.open() as (reader, span):
        if request.target is not None:
            check_masks_target(request.target, request.mask_format, request.overwrite, request.footage.source)
        prompts = [pointing.prompts(reader.clip, span) for pointing in request.objects]
        workshop = Workshop(request.choices, request.weights or WeightStore())
        made = workshop.segmenter()
        kept = Kept(
            request.cache or MaskCache(), mask_key(request.footage, made, span, prompts, request.choices, request.told)
        )
        report = yield from follow(reader, span, prompts, made, kept, request.told)
        how = request.refine.of(reader.size)
        writes_alpha = request.target is not None and how.hair > 0 and request.mask_format in SOFT_FORMATS
        wished = how.without_hair if writes_alpha else how
        tracks = yield from refine_tracks(
            [(track, wished) for track in report.tracks], span, lambda: nullcontext(reader)
        )
        if request.shadows and any(track.area(frame) for track in tracks for frame in track.frames):
            shadows = yield from kept_shadows(reader, tracks, span, request.footage, request.cache or MaskCache())
            tracks = yield from with_cast(tracks, shadows, span)
        if request.target is not None:
            yield Progress("writing masks", 0, len(span))
            if writes_alpha:
                yield from write_alpha(request.target, tracks, request.mask_format, reader, how.hair)
            else:
                yield from write_tracks(request.target, tracks, request.mask_format)
        yield from notes_on_reading(reader, request.footage.source)
    return TrackReport(tracks, span, report.segmenter, report.lost, report.unsure, request.target)


def follow(
    reader: ClipReader,
    span: Span,
    prompts: Sequence[Sequence[Prompt]],
    made: Made,
    kept: Kept | None,
    told: Sequence[Phrase] = (),
) -> Job[TrackReport]:
    """Track the objects that `prompts` point at, numbered from 1, then those that are `told`; says what was lost.

    Raises InputError where a phrase was found to mean nothing on any frame.
    """
    for note in made.notes:
        yield Progress("", 0, 0, note=note)
    said = numbered_after(prompts, told)
    numbered = {**dict(enumerate(prompts, start=1)), **dict.fromkeys(said, ())}
    shots = yield from find_shots(reader, span)
    if len(shots) == 1:
        tracks = yield from track_objects(reader, numbered, span, made.engine, kept, told=said)
    else:
        tracks = yield from _track_shots(reader, shots, numbered, made, kept, said)
    for track in tracks:
        if track.object_id in said and not any(track.area(frame) for frame in track.frames):
            raise InputError(
                f"Nothing matches '{said[track.object_id].text}' on frames {span.start} to {span.stop - 1}; say it "
                "otherwise, or point at it."
            )
    lost = _merged(tracks, LOST)
    unsure = _merged(tracks, UNSURE, above=LOST)
    report = TrackReport(tracks, span, made.info.id, lost, unsure)
    for note in notes_on(report):
        yield Progress("", 0, 0, note=note)
    return report


def notes_on(report: TrackReport) -> Iterator[str]:
    """Sentences about what tracking lost, is unsure of, or may have taken for more than was meant."""
    for track in report.tracks:
        width, height = track.size
        large = {
            frame: share for frame in sorted(track.prompted) if (share := track.area(frame) / (width * height)) > LARGE
        }
        if large:
            frame, share = next(iter(large.items()))
            yield (
                f"What was pointed at covers {share:.0%} of frame {frame}; where that is more than was meant, say what "
                f"should stay with --minus-point X,Y@{frame}."
            )
    if report.lost:
        count = sum(len(span) for span in report.lost)
        yield (
            f"The object was lost on {count} of {len(report.span)} frames ({name_spans(report.lost)}), left as they "
            "are; where it is in the picture, point at it again with --point X,Y@FRAME."
        )
    if report.unsure:
        count = sum(len(span) for span in report.unsure)
        yield f"The masks of {count} frames ({name_spans(report.unsure)}) are of low confidence: worth a look."


def name_spans(spans: Sequence[Span], most: int = 6) -> str:
    """'frames 3-9, 14, 20-31 and 4 more stretches'."""
    names = [f"{span.start}-{span.stop - 1}" if len(span) > 1 else str(span.start) for span in spans[:most]]
    rest = f" and {len(spans) - most} more stretches" if len(spans) > most else ""
    single = len(spans) == 1 and len(spans[0]) == 1
    return f"frame{'' if single else 's'} {', '.join(names)}{rest}"


def write_tracks(target: Path, tracks: Sequence[MaskTrack], mask_format: str) -> Job[None]:
    """Write the masks of all the clip's frames; objects keep their numbers where the format has room for them."""
    union = TrackedMasks(tracks)
    frames = range(len(union))
    if mask_format in APART:
        objects = ((frame, {track.object_id: track.mask(frame) for track in tracks}) for frame in frames)
        write_objects(target, objects, mask_format, union.size, len(union), name=target.stem)
    else:
        masks = ((frame, union[frame]) for frame in frames)
        write_masks(target, masks, mask_format, size=union.size, frame_count=len(union))
    yield Progress("writing masks", len(union), len(union))


def write_alpha(target: Path, tracks: Sequence[MaskTrack], mask_format: str, frames: Frames, hair: int) -> Job[None]:
    """Write how much of each pixel the objects are, for all the clip's frames: as greys of one picture, or in layers.

    It is partly so within `hair` pixels of the masks' outlines.
    """
    count = tracks[0].frame_count

    def layers() -> Iterator[tuple[int, dict[int, SoftMask]]]:
        for frame in range(count):
            there = [track for track in tracks if track.area(frame)]
            picture = frames[frame] if there else None
            yield frame, {track.object_id: coverage_of(track.mask(frame), hair, picture) for track in tracks}

    write_soft(target, layers(), mask_format, tracks[0].size)
    yield Progress("writing masks", count, count)


def check_masks_target(target: Path, mask_format: str, overwrite: bool, *sources: Path) -> None:
    """Raises InputError when masks could not be written, or only over one of `sources`."""
    if mask_format not in FORMATS:
        raise InputError(f"There is no mask format '{mask_format}'; known: {', '.join(FORMATS)}.")
    check_apart(target, *sources)
    if target.is_dir() != (mask_format in FOLDERS) and target.exists():
        kind, other = ("folder", "file") if target.is_dir() else ("file", "folder")
        raise InputError(f"{target} is a {kind}; masks as {mask_format} need a {other}.")
    check_free(target, overwrite)
    check_folder(target)


def _track_shots(
    reader: ClipReader,
    shots: Sequence[Span],
    prompts: Mapping[int, Sequence[Prompt]],
    made: Made,
    kept: Kept | None,
    told: Mapping[int, Phrase],
) -> Job[tuple[MaskTrack, ...]]:
    """Every shot by itself: in one where nothing points at an object and no words say what it is, it is lost."""
    tracks = {number: MaskTrack(number, reader.size, len(reader)) for number in prompts}
    width, height = reader.size
    nothing = np.zeros((height, width), np.bool_)
    empty = 0
    for shot in shots:
        there = {number: [one for one in given if one.frame in shot] for number, given in prompts.items()}
        known = {number: given for number, given in there.items() if given or number in told}
        own = Kept(kept.cache, cache_key(kept.key, str(shot))) if kept else None
        said = {number: phrase for number, phrase in told.items() if number in known}
        found: tuple[MaskTrack, ...] = ()
        if known:
            found = yield from track_objects(reader, known, shot, made.engine, own, told=said)
        for track in found:
            before = tracks[track.object_id]
            tracks[track.object_id] = replace(
                before,
                runs={**before.runs, **track.runs},
                confidence={**before.confidence, **track.confidence},
                prompted=before.prompted | track.prompted,
            )
        for number in set(prompts) - set(known):
            tracks[number] = tracks[number].with_frames((frame, nothing, 0.0) for frame in range(shot.start, shot.stop))
        empty += len(known) < len(prompts)
    ends = f"The clip is cut at {names_of(shots)}; nothing is followed across a cut"
    yield Progress("", 0, 0, note=f"{ends}{', so point at the object in every shot' if empty else ''}.")
    return tuple(tracks.values())


def numbered_after(prompts: Sequence[object], told: Sequence[Phrase]) -> dict[int, Phrase]:
    """Phrases by the numbers of their objects."""
    return dict(enumerate(told, start=len(prompts) + 1))


def check_told(choices: Choices, told: Sequence[Phrase]) -> None:
    """Raises InputError where a segmenter that follows words gets none, or another one gets some."""
    if choices.follows_words and not told:
        raise InputError(
            f"The segmenter '{choices.segmenter}' follows words; say what to track with --text, or name another one."
        )
    if told and not choices.follows_words:
        raise InputError(f"The segmenter '{choices.segmenter}' follows no words; point at the object.")


def mask_key(
    footage: Footage,
    made: Made,
    span: Span,
    prompts: Sequence[Sequence[Prompt]],
    choices: Choices,
    told: Sequence[Phrase] = (),
) -> str:
    """The name under which masks are kept: the same work has the same one, on the same footage."""
    store = WeightStore()
    weights = [f"{name}:{store.info(name).sha256}" for name in made.info.weights]
    said = [[_describe(prompt) for prompt in given] for given in prompts]
    parts = [made.info.id, str(choices.flow), str(weights), str(span), str(footage.frame_rate), str(said)]
    parts += [phrase.text for phrase in told]
    return cache_key(KEY_VERSION, fingerprint(footage.source), *parts)


def _describe(prompt: Prompt) -> str:
    if isinstance(prompt, MaskPrompt):
        return f"mask {prompt.frame} {hashlib.sha256(np.packbits(prompt.mask).tobytes()).hexdigest()}"
    return repr(prompt)


def _merged(tracks: Sequence[MaskTrack], below: float, above: float = -1.0) -> tuple[Span, ...]:
    frames = {frame for track in tracks for frame in track.frames if above <= track.confidence.get(frame, 1.0) < below}
    return tuple(join_frames(sorted(frames)))
