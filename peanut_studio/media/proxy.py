"""Small copies of a clip's frames that decode in milliseconds from any place: for looking, never for working.

A folder holds segments of `SEGMENT` frames each; frame n of the clip is picture n % SEGMENT of file n // SEGMENT, so
that the number of a frame never depends on time stamps. A segment appears when it is complete.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from peanut_studio.media.colour import planes_from_rgb, rgb_of, tags_for
from peanut_studio.media.orientation import Orientation
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Plane, Planes, frame_of, with_depth
from peanut_studio.media.quick_colour import QuickColour
from peanut_studio.media.source import Source
from peanut_studio.media.unfinished import begin_file, discard, publish
from peanut_studio.model.clip import ColourTags
from peanut_studio.model.errors import MediaError
from peanut_studio.model.picture import Frame

LONG_SIDE = 960
SEGMENT = 64
GROUP = 8
"""Frames from one key frame to the next: the most that are decoded to show one."""

QUALITY = 23
LAYOUT = Layout("yuv", 8, (1, 1))
_RATE = 25
_OPEN = 3
_OPTIONS = {
    "preset": "ultrafast", "tune": "fastdecode", "crf": str(QUALITY), "g": str(GROUP), "keyint_min": str(GROUP),
    "sc_threshold": "0", "bf": "0",
}  # fmt: skip


_chosen = [LONG_SIDE]


def choose_long_side(pixels: int) -> None:
    """Make small copies of that size from now on."""
    _chosen[0] = pixels


def chosen_long_side() -> int:
    """The longer side of the small copies that are made now."""
    return _chosen[0]


def proxy_size(size: tuple[int, int], long_side: int | None = None) -> tuple[int, int]:
    """Width and height, even, of the small copy of a picture of that size; never larger than it by more than a row."""
    scale = min(1.0, (long_side or chosen_long_side()) / max(size))
    width, height = (max(2, 2 * round(side * scale / 2)) for side in size)
    return width, height


def segment_of(frame: int) -> int:
    """The number of the segment that holds a frame."""
    return frame // SEGMENT


def segment_path(folder: Path, number: int) -> Path:
    """Where a segment lies when it is complete."""
    return folder / f"{number:06d}.mp4"


def small_planes(planes: Planes, tags: ColourTags) -> Planes:
    """A stored picture as a small one, in the source's own colour coding (RGB becomes BT.709)."""
    size = proxy_size(planes.size)
    if planes.layout.family == "rgb":
        return small_picture(rgb_of(planes, tags))
    arrays = [
        with_depth(_shrunk(samples, plane_size), planes.layout.bits, 8)
        for samples, plane_size in zip(planes.arrays, LAYOUT.plane_sizes(*size), strict=False)
    ]
    if planes.layout.family == "gray":
        width, height = LAYOUT.plane_sizes(*size)[1]
        arrays = [arrays[0], *(np.full((height, width), 128, np.uint8) for _ in range(2))]
    return Planes(LAYOUT, tuple(arrays[:3]))


def small_picture(rgb: Frame) -> Planes:
    """An RGB picture (H, W, 3), uint8 or uint16, as a small one in BT.709."""
    size = proxy_size((rgb.shape[1], rgb.shape[0]))
    small: Frame = _shrunk(rgb, size)
    return planes_from_rgb(small, LAYOUT, tags_for(LAYOUT, Layout("rgb"), ColourTags()))


class SegmentWriter:
    """Writes one segment; it is there after `finish`, and `abort` leaves nothing. Raises OSError or FFmpegError."""

    def __init__(self, folder: Path, number: int) -> None:
        self._target = segment_path(folder, number)
        self._part = begin_file(self._target)
        self._output = av.open(str(self._part), "w", format="mp4")
        self._stream: VideoStream | None = None
        self.count = 0

    def write(self, small: Planes) -> None:
        """The next frame, as `small_planes` or `small_picture` gives it."""
        if self._stream is None:
            self._stream = self._output.add_stream("libx264", rate=_RATE, options=_OPTIONS)
            self._stream.width, self._stream.height = small.size
            self._stream.pix_fmt = LAYOUT.name
            self._stream.codec_context.thread_count = 1
        frame = frame_of(small)
        frame.pts, frame.time_base = self.count, Fraction(1, _RATE)
        self._output.mux(self._stream.encode(frame))
        self.count += 1

    def finish(self) -> None:
        """Complete the file and give it its name."""
        if self._stream is not None:
            self._output.mux(self._stream.encode(None))
        self._output.close()
        publish(self._part, self._target)

    def abort(self) -> None:
        """Give up."""
        self._output.close()
        discard(self._part)


