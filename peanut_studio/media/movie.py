"""Pictures and tracks into one movie file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from peanut_studio.media.codecs import CODECS, ExportSettings, encoder_options
from peanut_studio.media.output_file import OutputFile
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Planes, frame_of
from peanut_studio.media.target import container_of
from peanut_studio.media.tracks import CarriedTracks
from peanut_studio.media.urgency import as_urgent_as_before
from peanut_studio.model.clip import Clip, ColourTags, Span

_CONTAINERS_OWN_TAGS = frozenset({"major_brand", "minor_version", "compatible_brands", "encoder"})
_LARGEST_TIMESCALE = 2**31 - 1
_PACKED = {("ffv1", "gbrp"): "bgr0", ("ffv1", "gbrap"): "bgra"}
_SAYS_ASPECT_ITSELF = frozenset({"libx264", "libx265"})
_HEVC_TAG = "hvc1"
"""Under FFmpeg's own choice, hev1, Apple's players show nothing."""


@dataclass(frozen=True)
class Picture:
    """What the encoder is told about every picture: size and layout as stored, colour, aspect, which way up."""

    size: tuple[int, int]
    layout: Layout
    colour: ColourTags
    sample_aspect_ratio: Fraction = Fraction(1)
    display_matrix: tuple[int, ...] | None = None


class Movie:
    """A movie file being written: one video stream and the other tracks of the source, if it has any."""

    def __init__(
        self, part: Path, settings: ExportSettings, picture: Picture, clip: Clip, span: Span, source: Path | None
    ) -> None:
        self.warnings: list[str] = []
        self._picture = picture
        self._time_base = clip.time_base
        self._durations: dict[int, int] = {}
        self._file = OutputFile(part)
        self._tracks: CarriedTracks | None = None
        self._output: OutputContainer | None = None
        try:
            self._open(part, settings, clip, span, source)
        except BaseException:
            self.abort()
            raise

    def write(self, planes: Planes, timestamp: int, duration: int) -> None:
        """One picture at `timestamp`, for `duration`, in ticks of the clip's clock. Raises FFmpegError, OSError."""
        if planes.layout != self._picture.layout or planes.size != self._picture.size:
            raise ValueError(f"{planes.layout.name} {planes.size} in a movie of {self._picture}")
        frame = frame_of(planes, self._stream.pix_fmt)
        frame.pts = timestamp - self._shift
        frame.time_base = self._time_base
        frame.color_range = _range_code(self._picture.colour)
        frame.colorspace = self._matrix_code()
        frame.color_primaries = self._picture.colour.primaries
        frame.color_trc = self._picture.colour.transfer
        self._durations[frame.pts] = duration
        self._mux(self._stream.encode(frame))
        if self._tracks:
            self._tracks.advance((timestamp - self._shift) * self._time_base)
        self._file.check()

    def finish(self) -> None:
        """Write what the encoder still holds, the rest of the tracks and the index. Raises FFmpegError, OSError."""
        self._mux(self._stream.encode(None))
        if self._tracks:
            self._tracks.finish()
            self.warnings += [text for text in self._tracks.warnings if text not in self.warnings]
            self._tracks.close()
        assert self._output is not None
        self._output.close()
        self._file.check()
        self._file.close()

    def abort(self) -> None:
        """Stop without completing the file."""
        self._file.close()  # FFmpeg then leaves out its closing work, which can take long.
        if self._tracks:
            self._tracks.close()
        if self._output is not None:
            self._output.close()

    def _open(self, part: Path, settings: ExportSettings, clip: Clip, span: Span, source: Path | None) -> None:
        container = container_of(part)
        self._output = av.open(self._file, "w", format=container, buffer_size=1 << 20)
        self._stream = self._add_video(settings, container, clip, len(span))
        shift = clip.timestamps[span.start] * clip.time_base if span.start else Fraction(0)
        if source is not None:
            self._tracks = CarriedTracks(source, self._output, container, clip, span)
            self.warnings += self._tracks.warnings
            shift = self._tracks.shift
            video_tags = self._tracks.video_tags
            if span.start:
                video_tags.pop("timecode", None)
            self._stream.metadata.update(video_tags)
            self._output.metadata.update(_kept_tags(self._tracks.metadata))
            self._output.set_chapters(self._tracks.chapters())
        self._shift = round(shift / clip.time_base)
        if container in ("mp4", "mov"):
            self._output.container_options.update(self._quicktime_options(clip))
        else:
            self.warnings += self._matroska_losses(CODECS[settings.codec].encoder, clip)
        with as_urgent_as_before():
            self._output.start_encoding()

    def _add_video(self, settings: ExportSettings, container: str, clip: Clip, frames: int) -> VideoStream:
        assert self._output is not None
        codec, picture = CODECS[settings.codec], self._picture
        os.environ.setdefault("SVT_LOG", "1")  # SVT-AV1 else tells the terminal all about itself.
        stream = self._output.add_stream(
            codec.encoder,
            rate=clip.frame_rate.limit_denominator(1_000_000),
            options=encoder_options(settings, frames),
            width=picture.size[0],
            height=picture.size[1],
            time_base=clip.time_base,
        )
        assert isinstance(stream, VideoStream)
        context = stream.codec_context
        context.pix_fmt = _PACKED.get((codec.encoder, picture.layout.name), picture.layout.name)
        context.color_range = _range_code(picture.colour)
        context.colorspace = self._matrix_code()
        context.color_primaries = picture.colour.primaries
        context.color_trc = picture.colour.transfer
        context.thread_count = 0
        if picture.sample_aspect_ratio != 1:
            context.sample_aspect_ratio = picture.sample_aspect_ratio
        if codec.encoder == "libx265" and container in ("mp4", "mov"):
            context.codec_tag = _HEVC_TAG
        stream.time_base = clip.time_base
        if picture.display_matrix is not None:
            stream.set_display_matrix(picture.display_matrix)
        return stream

    def _quicktime_options(self, clip: Clip) -> dict[str, str]:
        """The clip's own clock, and an edit list clock that both picture and sound divide evenly."""
        assert self._output is not None
        ticks = clip.time_base.denominator
        rates = [stream.rate for stream in self._output.streams.audio if stream.rate]
        common = lcm(ticks, *rates)
        flags = "+faststart"
        if any(key.startswith("com.") for key in self._output.metadata):
            flags += "+use_metadata_tags"
        return {
            "movflags": flags,
            "video_track_timescale": str(ticks),
            "movie_timescale": str(common if common <= _LARGEST_TIMESCALE else max(ticks, 1000)),
        }

    def _matroska_losses(self, encoder: str, clip: Clip) -> Iterator[str]:
        if not _in_milliseconds(clip):
            yield "This container counts in milliseconds, so frame times are rounded to those."
        aspect = self._picture.sample_aspect_ratio
        if aspect != 1 and encoder not in _SAYS_ASPECT_ITSELF:
            # FFmpeg's muxer takes it from a field of the stream that PyAV does not reach.
            yield f"The shape of the pixels ({aspect}) is not kept by this codec in this container; .mp4 keeps it."

    def _matrix_code(self) -> int:
        return self._picture.colour.matrix if self._picture.layout.family != "rgb" else 0

    def _mux(self, packets: Iterable[Packet[VideoStream]]) -> None:
        assert self._output is not None
        for packet in packets:
            if packet.pts is not None:
                packet.duration = self._durations.pop(packet.pts, packet.duration)
            self._output.mux(packet)


def _range_code(colour: ColourTags) -> int:
    return {None: 0, False: 1, True: 2}[colour.full_range]


def _in_milliseconds(clip: Clip) -> bool:
    return all((stamp * clip.time_base * 1000).denominator == 1 for stamp in clip.timestamps)


def _kept_tags(tags: dict[str, str]) -> dict[str, str]:
    """Tags without those of the container itself and without QuickTime's doubles for one language (make, make-eng)."""
    kept = {key: text for key, text in tags.items() if key not in _CONTAINERS_OWN_TAGS}
    return {key: text for key, text in kept.items() if kept.get(key.rpartition("-")[0]) != text}
