"""A clip's frames, some of them changed, to a file."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import av
import numpy as np

from peanut_studio.media.codecs import CODECS, ExportSettings, find_codec
from peanut_studio.media.colour import coding_of, in_limited_range, planes_from_rgb, rgb_of, tags_for
from peanut_studio.media.composite import compose
from peanut_studio.media.exr import write_exr
from peanut_studio.media.movie import Movie, Picture
from peanut_studio.media.pictures import write_png
from peanut_studio.media.pixel_format import Layout, nearest_layout
from peanut_studio.media.planes import Planes, relaid, rescaled
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.source import Source
from peanut_studio.media.target import check_container, check_folder, check_target
from peanut_studio.media.unfinished import begin_file, begin_folder, discard, discard_unfinished, publish
from peanut_studio.model.clip import ColourTags, Span
from peanut_studio.model.errors import MediaError
from peanut_studio.model.picture import Frame, SoftMask

__all__ = ["CODECS", "ClipWriter", "ExportSettings", "check_target", "discard_unfinished"]


class ClipWriter:
    """Writes frames of `span` to `target`, which appears when `finish` is called; leaving the `with` block before
    that, or by an exception, leaves nothing.

    Either every frame is given by `write_source`, or every one by `write_frame`. What is written is read through
    `source` itself: what else is read of it meanwhile should be at the same place. `warnings` says in sentences what
    of the source cannot be kept. Raises InputError for a target that cannot be, MediaError when writing fails.
    """

    def __init__(self, target: Path, source: ClipReader, span: Span, settings: ExportSettings) -> None:
        self._codec = find_codec(settings)
        check_container(target, self._codec)
        check_folder(target)
        self._target, self._settings = target, settings
        self._clip, self._span, self._reader = source.clip, span, source
        self._as_pictures = self._codec.is_pictures
        self._stored = False
        self._movie: Movie | None = None
        self._next = span.start
        self._layout = self._choose_layout(source.source.layout, source.source)
        self.warnings: list[str] = [*source.source.warnings_on_writing, *self._losses(source.source.layout)]
        with self._failures():
            self._part = begin_folder(target) if self._as_pictures else begin_file(target)

    def write_source(self, index: int, fill: Frame | None = None, alpha: SoftMask | None = None) -> None:
        """Frame `index` of the source, the next one of the span, as it is stored; where `alpha` float32 (H, W) is
        above 0, `fill` (upright RGB, the reader's dtype) is laid over it. All other samples are the source's.
        """
        if index != self._next:
            raise ValueError(f"frame {index} came when {self._next} was due")
        with self._failures():
            self._stored = True
            planes = self._reader.source.planes(index)
            if fill is not None and alpha is not None:
                turn = self._reader.source.orientation
                planes = compose(planes, turn.stored(fill), turn.stored(alpha), self._clip.colour)
            if self._as_pictures:
                self._save(self._name_of(index), self._as_saved(planes))
            else:
                self._encode(self._fitted(planes), index)
        self._next += 1

    def write_frame(self, timestamp: int, frame: Frame) -> None:
        """A new picture, upright RGB of any size (all of one), in place of the source's frame at `timestamp`."""
        if self._next >= self._span.stop or timestamp != self._clip.timestamps[self._next]:
            raise ValueError(f"timestamp {timestamp} is not that of frame {self._next}, which is due")
        with self._failures():
            if self._as_pictures:
                self._save(f"{self._next:05d}.{self._settings.codec}", frame)
            else:
                self._encode(self._painted(frame), self._next)
        self._next += 1

    def finish(self) -> None:
        """Complete the file and give it its name."""
        if self._next != self._span.stop:
            raise ValueError(f"frames {self._next} to {self._span.stop - 1} are missing")
        with self._failures():
            if self._movie is not None:
                self._movie.finish()
                self.warnings += [text for text in self._movie.warnings if text not in self.warnings]
                self._movie = None
            publish(self._part, self._target)

    def abort(self) -> None:
        """Give up: what was written so far is removed."""
        movie, self._movie = self._movie, None
        try:
            if movie is not None:
                movie.abort()
        except (av.FFmpegError, OSError, ValueError):
            pass  # The file is removed anyway.
        finally:
            discard(self._part)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._next != self._span.stop or self._part.exists() or self._movie is not None:
            self.abort()

    def _choose_layout(self, layout: Layout, source: Source) -> Layout:
        if self._as_pictures:
            return layout
        return self._nearest(layout, source.orientation.upright_size((self._clip.width, self._clip.height)))

    def _nearest(self, layout: Layout, size: tuple[int, int]) -> Layout:
        allowed = self._codec.layouts
        if self._codec.even:
            whole = [one for one in allowed if not (size[0] % (1 << one.shift[0]) or size[1] % (1 << one.shift[1]))]
            allowed = tuple(whole) or allowed
        return nearest_layout(layout, allowed)

    def _losses(self, source: Layout) -> Iterator[str]:
        if self._as_pictures:
            if source.family == "yuv" and self._settings.codec == "png":
                yield "PNG holds RGB, so colours are converted and rounded."
            return
        title, chosen = self._codec.title, self._layout
        if source.family == "rgb" and chosen.family == "yuv":
            yield f"{title} is written as {chosen.name}; colours are converted from RGB and rounded."
        elif chosen.shift != source.shift and source.family == "yuv":
            yield f"{title} is written as {chosen.name}; the source is {source.name}."
        if self._codec.limited_range and self._is_full_range():
            yield f"{title} has limited range only; the source's full range is converted."
        if chosen.bits < source.bits:
            yield f"{title} keeps {chosen.bits} of the source's {source.bits} bits."
        if source.alpha and not chosen.alpha:
            yield f"{title} does not keep the source's transparency."

    def _fitted(self, planes: Planes) -> Planes:
        if planes.layout.family == "rgb" and self._layout.family != "rgb":
            colour = tags_for(self._layout, planes.layout, self._clip.colour)
            return planes_from_rgb(rgb_of(planes, self._clip.colour), self._layout, colour)
        if self._codec.limited_range and self._is_full_range():
            if planes.layout.family == "gray":
                planes = relaid(planes, replace(planes.layout, family="yuv"))
            planes = in_limited_range(planes, self._layout.bits)
        return relaid(planes, self._layout)

    def _is_full_range(self) -> bool:
        layout = self._reader.source.layout
        return layout.family != "rgb" and coding_of(self._clip.colour, layout, self._clip.height).full_range

    def _painted(self, frame: Frame) -> Planes:
        native = self._reader.source.layout
        family = Layout("rgb", native.bits) if native.family == "gray" else native
        layout = self._nearest(Layout(family.family, native.bits, family.shift), (frame.shape[1], frame.shape[0]))
        return planes_from_rgb(frame, layout, self._written_tags(layout, family), self._clip.height)

    def _written_tags(self, layout: Layout, native: Layout) -> ColourTags:
        tags = tags_for(layout, native, self._clip.colour)
        return replace(tags, full_range=False) if self._codec.limited_range else tags

    def _encode(self, planes: Planes, index: int) -> None:
        if self._movie is None:
            self._movie = self._begin(planes)
            self.warnings += [text for text in self._movie.warnings if text not in self.warnings]
        self._movie.write(planes, self._clip.timestamps[index], self._duration(index))

    def _begin(self, planes: Planes) -> Movie:
        stored, source = self._stored, self._reader.source
        native = source.layout if stored or source.layout.family != "gray" else Layout("rgb", source.layout.bits)
        aspect = self._clip.sample_aspect_ratio
        picture = Picture(
            size=planes.size,
            layout=planes.layout,
            colour=self._written_tags(planes.layout, native),
            sample_aspect_ratio=1 / aspect if stored and source.orientation.transposed else aspect,
            display_matrix=source.orientation.matrix if stored else None,
        )
        tracks = source.tracks_from if self._settings.sound else None
        return Movie(self._part, self._settings, picture, self._clip, self._span, tracks)

    def _duration(self, index: int) -> int:
        stamps = self._clip.timestamps
        return stamps[index + 1] - stamps[index] if index + 1 < len(stamps) else self._reader.source.last_duration

    def _as_saved(self, planes: Planes) -> Frame:
        layout, turn = planes.layout, self._reader.source.orientation
        if layout.family == "gray" and layout.bits in (8, 16) and self._clip.colour.full_range is not False:
            return turn.upright(planes.arrays[0])
        rgb = turn.upright(rgb_of(planes, self._clip.colour))
        if not layout.alpha:
            return rgb
        alpha = rescaled(turn.upright(planes.arrays[3]), layout.bits, 8 * rgb.dtype.itemsize)
        return cast(Frame, np.dstack([rgb, alpha]))

    def _name_of(self, index: int) -> str:
        return f"{self._reader.source.name_of(index)}.{self._settings.codec}"

    def _save(self, name: str, samples: Frame) -> None:
        if self._settings.codec == "png":
            write_png(self._part / name, samples)
            return
        write_exr(self._part / name, samples, self._clip.colour, self._settings.linear)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turns what FFmpeg and the system say into a sentence."""
        try:
            yield
        except (av.FFmpegError, OSError) as error:
            raise MediaError(self._sentence(error)) from error

    def _sentence(self, error: OSError | av.FFmpegError) -> str:
        number = getattr(error, "errno", None)
        if number in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            return f"There was no room left for {self._target}; nothing was kept, so make room or write elsewhere."
        reason = error.strerror or str(error)
        return f"{self._target} could not be written as {self._codec.title} ({reason}); nothing was kept."