def write_segment(folder: Path, number: int, pictures: Iterable[Planes]) -> Iterator[int]:
    """Write a segment, one frame for each step; the steps give the number of frames so far. Closed early, it leaves
    nothing."""
    writer = SegmentWriter(folder, number)
    try:
        for small in pictures:
            writer.write(small)
            yield writer.count
        writer.finish()
    except BaseException:
        writer.abort()
        raise


class ProxyReader:
    """The small frames of a clip, as far as they are there, upright RGB uint8. Not for two threads at once."""

    def __init__(self, folder: Path, tags: ColourTags, orientation: Orientation, height: int) -> None:
        self._folder, self._orientation = folder, orientation
        self._colour = QuickColour(LAYOUT, tags, height)
        self._open: OrderedDict[int, _Segment] = OrderedDict()
        self._complete: set[int] = set()

    @staticmethod
    def of(folder: Path, source: Source) -> ProxyReader:
        """Of the proxies made from a source's stored pictures."""
        return ProxyReader(
            folder, tags_for(LAYOUT, source.layout, source.clip.colour), source.orientation, source.clip.height
        )

    @staticmethod
    def of_pictures(folder: Path, height: int) -> ProxyReader:
        """Of the proxies made from RGB pictures that high."""
        return ProxyReader(folder, tags_for(LAYOUT, Layout("rgb"), ColourTags()), Orientation(), height)

    def __contains__(self, frame: object) -> bool:
        if not isinstance(frame, int) or frame < 0:
            return False
        number = segment_of(frame)
        if number not in self._complete and segment_path(self._folder, number).exists():
            self._complete.add(number)
        return number in self._complete

    def __getitem__(self, frame: int, /) -> Frame:
        """A frame. Raises MediaError where it is not there, or no longer."""
        number = segment_of(frame)
        try:
            segment = self._open.get(number) or _Segment(segment_path(self._folder, number))
            self._open[number] = segment
            self._open.move_to_end(number)
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)[1].close()
            small = segment.frame(frame % SEGMENT)
        except (av.FFmpegError, OSError) as error:
            self._complete.discard(number)
            if (broken := self._open.pop(number, None)) is not None:
                broken.close()
            raise MediaError(f"The small copy of frame {frame} cannot be read.") from error
        return self._upright(small)

    def shown(self, small: Planes) -> Frame:
        """A small picture in stored samples as upright RGB."""
        return self._upright(frame_of(small))

    def _upright(self, small: VideoFrame) -> Frame:
        return self._orientation.upright(self._colour.rgb(small))

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._open.values():
            segment.close()
        self._open.clear()


class _Segment:
    """One file's frames, by number; it goes forward and seeks to key frames, which lie every `GROUP` frames."""

    def __init__(self, path: Path) -> None:
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = 1
        self._decoded: Iterator[VideoFrame] = iter(())
        self._at = -1
        self._last: VideoFrame | None = None

    def frame(self, number: int) -> VideoFrame:
        if number == self._at and self._last is not None:
            return self._last
        if self._last is None or number < self._at or number // GROUP > self._at // GROUP:
            key = number - number % GROUP
            self._container.seek(round(key / (_RATE * self._time_base())), stream=self._stream)
            self._decoded = self._container.decode(self._stream)
        for frame in self._decoded:
            self._at, self._last = round((frame.pts or 0) * self._time_base() * _RATE), frame
            if self._at >= number:
                break
        if self._last is None or self._at != number:
            raise OSError(f"no frame {number}")
        return self._last

    def _time_base(self) -> Fraction:
        return self._stream.time_base or Fraction(1, _RATE)

    def close(self) -> None:
        self._decoded = iter(())
        self._last = None
        self._container.close()


def _shrunk(samples: Plane, size: tuple[int, int]) -> Plane:
    if (samples.shape[1], samples.shape[0]) == size:
        return samples
    shrunk: Plane = cv2.resize(samples, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    return shrunk
